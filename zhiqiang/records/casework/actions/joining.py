"""Merge and split cases, and ask another body for its opinion."""

from __future__ import annotations

from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework import clocks
from zhiqiang.records.casework.actions.beginning import new_code
from zhiqiang.records.casework.models import Case, CaseParty, Consultation
from zhiqiang.records.casework.turn import Turn, act, locked
from zhiqiang.records.casework.verbs import MERGED, RUNNING, SUBMITTED


@act("merge")
def merge(turn: Turn, *, into: int) -> None:
    """Handle the case together with another of the same item and body; this one ends."""
    turn.refuse_unless(into != turn.case.pk, "不能并入自己。")
    other = locked(turn.person, into)
    same = (other.item, other.body_id) == (turn.case.item, turn.case.body_id)
    turn.refuse_unless(same, "只能并入同一单位、同一事项的办件。")
    turn.refuse_unless(other.state in (SUBMITTED, RUNNING), "并入的办件应在办理中。")
    turn.case.state, turn.case.merged_into, turn.case.closed_at = MERGED, other, turn.at
    turn.case.holder = turn.case.delegate = None
    clocks.stop_all(turn.case, turn.on)
    turn.detail |= {"into": other.number}


@act("split")
def split(turn: Turn, *, field: str, items: list[str]) -> None:
    """Take some entries of a list field out into a case of their own, at the same step."""
    case = turn.case
    held = case.fields.get(field)
    turn.refuse_unless(isinstance(held, list), "只能按列表项目分案。")
    taken = [one for one in held if one in items]
    turn.refuse_unless(0 < len(taken) < len(held), "请选择要分出的部分项目。")
    made = Case.objects.create(
        service=case.service,
        item=case.item,
        state=case.state,
        step=case.step,
        number=f"{case.number}-{_children(case) + 1}",
        body=case.body,
        visibility=case.visibility,
        applicant=case.applicant,
        entered_by=case.entered_by,
        on_paper=case.on_paper,
        about_subject=case.about_subject,
        about_id=case.about_id,
        check_code=new_code(),
        fields={**case.fields, field: taken},
        submitted_at=case.submitted_at,
        corrected=case.corrected,
        split_from=case,
        due_on=case.due_on,
        request_key=f"split:{case.pk}:{case.version}",
    )
    for party in case.parties.all():
        CaseParty.objects.create(
            case=made, role=party.role, name=party.name, credit_code=party.credit_code,
            phone=party.phone,
        )  # fmt: skip
    for document in case.documents.all():
        document.pk, document.case, document._state.adding = None, made, True
        document.save()
    for clock in case.clocks.filter(stopped_on=None):
        clock.pk, clock.case, clock._state.adding = None, made, True
        clock.save()
    case.fields = {**case.fields, field: [one for one in held if one not in taken]}
    turn.detail |= {"made": made.number, "items": taken}


def _children(case: Case) -> int:
    rows = Case.objects.for_program("numbers the parts of a case that was split")
    return rows.filter(split_from=case).count()


@act("consult")
def consult(turn: Turn, *, body: int, question: str) -> None:
    """Ask another body for its opinion; its people then see the case."""
    asked = accounts.body(body)
    turn.refuse_unless(asked.pk != turn.case.body_id, "请选择其他单位。")
    turn.refuse_unless(question.strip(), "请写明征求意见的事项。")
    Consultation.objects.create(case=turn.case, body=asked, question=question.strip()[:500])
    turn.detail |= {"body": asked.name, "question": question.strip()[:500]}


@act("answer")
def answer(turn: Turn, *, opinion: str) -> None:
    """Answer for one's body what it was asked."""
    turn.refuse_unless(opinion.strip(), "请填写意见。")
    mine = turn.case.consultations.filter(
        answered_at=None, body__in=accounts.bodies_of_person(turn.person.pk, turn.on)
    )
    for one in mine:
        one.answer, one.answered_by, one.answered_at = (
            opinion.strip()[:1000], turn.actor, turn.at,
        )  # fmt: skip
        one.save()
    turn.detail["opinion"] = opinion.strip()[:1000]
