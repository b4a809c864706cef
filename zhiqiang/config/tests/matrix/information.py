"""A topic database that everybody reads, one for officials only, and pushes to a firm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate

from zhiqiang.domains.information import actions
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.search.queries import Question

SECRET = "四季-青山-2719-桥"


def add_information(region: str, mark: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arguments of an open topic database and of an internal one with ``mark`` in its name."""
    official = register_person("user_librarian", "某建库", "administrator", SECRET)
    shown, kept = (
        actions.found_topic(
            official,
            actions.Founded(name, "供企业检索", "阀门", access, localdate(), region),
        )
        for name, access in (("阀门专题数据库", "public"), (f"{mark}专题数据库", "internal"))
    )
    pushed = _pushed(official)
    arguments = [
        {"topic_id": one.pk, "topic_entry_id": one.entries.order_by("pk").first().pk}
        for one in (shown, kept)
    ]
    own = actions.save_question(official, "阀门", Question("阀门"))
    return arguments[0] | pushed | {"question_id": own.pk}, arguments[1]


def _pushed(official: Any) -> dict[str, Any]:
    """Return the arguments of a delivery to a firm, of what it carries, and of the firm's profile."""
    firms = apps.get_model("registry", "Party").objects.for_program("test").filter(kind="firm")
    profile = actions.make_profile(official, firms.order_by("pk").first().pk)
    apps.get_model("information", "FirmProfile").objects.for_program("test").update(
        classes=[], words=["阀门", "密封"], party_id=0
    )
    actions.offer_since(official, 1, date(2000, 1, 1))
    pushes = apps.get_model("information", "Push").objects.for_program("test")
    made = actions.release(official, list(pushes.values_list("pk", flat=True)))
    first = pushes.order_by("pk").first()
    return {"profile_id": profile.pk, "delivery_id": made[0].pk, "push_id": first.pk}
