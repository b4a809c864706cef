"""Show in a text where a question found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhiqiang.engines.fulltext.asking import Manner
from zhiqiang.engines.fulltext.folding import phrase, placed_units
from zhiqiang.engines.fulltext.tree import Part, Term, wanted

LONGEST_MARKED = 20_000


def marked(text: str, part: Part | None, key: str, manner: Manner) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is what was asked for in field ``key``."""
    spans = _joined(_spans(text[:LONGEST_MARKED], part, key, manner))
    out: list[tuple[str, bool]] = []
    end = 0
    for start, stop in spans:
        out += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    out.append((text[end:], False))
    return [one for one in out if one[0]]


def _spans(text: str, part: Part | None, key: str, manner: Manner) -> list[tuple[int, int]]:
    if part is None or not text:
        return []
    placed = list(placed_units(text))
    sequence = [unit for unit, _, _ in placed]
    out = []
    for looked, is_start in _phrases(wanted(part), key, manner):
        for at in _found(sequence, looked, is_start):
            out.append((placed[at][1], placed[at + len(looked) - 1][2]))
    return out


def _phrases(terms: Iterable[Term], key: str, manner: Manner) -> Iterable[tuple[list[str], bool]]:
    """Yield the units of each term that is looked for in the field, and whether they only begin it."""
    for term in terms:
        searched = manner.opened.get(term.field) if term.field else key
        if searched != key or manner.fields.fields[key].kind != "text":
            continue
        is_start = term.text.endswith("*") and not term.is_quoted
        text = term.text.rstrip("*") if is_start else term.text
        if found := phrase(text):
            yield found, is_start and len(found) == 2
        if manner.synonyms is not None and not term.is_quoted:
            for reading in manner.synonyms.readings(text):
                yield phrase(reading), False


def _found(sequence: Sequence[str], looked: list[str], is_start: bool) -> Iterable[int]:
    if is_start:
        return [at for at, unit in enumerate(sequence[:-1]) if unit.startswith(looked[0])]
    length = len(looked)
    first = looked[0]
    return [
        at
        for at, unit in enumerate(sequence[: len(sequence) - length + 1])
        if unit == first and list(sequence[at : at + length]) == looked
    ]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], stop))
        else:
            out.append((start, stop))
    return out
