"""From the words of a plan to the indicators of the catalogue: a link, or an open question.

A name that is an official name or a printed alias is linked. A name that is merely similar is a
question with the similar one as a suggestion; nothing is linked by guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhiqiang.domains.plans import growth, units
from zhiqiang.domains.plans.models import PlanFinding, Programme, Target
from zhiqiang.engines.compiler import Compilation, match_indicator
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.indicators import queries as indicators

LINKED = ("exact", "alias")
CONFIRMED, NONE = "confirmed", "none"
OPEN, UNIT = "indicator_open", "unit_not_comparable"


def link(targets: Iterable[Target]) -> list[PlanFinding]:
    """Set ``indicator_key`` and ``match`` of numbered ``targets``; return the open questions.

    One question a name, with every place where the name stands, so that each target is either
    linked or covered by a question. The questions are not kept yet.
    """
    known = indicators.catalogue()
    names = {name: key for key, one in known.items() for name in (one.name, *one.aliases)}
    found = {}
    open_names: dict[str, list[Target]] = {}
    no_mean: dict[str, list[Target]] = {}
    questions = []
    for target in targets:
        name = target.indicator_name
        if name not in found:
            found[name] = match_indicator(name, names)
        match = found[name]
        target.match, target.indicator_key = str(match.how), ""
        if target.match in LINKED and match.key:
            asked = link_to(target, match.key, target.match)
            if target.indicator_key:
                questions += asked
            else:
                no_mean.setdefault(name, []).append(target)
        else:
            open_names.setdefault(name, []).append(target)
    return [
        *questions,
        *(_mean_question(places) for places in no_mean.values()),
        *(
            _open_question(name, places, known.get(found[name].key))
            for name, places in open_names.items()
        ),
    ]


def link_to(target: Target, key: str, match: str) -> list[PlanFinding]:
    """Link ``target`` to the indicator of ``key`` on its own basis; return questions about units."""
    target.indicator_key = _of_family(key, target)
    target.match = match if target.indicator_key else NONE
    if not target.indicator_key:
        return [_mean_question([target])]
    return _unit_question(target, indicators.catalogue()[target.indicator_key])


def link_again(target: Target, key: str) -> list[PlanFinding]:
    """Link ``target`` as a person confirmed; where the catalogue lost the indicator, ask anew."""
    if key not in indicators.catalogue():
        return link([target])
    return link_to(target, key, CONFIRMED)


def _of_family(key: str, target: Target) -> str:
    """Return the indicator of the same thing on the basis of the target, else ``key`` itself.

    A plan prints 质押融资额 for a running total, a yearly amount and a growth alike. Mean growth
    has no other indicator that could stand in for it: without one of its own it has none.
    """
    if target.basis == "growth" and target.is_mean:
        kin = indicators.variant(key, "growth", is_mean=True)
        return "" if kin is None else str(kin.key)
    if indicators.catalogue()[key].is_mean:
        return key
    if growth.base_year(target) is not None:
        # Since a base year is counted from the amounts themselves.
        kin = indicators.variant(key, "annual") or indicators.variant(key, "stock")
    else:
        kin = indicators.variant(key, target.basis)
    return key if kin is None else str(kin.key)


def _open_question(name: str, places: Sequence[Target], nearest: Any) -> PlanFinding:
    if nearest is not None:
        then = f"名称最接近的是“{nearest.name}”，请确认是否同一口径；确认前不计算进度。"
    else:
        then = "请补充指标定义或报送来源；在此之前不计算进度。"
    message = f"目标“{name}”{_how_often(places)}尚未对应到指标目录。{then}"
    return _question(message, places, "" if nearest is None else nearest.key)


def _mean_question(places: Sequence[Target]) -> PlanFinding:
    message = (
        f"目标“{places[0].indicator_name}”{_how_often(places)}写的是年均增长，指标目录中没有它的"
        "年均增长率，不能用比上年的增长代替。请补充指标定义；在此之前不计算进度。"
    )
    return _question(message, places)


def _how_often(places: Sequence[Target]) -> str:
    return f"（共 {len(places)} 处）" if len(places) > 1 else ""


def _question(message: str, places: Sequence[Target], suggested: str = "") -> PlanFinding:
    return PlanFinding(
        severity=str(Severity.WARNING),
        code=OPEN,
        message=message,
        about=places[0].indicator_name,
        suggested_key=suggested,
        span_start=places[0].span_start,
        span_end=places[0].span_end,
        others=[[one.span_start, one.span_end] for one in places[1:]],
    )


def _unit_question(target: Target, indicator: Any) -> list[PlanFinding]:
    meant = units.of_target(target.indicator_name, target.unit)
    own = units.of_target(indicator.name, indicator.unit)
    is_growth = target.basis == "growth" and units.parse(target.unit).word == "%"
    if is_growth or units.factor(own, meant) is not None:
        return []
    message = (
        f"目标“{target.indicator_name}”的单位是“{target.unit or '（未写）'}”，"
        f"指标“{indicator.name}”的单位是“{indicator.unit}”，不能换算。请核对是否同一口径。"
    )
    return [
        PlanFinding(
            severity=str(Severity.WARNING),
            code=UNIT,
            message=message,
            about=target.indicator_name,
            span_start=target.span_start,
            span_end=target.span_end,
        )
    ]


def region_question(compilation: Compilation, code: str, known: Divisions) -> list[Finding]:
    """Return a finding where the document names another region than the one it is loaded for."""
    printed = "".join(str(compilation.document.value("region") or "").split())
    if not printed:
        return []
    names = {division.name for division in known.all() if division.code == code}
    paths = {known.path_name(code), *names}
    agrees = any(printed.endswith(name) for name in names) or any(
        path.endswith(printed) or path.startswith(printed) and path == printed for path in paths
    )
    if agrees:
        return []
    fact = compilation.document.region
    message = (
        f"文件写明的地区是“{printed}”，载入时选择的是“{known.path_name(code)}”（{code}）。"
        "请核对区划代码；数值按所选地区计算。"
    )
    return [Finding(Severity.WARNING, "region_differs", message, span=fact.span if fact else None)]


def number_question(number: str, region_code: str) -> list[Finding]:
    """Return a notice where a programme of the same document number is there already."""
    if not number:
        return []
    other = (
        Programme.objects.for_program("links targets")
        .filter(number=number, region_code=region_code)
        .first()
    )
    if other is None:
        return []
    message = (
        f"文号 {number} 已有载入的规划《{other.title}》。如为同一文件的修订稿，请核对保留哪一份。"
    )
    return [Finding(Severity.NOTICE, "same_number_loaded", message)]
