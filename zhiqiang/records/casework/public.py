"""What everybody may read of cases: what an item declares public, and where one's own receipt stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localtime

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.casework.choices import shown
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case, ServiceVersion
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.verbs import ARCHIVED, CLOSED, ENDED, PAUSED, RUNNING, STATES
from zhiqiang.records.registry import queries as registry

_WHY = "shows what is public of cases"
#: what was accepted; what only came in, or was refused, says nothing of a record yet
_SHOWN = (RUNNING, PAUSED, CLOSED)


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What everybody may read of one case: nothing of who applied, no paper, no free word of theirs."""

    number: str
    title: str
    state: str
    outcome: str
    is_ended: bool
    submitted_on: date | None
    closed_on: date | None
    due_on: date | None
    told: tuple[tuple[str, str], ...]
    about: tuple[str, int] | None = None
    record: str = ""


def cases_about(subject: str, subject_id: int) -> list[PublicCase]:
    """Return the public cases about one record, newest first; who may see the record may see them."""
    rows = _rows().filter(about_subject=subject, about_id=subject_id)
    return [_public(one) for one in rows if item_of(one.service).published]


def public_cases() -> QuerySet[Case]:
    """Return the cases of which something is public, newest first; give them to ``as_public``."""
    versions = ServiceVersion.objects.for_program(_WHY)
    public = [one.pk for one in versions if item_of(one).published]
    return _rows().filter(service__in=public, about_id__isnull=False)


def as_public(rows: Iterable[Case], person: Any) -> list[PublicCase]:
    """Return what is public of cases; the name of a record only to who may see the record."""
    found = list(rows)
    names = _names(found, person)
    return [_public(one, names.get((one.about_subject, one.about_id), "")) for one in found]


def by_receipt(number: str, code: str) -> PublicCase:
    """Return where a case stands for whoever has its receipt, or raise ``NotFound``."""
    rows = Case.objects.for_program("answers whoever has the receipt").select_related("service")
    found = rows.filter(number=number.strip().upper()).first()
    typed = code.strip().upper()
    if found is None or not constant_time_compare(found.check_code, typed):
        raise NotFound("没有这个受理编号，或者查询码不对。请对照回执核对。")
    return _public(found)


def _rows() -> QuerySet[Case]:
    shown_states = Q(state__in=_SHOWN) | Q(state=ARCHIVED) & ~Q(outcome="")
    rows = Case.objects.for_program(_WHY).filter(shown_states)
    return rows.select_related("service").order_by("-id")


def _public(case: Case, record: str = "") -> PublicCase:
    item = item_of(case.service)
    chosen = item.outcome(case.outcome) if case.outcome else None
    is_ended = case.state in (*ENDED, ARCHIVED)
    about = (case.about_subject, case.about_id) if case.about_id is not None else None
    return PublicCase(
        number=case.number or "",
        title=item.title,
        state=STATES[case.state],
        outcome=chosen.zh if chosen else "",
        is_ended=is_ended,
        submitted_on=localtime(case.submitted_at).date() if case.submitted_at else None,
        closed_on=localtime(case.closed_at).date() if case.closed_at else None,
        due_on=None if is_ended else case.due_on,
        told=tuple(_told(case, item, is_ended)),
        about=about,
        record=record,
    )


def _told(case: Case, item: ServiceItem, is_ended: bool) -> Iterable[tuple[str, str]]:
    """Give the public fields; those that officials fill in only once the case has ended."""
    for name in item.published:
        schema = item.fields["properties"][name]
        if name in item.official_fields and not is_ended:
            continue
        if words := shown(schema, case.fields.get(name), case.about_subject):
            yield schema["title"], words


def _names(found: Sequence[Case], person: Any) -> dict[tuple[str, int | None], str]:
    """Return the names of the records at issue that ``person`` may see."""
    ids: dict[str, set[int]] = {"right": set(), "party": set()}
    for one in found:
        if one.about_id is not None:
            ids[one.about_subject].add(one.about_id)
    out: dict[tuple[str, int | None], str] = {}
    for right in registry.visible_rights(person).filter(pk__in=ids["right"]):
        out["right", right.pk] = f"{right.title}（{right.number}）"
    for party in registry.visible_parties(person).filter(pk__in=ids["party"]):
        out["party", party.pk] = registry.shown_name(party, person)
    return out
