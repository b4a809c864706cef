"""How rights stand in a region in a year (知识产权发展与保护状况): every indicator that has a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiqiang.domains.duties.spans import Span
from zhiqiang.engines.documents import Bars, in_words
from zhiqiang.engines.metrics import GROUPS, a_year_before
from zhiqiang.portal.bulletins.saying import Annex, Bulletin, Part
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.ui.templatetags.figures import number, with_unit, without_keys

_HUNDRED = Decimal(100)
_CHARTED = 10


@dataclass(frozen=True, slots=True)
class _Pair:
    """A figure and what it was a year before."""

    now: Any
    before: Any

    @property
    def growth(self) -> Decimal | None:
        """Return by how many percent it grew; percent points for what is a percentage itself."""
        if self.now.value is None or self.before.value is None:
            return None
        if self.now.unit == "%":
            return Decimal(self.now.value - self.before.value)
        if self.before.value <= 0:
            return None
        return Decimal((self.now.value - self.before.value) / self.before.value * _HUNDRED)


def status(of: Any, span: Span, as_of: date, person: Any) -> Bulletin:
    """Say how creation, utilisation, protection and services stand, each number with its origin."""
    snapshots = indicators.snapshots()
    if not snapshots:
        empty = Part("总体情况", ("尚未发布数据快照，没有可以说明的数值。",))
        return Bulletin(_title(of, span), as_of, None, (empty,), (), "尚无数据快照。")
    snapshot = snapshots[0].number
    keys = list(indicators.catalogue())
    asked = [
        (key, of.region_code, day, None) for day in (as_of, a_year_before(as_of)) for key in keys
    ]
    found = indicators.figures_for(asked, snapshot)
    pairs = [_Pair(*both) for both in zip(found[: len(keys)], found[len(keys) :], strict=True)]
    known = [one for one in pairs if one.now.value is not None]
    parts = [Part("总体情况", tuple(_overall(of, pairs, known, as_of)), _chart(known))]
    for key, zh in GROUPS.items():
        mine = [one for one in known if one.now.indicator.group == key]
        if mine:
            parts.append(Part(f"知识产权{zh}", tuple(_sentences(mine, as_of))))
    origin = f"各项数值据数据快照{snapshot}计算，截至{in_words(as_of)}；来源逐项列于附件"
    annexes = [_annex("知识产权主要指标", known)]
    missing = [one for one in pairs if one.now.value is None]
    if missing:
        rows = tuple((one.now.name, without_keys(one.now.reason)) for one in missing)
        annexes.append(Annex("没有数值的指标", (("指标", 36), ("原因", 80)), rows))
    return Bulletin(_title(of, span), as_of, snapshot, tuple(parts), tuple(annexes), f"{origin}。")


def _title(of: Any, span: Span) -> str:
    return f"{of.region_name}{span.label}{span.paper}"


def _overall(of: Any, pairs: Sequence[_Pair], known: Sequence[_Pair], as_of: date) -> Iterable[str]:
    yield (
        f"截至{in_words(as_of)}，指标目录共{len(pairs)}项指标，{of.region_name}有数值的{len(known)}项，"
        f"没有数值的{len(pairs) - len(known)}项，原因逐项列于附件。"
    )
    grown = [one for one in known if one.growth is not None]
    up, down = [one for one in grown if one.growth > 0], [one for one in grown if one.growth < 0]
    if grown:
        same = len(grown) - len(up) - len(down)
        yield f"与上年同期可比的{len(grown)}项中，增长{len(up)}项，下降{len(down)}项，持平{same}项。"


def _sentences(pairs: Sequence[_Pair], as_of: date) -> Iterable[str]:
    for one in pairs:
        yield f"{one.now.name}{with_unit(one.now.value, one.now.unit)}{_change(one)}。"


def _change(one: _Pair) -> str:
    growth = one.growth
    if growth is None:
        return ""
    if growth == 0:
        return "，与上年同期持平"
    word = "增长" if growth > 0 else "下降"
    size = f"{abs(growth):.1f}个百分点" if one.now.unit == "%" else f"{abs(growth):.1f}%"
    return f"，比上年同期{word}{size}"


def _chart(known: Sequence[_Pair]) -> Bars | None:
    grown = [one for one in known if (one.growth or 0) > 0 and one.now.unit != "%"]
    grown.sort(key=lambda one: -(one.growth or 0))
    if len(grown) < 2:
        return None
    shown = grown[:_CHARTED]
    return Bars(
        "增长较快的指标", tuple(one.now.name[:16] for one in shown),
        (("比上年同期增长", tuple(one.growth for one in shown)),), "%",
    )  # fmt: skip


def _annex(title: str, known: Sequence[_Pair]) -> Annex:
    columns = (
        ("指标", 26), ("数值", 12), ("单位", 8), ("上年同期", 12), ("增减", 10), ("数据来源", 48),
    )  # fmt: skip
    rows = tuple(
        (
            one.now.name, number(one.now.value), one.now.unit, number(one.before.value),
            _change(one).removeprefix("，比上年同期").removeprefix("，与上年同期") or "—",
            one.now.origin,
        )
        for one in known
    )  # fmt: skip
    return Annex(title, columns, rows)
