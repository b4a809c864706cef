"""Whether somebody is in post where a case goes, and whether a person may be given it."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.queries import anybody_may
from zhiqiang.records.accounts.roles import access_rights
from zhiqiang.records.casework.items import Step
from zhiqiang.records.casework.models import Case


def require_somebody(case: Case, step: Step) -> None:
    """Raise ``Refused`` where nobody in the case's body may act in a step."""
    if not anybody_may(step.right, case.body, localdate()):
        raise Refused(
            f"“{step.zh}”环节在{case.body.name}没有任职人员（须有“{access_rights()[step.right].zh}”权限）。"
            "请先在“任职管理”中安排，再转交。"
        )


def require_able(case: Case, step: Step, person: Any) -> None:
    """Raise ``Refused`` where a person may not act in a step by a post of today."""
    if not person.is_open or not rights.may(person, step.right, case.body):
        raise Refused(
            f"{person}没有办理“{step.zh}”环节的权限（须有“{access_rights()[step.right].zh}”权限）。"
        )
