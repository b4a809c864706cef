"""Anchors: how a reading is found again in a text that has moved or was revised."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

#: so many characters before the quote tell two occurrences of it apart
_BEFORE = 12
_LONGEST = 200
#: a task is known by its title, or by so much of its text
_OF_TASK = 40

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """``quote`` as it stands ``count`` times in the text, at its ``ordinal``, behind ``before``.

    ``part`` tells the readings of the same words apart.
    """

    quote: str
    ordinal: int
    count: int
    before: str
    part: str

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Anchor:
        """Read what ``as_json`` wrote."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__})


def anchor_at(text: str, start: int, quote: str, part: str) -> Anchor:
    """Return the anchor of ``quote`` that stands at ``start``."""
    before = "".join(text[max(0, start - 4 * _BEFORE) : start].split())[-_BEFORE:]
    return Anchor(quote, text.count(quote, 0, start), text.count(quote), before, part)


def anchored(
    items: Iterable[Item], text: str, kind: str, quotes: Container[str] | None = None
) -> list[tuple[Anchor, Item]]:
    """Return ``items`` of one kind (target, task, finding), each with its anchor, in their order.

    To count a quote is to walk the text: with ``quotes`` only these are counted, which is all that
    somebody who looks for them needs.
    """
    out = []
    seen: dict[tuple[int, str, str], int] = {}
    for item in items:
        start, quote = place_of(item, text, kind)
        own = item["code"] if kind == "finding" else "soft" if item.get("soft_kind") else kind
        key = (start, quote, own)
        seen[key] = seen.get(key, 0) + 1
        part = f"{own}:{seen[key]}"
        is_wanted = quotes is None or quote in quotes
        out.append(
            (
                anchor_at(text, start, quote, part) if is_wanted else Anchor(quote, 0, 0, "", part),
                item,
            )
        )
    return out


def place_of(item: Item, text: str, kind: str) -> tuple[int, str]:
    """Return where the words that an item is known by begin, and those words."""
    start, end = item["span_start"], item["span_end"]
    if start is None:
        return 0, str(item["message"])[:_LONGEST]
    if kind == "task":
        title = str(item["title"] or "")
        at = text.find(title, start, end) if title else -1
        return (at, title) if at >= 0 else (start, text[start:end][:_OF_TASK])
    return start, text[start:end][:_LONGEST]


def find(
    wanted: Anchor, there: Sequence[tuple[Anchor, Item]], text: str
) -> tuple[Anchor, Item] | None:
    """Return the one item that ``wanted`` means, or None where that cannot be said for certain."""
    same = [one for one in there if one[0].quote == wanted.quote and one[0].part == wanted.part]
    if not same:
        return _overlapping(wanted, there, text)
    if wanted.count <= 1 and len(same) == 1 and same[0][0].count <= 1:
        return same[0]
    behind = [one for one in same if one[0].before == wanted.before]
    if len(behind) == 1:
        return behind[0]
    if same[0][0].count == wanted.count:
        return next((one for one in same if one[0].ordinal == wanted.ordinal), None)
    return None


def _overlapping(
    wanted: Anchor, there: Sequence[tuple[Anchor, Item]], text: str
) -> tuple[Anchor, Item] | None:
    """Where the words stand once and are read with other bounds now, take the one such reading."""
    start = text.find(wanted.quote) if wanted.quote else -1
    if start < 0 or text.find(wanted.quote, start + 1) >= 0:
        return None
    sort, _, part = wanted.part.partition(":")
    end = start + len(wanted.quote)
    found = [
        one
        for one in there
        if one[0].part.partition(":")[0] == sort
        and one[1]["span_start"] is not None
        and one[1]["span_start"] < end
        and start < one[1]["span_end"]
    ]
    return found[0] if len(found) == 1 and part == "1" else None
