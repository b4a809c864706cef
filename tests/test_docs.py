"""Documents that name something name what exists."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:zhiqiang|catalogue|examples|tests|docs|tools|bench)/[\w./<>*-]*)`")


@pytest.mark.parametrize("page", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_to_files(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_paths_named_in_prose_exist(page):
    for target in PATH.findall(page.read_text(encoding="utf-8")):
        pattern = re.sub(r"<[^>]*>", "*", target).rstrip("/")
        assert list(ROOT.glob(pattern)), target


def test_the_life_of_a_record_names_a_place_for_each_of_its_eight_steps():
    text = (ROOT / "docs" / "life-of-a-record.md").read_text(encoding="utf-8")
    steps = re.split(r"^## \d\. ", text, flags=re.MULTILINE)[1:]
    assert len(steps) == 8
    assert all(PATH.search(step) for step in steps)


def test_decisions_are_numbered_without_gaps():
    numbers = [p.name[:4] for p in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_every_decision_says_what_lost():
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for part in ("**Context.**", "**Decision.**", "**Consequences.**", "**Lost.**"):
            assert part in text, f"{page.name}: {part}"


def test_make_alone_lists_the_commands_that_the_readme_names():
    listed = subprocess.run(
        ["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for command in ("setup", "run", "demo", "test", "check", "bench", "docs"):
        assert f"make {command} " in listed


def test_commands_in_documents_are_commands_of_the_program():
    from typer.main import get_command

    from zhiqiang.cli.main import app

    known = set(get_command(app).commands)
    for page in DOCS:
        for name in re.findall(r"\bbin/zhiqiang ([a-z-]+)", page.read_text(encoding="utf-8")):
            assert name in known, f"{page.name}: {name}"
