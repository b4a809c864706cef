"""Bodies: adding, changing, moving in the tree, dissolving; the names that documents print."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions.signing import changes_of
from zhiqiang.records.accounts.models import Body, BodyAlias, BodyKind, Post
from zhiqiang.records.accounts.regions import divisions, installation_region

OFFICE = "知识产权局"
DEEPEST = 12


def subject_of(body: Body) -> str:
    """Return how the journal names a body."""
    return f"body/{body.pk}"


def add_body(
    acting: Acting,
    name: str,
    kind: str,
    region_code: str,
    parent: Body | None = None,
    from_on: date | None = None,
) -> Body:
    """Add a body under ``parent``; by holders of ``manage_bodies``."""
    acting.require("manage_bodies")
    body = Body(
        name=_name(name), kind=kind, region_code=region_code, parent=parent, from_on=from_on
    )
    with transaction.atomic():
        _check(body)
        body.save()
        body.path = _path_under(parent, body.pk)
        body.save(update_fields=["path"])
        detail = {"name": body.name, "kind": kind, "region": region_code}
        acting.record("body_added", subject_of(body), detail)
    return body


def edit_body(acting: Acting, body: Body, version: int, **after: Any) -> None:
    """Change name, kind, region, parent or first day of a body, as read at ``version``.

    Moving it takes along all bodies beneath. A body cannot stand beneath itself.
    """
    from zhiqiang.records.accounts.actions.people import Overtaken

    acting.require("manage_bodies")
    if "name" in after:
        after["name"] = _name(after["name"])
    with transaction.atomic():
        now = Body.objects.select_for_update().get(pk=body.pk)
        if now.version != version:
            raise Overtaken(
                f"“{now.name}”在您编辑期间已被他人修改，您的修改没有保存。"
                "请核对下方的最新内容后重新提交。"
            )
        before = {key: getattr(now, key) for key in after}
        for key, value in after.items():
            setattr(now, key, value)
        _check(now)
        if now.parent_id != body.parent_id or "parent" in after:
            _move(now, now.parent)
        now.version = F("version") + 1
        now.save()
        acting.record("body_edited", subject_of(body), changes_of(before, after))
    body.refresh_from_db()


def _move(body: Body, parent: Body | None) -> None:
    """Give ``body`` and all beneath it the paths of their new place, in one statement."""
    if parent is not None:
        # The newest path, read under the lock of this transaction: of two moves that would close
        # a loop together the second sees the first.
        parent = Body.objects.select_for_update().get(pk=parent.pk)
        if parent.path.startswith(body.path):
            raise Refused(f"“{parent.name}”在“{body.name}”之下，不能作为它的上级单位。")
    old, new = body.path, _path_under(parent, body.pk)
    if old == new:
        return
    Body.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1))
    )
    body.path = new


def dissolve_body(acting: Acting, body: Body, last_day: date) -> None:
    """End a body after ``last_day``; refused while people hold posts in it or bodies stand beneath."""
    acting.require("manage_bodies")
    with transaction.atomic():
        later = Q(until_on__isnull=True) | Q(until_on__gt=last_day)
        holding = Post.objects.filter(later, body=body).count()
        beneath = body.children.filter(later).count()
        if holding or beneath:
            raise Refused(
                f"“{body.name}”在 {last_day} 之后仍有 {holding} 项任职、{beneath} 个下级单位，"
                "不能撤销。请先终止任职或交接，并调整下级单位的隶属关系。"
            )
        Body.objects.filter(pk=body.pk).update(until_on=last_day, version=F("version") + 1)
        acting.record("body_dissolved", subject_of(body), {"until_on": str(last_day)})
    body.refresh_from_db()


def remove_body(acting: Acting, body: Body) -> None:
    """Remove a body that was entered by mistake: nobody ever held a post in it, none beneath it."""
    acting.require("manage_bodies")
    with transaction.atomic():
        held, beneath = body.posts.count(), body.children.count()
        if held or beneath:
            raise Refused(
                f"“{body.name}”有 {held} 项任职记录、{beneath} 个下级单位，不能删除。"
                "单位已不存在的，请改为撤销。"
            )
        acting.record("body_removed", subject_of(body), {"name": body.name})
        body.delete()


def add_alias(acting: Acting, body: Body, name: str) -> BodyAlias:
    """Add a name that documents print for ``body``; one name means one body in a region."""
    acting.require("manage_bodies")
    name = _name(name)
    with transaction.atomic():
        here = Body.objects.filter(region_code=body.region_code, until_on__isnull=True)
        taken = here.filter(Q(name=name) | Q(aliases__name=name)).first()
        if taken is not None:
            raise Refused(f"“{name}”已是“{taken.name}”的名称或别名。")
        alias = BodyAlias.objects.create(body=body, name=name)
        acting.record("body_alias_added", subject_of(body), {"alias": name})
    return alias


def remove_alias(acting: Acting, body: Body, alias_id: int) -> None:
    """Remove a name that documents print for ``body``; one that is gone already is no matter."""
    acting.require("manage_bodies")
    with transaction.atomic():
        for alias in body.aliases.filter(pk=alias_id):
            acting.record("body_alias_removed", subject_of(body), {"alias": alias.name})
            alias.delete()


def office(acting: Acting) -> Body:
    """Return the office that runs this installation, made at its first use."""
    region = installation_region()
    found = Body.objects.filter(name=OFFICE, region_code=region, until_on__isnull=True).first()
    return found or add_body(acting, OFFICE, BodyKind.DEPARTMENT, region)


def _name(name: str) -> str:
    name = "".join(name.split())
    if not 2 <= len(name) <= 120:
        raise Refused("单位名称应为 2 至 120 个字。")
    return name


def _check(body: Body) -> None:
    if body.kind not in BodyKind.values:
        raise Refused("请选择单位类别。")
    if body.region_code not in divisions():
        raise Refused(f"没有区划代码“{body.region_code}”，请用 6 位代码。")
    twins = Body.objects.filter(
        name=body.name, region_code=body.region_code, until_on__isnull=True
    ).exclude(pk=body.pk)
    if body.until_on is None and twins.exists():
        raise Refused(f"本地区已有名为“{body.name}”的单位。")
    if body.parent is not None:
        if body.parent.until_on is not None and body.parent.until_on < localdate():
            raise Refused(f"“{body.parent.name}”已撤销，不能作为上级单位。")
        if body.parent.path.count("/") > DEEPEST:
            raise Refused(f"单位层级最多 {DEEPEST} 级。")


def _path_under(parent: Body | None, key: int) -> str:
    # With zeros, so that bodies side by side stand in the order in which they were entered.
    return f"{parent.path if parent else '/'}{key:06d}/"


def day_after(day: date) -> date:
    """Return the first day on which something that lasts until ``day`` no longer holds."""
    return day + timedelta(days=1)
