"""Draw the sample of a survey and take answers: each code once, until the last day, and no later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework.fields import as_day
from zhiqiang.records.casework.models import Case, Survey, SurveyAnswer, SurveyInvitation
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.surveys import drawing
from zhiqiang.records.casework.surveys.declaration import Questionnaire, as_kept, questionnaire
from zhiqiang.records.casework.turn import VISITOR, Turn, act, locked
from zhiqiang.records.casework.verbs import RUNNING
from zhiqiang.records.journal.actions import write
from zhiqiang.records.registry import queries as registry

#: without those that are taken for one another on paper
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 12
_WRONG = "没有这个答卷码。请对照邀请函核对，字母不分大小写。"
_MANY = 2000


@act("draw")
def draw(turn: Turn) -> None:
    """Draw the sample of a survey, once: the questionnaire, frame and seed are kept with it.

    Done by whoever acts in the step. Refused before the design is complete and after its last day.
    """
    case, fields = turn.case, turn.case.fields
    turn.refuse_unless(turn.item.is_survey, "这个事项不抽取样本。")
    turn.refuse_unless(not hasattr(case, "survey"), "样本已经抽取，不能再抽。")
    opens, ends, size = (
        as_day(fields.get("opens_on")),
        as_day(fields.get("ends_on")),
        fields.get("sample_size"),
    )
    turn.refuse_unless(
        opens and ends and size, "还不能抽取样本：请退回设计环节，登记样本量、开始日期和截止日期。"
    )
    assert opens and ends and size
    turn.refuse_unless(
        opens <= ends and turn.on <= ends, "截止日期应不早于开始日期，也不早于今天。"
    )
    questions = questionnaire(str(fields.get("questionnaire")))
    wanted = questions.frame
    frame = registry.sampling_frame(
        case.body.region_code, wanted.kinds, holders=wanted.holders, strata=wanted.strata
    )
    turn.refuse_unless(frame, "台账中没有可以抽取的主体，请先导入主体和权利清单。")
    seed = secrets.token_hex(16)
    drawn = drawing.draw(frame, size, seed)
    Survey.objects.create(
        case=case,
        questions=questions.model_dump(mode="json"),
        size=size,
        seed=seed,
        frame=frame,
        digest=drawing.digest(frame),
        opens_on=opens,
        ends_on=ends,
        drawn_at=turn.at,
        drawn_by=turn.actor[:120],
    )
    _invite(case, drawn)
    turn.detail |= {
        "drawn": sum(map(len, drawn.values())),
        "frame": sum(map(len, frame.values())),
        "seed": seed,
    }


def _invite(case: Case, drawn: Mapping[str, list[int]]) -> None:
    # In an order that says nothing of the strata.
    members = sorted((party, name) for name, ids in drawn.items() for party in ids)
    rows = [
        SurveyInvitation(
            case=case, place=place, party_id=party, stratum=name, code_digest=_digest(code(case.pk, place))
        )
        for place, (party, name) in enumerate(members, 1)
    ]  # fmt: skip
    SurveyInvitation.objects.bulk_create(rows, batch_size=_MANY)


def code(case_id: int, place: int) -> str:
    """Return the code of one invitation, reckoned from the key of this installation and kept nowhere."""
    made = salted_hmac("survey", f"{case_id}:{place}", algorithm="sha256").digest()
    number, out = int.from_bytes(made, "big"), ""
    for _ in range(_LENGTH):
        number, letter = divmod(number, len(_LETTERS))
        out += _LETTERS[letter]
    return out


def _digest(text: str) -> str:
    return salted_hmac("survey-code", text, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A questionnaire that a code opens."""

    title: str
    body: str
    questions: Questionnaire
    ends_on: date


def open_survey(typed: str) -> Opened:
    """Return the questionnaire that a code opens today, or refuse with the reason."""
    return _opened(_by_code(typed))


def answer_survey(typed: str, marks: Mapping[str, str]) -> None:
    """Take the answers of whoever holds a code. Refused a second time, before and after its days."""
    with transaction.atomic():
        invitation = _by_code(typed)
        _take(invitation, marks, at_counter=False)
        write(VISITOR, "survey_answered", f"case:{invitation.case_id}", {"by": "答卷码"})


def enter_answer(person: Any, case_id: int, place: int, marks: Mapping[str, str]) -> None:
    """Enter the answers of one who was asked by telephone or on paper; once, as with a code.

    By whoever acts in the step of the case.
    """
    with transaction.atomic():
        case = locked(person, case_id)
        require_gatherer(person, case)
        invitation = _invitations().filter(case=case, place=place).first()
        if invitation is None:
            raise NotFound("样本中没有这个序号。")
        _take(invitation, marks, at_counter=True)
        write(person.get_username(), "survey_answered", f"case:{case.pk}", {"by": "窗口代录"})


def codes(person: Any, case_id: int) -> list[tuple[int, str, str, str, str, str]]:
    """Return place, stratum, name, address, code and standing of each invitation; the journal says who asked."""
    with transaction.atomic():
        case = locked(person, case_id)
        require_gatherer(person, case)
        rows = list(_invitations().filter(case=case))
        write(person.get_username(), "survey_codes", f"case:{case.pk}", {"rows": len(rows)})
    return [
        (
            one.place, one.stratum, one.party.name, one.party.address, code(case.pk, one.place),
            "已答" if one.answered_on else "未答",
        )
        for one in rows
    ]  # fmt: skip


def may_gather(person: Any, case: Case) -> bool:
    """Say whether ``person`` may send out codes and enter answers: who acts in the step of the case."""
    if case.state != RUNNING or not hasattr(case, "survey"):
        return False
    return rights.may(person, item_of(case.service).step(case.step).right, case.body)


def require_gatherer(person: Any, case: Case) -> None:
    """Raise ``Refused`` unless ``person`` may send out codes and enter answers now."""
    if not may_gather(person, case):
        raise Refused("样本抽取后、办结之前，由办理本环节的人员发放答卷码和代录答卷。")


def _invitations() -> Any:
    rows = SurveyInvitation.objects.for_program("opens a questionnaire to whoever was asked")
    return rows.select_related("case__survey", "case__body", "party")


def _by_code(typed: str) -> SurveyInvitation:
    text = "".join(typed.split()).replace("-", "").upper()
    found: SurveyInvitation | None = _invitations().filter(code_digest=_digest(text)).first()
    if found is None:
        raise NotFound(_WRONG)
    return found


def _opened(invitation: SurveyInvitation) -> Opened:
    case, survey = invitation.case, invitation.case.survey
    today = timezone.localdate()
    if invitation.answered_on is not None:
        raise Refused("这份答卷已经交过，每个答卷码只能用一次。")
    if today < survey.opens_on:
        raise Refused(f"调查自 {survey.opens_on} 起，请到时再填。")
    if today > survey.ends_on or case.state != RUNNING:
        raise Refused("调查已经结束，不再收答卷。谢谢您的关注。")
    return Opened(
        str(case.fields.get("title", "")), case.body.name, as_kept(survey.questions), survey.ends_on
    )


def _take(invitation: SurveyInvitation, marks: Mapping[str, str], *, at_counter: bool) -> None:
    """Keep one answer; two that come at once are one."""
    opened = _opened(invitation)
    faults = opened.questions.faults_in(marks)
    if faults:
        said = "".join(message for _, message in faults)
        raise Refused(f"还有 {len(faults)} 题没有回答。{said}")
    rows = SurveyInvitation.objects.for_program("marks a code as used")
    free = rows.filter(pk=invitation.pk, answered_on=None)
    if free.update(answered_on=timezone.localdate()) != 1:
        raise Refused("这份答卷已经交过，每个答卷码只能用一次。")
    keys = [one.key for one in opened.questions.questions]
    SurveyAnswer.objects.create(
        case_id=invitation.case_id,
        stratum=invitation.stratum,
        marks={key: marks[key] for key in keys},
        at_counter=at_counter,
    )
