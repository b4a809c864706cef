"""When a right is in force: a pure function of its dated events and the statutory terms.

Sources: Patent Law art. 42 (20, 10 and 15 years from filing; a design filed before 2021-06-01 has
10), art. 44 (lapse), art. 47 (a right declared invalid is treated as never having been); Trademark
Law art. 39 and 40 (10 years from registration, renewed for 10 more); Regulations on the protection
of plant varieties (25 years of woody plants and vines and 20 of others from the grant; of rights
granted before 2025-06-01 20 and 15); Regulations on layout-designs art. 12 (10 years from filing or
first commercial use, whichever is earlier). A registration of a copyright does not run out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone

from zhiqiang.engines.ingest import load_codes, words
from zhiqiang.engines.ingest.declaration import normal_heading

DESIGN_CHANGE = date(2021, 6, 1)
MARK_YEARS = LAYOUT_YEARS = 10
VARIETY_CHANGE = date(2025, 6, 1)
#: years of a plant variety right granted before the change, and from then on
VARIETY_YEARS = {"woody_plant": (20, 25), "other_plant": (15, 20)}
_STARTS = {"grant", "registration"}
_ENDS = {"lapse", "expiry", "abandonment"}
_MARKS = {"trademark", "madrid_mark"}
_WITHOUT_TERM = {"geographical_indication", "software_copyright", "work_copyright"}


class Interval(NamedTuple):
    """A right is in force from a day (inclusive) until a day (exclusive, or open).

    ``reason`` says what ends it: ``term``, ``lapse``, ``expiry``, ``abandonment``, or ``open``.
    """

    from_on: date
    until_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Life:
    """The intervals of a right; ``doubt`` says in Chinese why it is not counted, where it is not."""

    intervals: tuple[Interval, ...]
    doubt: str = ""


def in_force_intervals(right: Any, events: Iterable[Any]) -> list[Interval]:
    """Return when ``right`` is in force; of a right in doubt, never."""
    return list(life_of(right, events).intervals)


def life_of(right: Any, events: Iterable[Any], states: Mapping[str, str] | None = None) -> Life:
    """Return the life of a right.

    ``right`` has kind, number, filed_on, granted_on, term_ends_on, status_text; ``events`` have
    kind and happened_on. A status text that says 失效 counts only where no event, and no end of
    the term, tells when: then nobody knows since when, and the right is not counted.
    """
    if right.kind == "pct_application":
        return Life(())
    ordered = sorted(events, key=lambda event: event.happened_on)
    kinds = {event.kind for event in ordered}
    if "invalidation" in kinds:
        return Life((), "已被宣告全部无效，视为自始即不存在。")
    start = min((e.happened_on for e in ordered if e.kind in _STARTS), default=right.granted_on)
    if start is None:
        return Life(())
    renewals = sum(event.kind == "renewal" for event in ordered)
    end, doubt = _term_end(right, start, renewals)
    if doubt:
        return Life((), doubt)
    if (
        kinds.isdisjoint(_ENDS)
        and says_ended(right.status_text, states)
        and (end is None or end > timezone.localdate())
    ):
        return Life((), "来源称已失效，但没有失效日期，不计入。请补充法律事务或失效日。")
    return Life(tuple(_spans(start, end, ordered)))


def _spans(start: date, end: date | None, ordered: list[Any]) -> Iterable[Interval]:
    """Cut the term at every end and begin again at every restoration."""
    since: date | None = start
    for event in ordered:
        day = event.happened_on
        if end is not None and day >= end:
            break
        if event.kind in _ENDS and since is not None:
            if day > since:
                yield Interval(since, day, event.kind)
            since = None
        elif event.kind == "restoration" and since is None and day >= start:
            since = day
    if since is not None and (end is None or since < end):
        yield Interval(since, end, "open" if end is None else "term")


def _term_end(right: Any, start: date, renewals: int) -> tuple[date | None, str]:
    """Return the first day after the term, or why it is not known."""
    printed = right.term_ends_on
    if right.kind in _WITHOUT_TERM:
        return None, ""
    if right.kind == "plant_variety":
        return _variety_end(right, start)
    if right.kind == "layout_design":
        begun = min((day for day in (right.filed_on, right.first_public_on) if day), default=start)
        return _years_on(begun, LAYOUT_YEARS), ""
    if right.kind in _MARKS:
        end = _years_on(start, MARK_YEARS * (1 + renewals))
        return (
            max(printed + timedelta(days=1), end)
            if renewals and printed
            else printed + timedelta(days=1)
            if printed
            else end
        ), ""
    if right.filed_on is not None:
        statutory = _years_on(right.filed_on, patent_years(right.kind, right.filed_on))
        return (max(printed, statutory) if printed else statutory), ""
    if printed:
        return printed, ""
    return None, "缺少申请日，无法确定保护期，不计入。请补充申请日。"


def _variety_end(right: Any, start: date) -> tuple[date | None, str]:
    if right.term_ends_on:
        return right.term_ends_on + timedelta(days=1), ""
    years = VARIETY_YEARS.get(right.category)
    if years is None:
        return None, "缺少植物类别，无法确定保护期，不计入。请补充植物类别或届满日。"
    return _years_on(start, years[start >= VARIETY_CHANGE]), ""


def patent_years(kind: str, filed_on: date) -> int:
    """Return the term of a patent in years from its filing."""
    if kind == "invention":
        return 20
    return 15 if kind == "design" and filed_on >= DESIGN_CHANGE else 10


def _years_on(day: date, years: int) -> date:
    """Return the same day some years on; of 29 February, 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def says_ended(text: str, states: Mapping[str, str] | None = None) -> bool:
    """Say whether a printed status tells that the right has ended."""
    if not text:
        return False
    if states is None:
        return _is_known_as_ended(text, str(settings.CATALOGUE))
    return _tells_of_an_end(text, states)


@lru_cache(maxsize=10_000)
def _is_known_as_ended(text: str, catalogue: str) -> bool:
    """Say it of a text once: a million rights share a few hundred."""
    return _tells_of_an_end(text, _known_states(catalogue))


def _tells_of_an_end(text: str, known: Mapping[str, str]) -> bool:
    parts = [part for part in text.replace("；", ";").replace("|", ";").split(";") if part.strip()]
    return {known.get(normal_heading(part), "") for part in parts} == {"invalid"}


@lru_cache(maxsize=4)
def _known_states(catalogue: str) -> dict[str, str]:
    return words(load_codes(Path(catalogue) / "codes", ["right_states"])["right_states"])
