"""One sentence that says where a figure comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhiqiang.engines.metrics import Indicator, Observation, Part, Reported

_WORDS = {"元": (Decimal(100_000_000), "亿元"), "人": (Decimal(10_000), "万人")}


def amount(value: Decimal, unit: str) -> str:
    """Return a number for reading: 965000 人 as 96.5 万人, 12345 件 as 12,345 件."""
    if unit in _WORDS:
        size, word = _WORDS[unit]
        if abs(value) >= size:
            value, unit = value / size, word
        elif unit == "元" and abs(value) >= 10_000:
            value, unit = value / 10_000, "万元"
    text = f"{value.quantize(Decimal('0.000001')):,f}"
    return f"{text.rstrip('0').rstrip('.')} {unit}"


def sentence(indicator: Indicator, seen: Observation, as_of: date, snapshot: int) -> str:
    """Return date, parts and snapshot of a figure in one line."""
    parts = [f"截至 {as_of}"]
    if seen.value is None:
        parts.append("无数值")
    elif seen.is_reported and seen.reported is not None:
        parts = [f"截至 {seen.reported.as_of}", _report(seen.reported)]
    elif indicator.kind == "growth" and seen.denominator is not None:
        # Mean growth names the day of each side itself.
        before = "，" if seen.denominator.label else "，上年同期 "
        parts.append(f"{_plain(seen.numerator)}{before}{_plain(seen.denominator)}")
    elif seen.denominator is not None:
        parts.append(f"{_plain(seen.numerator)} ÷ {_plain(seen.denominator)}")
    else:
        parts += _single(seen)
    return " · ".join([*parts, f"快照 {snapshot}"]).replace("） · ", "）· ")


def _report(report: Reported) -> str:
    begin = f"{report.since} 起，" if report.since else ""
    return f"填报值（{begin}{report.body} {report.reported_on} 填报，附佐证材料）"


def _single(seen: Observation) -> list[str]:
    part = seen.numerator
    said = [f"{part.begin} 起"] if part.begin is not None else []
    counted = f"（{seen.rows:,} 笔）" if part.unit == "元" and not part.label else ""
    return [*said, _plain(part) + counted]


def _plain(part: Part) -> str:
    if part.value is None:
        return "无数值"
    said = amount(part.value, part.unit)
    return f"{said}（{part.label}）" if part.label else said
