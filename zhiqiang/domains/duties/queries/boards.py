"""The board of a list: every item with its bodies and its lamp, by section, body, lamp or month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from zhiqiang.domains.duties import pace, rhythm
from zhiqiang.domains.duties.models import ItemBody, WorkItem, WorkList
from zhiqiang.domains.duties.pace import Facts, Pace
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts.workdays import work_calendar


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A body as a board shows it: ``body_id`` is None while the printed name means nobody known."""

    duty: str
    name: str
    body_id: int | None
    person: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item on a board."""

    id: int
    list_id: int
    number: str
    title: str
    text: str
    section: str
    due_on: date
    last_day: date
    moved: str
    state: str
    state_label: str
    percent: int | None
    told_on: date | None
    question: str
    has_ground: bool
    indicator_key: str
    closed_on: date | None
    pace: Pace
    leads: tuple[BodyPart, ...]
    supports: tuple[BodyPart, ...]

    @property
    def parts(self) -> tuple[BodyPart, ...]:
        return self.leads + self.supports

    @property
    def is_open(self) -> bool:
        return self.state not in ("closed", "cancelled")


@dataclass(frozen=True, slots=True)
class Board:
    """A list with its items as ``person`` may see them."""

    work_list: WorkList
    rows: tuple[ItemRow, ...]
    today: date

    @property
    def counts(self) -> list[tuple[str, int]]:
        return lamp_counts(self.rows)

    @property
    def closed(self) -> int:
        return sum(row.state == "closed" for row in self.rows)

    @property
    def late(self) -> tuple[ItemRow, ...]:
        """Return what is open after its day, the longest late first."""
        found = (row for row in self.rows if row.is_open and row.last_day < self.today)
        return tuple(sorted(found, key=lambda row: row.due_on))

    @property
    def silent(self) -> tuple[ItemRow, ...]:
        """Return what nobody has reported on for too long, the longest silent first."""
        found = (row for row in self.rows if row.is_open and row.pace.lamp == pace.NO_DATA)
        return tuple(sorted(found, key=lambda row: -(row.pace.silent_days or 0)))

    @property
    def questions(self) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.rows if row.question)

    @property
    def without_ground(self) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.rows if not row.has_ground)


_FIELDS = (
    "pk", "work_list_id", "number", "title", "text", "section", "due_on", "state", "percent",
    "told_on", "closed_on", "question", "has_ground", "indicator_key",
)  # fmt: skip


_STATES: dict[str, str] = dict(WorkItem.State.choices)


@dataclass(frozen=True, slots=True)
class Summary:
    """How many items of a list there are, of each lamp, and what asks for attention."""

    total: int
    counts: list[tuple[str, int]]
    closed: int
    late: int
    silent: int
    questions: int
    without_ground: int


def summary(of: WorkList, person: Any, today: date) -> Summary:
    """Count a list as ``person`` may see it; items that stand alike are judged once, in one query."""
    values, days, totals = pace.rule().on(today), Days(), Counter[str]()
    found = _seen(of, person).order_by().annotate(asked=~Q(question=""))
    alike = ("state", "due_on", "told_on", "closed_on", "percent", "has_ground", "asked")
    for state, due, told, closed, percent, grounded, asked, number in found.values_list(
        *alike
    ).annotate(number=Count("pk")):
        first, last, _ = days.span(of.issued_at, of.year, due)
        lamp = pace.pace(Facts(state, last, first, told, closed, percent), today, values).lamp
        is_open = state not in ("closed", "cancelled")
        said = {
            "total": True, f"lamp {lamp}": True, "closed": state == "closed", "asked": asked,
            "late": is_open and last < today, "silent": is_open and lamp == pace.NO_DATA,
            "lost": not grounded,
        }  # fmt: skip
        totals.update({name: number for name, holds in said.items() if holds})
    return Summary(
        totals["total"], [(lamp, totals[f"lamp {lamp}"]) for lamp in pace.LAMPS], totals["closed"],
        totals["late"], totals["silent"], totals["asked"], totals["lost"],
    )  # fmt: skip


def part_of_board(of: WorkList, person: Any, today: date, offset: int, size: int) -> list[ItemRow]:
    """Return some items of a list in the order of the plan; what is not shown is not read."""
    found = _seen(of, person).order_by("position", "pk")
    keys = list(found.values_list("pk", flat=True)[offset : offset + size])
    return rows_of(_seen(of, person).filter(pk__in=keys), today)


def _seen(of: WorkList, person: Any) -> QuerySet[WorkItem]:
    return WorkItem.objects.visible_to(person).filter(work_list=of)


def board(of: WorkList, person: Any, today: date) -> Board:
    """Return a list with all its items that ``person`` may see; a fixed number of queries."""
    return Board(of, tuple(rows_of(_seen(of, person), today)), today)


def rows_of(items: QuerySet[WorkItem], today: date) -> list[ItemRow]:
    """Return items as rows with bodies and lamps; five queries, however many there are."""
    values, days = pace.rule().on(today), Days()
    found = list(items.order_by("work_list_id", "position", "pk").values_list(*_FIELDS))
    if not found:
        return []
    keys = {one[1] for one in found}
    lists = WorkList.objects.for_program("dates items that were given").filter(pk__in=keys)
    begun = {pk: one for pk, *one in lists.values_list("pk", "issued_at", "year")}
    parts = _parts(items)
    return [_row(one, parts.get(one[0], ()), today, values, days, begun[one[1]]) for one in found]


def _parts(items: QuerySet[WorkItem]) -> dict[int, list[BodyPart]]:
    """Return the bodies of items in their order; a body or person that recurs is named once."""
    rows = ItemBody.objects.for_program("names the bodies of items that were given").filter(
        item__in=items.order_by().values("pk")
    )
    found = sorted(
        rows.order_by().values_list(
            "item_id", "position", "pk", "duty", "printed", "body_id", "person_id"
        )
    )
    bodies = accounts.body_names({one[5] for one in found})
    people = accounts.people_names({one[6] for one in found})
    made: dict[tuple[Any, ...], BodyPart] = {}
    out: dict[int, list[BodyPart]] = {}
    for item, _, _, *one in found:
        duty, printed, body, person = key = tuple(one)
        part = made.get(key)
        if part is None:
            name, who = bodies.get(body, printed), people.get(person, "")
            part = made[key] = BodyPart(duty, name, body, who, person)
        out.setdefault(item, []).append(part)
    return out


class Days:
    """Begin and end of items on the work calendar, for one answer.

    The calendar is looked for on disk and a limit is judged once, however many items share it.
    """

    def __init__(self) -> None:
        self._calendar, self._rule = work_calendar(), rhythm.rule()
        self._spans: dict[tuple[Any, int, date], tuple[date, date, str]] = {}

    def span(self, issued_at: Any, year: int, due: date) -> tuple[date, date, str]:
        """Return the day from which the pace is counted, the day that really ends it, and why.

        Work begins with the issue of its list, or on the first day of the year.
        """
        key = (issued_at, year, due)
        if key not in self._spans:
            moves = self._rule.on(due).moves_to_working_day
            last, moved = rhythm.last_day(due, self._calendar, moves)
            first = date(year, 1, 1)
            begun = max(first, localtime(issued_at).date()) if issued_at else first
            self._spans[key] = (min(begun, last), last, moved)
        return self._spans[key]


def _row(
    one: tuple[Any, ...], parts: Sequence[BodyPart], today: date, values: pace.PaceValues,
    days: Days, begun: Sequence[Any],
) -> ItemRow:  # fmt: skip
    (pk, list_id, number, title, text, section, due_on, state, percent,
     told_on, closed_on, question, has_ground, indicator) = one  # fmt: skip
    first, last, moved = days.span(begun[0], begun[1], due_on)
    facts = Facts(state, last, first, told_on, closed_on, percent)
    return ItemRow(
        pk, list_id, number, title, text, section, due_on, last, moved, state, _STATES[state],
        percent, told_on, question, has_ground, indicator, closed_on, pace.pace(facts, today, values),
        tuple([part for part in parts if part.duty == ItemBody.Duty.LEAD]),
        tuple([part for part in parts if part.duty == ItemBody.Duty.SUPPORT]),
    )  # fmt: skip


def lamp_counts(rows: Iterable[ItemRow]) -> list[tuple[str, int]]:
    """Return how many rows have each lamp, in the order of the lamps."""
    counts = Counter(row.pace.lamp for row in rows)
    return [(lamp, counts[lamp]) for lamp in pace.LAMPS]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """What one body leads and supports in a list, and how that stands."""

    body_id: int | None
    name: str
    leads: tuple[ItemRow, ...]
    supports: tuple[ItemRow, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return lamp_counts(self.leads or self.supports)

    @property
    def closed(self) -> int:
        return sum(row.state == "closed" for row in self.leads)

    @property
    def late(self) -> int:
        return sum(row.is_open and row.pace.lamp == pace.FAR_BEHIND for row in self.leads)

    @property
    def silent(self) -> int:
        return sum(row.is_open and row.pace.lamp == pace.NO_DATA for row in self.leads)


def body_rows(rows: Iterable[ItemRow]) -> list[BodyRow]:
    """Return the bodies of a board, those with most to lead first; unknown names by themselves."""
    leads: dict[tuple[int | None, str], list[ItemRow]] = {}
    supports: dict[tuple[int | None, str], list[ItemRow]] = {}
    for row in rows:
        for part in row.parts:
            held = leads if part.duty == ItemBody.Duty.LEAD else supports
            held.setdefault((part.body_id, part.name), []).append(row)
    found = [
        BodyRow(key[0], key[1], tuple(leads.get(key, ())), tuple(supports.get(key, ())))
        for key in dict.fromkeys([*leads, *supports])
    ]
    return sorted(found, key=lambda one: (-len(one.leads), -len(one.supports)))
