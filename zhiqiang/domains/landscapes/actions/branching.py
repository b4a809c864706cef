"""State the field and grow the technology tree: each branch a question with its own count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhiqiang.domains.landscapes.actions.opening import held, touch, write
from zhiqiang.domains.landscapes.asking import found
from zhiqiang.domains.landscapes.models import LandscapeProject, TechnologyBranch
from zhiqiang.kernel.errors import Refused

MOST = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """A branch: its name, its question, what belongs to it, under which branch, on which axis."""

    name: str
    query: str
    definition: str = ""
    axis: str = TechnologyBranch.Axis.TECHNOLOGY
    above: int | None = None


def state_field(person: Any, key: int, version: int, query: str) -> LandscapeProject:
    """State the question of the whole field, and count anew what the branches find in it."""
    hits = set(found(query, "领域").ids)
    with transaction.atomic():
        project = held(person, key, version)
        if not hits:
            raise Refused("这个检索式没有命中任何已公开的权利，请核对后重新填写。")
        before, project.query = project.query, query.strip()
        touch(project, "query")
        for one in project.branches.select_related("above").order_by("above_id", "pk"):
            _count(one, hits)
        detail = {"title": project.title, "query": [before, project.query], "hits": len(hits)}
        write(person, "state_landscape_field", project, detail)
    return project


def draw_branch(
    person: Any, key: int, version: int, drawn: Drawn, branch_id: int | None = None
) -> TechnologyBranch:
    """Add a branch, or change one; its hits are counted within the field."""
    with transaction.atomic():
        project = held(person, key, version)
        if not project.query:
            raise Refused("请先填写领域检索式，分支在领域之内计数。")
        own = project.branches
        one = own.filter(pk=branch_id).first() if branch_id else TechnologyBranch(project=project)
        if one is None:
            raise Refused("没有这个分支，可能刚被他人删除。")
        _check(own, one, drawn)
        one.name, one.definition = drawn.name.strip(), drawn.definition.strip()
        one.query, one.axis, one.above_id = drawn.query.strip(), drawn.axis, drawn.above
        _count(one, set(found(project.query, "领域").ids))
        for below in one.below.all() if branch_id else ():
            _count(below, set(found(project.query, "领域").ids))
        touch(project)
        detail = {"title": project.title, "name": one.name, "query": one.query, "hits": one.hits}
        write(person, "draw_landscape_branch", project, detail)
    return one


def _check(own: Any, one: TechnologyBranch, drawn: Drawn) -> None:
    if not drawn.name.strip() or len(drawn.name.strip()) > 60:
        raise Refused("请填写分支名称，不超过 60 字。")
    if len(drawn.definition.strip()) > 300:
        raise Refused("定义和边界不超过 300 字。")
    if drawn.axis not in TechnologyBranch.Axis.values:
        raise Refused("请选择分支的维度：技术或功效。")
    if own.exclude(pk=one.pk).filter(name=drawn.name.strip()).exists():
        raise Refused(f"分支“{drawn.name.strip()}”已经有了。")
    if one.pk is None and own.count() >= MOST:
        raise Refused(f"一个项目最多 {MOST} 个分支。")
    above = own.filter(pk=drawn.above).first() if drawn.above is not None else None
    if drawn.above is not None and (above is None or above.above_id or above.axis != drawn.axis):
        raise Refused("上级分支应是同一维度的一级分支。")
    if above is not None and one.pk is not None and (above.pk == one.pk or one.below.exists()):
        raise Refused("有下级的分支不能再放到别的分支之下。")


def _count(one: TechnologyBranch, field: set[int]) -> None:
    """Count what a branch finds in the field and in the branch above, and save it."""
    within = field
    if one.above is not None:
        within = within.intersection(found(one.above.query, f"分支“{one.above.name}”").ids)
    one.hits = len(within.intersection(found(one.query, f"分支“{one.name}”").ids))
    one.save()


def remove_branch(person: Any, key: int, version: int, branch_id: int) -> None:
    """Remove a branch with those below it; runs that were made keep their numbers."""
    with transaction.atomic():
        project = held(person, key, version)
        one = project.branches.filter(pk=branch_id).first()
        if one is None:
            raise Refused("没有这个分支，可能刚被他人删除。")
        name = one.name
        one.delete()
        touch(project)
        write(person, "remove_landscape_branch", project, {"title": project.title, "name": name})
