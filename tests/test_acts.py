"""Every act that is written in the journal has a Chinese name, and every kind of job exists."""

import ast
from pathlib import Path

from zhiqiang.kernel.catalogue import read

ROOT = Path(__file__).resolve().parents[1]
OWN = [p for p in (ROOT / "zhiqiang").rglob("*.py") if "tests" not in p.parts]
#: called like this, with the act at this place among the arguments
WRITERS = {"write": 1, "record": 0, "_told": 1, "submit": 0, "_write": 3}


def literals(function: str) -> set[str]:
    """Return the texts that the program passes to ``function`` where the act (the kind) stands."""
    found = set()
    for path in OWN:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) <= WRITERS[function]:
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            argument = node.args[WRITERS[function]]
            value = argument.value if isinstance(argument, ast.Constant) else None
            if called == function and isinstance(value, str) and value.isidentifier():
                found.add(value)
    return found


def test_every_act_in_the_journal_has_a_name_for_people():
    named = read(ROOT / "catalogue" / "codes" / "acts.yml")
    written = {act for name in ("write", "record", "_told", "_write") for act in literals(name)}
    assert len(written) > 20
    assert written - named.keys() == set()


def test_every_kind_of_job_that_is_asked_for_is_declared():
    from zhiqiang.pipeline import JOBS

    assert literals("submit") <= JOBS.keys()
    assert {key: kind.key for key, kind in JOBS.items()} == {key: key for key in JOBS}
