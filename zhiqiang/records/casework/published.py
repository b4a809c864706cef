"""Published texts of service items: what cases are pinned to."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework.items import ServiceItem, catalogue_items, read_item
from zhiqiang.records.casework.models import ServiceVersion
from zhiqiang.records.journal.actions import write


def publish_item(key: str, actor: str) -> ServiceVersion:
    """Publish the text of an item as the catalogue has it; the same text is not published twice.

    Cases that run stay on the text that they began with.
    """
    item = catalogue_items().get(key)
    if item is None:
        raise NotFound(f"事项目录中没有 {key}。")
    with transaction.atomic():
        made, is_new = keep_version(item, actor)
        if is_new:
            write(actor, "publish_service", f"service:{key}", {"version": made.number})
    return made


def keep_version(item: ServiceItem, actor: str) -> tuple[ServiceVersion, bool]:
    """Keep a text of an item as its next version, in a transaction; return it, and whether it is new."""
    last, digest = newest(item.key), digest_of(item)
    if last is not None and last.digest == digest and last.withdrawn_at is None:
        return last, False
    made: ServiceVersion = ServiceVersion.objects.create(
        item=item.key,
        number=(last.number if last else 0) + 1,
        title=item.title,
        content=content_of(item),
        digest=digest,
        published_at=timezone.now(),
        published_by=actor[:120],
    )
    return made, True


def content_of(item: ServiceItem) -> dict[str, Any]:
    """Return the declaration of an item as it is kept and sent."""
    return item.model_dump(mode="json", by_alias=True, exclude={"key"})


def digest_of(item: ServiceItem) -> str:
    """Return what tells two texts of an item apart."""
    text = json.dumps(content_of(item), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def withdraw_item(key: str, actor: str) -> ServiceVersion:
    """Take no new cases of an item; those that run go on."""
    with transaction.atomic():
        last = newest(key)
        if last is None or last.withdrawn_at is not None:
            raise Refused("这个事项没有在办的版次。")
        last.withdrawn_at = timezone.now()
        last.save(update_fields=["withdrawn_at"])
        write(actor, "withdraw_service", f"service:{key}", {"version": last.number})
    return last


def newest(key: str) -> ServiceVersion | None:
    """Return the newest text of an item, withdrawn or not."""
    return (
        ServiceVersion.objects.for_program("finds the text of an item")
        .filter(item=key)
        .order_by("-number")
        .first()
    )


def in_service(key: str) -> ServiceVersion:
    """Return the text under which new cases of an item are taken, or refuse."""
    found = newest(key)
    if found is None:
        raise NotFound("没有这个事项，或者尚未发布。")
    if found.withdrawn_at is not None:
        raise Refused(f"“{found.title}”已停办，不再接收新的申请。")
    return found


def item_of(version: ServiceVersion) -> ServiceItem:
    """Return the item as its published text declares it; the same text is read once."""
    key = (version.item, version.digest)
    if key not in _READ:
        if len(_READ) > 500:
            _READ.clear()
        _READ[key] = read_item(version.item, version.content)
    return _READ[key]


_READ: dict[tuple[str, str], ServiceItem] = {}
