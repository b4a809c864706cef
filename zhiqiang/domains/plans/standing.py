"""Where a target stands on a day: figure, pace, gap, lamp and the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiqiang.domains.plans import pace, units, words
from zhiqiang.domains.plans.lamps import Lamp, Thresholds
from zhiqiang.domains.plans.measuring import Figures, Measurement, Reading, own_unit, read
from zhiqiang.domains.plans.models import Target
from zhiqiang.domains.plans.pace import Promise
from zhiqiang.engines.metrics import a_year_before
from zhiqiang.records.indicators.queries import FigureView

_NEVER = "台账中没有这一地区的有关记录，无法判断是没有发生还是没有导入；请先核对数据导入"


@dataclass(frozen=True, slots=True)
class YearValue:
    """One year of a target: what was reached, what should have been, and where that comes from."""

    year: int
    actual: Decimal | None
    planned: Decimal | None
    is_printed: bool
    is_running: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A target as it stands. Values are in the unit of the target; percentages carry one decimal.

    ``figure`` is the newest figure that was read, its rows counted from ``rows_since``; ``value``
    what the target counts, from ``since``. ``actual`` and ``expected`` are percent of the target, ``gain`` percent of the way from
    ``base``. ``reason`` is the sentence beside the lamp; ``notes`` are what a reader has to know.
    """

    target: Target
    lamp: Lamp
    reason: str
    unit: str
    judged_on: date | None = None
    since: date | None = None
    rows_since: date | None = None
    figure: FigureView | None = None
    value: Decimal | None = None
    base: Decimal | None = None
    actual: Decimal | None = None
    expected: Decimal | None = None
    planned: Decimal | None = None
    gain: Decimal | None = None
    gap: str = ""
    notes: tuple[str, ...] = ()
    years: tuple[YearValue, ...] = ()

    @property
    def promised(self) -> str:
        """Return the promise in words."""
        return words.promise(self.target)

    @property
    def planned_in_words(self) -> str:
        """Return what should stand there on the day; large amounts without decimals."""
        places = 0 if self.planned is not None and abs(self.planned) >= 100 else 2
        return words.amount(self.planned, self.unit, places)

    @property
    def lag(self) -> Decimal | None:
        """Return percentage points behind the pace; None where nothing can be said."""
        if self.actual is None or self.expected is None:
            return None
        return self.expected - self.actual


def without_figure(target: Target, reason: str) -> Standing:
    """Return the standing of a target that cannot be measured, with the reason."""
    return Standing(target, Lamp.NO_DATA, reason, target.unit)


def standing(
    target: Target,
    promise: Promise,
    need: Measurement,
    figures: Figures,
    rule: Thresholds,
    as_of: date,
    printed_years: Sequence[int] = (),
    notes: Sequence[str] = (),
) -> Standing:
    """Return where ``target`` stands ``as_of``, from figures that were fetched before."""
    figure = figures[need.value.now]
    unit = target.unit
    meant = units.of_target(target.indicator_name, unit)
    was_recorded = _was_recorded(need, figures)
    value = read(figures, need.value, meant) if was_recorded else None
    base = read(figures, need.base, meant) if need.base else None
    all_notes = tuple(
        note for note in (*notes, need.note, *_base_note(promise, need, base)) if note
    )
    years = tuple(
        _year(promise, need, figures, meant, base, printed_years, year, reading)
        for year, _, reading in need.years
    )
    if value is None:
        problem = _problem(target, need.value, figures) if was_recorded else _NEVER
        return Standing(
            target, Lamp.NO_DATA, problem, unit, need.on, need.since, need.value.now.since, figure,
            base=base if was_recorded else None, notes=all_notes if was_recorded else (),
            years=years if was_recorded else (),
        )  # fmt: skip
    lamp, reason, actual, expected, planned = _judge(promise, need, value, base, rule, as_of)
    reason += _mean_in_words(need, value, unit)
    gain = pace.gain(promise, value, base)
    return Standing(
        target, lamp, reason, unit, need.on, need.since, need.value.now.since, figure, value, base,
        actual, expected, planned, None if gain is None else pace.percent(gain, down=True),
        gap_in_words(promise, value, unit), all_notes, years,
    )  # fmt: skip


def _was_recorded(need: Measurement, figures: Figures) -> bool:
    """Say whether any year has a record or a value other than nothing.

    Nothing in all years may be nothing done or nothing imported; a register that was never filled
    must not be read as a promise that was broken.
    """
    asked = (figures[request] for request in need.requests())
    return any(figure.rows or figure.value is None or figure.value != 0 for figure in asked)


def _judge(
    promise: Promise,
    need: Measurement,
    value: Decimal,
    base: Decimal | None,
    rule: Thresholds,
    as_of: date,
) -> tuple[Lamp, str, Decimal, Decimal | None, Decimal | None]:
    actual = pace.percent(pace.completion(promise, value), down=True)
    planned = pace.planned(promise, need.on, base)
    is_met = pace.is_met(promise, value)
    if planned is None or (planned == 0 and promise.value != 0):
        if is_met:
            return Lamp.OK, f"实际 {_per(actual)}，已达到目标", actual, None, planned
        why = "规划期尚未开始" if planned == 0 else "规划未写明起止年份，无法计算应达进度"
        return Lamp.NO_DATA, f"实际 {_per(actual)}，{why}", actual, None, planned
    share = promise.value / planned if promise.is_upper_limit else pace.completion(promise, planned)
    expected = pace.percent(min(share, pace.ONE) if promise.is_upper_limit else share)
    lag = expected - actual
    is_due = promise.year is not None and as_of >= pace.year_end(promise.year)
    lamp = rule.lamp(lag, is_missed=is_due and not is_met)
    reason = f"应达 {_per(expected)}，实际 {_per(actual)}，"
    if is_met:
        reason += "已达到目标"
    elif lag > 0:
        reason += f"差 {words.number(lag)} 个百分点"
    elif lag < 0:
        reason += f"超 {words.number(-lag)} 个百分点"
    else:
        reason += "与进度持平"
    if promise.basis == "growth":
        mean = words.MEAN if promise.is_mean else ""
        way = mean + ("增长" if value >= 0 else "下降")
        reason += (
            f"（目标{mean}增长 {_per(promise.value)}，实际{way} {_per(abs(round(value, 2)))}）"
        )
    return lamp, reason, actual, expected, planned


def _mean_in_words(need: Measurement, value: Decimal, unit: str) -> str:
    """Say which years a mean is of: （2022—2025 年年均 116.25 件）."""
    if not need.averaged:
        return ""
    first, last = need.averaged[0], need.averaged[-1]
    years = f"{first}" if first == last else f"{first}—{last}"
    return f"（{years} 年年均 {words.amount(value, unit)}）"


def gap_in_words(promise: Promise, value: Decimal, unit: str) -> str:
    """Say what is missing to the promise itself, whatever the pace: 还差 59 件."""
    unit = "个百分点" if promise.basis == "growth" or unit in ("%", "％") else unit
    if promise.is_upper_limit:
        over = value - promise.value
        return f"超出上限 {words.amount(over, unit)}" if over > 0 else "在上限以内"
    short = promise.value - value
    if short > 0:
        return f"还差 {words.amount(short, unit)}"
    if promise.value_to is not None and value > promise.value_to:
        return f"已达到，高出上限 {words.amount(value - promise.value_to, unit)}"
    if short == 0:
        return "与目标持平，规划要求超过" if promise.operator == ">" else "已达到"
    return f"已达到，超出 {words.amount(-short, unit)}"


def _per(value: Decimal) -> str:
    return f"{words.number(value)}%"


def _problem(target: Target, reading: Reading, figures: Figures) -> str:
    """Say why there is no value."""
    for request in reversed(reading.requests()):
        figure = figures[request]
        if figure.value is None:
            when = "" if request == reading.now else f"{request.as_of.isoformat()} 的数值缺："
            return when + (figure.reason or "该日没有数据")
    if reading.is_growth and reading.less is not None:
        is_last_year = reading.less.as_of == a_year_before(reading.now.as_of)
        when = "上年同期" if is_last_year else f"{reading.less.as_of.year} 年"
        return f"{when}为零，无法计算增长率"
    own = own_unit(figures[reading.now])
    return f"单位无法换算：规划用“{target.unit or '（未写）'}”，指标用“{own}”，请核对口径"


def _base_note(promise: Promise, need: Measurement, base: Decimal | None) -> list[str]:
    if promise.basis == "stock" and need.base is not None and base is None:
        return [f"缺 {need.base.now.as_of.isoformat()} 的期初值，应达进度按零起算"]
    return []


def _year(
    promise: Promise,
    need: Measurement,
    figures: Figures,
    unit: str,
    base: Decimal | None,
    printed: Sequence[int],
    year: int,
    reading: Reading,
) -> YearValue:
    actual = read(figures, reading, unit)
    before = promise.from_year is not None and year < promise.from_year
    planned = None if before else pace.planned(promise, pace.year_end(year), base)
    note = "" if actual is not None else figures[reading.now].reason or "没有数据"
    is_running = reading.now.as_of != pace.year_end(year)
    is_printed = year in printed or year == promise.year or promise.is_every_year
    is_printed = is_printed and not before and not promise.is_mean
    return YearValue(year, actual, planned, is_printed, is_running, note)
