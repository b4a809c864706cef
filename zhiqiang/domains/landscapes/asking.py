"""Ask the search what a landscape rests on: as a visitor, so that a report holds nothing hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from zhiqiang.domains.landscapes.models import LandscapeProject, TechnologyBranch
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.search.queries import Question, Search

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found on which snapshot: published rights, names of natural persons unread."""

    snapshot: int
    ids: tuple[int, ...]


def found(text: str, label: str) -> Found:
    """Return what a question finds; ``Refused`` names the question that cannot be read."""
    text = text.strip()
    if not text:
        raise Refused(f"请填写{label}的检索式。")
    if len(text) > LONGEST:
        raise Refused(f"{label}的检索式不能超过 {LONGEST:,} 个字符，请拆成几个分支。")
    try:
        search = Search(Question(text), AnonymousUser())
        return Found(search.snapshot, search.ids())
    except BadQuestion as error:
        raise Refused(f"{label}的{error}") from error


def found_by_branch(
    project: LandscapeProject, branches: Iterable[TechnologyBranch]
) -> tuple[Found, dict[int, set[int]]]:
    """Return what the field finds, and each branch within it and within the branch above."""
    field = found(project.query, "领域")
    out: dict[int, set[int]] = {}
    waiting = sorted(branches, key=lambda one: (one.above_id is not None, one.pk))
    for one in waiting:
        own = found(one.query, f"分支“{one.name}”")
        if own.snapshot != field.snapshot:
            raise Refused("计算期间发布了新的数据快照，请重新运算。")
        within = out[one.above_id] if one.above_id is not None else set(field.ids)
        out[one.pk] = within.intersection(own.ids)
    return field, out
