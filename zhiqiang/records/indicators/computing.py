"""Ask the engine, and put its answer into the words of a figure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from threading import Lock

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.engines.metrics import Indicator, Observation, Question, Rules
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.errors import NotFound
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.indicators.figures import FigureView
from zhiqiang.records.indicators.origin import amount, sentence

REMEMBERED = 20_000
_answers: OrderedDict[tuple[object, ...], FigureView] = OrderedDict()
_lock = Lock()


class KnownPlaces:
    """The divisions of this installation; which lie below which is looked up once."""

    def __init__(self, known: Divisions) -> None:
        self.known = known
        self.children = lru_cache(maxsize=5_000)(known.children)
        self.parent = known.parent


@lru_cache(maxsize=2)
def _places_of(known: Divisions) -> KnownPlaces:
    return KnownPlaces(known)


def places() -> KnownPlaces:
    """Return the divisions as the engine asks them."""
    return _places_of(divisions())


def figures_of(
    wanted: Sequence[tuple[Indicator, Question]], snapshot: OpenSnapshot, rules: Rules
) -> list[FigureView]:
    """Return the figures; the same question of the same snapshot is computed once.

    Nothing about an answer can change: the snapshot is immutable, and other rules are another key.
    What is not at hand is counted together, in one pass over rows that are the same.
    """
    known = places()
    asked = {
        (snapshot, rules, known, indicator.key, question): (indicator, question)
        for indicator, question in wanted
    }
    with _lock:
        found = {key: _answers[key] for key in asked if key in _answers}
    lacking = {key: one for key, one in asked.items() if key not in found}
    metrics.prepare(lacking.values(), snapshot, rules)
    for key, (indicator, question) in lacking.items():
        found[key] = _view(indicator, question, snapshot, rules, known)
    with _lock:
        _answers.update((key, found[key]) for key in lacking)
        while len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
    return [found[snapshot, rules, known, one.key, question] for one, question in wanted]


def computed(
    indicator: Indicator, question: Question, snapshot: OpenSnapshot, rules: Rules
) -> FigureView:
    """Return the figure, computed now."""
    return _view(indicator, question, snapshot, rules, places())


def _view(
    indicator: Indicator,
    question: Question,
    snapshot: OpenSnapshot,
    rules: Rules,
    known: KnownPlaces,
) -> FigureView:
    try:
        seen = metrics.compute(indicator, snapshot, question, rules, known)
    except NotFound as error:
        return _undefined(indicator, question, snapshot.number, str(error))
    has_parts = seen.denominator is not None and not seen.is_reported
    return FigureView(
        indicator=indicator,
        value=seen.value,
        numerator=seen.numerator.value if has_parts and seen.denominator else None,
        denominator=seen.denominator.value if has_parts and seen.denominator else None,
        as_of=question.as_of,
        region=question.region,
        snapshot=snapshot.number,
        definition=seen.definition,
        rows=seen.rows,
        reason=seen.reason,
        origin=sentence(indicator, seen, question.as_of, snapshot.number),
        findings=_findings(indicator, seen, question.as_of, rules),
        since=question.since,
        reported=seen.reported,
        is_reported=seen.is_reported,
    )


def _undefined(indicator: Indicator, question: Question, number: int, reason: str) -> FigureView:
    return FigureView(
        indicator=indicator,
        value=None,
        numerator=None,
        denominator=None,
        as_of=question.as_of,
        region=question.region,
        snapshot=number,
        definition="",
        rows=0,
        reason=reason,
        origin=f"截至 {question.as_of} · 无数值 · 快照 {number}",
        findings=(),
        since=question.since,
    )


def _findings(
    indicator: Indicator, seen: Observation, as_of: date, rules: Rules
) -> tuple[Finding, ...]:
    remarks = [Finding(Severity.WARNING, "figure_remark", f"{note}。") for note in seen.notes]
    if seen.reported is not None:
        remarks.append(_second_source(indicator, seen))
    open_points = dict.fromkeys(metrics.uncertain_points(indicator, as_of, rules))
    notices = [Finding(Severity.NOTICE, "definition_open", point) for point in open_points]
    return tuple(remarks + notices)


def _second_source(indicator: Indicator, seen: Observation) -> Finding:
    """Say beside the number that it was reported, or that a report says another one."""
    report = seen.reported
    assert report is not None
    given = f"{report.body} {report.reported_on} 填报 {amount(report.value, indicator.unit)}"
    if seen.is_reported:
        text = (
            f"本数为填报值（{given}，截至 {report.as_of}，附佐证材料），台账中没有可供计算的记录。"
        )
        return Finding(Severity.WARNING, "figure_reported", text)
    text = f"另有填报值：{given}（截至 {report.as_of}），与由记录计算的数并列，以计算为准。"
    return Finding(Severity.WARNING, "figure_second_source", text)
