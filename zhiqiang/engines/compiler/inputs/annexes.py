"""Put the annexes of a plan, which come as files of their own, behind its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from zhiqiang.engines.compiler.inputs.manuscript import Anchor, Anchors, Manuscript


def joined(main: Manuscript, annexes: Sequence[tuple[str, Manuscript]]) -> Manuscript:
    """Return one manuscript; each annex begins with its file's name, and its anchors bear it."""
    text, headings, findings = main.text, list(main.headings), list(main.findings)
    places = list(main.anchors.pairs())
    for name, annex in annexes:
        findings.extend(annex.findings)
        if not annex.text.strip():
            continue
        text = f"{text}\n" if text else ""
        places.append((len(text), Anchor(file=name)))
        text += f"{PurePath(name).stem}\n"
        line, offset = text.count("\n"), len(text)
        headings.extend((line + at, level) for at, level in annex.headings)
        places.extend((offset + at, replace(a, file=name)) for at, a in annex.anchors.pairs())
        text += annex.text
    return Manuscript(text, tuple(headings), tuple(findings), Anchors(places))
