"""The page of a programme for the public: what was promised, where it stands, since when."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.domains.plans import queries
from zhiqiang.domains.plans.promised import since_when
from zhiqiang.domains.plans.standing import Standing
from zhiqiang.domains.plans.views.shell import inside
from zhiqiang.ui.asked import asked


@require_safe
def promised(request: HttpRequest, id: int) -> HttpResponse:
    """Show a programme as anybody may read and print it; nothing here needs an account."""
    of = queries.programme(id, request.user)
    as_of = asked(request).as_of
    standings = [one.standing for one in queries.commitment_standings(of, as_of)]
    sections = queries.tasks_by_section(of)
    context = inside(request, of, "promised") | {
        "rows": [(one, since_when(one)) for one in standings],
        "soft": list(queries.soft_targets(of)),
        "sections": sections,
        "lamp_counts": queries.lamp_counts(standings),
        "summary": _summary(standings, sum(len(one.tasks) for one in sections)),
    }
    return render(request, "plans/promised.html", context)


def _summary(standings: Sequence[Standing], tasks: int) -> str:
    counts = dict(queries.lamp_counts(standings))
    behind = counts["behind"] + counts["far_behind"]
    goals = (
        f"规划承诺了 {len(standings)} 项有数字的目标：{counts['ok']} 项进度正常，{behind} 项滞后，"
        f"{counts['no_data']} 项还没有数据"
        if standings
        else "规划没有带数字的目标"
    )
    return f"{goals}；另有 {tasks} 项任务。" if tasks else f"{goals}。"
