"""A programme as the check report shows it: what a person has dealt with is left out."""

from __future__ import annotations

from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.papers.check_report import Check, Remark, in_one_line
from zhiqiang.domains.plans.queries.programmes import finding_views, summary
from zhiqiang.domains.plans.queries.tasks import tasks


def check_of_programme(of: Programme) -> Check:
    """Return the check of a kept programme with its unanswered findings."""
    counts = summary(of.pk)
    rows = [view for view in tasks(of) if view.task.kind != "safeguard"]
    return Check(
        name=of.title,
        title=of.title,
        number=of.number,
        is_plan=True,
        reason="",
        targets=counts["targets"],
        soft_targets=counts["soft_targets"],
        tasks=counts["tasks"],
        without_body=sum(not view.has_bodies for view in rows),
        remarks=tuple(
            Remark(
                v.finding.severity, v.finding.message, tuple(in_one_line(p.words) for p in v.places)
            )
            for v in finding_views(of)
            if not v.finding.answer
        ),
    )
