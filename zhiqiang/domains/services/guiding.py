"""The guide of a service item in words, written from its data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.records.casework.items import ClockDeclared, ServiceItem
from zhiqiang.records.casework.verbs import VERBS
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.registry.code_words import code_names
from zhiqiang.records.registry.queries import event_kinds

_MARKS = {"V": "待核对原文", "C": "本单位设定"}


@dataclass(frozen=True, slots=True)
class LimitTold:
    """One limit of an item: what, how long, since when it is counted, on what basis."""

    name: str
    legal: str
    promised: str
    extension: str
    starts: str
    stops: str
    basis: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What the page of an item says beyond its own words."""

    limits: tuple[LimitTold, ...]
    left: tuple[str, ...]
    feeds: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]
    fields: tuple[dict[str, Any], ...]


def guide(item: ServiceItem, on: date) -> Guide:
    """Return the guide of an item as it holds on a day."""
    known = indicators.catalogue()
    required = set(item.fields.get("required", []))
    return Guide(
        limits=tuple(_limits(item, on)),
        left=left_by(item),
        feeds=tuple((key, known[key].name) for key in item.feeds if key in known),
        basis=tuple(_basis(one) for one in item.basis),
        fields=tuple(
            {"title": one["title"], "help": one.get("description", ""), "must": name in required}
            for name, one in item.fields["properties"].items()
            if name not in item.official_fields
        ),
    )


def left_by(item: ServiceItem) -> tuple[str, ...]:
    """Return in words what the outcomes of an item leave in the register."""
    return tuple(_left(item))


def limit_of(item: ServiceItem, on: date) -> str:
    """Return the limits of an item in one line, for the catalogue."""
    told = [f"{one.name} {one.legal or one.promised}" for one in _limits(item, on)]
    return "；".join(told)


def _limits(item: ServiceItem, on: date) -> Iterator[LimitTold]:
    for clock in item.clocks:
        version = clock.version_on(on)
        if version is not None:
            yield LimitTold(
                clock.zh,
                _long(version.legal),
                _long(version.promised),
                _long(version.extension),
                _acts(clock, "starts"),
                _acts(clock, "stops"),
                "；".join(_basis(one) for one in version.basis),
            )


def _long(limit: Any) -> str:
    return str(limit) if limit else ""


def _acts(clock: ClockDeclared, which: str) -> str:
    return "或".join(VERBS[one].zh for one in getattr(clock, which) if one != "reopen")


def _left(item: ServiceItem) -> Iterator[str]:
    events, activities, designations = (
        event_kinds(),
        code_names("activities"),
        code_names("designations"),
    )
    for outcome in item.outcomes:
        for leaves in outcome.leaves:
            if leaves.event:
                yield f"{outcome.zh}：在每件权利的时间轴登记“{events.get(leaves.event, leaves.event)}”"
            elif leaves.activity:
                yield f"{outcome.zh}：登记一项活动“{activities.get(leaves.activity, leaves.activity)}”"
            elif leaves.designation:
                name = designations.get(leaves.designation, leaves.designation)
                yield f"{outcome.zh}：登记一项认定“{name}”"
            elif leaves.statistic:
                yield f"{outcome.zh}：登记一项统计数据，计入指标"
            elif leaves.ends:
                yield f"{outcome.zh}：登记“{designations.get(leaves.ends, leaves.ends)}”终止"
            else:
                yield f"{outcome.zh}：更正台账中的这条记录，以本办件为依据"


def _basis(one: Any) -> str:
    number = f"（{one.number}）" if one.number else ""
    mark = f"〔{_MARKS[one.mark]}〕" if one.mark in _MARKS else ""
    return f"《{one.document}》{number}{one.article}{mark}"
