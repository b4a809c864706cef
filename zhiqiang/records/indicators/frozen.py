"""What was frozen, reported and closed, for those who may see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import levels
from zhiqiang.records.indicators.models import Figure, PeriodClose, ReportedFigure, Snapshot
from zhiqiang.records.indicators.periods import period
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.separation import done_by


@dataclass(frozen=True, slots=True)
class FrozenView:
    """A frozen figure with the name of its indicator; ``row`` is what actions and annexes take."""

    row: Figure
    name: str
    unit: str
    group: str

    @property
    def key(self) -> str:
        return self.row.indicator

    @property
    def value(self) -> Decimal | None:
        return self.row.value

    @property
    def source(self) -> str:
        """Say whether the number was computed, was reported, or is missing."""
        if self.row.value is None:
            return "无数值"
        return "填报" if self.row.is_reported else "计算"

    @property
    def origin(self) -> str:
        """Return the sentence that stands beside the number."""
        one = self.row
        begin = f"{one.since} 起，" if one.since else ""
        said = [f"{begin}截至 {one.as_of}"]
        if one.denominator is not None and one.numerator is not None:
            said.append(f"{one.numerator.normalize():f} ÷ {one.denominator.normalize():f}")
        said += ["填报值，附佐证材料"] if one.is_reported else []
        start = one.definition.rpartition("@")[2]
        return " · ".join(
            [*said, f"口径 {start} 起", f"快照 {one.snapshot}", f"第 {one.version} 版"]
        )


@dataclass(frozen=True, slots=True)
class Act:
    """What may be done next to a period close; ``refusal`` says why this person may not."""

    key: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class CloseView:
    """A period close with the words of its period, and what the person who asked may do next."""

    row: PeriodClose
    label: str
    acts: tuple[Act, ...]

    @property
    def is_locked(self) -> bool:
        return self.row.state == PeriodClose.State.LOCKED


_NEXT = {"filled": ("check",), "checked": ("approve",), "approved": ("lock",)}


def frozen(
    region: str, as_of: date, person: Any, keys: Iterable[str] | None = None
) -> list[FrozenView]:
    """Return the newest version that ``person`` may see of each figure of a region and a day."""
    rows = Figure.objects.visible_to(person).filter(region_code=region, as_of=as_of)
    if keys is not None:
        rows = rows.filter(indicator__in=list(keys))
    rows = rows.select_related("rule_set").order_by("version")
    newest = {(one.indicator, one.since): one for one in rows}
    return sorted((_view(one) for one in newest.values()), key=lambda one: (one.group, one.key))


def history(key: str, region: str, as_of: date, person: Any) -> list[FrozenView]:
    """Return every version of a figure that ``person`` may see, the newest first."""
    rows = Figure.objects.visible_to(person).filter(indicator=key, region_code=region, as_of=as_of)
    return [_view(one) for one in rows.select_related("rule_set").order_by("-version")]


def published_upon(batch: Any) -> Iterator[str]:
    """Say in Chinese which published figures rest on snapshots that hold an import.

    Whoever would take the import back has to correct them instead: what was reported stays.
    """
    later = Snapshot.objects.filter(published_at__gte=batch.taken_over_at).values("number")
    published = Figure.objects.for_program("asks what rests on an import").filter(
        snapshot__in=later, published_at__isnull=False
    )
    count = published.count()
    if count:
        number = published.order_by("snapshot").values_list("snapshot", flat=True)[0]
        yield f"第 {number} 号快照起含有它，据以发布了 {count} 个数值，请改用更正"


def closes(person: Any, region: str | None = None) -> list[CloseView]:
    """Return the period closes that ``person`` may see, the newest first."""
    rows = PeriodClose.objects.visible_to(person)
    if region is not None:
        rows = rows.filter(region_code=region)
    return [_close_view(one, person) for one in rows.order_by("-as_of", "region_code")]


def close(close_id: int, person: Any) -> CloseView:
    """Return one period close, or raise ``NotFound``."""
    found = PeriodClose.objects.visible_to(person).filter(pk=close_id).first()
    if found is None:
        raise NotFound("没有这项期末结报，或者它不对当前账户开放。")
    return _close_view(found, person)


def reports(
    person: Any, region: str | None = None, key: str | None = None
) -> QuerySet[ReportedFigure]:
    """Return the reported values that ``person`` may see, the newest first."""
    rows = ReportedFigure.objects.visible_to(person).select_related("evidence")
    if region is not None:
        rows = rows.filter(region_code=region)
    if key is not None:
        rows = rows.filter(indicator=key)
    return rows.order_by("-as_of", "indicator", "-version")


def report(report_id: int, person: Any) -> ReportedFigure:
    """Return one reported value with its evidence, or raise ``NotFound``."""
    found = reports(person).filter(pk=report_id).first()
    if found is None:
        raise NotFound("没有这项填报，或者它不对当前账户开放。")
    return found


def _view(one: Figure) -> FrozenView:
    known = rules().indicators.get(one.indicator)
    if known is None:
        return FrozenView(one, one.indicator, "", "")
    return FrozenView(one, known.name, known.unit, known.group)


def _close_view(one: PeriodClose, person: Any) -> CloseView:
    acts = [Act(key, _refusal(one, key, person)) for key in _NEXT.get(one.state, ())]
    if _NEXT.get(one.state) and levels.may_in(person, "check_figures", one.region_code):
        acts.append(Act("return"))
    if one.state != PeriodClose.State.LOCKED and levels.may_in(
        person, "fill_figures", one.region_code
    ):
        acts.append(Act("fill"))
    if not levels.works_on(person, one.region_code):
        acts = []
    return CloseView(one, period(one.period).label, tuple(acts))


def _refusal(one: PeriodClose, act: str, person: Any) -> str:
    """Say why ``person`` may not do the next act; empty where they may."""
    if not levels.may_in(person, f"{act}_figures", one.region_code):
        return "须由有权限的人员办理"
    if done_by(one, act, person.get_username()):
        return "您已办理前面的环节，须由他人办理"
    return ""
