"""Freeze figures with everything that made them, and correct them as new versions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.figures import FigureView
from zhiqiang.records.indicators.kept_rules import digest_of
from zhiqiang.records.indicators.levels import require_in
from zhiqiang.records.indicators.models import Figure, RuleSet
from zhiqiang.records.indicators.recomputing import Made, made
from zhiqiang.records.journal import actions as journal

#: what of a figure says whether another one is the same
_SAME = ("value", "numerator", "denominator", "rows", "rows_hash", "is_reported")


def publish_figures(
    actor: str,
    region: str,
    as_of: date,
    keys: Iterable[str] | None = None,
    snapshot: int | None = None,
    correction: str = "",
) -> list[Figure]:
    """Freeze the figures of a region at a day, with snapshot, rules and a hash of their rows.

    For the program and its commands; people publish by closing a period. A figure that comes out
    as it was published before stays as it is. One that comes out otherwise is a new version and
    needs ``correction``, the reason; without it the whole is refused. Leaves one journal line.
    """
    views = queries.figures(region, as_of, snapshot, keys)
    with transaction.atomic():
        kept, new = freeze(views, correction, is_draft=False)
        if new:
            _told(actor, "publish_figures", new, {"correction": correction})
    return kept


def correct_figures(
    person: Any, region: str, as_of: date, keys: Iterable[str], correction: str
) -> list[Figure]:
    """Publish figures anew from the newest snapshot, for who may approve figures of the region.

    Each that comes out otherwise becomes a new version with the reason; the old one stays. Refuses
    a correction without a reason, and of what was never published.
    """
    require_in(person, "approve_figures", region)
    if not correction.strip():
        raise Refused("更正已发布的数值须写明原因。")
    wanted = list(keys)
    with transaction.atomic():
        known = _newest(region, as_of)
        strange = [key for key in wanted if (key, None) not in known]
        if strange or not wanted:
            names = "、".join(f"“{queries.find(key).name}”" for key in strange)
            raise Refused(f"{names or '所选指标'}在 {as_of} 没有已发布的数值，无从更正。")
        draft = [key for key in wanted if known[key, None].published_at is None]
        if draft:
            raise Refused("结报尚未锁定，请退回后重新填报，不作更正。")
        views = queries.figures(region, as_of, None, wanted)
        kept, new = freeze(views, correction.strip(), is_draft=False)
        if new:
            _told(person.get_username(), "correct_figures", new, {"correction": correction})
    return kept


def freeze(
    views: Iterable[FigureView], correction: str, is_draft: bool
) -> tuple[list[Figure], list[Figure]]:
    """Keep each figure in a version of its own unless it is kept already; return all, and the new.

    A draft of the same figure is written over, for nobody has published it. The caller holds the
    transaction and says in the journal what was done.
    """
    out, new = [], []
    moment = None if is_draft else timezone.now()
    known: dict[tuple[str, date], dict[tuple[str, date | None], Figure]] = {}
    for view in views:
        if not view.definition:
            continue
        place = view.region, view.as_of
        if place not in known:
            known[place] = _newest(*place)
        before = known[place].get((view.key, view.since))
        fresh = _filled(view, made(view))
        if before is not None and _is_same(before, fresh):
            if before.published_at is None and moment is not None:
                before.published_at = moment
                before.save()
            out.append(before)
            continue
        fresh.published_at = moment
        _number(fresh, before, correction)
        fresh.save()
        out.append(fresh)
        new.append(fresh)
    return out, new


def _number(fresh: Figure, before: Figure | None, correction: str) -> None:
    """Give the figure its version: after a published one the next, which says why."""
    if before is None:
        return
    if before.published_at is None:
        fresh.pk, fresh.version, fresh.correction = before.pk, before.version, before.correction
        return
    if not correction:
        raise Refused(
            f"“{queries.find(fresh.indicator).name}”截至 {fresh.as_of} 的数值已经发布，"
            "重算的结果与之不同。更正须写明原因，将作为新版本发布，原版本保留。"
        )
    fresh.version, fresh.correction = before.version + 1, correction[:300]


def _newest(region: str, as_of: date) -> dict[tuple[str, date | None], Figure]:
    """Return the newest version of each figure of a region and a day."""
    rows = Figure.objects.for_program("freezes figures").filter(region_code=region, as_of=as_of)
    return {(one.indicator, one.since): one for one in rows.order_by("version")}


def _is_same(before: Figure, fresh: Figure) -> bool:
    return before.rule_set_id == fresh.rule_set_id and all(
        getattr(before, name) == getattr(fresh, name) for name in _SAME
    )


def _filled(view: FigureView, by: Made) -> Figure:
    rule_set, _ = RuleSet.objects.get_or_create(
        digest=digest_of(by.rule_text), defaults={"content": by.rule_text}
    )
    return Figure(
        indicator=view.key,
        region_code=view.region,
        as_of=view.as_of,
        since=view.since,
        snapshot=view.snapshot,
        definition=view.definition,
        rule_set=rule_set,
        program=by.program,
        value=view.value,
        numerator=view.numerator,
        denominator=view.denominator,
        rows=view.rows,
        rows_hash=by.rows_hash,
        is_reported=view.is_reported,
        reason=view.reason[:300],
    )


def _told(actor: str, act: str, new: list[Figure], more: dict[str, str]) -> None:
    first = new[0]
    detail = {
        "as_of": first.as_of.isoformat(),
        "snapshot": first.snapshot,
        "indicators": [one.indicator for one in new],
        **{name: value for name, value in more.items() if value},
    }
    journal.write(actor, act, f"region:{first.region_code}", detail)
