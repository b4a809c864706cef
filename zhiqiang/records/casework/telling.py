"""Who is told what about a case: part of the act that causes it, to each person once."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from zhiqiang.records.accounts.queries import people_in_bodies
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case
from zhiqiang.records.notices.actions import Message, tell

#: what the applicant is told when an act was done
_TO_APPLICANT = {
    "accept": "已受理",
    "ask_correction": "请补正",
    "refuse": "不予受理",
    "suspend": "已中止计时",
    "extend": "已延长期限",
    "merge": "已并案办理",
    "close": "已办结",
    "reopen": "重新办理",
}
#: what those are told whose turn it is
_TO_OFFICE = {
    "submit": "待受理",
    "accept": "待办理",
    "forward": "待办理",
    "send_back": "被退回",
    "hand_back": "已交还",
    "transfer": "移交给您",
    "delegate": "委托给您",
    "urge": "申请人催办",
    "answer": "已答复征求意见",
}


def after(case: Case, item: ServiceItem, verb: str, note: str) -> None:
    """Tell applicant and office of an act that has just been done."""
    if verb in _TO_APPLICANT and case.applicant_id is not None:
        _tell(
            [case.applicant_id], case, item, verb, _TO_APPLICANT[verb], _for_applicant(case, note)
        )
    if verb in _TO_OFFICE:
        _tell(in_turn(case, item), case, item, f"{verb}:office", _TO_OFFICE[verb], note)
    if verb in ("countersign", "add_signer"):
        waiting = case.signatures.filter(signed_at=None).values_list("signer_id", flat=True)
        _tell(waiting, case, item, verb, "请您会签", note)
    if verb == "consult":
        asked = case.consultations.filter(answered_at=None).values_list("body_id", flat=True)
        _tell(
            people_in_bodies("see_restricted", set(asked)), case, item, verb, "请答复征求意见", note
        )


def in_turn(case: Case, item: ServiceItem) -> set[int]:
    """Return those whose turn it is: who holds the case, else who is in post for its step."""
    held = {one for one in (case.delegate_id or case.holder_id,) if one is not None}
    return held or set(people_in_bodies(item.step(case.step).right, {case.body_id}))


def _for_applicant(case: Case, note: str) -> str:
    points = "".join(f"{n}. {one}\n" for n, one in enumerate(case.correction, 1))
    return points if case.state == "correction" else note


def _tell(
    people: Iterable[int], case: Case, item: ServiceItem, key: str, word: str, text: str
) -> None:
    title = f"{word}：{item.title} {case.number or ''}".rstrip()
    # The address is that of the one page of a case; a ring below knows its name, not its room.
    address = reverse("services:case", args=[case.pk])
    tell(people, Message(f"case:{case.pk}:{key}:{case.version}", title, text, address))
