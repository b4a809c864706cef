"""What programmes know about themselves, and where their targets stand."""

from zhiqiang.domains.plans.queries.boards import PlanLine, plan_lines, plans_of
from zhiqiang.domains.plans.queries.outlooks import TargetOutlook, outlook_of
from zhiqiang.domains.plans.queries.programmes import (
    FindingView,
    Place,
    editions,
    finding_views,
    findings_about,
    programme,
    programmes,
    remarks,
    soft_targets,
    summary,
    target,
    targets_of_indicator,
    visible_to,
)
from zhiqiang.domains.plans.queries.source import SourceView, quoted, source_view
from zhiqiang.domains.plans.queries.standings import (
    CommitmentStanding,
    commitment_of,
    commitment_standings,
    lamp_counts,
    target_standings,
)
from zhiqiang.domains.plans.queries.tasks import (
    tasks,
    tasks_by_body,
    tasks_by_section,
    tasks_without_body,
)
from zhiqiang.domains.plans.standing import Standing

__all__ = [
    "CommitmentStanding",
    "FindingView",
    "Place",
    "PlanLine",
    "SourceView",
    "Standing",
    "TargetOutlook",
    "commitment_of",
    "commitment_standings",
    "editions",
    "finding_views",
    "findings_about",
    "lamp_counts",
    "outlook_of",
    "plan_lines",
    "plans_of",
    "programme",
    "programmes",
    "quoted",
    "remarks",
    "soft_targets",
    "source_view",
    "summary",
    "target",
    "target_standings",
    "targets_of_indicator",
    "tasks",
    "tasks_by_body",
    "tasks_by_section",
    "tasks_without_body",
    "visible_to",
]
