"""Accept a project by a document, or end it; an acceptance leaves what the plan counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from zhiqiang.domains.landscapes.actions.opening import State, held, touch, write
from zhiqiang.domains.landscapes.models import LandscapeProject
from zhiqiang.domains.landscapes.steps import missing
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry import actions as registry
from zhiqiang.records.registry.actions.recording import Designated


@dataclass(frozen=True, slots=True)
class Accepted:
    """By which document a project was accepted, when, and which conclusions were adopted."""

    accepted_on: date
    document_number: str
    adopted: str
    level: str = ""


def accept(person: Any, key: int, version: int, told: Accepted) -> LandscapeProject:
    """Accept a project whose steps are all done; the register gets the designation of its kind.

    The designation carries the project's name and region, and the commissioner as its party, so
    that the indicators of navigation projects count it in the next snapshot.
    """
    with transaction.atomic():
        project = held(person, key, version)
        if left := missing(project):
            raise Refused(f"还有步骤没有完成：{'、'.join(one.zh for one in left)}。")
        if not told.document_number.strip() or len(told.document_number.strip()) > 80:
            raise Refused("请填写验收意见的文号或编号，不超过 80 字。")
        if not told.adopted.strip() or len(told.adopted.strip()) > 4_000:
            raise Refused("请写明采纳的结论，不超过 4,000 字。")
        if not project.begin_on <= told.accepted_on <= localdate():
            raise Refused(f"验收日期应在立项日期 {project.begin_on} 和今天之间。")
        project.state, project.ended_on = State.ACCEPTED, told.accepted_on
        project.document_number, project.adopted = (
            told.document_number.strip(),
            told.adopted.strip(),
        )
        if project.declared.leaves:
            project.designation = registry.record_designation(
                project.number, "landscape", person.get_username(), _designated(project, told.level)
            )
        touch(project, "state", "ended_on", "document_number", "adopted", "designation")
        detail = {"title": project.title, "document": project.document_number,
                  "designation": project.designation}  # fmt: skip
        write(person, "accept_landscape", project, detail)
    return project


def _designated(project: LandscapeProject, level: str) -> Designated:
    assert project.ended_on is not None
    return Designated(
        kind=project.declared.leaves, name=project.title, party=project.commissioner,
        from_on=project.ended_on, level=level, document_number=project.document_number,
        region_code=project.region_code,
    )  # fmt: skip


def end_project(person: Any, key: int, version: int, reason: str) -> LandscapeProject:
    """End a project without acceptance, for a reason; nothing is left in the register."""
    with transaction.atomic():
        project = held(person, key, version)
        if not reason.strip() or len(reason.strip()) > 300:
            raise Refused("请写明终止的理由，不超过 300 字。")
        project.state, project.ended_on = State.ENDED, localdate()
        project.adopted = f"终止：{reason.strip()}"
        touch(project, "state", "ended_on", "adopted")
        write(person, "end_landscape", project, {"title": project.title, "reason": reason.strip()})
    return project
