"""Watch questions: each new snapshot is asked, and what it newly answers is an alert."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse

from zhiqiang.domains.landscapes.actions.opening import held, touch, write
from zhiqiang.domains.landscapes.asking import Found, found
from zhiqiang.domains.landscapes.counting import write_hits
from zhiqiang.domains.landscapes.models import HitWatch, LandscapeProject, WatchAlert
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.files import actions as files
from zhiqiang.records.files.queries import path_of
from zhiqiang.records.notices.actions import Message, tell
from zhiqiang.records.registry import queries as registry

MOST = 20
#: alerts that one look of one watch makes; more means that the question is too wide
MOST_ALERTS = 200


def set_watch(
    person: Any, key: int, version: int, name: str, query: str, level: str, reason: str
) -> HitWatch:  # fmt: skip
    """Watch a question from now on: what it finds today is known, what comes later is an alert."""
    now = found(query, "预警")
    with transaction.atomic():
        project = held(person, key, version, *LandscapeProject.State.values)
        if not name.strip() or len(name.strip()) > 60:
            raise Refused("请填写预警的名称，不超过 60 字。")
        if level not in HitWatch.Level.values:
            raise Refused("请选择预警级别。")
        if not reason.strip() or len(reason.strip()) > 300:
            raise Refused("请写明预警理由，不超过 300 字。")
        if project.watches.filter(name=name.strip()).exists() or project.watches.count() >= MOST:
            raise Refused(f"预警名称不能重复，一个项目最多 {MOST} 个。")
        made: HitWatch = project.watches.create(
            name=name.strip(), query=query.strip(), level=level, reason=reason.strip(),
            snapshot=now.snapshot, known=_kept(now), set_by=str(person), setter=person,
        )  # fmt: skip
        touch(project)
        write(person, "set_landscape_watch", project, {"title": project.title, "name": made.name})
    return made


def _kept(now: Found) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "known.parquet"
        write_hits({0: now.ids}, path)
        return files.keep(path)


def remove_watch(person: Any, key: int, version: int, watch_id: int) -> None:
    """Stop watching a question; its alerts go with it."""
    with transaction.atomic():
        project = held(person, key, version, *LandscapeProject.State.values)
        one = project.watches.filter(pk=watch_id).first()
        if one is None:
            raise Refused("没有这个预警，可能刚被他人删除。")
        name = one.name
        one.delete()
        touch(project)
        write(person, "remove_landscape_watch", project, {"title": project.title, "name": name})


def answer_alert(person: Any, alert_id: int, answer: str) -> WatchAlert:
    """Write down what was done about an alert."""
    rights.require(person, "run_landscapes")
    with transaction.atomic():
        one: WatchAlert | None = (
            WatchAlert.objects.visible_to(person).select_for_update().filter(pk=alert_id).first()
        )
        if one is None:
            raise NotFound("没有这条预警，或您无权查看。")
        if one.answer:
            raise Refused("这条预警已经处理。")
        if not answer.strip() or len(answer.strip()) > 300:
            raise Refused("请写明处理意见，不超过 300 字。")
        one.answer, one.answered_by = answer.strip(), str(person)
        one.save(update_fields=["answer", "answered_by"])
        detail = {"number": one.number, "answer": one.answer}
        write(person, "answer_landscape_alert", one.watch.project, detail)
    return one


def look_again() -> int:
    """Ask every watch of the newest snapshot; return how many alerts that made. For the pipeline.

    As often as one likes: a right is alerted once a watch. A watch whose question can no longer be
    read is left as it is.
    """
    watches = HitWatch.objects.for_program("asks the watches").select_related("known", "project")
    return sum(_look(one) for one in watches)


def _look(watch: HitWatch) -> int:
    try:
        now = found(watch.query, "预警")
    except Refused:
        return 0
    if now.snapshot <= watch.snapshot:
        return 0
    known = set(pq.read_table(path_of(watch.known), columns=["right_id"])["right_id"].to_pylist())
    new = sorted(set(now.ids) - known)
    with transaction.atomic():
        rows = registry.visible_rights(AnonymousUser()).filter(pk__in=new[:MOST_ALERTS])
        made = WatchAlert.objects.bulk_create(
            WatchAlert(
                watch=watch, snapshot=now.snapshot, right_id=one.pk,
                number=one.number or one.publication_number, title=one.title,
            )
            for one in rows.order_by("pk")
        )  # fmt: skip
        watch.snapshot, watch.known = now.snapshot, _kept(now)
        watch.save(update_fields=["snapshot", "known"])
        if made:
            _tell(watch, len(new))
    return len(made)


def _tell(watch: HitWatch, count: int) -> None:
    title = f"{watch.get_level_display()}预警：{watch.name}新增 {count:,} 件"
    text = f"{watch.project.title}。{watch.reason}。快照 {watch.snapshot}，请人工核对。"
    address = reverse("landscapes:watches", args=[watch.project_id])
    tell([watch.setter_id], Message(f"watch:{watch.pk}:{watch.snapshot}", title, text, address))
