"""``python -m bench``: all measurements on an empty temporary home; ``--write`` keeps the tables.

``SIZE=100k`` (the default), ``1m`` or ``5m`` says how many patent rows are taken over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.measuring import machine

_SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
_STEPS = (
    "compiling",
    "reading",
    "scanning",
    "importing",
    "seeing",
    "publishing",
    "indicating",
    "refreshing",
    "freezing",
    "covering",
    "linking",
    "working",
    "importing_postgres",
    "spreadsheet",
)
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure every step in turn, print as they end, and write the page when asked to."""
    size_name = os.environ.get("SIZE", "100k").lower()
    if size_name not in _SIZES:
        raise SystemExit(f"SIZE must be one of {', '.join(_SIZES)}")
    sections = []
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        for step in _STEPS:
            section = _section(step, _run(step, _SIZES[size_name], home))
            print(section, flush=True)
            sections.append(section)
    if "--write" in sys.argv[1:]:
        _write(size_name, sections)


def _run(step: str, size: int, home: str) -> dict[str, Any]:
    environment = os.environ | {"ZHIQIANG_HOME": home}
    environment.pop("ZHIQIANG_DATABASE", None)
    done = subprocess.run(
        [sys.executable, "-m", "bench.step", step, str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench {step} failed")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _section(step: str, result: dict[str, Any]) -> str:
    lines = [
        f"### {step}",
        "",
        "| what | rows | seconds | baseline | baseline seconds | ratio |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for one in result["lines"]:
        raw, ratio = one["baseline_seconds"], one["ratio"]
        lines.append(
            f"| {one['what']} | {one['rows']:,} | {one['seconds']:.3f} | {one['baseline']} |"
            f" {'' if raw is None else f'{raw:.4f}'} | {'' if ratio is None else f'{ratio:.1f}'} |"
        )
    return "\n".join([*lines, "", f"Peak memory {result['peak']:,.0f} MiB.", ""])


def _write(size_name: str, sections: list[str]) -> None:
    """Replace the part of the page that holds this size; the other sizes stay."""
    mark = f"## {size_name} patent rows"
    head = (
        f"{mark}\n\nTaken {date.today():%Y-%m-%d} on {machine()}, "  # noqa: DTZ011
        f"by `SIZE={size_name} make bench`. Ratio = ours ÷ baseline.\n\n"
    )
    text = _PAGE.read_text(encoding="utf-8") if _PAGE.exists() else "# Benchmarks\n\n"
    before, found, after = text.partition(mark)
    rest = after[after.index("\n## ") + 1 :] if found and "\n## " in after else ""
    _PAGE.write_text(before + head + "\n".join(sections) + ("\n" + rest if rest else ""), "utf-8")


if __name__ == "__main__":
    main()
