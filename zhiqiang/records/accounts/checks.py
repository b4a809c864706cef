"""What ``manage.py check`` and every start look at before a page is served."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from zhiqiang.kernel.errors import ZhiqiangError
from zhiqiang.records.accounts import provider
from zhiqiang.records.accounts.roles import roles


def check_roles(**_: Any) -> list[CheckMessage]:
    """Refuse a catalogue whose roles cannot be read, or with which nobody could manage accounts."""
    try:
        declared = roles().values()
    except ZhiqiangError as error:
        return [Error(str(error), id="accounts.E001")]
    missing = [
        right
        for right in ("manage_people", "assign_posts", "read_journal")
        if not any(right in role.rights for role in declared)
    ]
    if missing:
        said = f"没有任何角色含有权限 {'、'.join(missing)}，请检查 catalogue/roles。"
        return [Error(said, id="accounts.E002")]
    return []


def check_provider(**_: Any) -> list[CheckMessage]:
    """Refuse an identity provider that is set up in an unsafe way."""
    try:
        provider.configured()
    except ZhiqiangError as error:
        return [Error(str(error), id="accounts.E003")]
    return []
