"""Cases as somebody may see them: one's own, the inbox by due date, one case with its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import who
from zhiqiang.records.casework.checking import Check, check
from zhiqiang.records.casework.clocks import Reading, readings
from zhiqiang.records.casework.items import ServiceItem, catalogue_items
from zhiqiang.records.casework.models import Case, CaseDocument, ServiceVersion, TimelineEntry
from zhiqiang.records.casework.published import digest_of, item_of
from zhiqiang.records.casework.verbs import OPEN, PAUSED, RUNNING, SUBMITTED, VERBS
from zhiqiang.records.registry import queries as registry

#: the right of those who enter cases at the counter and open cases of their own office
ENTER = "accept_cases"
CASE_RIGHTS = (ENTER, "handle_cases", "decide_cases")
_AROUND = ("service", "body", "holder", "delegate", "applicant")


@dataclass(frozen=True, slots=True)
class Service:
    """A published service item: the newest text and whether new cases are taken."""

    version: ServiceVersion
    item: ServiceItem

    @property
    def is_open(self) -> bool:
        return self.version.withdrawn_at is None


def services() -> list[Service]:
    """Return every published item by its newest text, by name; those withdrawn too."""
    newest: dict[str, ServiceVersion] = {}
    for one in ServiceVersion.objects.for_program("lists what is published for everybody"):
        newest.setdefault(one.item, one)
    return sorted(
        (Service(one, item_of(one)) for one in newest.values()), key=lambda s: s.item.title
    )


def service(key: str) -> Service:
    """Return one published item, or raise ``NotFound``."""
    rows = ServiceVersion.objects.for_program("shows what is published to everybody")
    found = rows.filter(item=key).order_by("-number").first()
    if found is None:
        raise NotFound("没有这个事项，或者尚未发布。")
    return Service(found, item_of(found))


def services_about(subject: str) -> list[Service]:
    """Return the services that take cases about a kind of record, from everybody."""
    open_now = [one for one in services() if one.is_open and one.item.for_everybody]
    return [one for one in open_now if subject in one.item.about]


def has_newer_text(found: Service) -> bool:
    """Say whether the catalogue has another text of an item than the one published last."""
    item = catalogue_items().get(found.item.key)
    return item is not None and (not found.is_open or digest_of(item) != found.version.digest)


def open_cases() -> dict[str, int]:
    """Return how many cases of each item are open, for whoever manages items; nothing of the cases."""
    rows = Case.objects.for_program("counts what goes on when an item is withdrawn")
    found = rows.filter(state__in=OPEN).order_by().values_list("item").annotate(n=Count("pk"))
    return dict(found)


def offices() -> list[Any]:
    """Return the bodies at which one may apply: somebody is in post there who accepts cases."""
    return list(accounts.bodies_where(ENTER, localdate()))


def works_on_cases(person: Any) -> bool:
    """Say whether ``person`` holds a right by which cases are worked on, anywhere."""
    return any(rights.may_somewhere(person, one) for one in CASE_RIGHTS)


def visible_cases(person: Any) -> QuerySet[Case]:
    """Return the cases that ``person`` may see, newest first."""
    return Case.objects.visible_to(person).select_related(*_AROUND)


def case_by_id(case_id: int, person: Any) -> Case:
    """Return one case, or raise ``NotFound`` where there is none for ``person``."""
    found = visible_cases(person).filter(pk=case_id).first()
    if found is None:
        raise NotFound("没有这件办件，或者您看不到它。")
    return found


def own_cases(person: Any) -> QuerySet[Case]:
    """Return the cases that ``person`` applied for or entered, newest first."""
    own = Q(applicant=person.pk) | Q(entered_by=person.pk)
    return visible_cases(person).filter(own)


def inbox(person: Any) -> QuerySet[Case]:
    """Return what waits for ``person``: the nearest last day first, what has none at the end.

    Cases of the bodies where the person works on cases, not given to somebody else.
    """
    mine = Q(holder=None) | Q(holder=person.pk) | Q(delegate=person.pk)
    waiting = Q(state__in=(SUBMITTED, RUNNING, PAUSED)) & mine & _where_may_act(person)
    signs = Q(signatures__signer=person.pk, signatures__signed_at=None, state=RUNNING)
    found = Case.objects.visible_to(person).filter(waiting | signs | Q(delegate=person.pk))
    open_now = found.filter(state__in=OPEN).order_by().values("pk")
    rows = Case.objects.for_program("puts in order what waits for a person")
    due = F("due_on").asc(nulls_last=True)
    return rows.filter(pk__in=open_now).select_related(*_AROUND).order_by(due, "id")


def _where_may_act(person: Any) -> Q:
    """Return the condition "in a step whose right ``person`` holds in the case's body"."""
    out = Q(pk__in=())
    for right, steps in _steps_by_right().items():
        here = Q()
        for item, step in steps:
            here |= Q(item=item, step=step)
        out |= here & rights.reach_clause(person, right)
    return out


def _steps_by_right() -> dict[str, set[tuple[str, str]]]:
    """Return item and step for each right; a version that declares it otherwise is told by ``who``."""
    out: dict[str, set[tuple[str, str]]] = {}
    for version in ServiceVersion.objects.for_program("knows the steps of every item"):
        for step in item_of(version).steps:
            out.setdefault(step.right, set()).add((version.item, step.key))
    return out


def mergeable(case: Case, person: Any) -> QuerySet[Case]:
    """Return the cases into which ``person`` could merge a case: of its item and body, at work."""
    same = visible_cases(person).filter(item=case.item, body=case.body_id)
    return same.filter(state__in=(SUBMITTED, RUNNING)).exclude(pk=case.pk)


def document(document_id: int, person: Any) -> CaseDocument:
    """Return a paper of a case that ``person`` may see, or raise ``NotFound``."""
    rows = CaseDocument.objects.visible_to(person).select_related("file")
    found = rows.filter(pk=document_id).first()
    if found is None:
        raise NotFound("没有这份材料，或者您看不到它。")
    return found


def known_values(
    item: ServiceItem, answers: dict[str, Any], person: Any, on: date
) -> dict[str, str]:
    """Return what the register fills into a form by the first right that stands in it.

    Only what ``person`` may see of it, and never the name of a natural person.
    """
    numbers = answers.get("rights") or []
    if not item.fills or not isinstance(numbers, list) or not numbers:
        return {}
    standing = registry.standings([str(numbers[0])], on)[str(numbers[0])]
    seen = registry.visible_rights(person).select_related("holder")
    right = seen.filter(pk=standing.right_id).first() if standing else None
    if right is None or right.holder is None or right.holder.kind == "person":
        return {}
    known = {"holder_name": right.holder.name, "holder_code": right.holder.credit_code}
    return {field: known[what] for field, what in item.fills.items() if known[what]}


def standings_for(person: Any, numbers: list[str]) -> dict[str, registry.Standing | None]:
    """Return how rights stand today, by number; ``None`` for those ``person`` may not see."""
    found = registry.standings(numbers, localdate())
    ids = [one.right_id for one in found.values() if one is not None]
    seen = set(registry.visible_rights(person).filter(pk__in=ids).values_list("pk", flat=True))
    return {key: one if one and one.right_id in seen else None for key, one in found.items()}


def timeline_of(case: Case, person: Any) -> QuerySet[TimelineEntry]:
    """Return what was done on a case, newest first; an applicant sees what is told to applicants."""
    rows = TimelineEntry.objects.visible_to(person).filter(case=case)
    inside = rights.may(person, "see_restricted", case.body)
    return rows if inside else rows.filter(is_shown=True)


def clocks_of(case: Case) -> list[Reading]:
    """Return how the clocks of a case stand today."""
    return readings(case.clocks.all(), localdate())


def allowed(person: Any, case: Case) -> frozenset[str]:
    """Return the acts that ``person`` may do with a case as it stands."""
    return who.allowed(person, case, item_of(case.service))


def require(person: Any, case: Case, verb: str) -> None:
    """Raise ``Refused`` with the reason unless ``person`` may do an act now."""
    who.require(person, case, item_of(case.service), VERBS[verb])


def checked(case: Case, confirmed: dict[str, Any] | None = None) -> list[Check]:
    """Return what the item's rule says of a case today."""
    return check(item_of(case.service), case.fields, localdate(), confirmed)
