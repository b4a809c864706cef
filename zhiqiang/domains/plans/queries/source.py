"""The source text cut where something was read from it, and what was read beside it.

Spans of targets and tasks nest and overlap; the text is cut at every end of a span, so that each
piece knows all that was read from it. Pieces joined give the source text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhiqiang.domains.plans.models import Programme, Target, Task
from zhiqiang.kernel.errors import NotFound

_RANGE = re.compile(r"(\d{1,7})-(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Marked:
    """Something read from the words ``[start, end)``; ``kind`` is target, soft, task or asked."""

    code: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. ``begins`` are the items that start here; ``words_of`` the closest target."""

    text: str
    begins: tuple[Marked, ...]
    words_of: Marked | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read, for the side beside the text."""

    marked: Marked
    target: Target | None = None
    task: Task | None = None

    @property
    def words(self) -> str:
        """Return what the reading is called."""
        if self.target is not None:
            return self.target.indicator_name or self.target.quote
        return (self.task.title or self.task.text[:50]) if self.task is not None else ""


@dataclass(frozen=True, slots=True)
class SourceView:
    """The text in pieces and the readings in order of the document."""

    pieces: tuple[Piece, ...]
    readings: tuple[Reading, ...]
    asked: Marked | None

    @property
    def asked_reading(self) -> Reading | None:
        """Return the reading that was asked for by its code."""
        code = self.asked.code if self.asked else None
        return next((one for one in self.readings if one.marked.code == code), None)


def source_view(of: Programme, at: str = "") -> SourceView:
    """Return text and readings; ``at`` is a code or a range ``start-end`` to be shown first.

    Two queries. Raises ``NotFound`` for a code or range that the document does not have.
    """
    readings = [
        Reading(
            Marked(
                one.code, "soft" if one.value is None else "target", one.span_start, one.span_end
            ),
            target=one,
        )
        for one in of.targets.all()
    ]
    readings += [
        Reading(Marked(one.code, "task", one.span_start, one.span_end), task=one)
        for one in of.tasks.prefetch_related("bodies")
    ]
    readings.sort(key=lambda one: (one.marked.start, -one.marked.end, one.marked.code))
    marks = [one.marked for one in readings]
    asked = _asked(of, marks, at)
    return SourceView(tuple(pieces(of.source_text, marks, asked)), tuple(readings), asked)


def pieces(text: str, marks: Sequence[Marked], asked: Marked | None = None) -> Iterable[Piece]:
    """Yield ``text`` cut at the ends of ``marks`` and of ``asked``."""
    spans = [*marks, *([asked] if asked else [])]
    cuts = sorted({0, len(text), *(p for one in spans for p in (one.start, one.end))})
    begins: dict[int, list[Marked]] = {}
    for one in marks:
        begins.setdefault(one.start, []).append(one)
    live: list[Marked] = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        live = [one for one in live if one.end > start] + begins.get(start, [])
        words = [one for one in live if one.kind != "task"]
        yield Piece(
            text[start:end],
            tuple(begins.get(start, ())),
            min(words, key=lambda one: (one.end - one.start, one.start), default=None),
            asked is not None and asked.start <= start < asked.end,
        )


def _asked(of: Programme, marks: Sequence[Marked], at: str) -> Marked | None:
    if not at:
        return None
    for one in marks:
        if one.code == at:
            return Marked(at, "asked", one.start, one.end)
    match = _RANGE.fullmatch(at)
    if match:
        start, end = int(match[1]), int(match[2])
        if start <= end <= len(of.source_text):
            return Marked(at, "asked", start, max(end, min(start + 1, len(of.source_text))))
    raise NotFound(f"《{of.title}》的原文中没有“{at[:20]}”这一处。请从目标、任务或核对意见进入。")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause quoted in its paragraph."""

    before: str
    words: str
    after: str


def quoted(of: Programme, start: int, end: int, around: int = 160) -> Quoted:
    """Return the words of a span with their paragraph, cut to ``around`` characters either side."""
    text = of.source_text
    left = max(text.rfind("\n", 0, start) + 1, start - around)
    line_end = text.find("\n", end)
    right = min(len(text) if line_end < 0 else line_end, end + around)
    before, after = text[left:start].lstrip(), text[end:right].rstrip()
    if left > 0 and text[left - 1] != "\n":
        before = "…" + before
    if right < len(text) and text[right] != "\n":
        after += "…"
    return Quoted(before, text[start:end], after)
