"""Draw rights at random and judge them: how clean what was found is, and how much was missed."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.timezone import localdate

from zhiqiang.domains.landscapes.actions.opening import held, touch, write
from zhiqiang.domains.landscapes.asking import found, found_by_branch
from zhiqiang.domains.landscapes.kinds import counting
from zhiqiang.domains.landscapes.models import HitSample, LandscapeProject, SampledRight
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry import queries as registry


def draw_sample(
    person: Any, key: int, version: int, aim: str, branch_id: int | None = None, query: str = "",
    seed: str = "",
) -> HitSample:  # fmt: skip
    """Draw a sample: of the field or a branch for precision, of a ``query`` of its own for recall."""
    with transaction.atomic():
        project = held(person, key, version)
        branch = project.branches.filter(pk=branch_id).first() if branch_id else None
        if branch_id and branch is None:
            raise Refused("没有这个分支，可能刚被他人删除。")
        field, by_branch = found_by_branch(project, _line(branch))
        if aim == HitSample.Aim.PRECISION:
            ids, asked = (
                (by_branch[branch.pk], branch.query) if branch else (field.ids, project.query)
            )
        elif aim == HitSample.Aim.RECALL:
            branch, asked = None, query.strip()
            ids = found(asked, "抽样").ids
        else:
            raise Refused("请选择抽样用途：查准或查全。")
        if not ids:
            raise Refused("没有可以抽样的权利，请核对检索式。")
        seed = seed or uuid4().hex
        made: HitSample = project.samples.create(
            branch=branch, aim=aim, query=asked, snapshot=field.snapshot, population=len(ids),
            seed=seed, drawn_by=str(person),
        )  # fmt: skip
        size = min(counting(localdate()).sample_size, len(ids))
        _keep(made, Random(seed).sample(sorted(ids), size), set(field.ids))  # noqa: S311
        touch(project)
        detail = {"title": project.title, "query": asked, "rows": made.rights.count()}
        write(person, "draw_landscape_sample", project, detail)
    return made


def _line(branch: Any) -> list[Any]:
    return [] if branch is None else [one for one in (branch.above, branch) if one is not None]


def _keep(sample: HitSample, drawn: list[int], field: set[int]) -> None:
    rows = registry.visible_rights(AnonymousUser()).filter(pk__in=drawn)
    SampledRight.objects.bulk_create(
        SampledRight(
            sample=sample, right_id=one.pk, number=one.number or one.publication_number,
            title=one.title, was_found=one.pk in field,
        )
        for one in rows.order_by("pk")
    )  # fmt: skip


def judge(
    person: Any, key: int, version: int, sample_id: int, verdicts: Mapping[int, bool], note: str
) -> LandscapeProject:  # fmt: skip
    """Write down which rights of a sample are relevant; what is left out stays as it is."""
    with transaction.atomic():
        project = held(person, key, version)
        sample = project.samples.filter(pk=sample_id).first()
        if sample is None:
            raise Refused("没有这次抽样。")
        if len(note.strip()) > 500:
            raise Refused("判读说明不超过 500 字。")
        own = list(sample.rights.all())
        if set(verdicts) - {one.pk for one in own}:
            raise Refused("有的判读不属于这次抽样，没有保存。请刷新页面后重试。")
        for one in own:
            one.is_relevant = verdicts.get(one.pk, one.is_relevant)
        SampledRight.objects.for_program("keeps judgements").bulk_update(own, ["is_relevant"])
        sample.note = note.strip()
        sample.save(update_fields=["note"])
        touch(project)
        detail = {"title": project.title, "rows": len(verdicts)}
        write(person, "judge_landscape_sample", project, detail)
    return project
