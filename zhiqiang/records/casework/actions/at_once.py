"""Send a case in one step, with or without an account: complaints and challenges of a record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework.actions.beginning import (
    check_about,
    done_before,
    keep_document,
    new_case,
    require_whole,
    send,
)
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.published import in_service, item_of
from zhiqiang.records.casework.turn import Turn, finish


def apply_at_once(
    person: Any,
    key: str,
    body: Any,
    fields: dict[str, Any],
    *,
    request_key: str,
    about: tuple[str, int] | None = None,
    papers: Sequence[tuple[str, Path, str]] = (),
) -> Case:
    """Send a case of an item that is for everybody, and return it with its number and its code.

    ``person`` may be a visitor. Refused as ``submit`` is; the same request is one case. What comes
    with it are key, path and name of each paper.
    """
    with transaction.atomic():
        if (before := done_before(person, request_key)) is not None:
            return before
        service = in_service(key)
        item = item_of(service)
        if not item.for_everybody:
            raise Refused(f"办理“{item.title}”须先登录。")
        check_about(item, about, person)
        strange = set(fields) - set(item.fields["properties"])
        if strange | (set(fields) & set(item.official_fields)):
            raise Refused("表单中有不能填报的内容，请回到原页面重新填写。")
        case = new_case(person, service, body, about, fields, request_key=request_key)
        now = timezone.now()
        turn = Turn(person, case, item, "submit", now, timezone.localdate(now))
        for wanted, path, name in papers:
            keep_document(case, item, wanted, path, name, turn.actor)
        require_whole(turn)
        send(turn)
        finish(turn, request_key)
    return case
