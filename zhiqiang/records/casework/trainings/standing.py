"""What is known of a training: its days and places, who comes, and its person-times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.casework.fields import as_day
from zhiqiang.records.casework.models import Attendance, Case, Enrolment, ServiceVersion
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.verbs import RUNNING

_WHY = "shows trainings that take part-takers"
#: days of one training at most
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Training:
    """A training as everybody may read it; of those who signed up only how many."""

    case_id: int
    title: str
    held_on: date
    held_until: date
    place: str
    organiser: str
    capacity: int
    open_until: date
    taken: int

    @property
    def free(self) -> int:
        """Return how many places are left."""
        return max(0, self.capacity - self.taken)

    @property
    def waiting(self) -> int:
        """Return how many wait for a place."""
        return max(0, self.taken - self.capacity)

    @property
    def takes_names(self) -> bool:
        """Say whether one may still sign up today."""
        return timezone.localdate() <= self.open_until

    @property
    def days(self) -> list[date]:
        """Return the days of the training."""
        count = min((self.held_until - self.held_on).days + 1, _MOST_DAYS)
        return [self.held_on + timedelta(days=one) for one in range(count)]


def trainings() -> list[Training]:
    """Return the trainings of today and later that were approved and have places, the next first."""
    today = timezone.localdate()
    found = [made for case in _rows() if (made := _made(case)) and made.held_until >= today]
    return sorted(found, key=lambda one: (one.held_on, one.case_id))


def training(case_id: int) -> Training:
    """Return one training that is public, or raise ``NotFound``."""
    case = _rows().filter(pk=case_id).first()
    made = _made(case) if case else None
    if made is None:
        raise NotFound("没有这个培训，或者报名还没有开放。")
    return made


def _rows() -> QuerySet[Case]:
    versions = ServiceVersion.objects.for_program(_WHY)
    own = {one.pk: item_of(one) for one in versions if item_of(one).is_training}
    planned = Q(pk__in=())
    for pk, item in own.items():
        planned |= Q(service=pk) & ~Q(step=item.steps[0].key)
    rows = Case.objects.for_program(_WHY).filter(planned, state=RUNNING)
    taken = Count(
        "enrolments", filter=Q(enrolments__cancelled_at=None, enrolments__walked_in=False)
    )
    return rows.select_related("body").annotate(taken=taken)


def _made(case: Case) -> Training | None:
    """Return a training whose first day and capacity are known."""
    held_on, capacity = as_day(case.fields.get("held_on")), case.fields.get("capacity")
    if held_on is None or not capacity:
        return None
    until = as_day(case.fields.get("held_until")) or held_on
    return Training(
        case.pk,
        str(case.fields.get("title", "")),
        held_on,
        max(held_on, until),
        str(case.fields.get("place", "")),
        str(case.fields.get("organiser") or case.body.name),
        int(capacity),
        as_day(case.fields.get("signup_until")) or held_on,
        case.taken,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True, slots=True)
class Participant:
    """One who signed up or came; ``turn`` counts those who have not cancelled."""

    enrolment: Enrolment
    turn: int
    is_waiting: bool
    days: tuple[date, ...]


def participants(case: Case, capacity: int) -> list[Participant]:
    """Return those who signed up and have not cancelled, in their turn, then those who walked in."""
    rows = Enrolment.objects.for_program(_WHY).filter(case=case, cancelled_at=None)
    present: dict[int, list[date]] = {}
    there = Attendance.objects.for_program(_WHY).filter(case=case)
    for pk, day in there.values_list("enrolment_id", "held_on"):
        present.setdefault(pk, []).append(day)
    ordered = sorted(rows, key=lambda one: (one.walked_in, one.place))
    return [
        Participant(
            one, turn, not one.walked_in and turn > capacity, tuple(present.get(one.pk, ()))
        )
        for turn, one in enumerate(ordered, 1)
    ]


def person_times(case: Case) -> int:
    """Return the person-times of a training: each who was there, each day once."""
    return Attendance.objects.for_program(_WHY).filter(case=case).count()


def computed(case: Case) -> dict[str, object]:
    """Return what attendance fills into a case; nothing where nobody signed in by code."""
    people = person_times(case)
    return {"attendance.people": people} if people else {}
