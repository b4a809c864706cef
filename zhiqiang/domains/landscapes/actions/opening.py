"""Open a project, settle how is counted, write its texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from zhiqiang.domains.landscapes.counting import Rules
from zhiqiang.domains.landscapes.kinds import kinds
from zhiqiang.domains.landscapes.models import LandscapePassage, LandscapeProject
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.journal import actions as journal

RUN = "run_landscapes"
LONGEST_TEXT = 10_000
State = LandscapeProject.State


@dataclass(frozen=True, slots=True)
class Opened:
    """What a project is opened with."""

    kind: str
    title: str
    question: str
    commissioner: str
    region: str
    begin_on: date
    undertaker: str = ""
    cost: Decimal | None = None
    due_on: date | None = None


def open_project(person: Any, told: Opened, request_key: str = "") -> LandscapeProject:
    """Open a project; for who runs landscapes. The same ``request_key`` gives the one that it made."""
    rights.require(person, RUN)
    _check(told)
    mine = LandscapeProject.objects.visible_to(person)
    try:
        with transaction.atomic():
            same: LandscapeProject | None = (
                mine.filter(request_key=request_key).first() if request_key else None
            )
            if same is not None:
                return same
            made: LandscapeProject = mine.create(
                number=_next_number(told.begin_on.year), kind=told.kind, title=told.title.strip(),
                question=told.question.strip(), commissioner=told.commissioner.strip(),
                undertaker=told.undertaker.strip(), region_code=told.region, cost=told.cost,
                begin_on=told.begin_on, due_on=told.due_on, made_by=str(person),
                request_key=request_key or None,
            )  # fmt: skip
            write(person, "open_landscape", made, {"title": made.title, "kind": made.kind})
    except IntegrityError:
        # Somebody else took the number, or this form was sent twice, in the same moment.
        again: LandscapeProject | None = (
            mine.filter(request_key=request_key).first() if request_key else None
        )
        if again is None:
            raise Refused("编号刚被占用，没有保存。请重新提交。") from None
        return again
    return made


def _check(told: Opened) -> None:
    if told.kind not in kinds():
        raise Refused("请选择项目类型。")
    for text, most, label in (
        (told.title, 120, "名称"), (told.question, 2_000, "要回答的问题"),
        (told.commissioner, 120, "委托单位"),
    ):  # fmt: skip
        if not text.strip() or len(text.strip()) > most:
            raise Refused(f"请填写{label}，不超过 {most:,} 字。")
    if len(told.undertaker.strip()) > 120:
        raise Refused("承担单位不超过 120 字。")
    if told.region not in divisions():
        raise Refused("请选择项目所在的地区。")
    if told.cost is not None and not 0 <= told.cost < 10**12:
        raise Refused("经费应是不小于 0 的金额，单位元。")
    if told.due_on is not None and told.due_on < told.begin_on:
        raise Refused(f"应完成日期 {told.due_on} 早于立项日期 {told.begin_on}，请核对。")


def _next_number(year: int) -> str:
    known = LandscapeProject.objects.for_program("gives a project its number")
    last = known.filter(number__startswith=f"DH{year}-").order_by("-number").first()
    return f"DH{year}-{int(last.number[-4:]) + 1 if last else 1:04d}"


def held(person: Any, key: int, version: int, *states: str) -> LandscapeProject:
    """Return a project for who runs landscapes, as read at ``version``, held until the act ends."""
    rights.require(person, RUN)
    found: LandscapeProject | None = (
        LandscapeProject.objects.visible_to(person).select_for_update().filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这个专利导航项目，或您无权查看。")
    if found.version != version:
        raise Overtaken("这个项目刚被他人改动，没有办理。请核对最新内容后重新提交。")
    if found.state not in (states or (State.OPEN,)):
        raise Refused(f"这个项目{found.get_state_display()}，不能这样办理。")
    return found


def touch(project: LandscapeProject, *fields: str) -> None:
    """Save fields of a project as a new version."""
    project.version += 1
    project.save(update_fields=[*fields, "version"])


def write(person: Any, act: str, project: LandscapeProject, detail: dict[str, object]) -> None:
    """Write the line of an act."""
    journal.write(person.get_username(), act, f"landscape:{project.pk}", detail)


def set_rules(person: Any, key: int, version: int, rules: dict[str, Any]) -> LandscapeProject:
    """Settle unit, kinds, day, window, and the day of the legal status (empty: that of the run)."""
    with transaction.atomic():
        project = held(person, key, version)
        kept = dict(rules) | {"region": project.region_code, "family_months": 12}
        Rules.from_json(kept | {"as_of": rules["as_of"] or localdate().isoformat()}).checked()
        before, project.rules = project.rules, rules
        touch(project, "rules")
        write(
            person,
            "set_landscape_rules",
            project,
            {"title": project.title, "rules": [before, rules]},
        )
    return project


def write_passage(person: Any, key: int, version: int, where: str, text: str) -> LandscapePassage:
    """Write the text of a chapter, or the finding beside an analysis, upon the newest run."""
    with transaction.atomic():
        project = held(person, key, version)
        known = {one.key for one in project.declared.chapters} | set(project.declared.analyses)
        if where not in known:
            raise Refused("这类项目没有这一章或这项分析。")
        if not text.strip() or len(text.strip()) > LONGEST_TEXT:
            raise Refused(f"请填写内容，不超过 {LONGEST_TEXT:,} 字。")
        run = project.runs.first()
        if where in project.declared.analyses and run is None:
            raise Refused("还没有运算，看到图表后再写结论。")
        made: LandscapePassage
        made, _ = project.passages.update_or_create(
            key=where, defaults={"text": text.strip(), "run": run, "written_by": str(person)}
        )
        touch(project)
        write(person, "write_landscape", project, {"title": project.title, "item": where})
    return made
