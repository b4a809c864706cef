"""Split a target of a region among its children (目标分解)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.models import Programme, Share
from zhiqiang.domains.plans.queries.programmes import target as find_target
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.journal import actions as journal


def share_target(of: Programme, code: str, shares: Mapping[str, Decimal], actor: str) -> None:
    """Give each child of the region its part of the target; children left out get none.

    Written in the journal with what stood before. Refuses a region that is no child, a negative
    number, and a target without a number. What is given out may exceed the target: the page says
    by how much.
    """
    target = find_target(of, code)
    if target.value is None:
        raise Refused("没有数字的目标不能分解。")
    if of.state == Programme.State.REPLACED:
        raise Refused("这一版已被修订稿替代，只供查阅。请在现行版本中分解。")
    children = {one.code: one.name for one in divisions().children(of.region_code)}
    for region, value in shares.items():
        if region not in children:
            raise Refused(f"“{region[:10]}”不是{of.region_name}的下一级区划。")
        if value < 0 or abs(value) >= Decimal(10) ** 15:
            raise Refused(
                f"{children[region]}的分解数“{words.number(value)}”无效，应为不小于 0 的数。"
            )
    with transaction.atomic():
        rows = Share.objects.for_program("shares a target out").filter(
            programme=of, identity=target.identity
        )
        before = {one.region_code: words.number(one.value) for one in rows}
        rows.delete()
        now = timezone.now()
        Share.objects.bulk_create(
            Share(
                programme=of, identity=target.identity, region_code=region, value=value,
                set_by=actor, set_at=now,
            )
            for region, value in shares.items()
        )  # fmt: skip
        after = {region: words.number(value) for region, value in shares.items()}
        detail = {"target": code, "name": target.indicator_name, "shares": [before, after]}
        journal.write(actor, "share_target", f"programme:{of.pk}", detail)
