"""Put a plan in force, or take that back. A person decides; open errors stand in the way."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from zhiqiang.domains.plans.models import PlanFinding, Programme
from zhiqiang.kernel.errors import Refused
from zhiqiang.kernel.finding import Severity
from zhiqiang.records.journal import actions as journal

State = Programme.State
_NAMED = 3


def standing_errors(of: Programme) -> list[PlanFinding]:
    """Return the errors that nobody has answered."""
    return list(of.findings.filter(severity=str(Severity.ERROR), answer=""))


def put_in_force(of: Programme, on: date, actor: str) -> None:
    """Make a draft the plan that holds from ``on``; the edition before it is replaced.

    For who may edit programmes; written in the journal. Refused while an error among the findings
    has no answer, for a plan that is no draft, and for a day before that of the edition before.
    """
    with transaction.atomic():
        of = (
            Programme.objects.for_program("puts an edition in force")
            .select_for_update()
            .get(pk=of.pk)
        )
        if of.state != State.DRAFT:
            raise Refused(f"这一版的状态是“{of.get_state_display()}”，只有草稿可以施行。")
        errors = standing_errors(of)
        if errors:
            named = "".join(f"（{n}）{one.message}" for n, one in enumerate(errors[:_NAMED], 1))
            more = f"另有 {len(errors) - _NAMED} 条。" if len(errors) > _NAMED else ""
            raise Refused(f"还有 {len(errors)} 条错误没有答复，不能施行：{named}{more}")
        before = of.replaces
        if before is not None and before.in_force_on and on < before.in_force_on:
            raise Refused(
                f"施行日期不能早于上一版的施行日期（{before.in_force_on.isoformat()}），请改填。"
            )
        of.state, of.in_force_on = State.IN_FORCE, on
        of.decided_by, of.decided_at = actor, timezone.now()
        if before is not None:
            of.is_public = before.is_public
            Programme.objects.for_program("puts an edition in force").filter(pk=before.pk).update(
                state=State.REPLACED
            )
        of.save(update_fields=["state", "in_force_on", "decided_by", "decided_at", "is_public"])
        detail = {"title": of.title, "on": on.isoformat(), "edition": of.edition}
        journal.write(actor, "put_in_force", f"programme:{of.pk}", detail)


def return_to_draft(of: Programme, reason: str, actor: str) -> None:
    """Take the decision back, with a reason; the edition before it is in force again."""
    if not reason.strip():
        raise Refused("退回草稿须写明理由。")
    with transaction.atomic():
        of = (
            Programme.objects.for_program("puts an edition in force")
            .select_for_update()
            .get(pk=of.pk)
        )
        if of.state != State.IN_FORCE:
            raise Refused(f"这一版的状态是“{of.get_state_display()}”，不能退回草稿。")
        of.state, of.in_force_on, of.decided_by, of.decided_at = State.DRAFT, None, "", None
        of.save(update_fields=["state", "in_force_on", "decided_by", "decided_at"])
        before = of.replaces
        if before is not None and before.in_force_on is not None:
            Programme.objects.for_program("puts an edition in force").filter(pk=before.pk).update(
                state=State.IN_FORCE
            )
        detail = {"title": of.title, "edition": of.edition, "reason": reason.strip()[:500]}
        journal.write(actor, "return_to_draft", f"programme:{of.pk}", detail)
