"""Begin, fill in and send an application; by the applicant, or at the counter for one on paper."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import fields as forms
from zhiqiang.records.casework import who
from zhiqiang.records.casework.choices import wrong_choices
from zhiqiang.records.casework.computing import typed_fields
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.models import Case, CaseDocument, CaseParty, ServiceVersion
from zhiqiang.records.casework.published import in_service, item_of
from zhiqiang.records.casework.turn import Turn, act, finish, locked
from zhiqiang.records.casework.verbs import CORRECTION, DRAFT, RUNNING, SUBMITTED
from zhiqiang.records.files.actions import accept as accept_file
from zhiqiang.records.registry import queries as registry

#: the right of those who enter cases at the counter and open cases of their own office
ENTER = "accept_cases"
PARTIES = {"applicant": "申请人", "other_side": "对方当事人", "agent": "代理人"}
_MOST = 200_000
#: without those that are taken for one another on paper
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def begin_case(
    person: Any,
    key: str,
    body: Any,
    *,
    request_key: str,
    on_paper: bool = False,
    about: tuple[str, int] | None = None,
    fields: dict[str, Any] | None = None,
) -> Case:
    """Begin a case of an item at a body and return its draft; the same request begins it once.

    Everybody with an account may apply; ``on_paper`` cases, and items that are not applied for, are
    entered by those who accept cases in the body. ``about`` is the record that it concerns, which
    the person must be able to see. Refused for an item that is withdrawn.
    """
    with transaction.atomic():
        if (before := done_before(person, request_key)) is not None:
            return before
        service = in_service(key)
        item = item_of(service)
        check_about(item, about, person)
        if on_paper or not item.on_application:
            rights.require(person, ENTER, body)
        case = new_case(
            person, service, body, about, fields or {}, request_key=request_key, on_paper=on_paper
        )
        now = timezone.now()
        turn = Turn(person, case, item, "save_draft", now, timezone.localdate(now))
        finish(turn, request_key)
    return case


def done_before(person: Any, request_key: str) -> Case | None:
    """Return the case that the same request of ``person``, perhaps a visitor, made before."""
    known = Case.objects.for_program("finds a request done before")
    return known.filter(request_key=request_key, entered_by=person.pk).first()


def new_case(
    person: Any,
    service: ServiceVersion,
    body: Any,
    about: tuple[str, int] | None,
    fields: dict[str, Any],
    *,
    request_key: str,
    on_paper: bool = False,
) -> Case:
    """Make the draft of a case; one on paper is entered by ``person`` for somebody else."""
    item = item_of(service)
    made: Case = Case.objects.create(
        service=service,
        item=item.key,
        state=DRAFT,
        step=item.steps[0].key,
        body=body,
        visibility=item.visibility,
        applicant_id=None if on_paper else person.pk,
        entered_by_id=person.pk,
        on_paper=on_paper,
        about_subject=about[0] if about else "",
        about_id=about[1] if about else None,
        fields=fields,
        check_code=new_code(),
        request_key=request_key,
    )
    return made


def check_about(item: ServiceItem, about: tuple[str, int] | None, person: Any) -> None:
    """Refuse a case that is not about a record as its item wants it, or about a hidden one."""
    if (about[0] if about else "") not in (item.about or ("",)):
        raise Refused(f"“{item.title}”须从有关记录的页面提出。")
    if about is not None:
        registry.fact_of(*about, person)


def new_code() -> str:
    """Return a code that nobody guesses, for whoever has the receipt of a case."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


@act("save_draft")
def save_draft(
    turn: Turn, *, fields: dict[str, Any], parties: list[dict[str, str]] | None = None
) -> None:
    """Keep what was filled in so far; what is empty is not judged, what is no field is refused."""
    turn.refuse_unless(len(str(fields)) < _MOST, "填报内容过长，请把长文改为附件上传。")
    unknown = set(fields) - set(turn.item.fields["properties"])
    turn.refuse_unless(not unknown, f"表单没有这些项：{'、'.join(sorted(unknown))}。")
    turn.case.fields = {**turn.case.fields, **fields}
    if parties is not None:
        _set_parties(turn.case, parties)


def _set_parties(case: Case, parties: list[dict[str, str]]) -> None:
    case.parties.all().delete()
    for one in parties:
        if one.get("role") not in PARTIES or not one.get("name", "").strip():
            raise Refused("当事人应写明身份和名称。")
        CaseParty.objects.create(
            case=case,
            role=one["role"],
            name=one["name"].strip()[:250],
            credit_code=one.get("credit_code", "")[:18],
            phone=one.get("phone", "")[:40],
        )


@act("amend")
def amend(turn: Turn, *, fields: dict[str, Any]) -> None:
    """Fill in what the item leaves to officials; what was there before stays in the timeline."""
    strange = set(fields) - set(typed_fields(turn.item))
    turn.refuse_unless(fields and not strange, "只能登记事项规定由工作人员填写的内容。")
    turn.refuse_unless(not hasattr(turn.case, "survey"), "样本已经抽取，调查的设计不能再改。")
    before = {name: turn.case.fields.get(name) for name in fields}
    changed = {**turn.case.fields, **fields}
    faults = list(forms.errors_in(turn.item.fields, changed))
    faults += wrong_choices(turn.item, changed, turn.case.about_subject)
    turn.refuse_unless(not faults, "".join(message for _, message in faults[:20]))
    turn.case.fields = changed
    turn.detail |= {"before": before, "after": fields}


def add_document(person: Any, case_id: int, key: str, path: Path, name: str) -> CaseDocument:
    """Add a paper to a draft or a correction after looking at its type, size and content."""
    with transaction.atomic():
        case = locked(person, case_id)
        if case.state not in (DRAFT, CORRECTION) or not who.is_own(person, case):
            raise Refused("现在不能增加材料：只有申请人在填报或补正时可以上传。")
        return keep_document(case, item_of(case.service), key, path, name, str(person))


def keep_document(
    case: Case, item: ServiceItem, key: str, path: Path, name: str, actor: str
) -> CaseDocument:
    """Keep a paper of a case after looking at its type, size and content; the same one once."""
    wanted = next((one for one in item.documents if one.key == key), None)
    if wanted is None:
        raise NotFound("这个事项不要求这份材料。")
    stored = accept_file(path, name, wanted.forms)
    made, _ = CaseDocument.objects.for_program("adds a paper once").get_or_create(
        case=case, key=key, file=stored, defaults={"name": stored.name, "added_by": actor[:120]}
    )
    return made


def remove_document(person: Any, case_id: int, document_id: int) -> None:
    """Take a paper out of a draft or a correction."""
    with transaction.atomic():
        case = locked(person, case_id)
        if case.state not in (DRAFT, CORRECTION) or not who.is_own(person, case):
            raise Refused("现在不能删除材料：只有申请人在填报或补正时可以删除。")
        case.documents.filter(pk=document_id).delete()


def faults_of(case: Case) -> list[tuple[str, str]]:
    """Return field and Chinese message of everything that hinders sending a case."""
    item = item_of(case.service)
    out = list(forms.errors_in(item.fields, case.fields))
    out += wrong_choices(item, case.fields, case.about_subject)
    held = set(case.documents.values_list("key", flat=True))
    out += [
        (f"documents.{one.key}", f"请上传“{one.zh}”。")
        for one in item.documents
        if one.required and one.key not in held
    ]
    return out


@act("submit")
def submit(turn: Turn, *, received_on: date | None = None) -> None:
    """Send the case: everything is judged, its number is given, its clocks start.

    ``received_on`` is the day on which a paper case was received; clocks start on it.
    """
    require_whole(turn)
    case = turn.case
    if received_on is not None:
        turn.refuse_unless(case.on_paper, "只有窗口代录的办件可以填写收件日期。")
        turn.refuse_unless(received_on <= turn.on, "收件日期不能晚于今天。")
        turn.on = received_on
    send(turn)


def require_whole(turn: Turn) -> None:
    """Refuse what is not filled in wholly and rightly, naming everything."""
    faults = faults_of(turn.case)
    turn.refuse_unless(not faults, "还不能提交：" + "".join(message for _, message in faults[:20]))


def send(turn: Turn) -> None:
    """Give a case its number and hand it to the office."""
    case = turn.case
    if case.number is None:
        case.number = f"{turn.item.code}{turn.on:%Y}{case.pk:07d}"
    case.submitted_at = case.submitted_at or turn.at
    case.state = SUBMITTED if turn.item.on_application else RUNNING
    turn.detail["corrected"] = case.corrected
