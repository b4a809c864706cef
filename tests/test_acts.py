"""Every act that is written in the journal has a Chinese name, and every kind of job exists."""

import ast
import re
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


def test_every_subject_and_every_part_of_a_detail_has_a_name_for_people():
    named = read(ROOT / "catalogue" / "codes" / "journal_words.yml")
    subjects, details = set(), set()
    for path in OWN:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for call in filter(_writes, ast.walk(function)):
                    subjects |= _subjects(call)
                    details |= _keys(call, function)
    assert len(subjects) > 5 and len(details) > 40
    assert subjects - named["subjects"].keys() == set()
    assert details - named["details"].keys() == set()


def _writes(node: ast.AST) -> bool:
    """Say whether a node writes a line whose act is spelled out."""
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    at = {"write": 1, "record": 0}.get(called)
    return at is not None and len(node.args) >= at + 3


def _subjects(call: ast.Call) -> set[str]:
    """Return the kind of subject of a line: what stands before its number."""
    written = call.args[-2]
    first = written.values[0] if isinstance(written, ast.JoinedStr) else written
    text = first.value if isinstance(first, ast.Constant) else ""
    return {re.split("[:/]", text)[0]} if isinstance(text, str) and text else set()


def _keys(call: ast.Call, function: ast.FunctionDef) -> set[str]:
    """Return the keys of a line's detail, written in place or as ``detail`` before."""
    told: list[ast.AST | None] = [call.args[-1]]
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            told += [node.value for one in targets if getattr(one, "id", "") == "detail"]
    found = [one for value in told if value for one in ast.walk(value) if isinstance(one, ast.Dict)]
    keys = (key.value for one in found for key in one.keys if isinstance(key, ast.Constant))
    return {key for key in keys if isinstance(key, str)}
