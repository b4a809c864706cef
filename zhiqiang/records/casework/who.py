"""Who may do what with a case now: from posts and the item, never from being able to edit."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.queries import bodies_of_person, deputises_for
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.verbs import STATES, VERBS, Verb


def allowed(person: Any, case: Case, item: ServiceItem) -> frozenset[str]:
    """Return the acts that ``person`` may do with a case as it stands."""
    return frozenset(key for key, verb in VERBS.items() if not why_not(person, case, item, verb))


def require(person: Any, case: Case, item: ServiceItem, verb: Verb) -> None:
    """Raise ``Refused`` with the reason unless ``person`` may do it now."""
    if reason := why_not(person, case, item, verb):
        raise Refused(reason)


def why_not(person: Any, case: Case, item: ServiceItem, verb: Verb) -> str:
    """Return in Chinese why ``person`` may not do it now; empty where it is allowed."""
    if case.state not in verb.states:
        return f"本件{STATES[case.state]}，不能{verb.zh}。"
    match verb.by:
        case "applicant":
            return "" if is_own(person, case) else f"只有申请人可以{verb.zh}。"
        case "overseer":
            may = rights.may(person, item.oversight, case.body)
            return "" if may else f"当前账户没有{verb.zh}本件的权限。"
        case "signer":
            open_now = case.signatures.filter(signer=person.pk, signed_at=None)
            return "" if open_now.exists() else "本件没有等待您会签的意见。"
        case "consulted":
            mine = case.consultations.filter(
                answered_at=None, body__in=bodies_of_person(person.pk, localdate())
            )
            return "" if mine.exists() else "本件没有等待您单位答复的意见。"
        case _:
            return _official(person, case, item, verb)


def is_own(person: Any, case: Case) -> bool:
    """Say whether ``person`` applied for a case, or entered it at the counter."""
    own = (case.applicant_id, case.entered_by_id if case.on_paper else None)
    return person.pk is not None and person.pk in own


def _official(person: Any, case: Case, item: ServiceItem, verb: Verb) -> str:
    step = item.step(case.step)
    if verb.key not in step.verbs:
        return f"“{step.zh}”环节不能{verb.zh}。"
    if verb.key == "hand_back":
        return "" if case.delegate_id == person.pk else "只有受委托人可以交还。"
    if verb.key == "transfer" and rights.may(person, item.oversight, case.body):
        return ""
    if case.delegate_id == person.pk:
        return ""
    if not rights.may(person, step.right, case.body):
        return f"当前账户没有办理“{step.zh}”环节的权限。"
    if case.holder_id in (None, person.pk):
        return ""
    if deputises_for(person.pk, case.holder_id, localdate()):
        return ""
    return f"本件由{case.holder}办理。如需代办，请先办理移交或委托。"
