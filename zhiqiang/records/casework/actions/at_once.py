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
    keep_document,
    new_code,
    require_whole,
    send,
)
from zhiqiang.records.casework.models import Case
from zhiqiang.records.casework.published import in_service, item_of
from zhiqiang.records.casework.turn import Turn, finish
from zhiqiang.records.casework.verbs import DRAFT


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
        known = Case.objects.for_program("finds a request done before")
        before = known.filter(request_key=request_key, entered_by=person.pk).first()
        if before is not None:
            return before
        service = in_service(key)
        item = item_of(service)
        if not item.for_everybody:
            raise Refused(f"办理“{item.title}”须先登录。")
        check_about(item, about, person)
        strange = set(fields) - set(item.fields["properties"])
        if strange | (set(fields) & set(item.official_fields)):
            raise Refused("表单中有不能填报的内容，请回到原页面重新填写。")
        case = Case.objects.create(
            service=service,
            item=key,
            state=DRAFT,
            step=item.steps[0].key,
            body=body,
            visibility=item.visibility,
            applicant_id=person.pk,
            entered_by_id=person.pk,
            about_subject=about[0] if about else "",
            about_id=about[1] if about else None,
            fields=fields,
            check_code=new_code(),
            request_key=request_key,
        )
        now = timezone.now()
        turn = Turn(person, case, item, "submit", now, timezone.localdate(now))
        for wanted, path, name in papers:
            keep_document(case, item, wanted, path, name, turn.actor)
        require_whole(turn)
        send(turn)
        finish(turn, request_key)
    return case
