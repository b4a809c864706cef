"""Filters for figures and dates, and tags that keep the asked region and date in links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from zhiqiang.ui.charts import Chart
from zhiqiang.ui.drawing import LAMPS, body
from zhiqiang.ui.tables import Cell

register = template.Library()

SEVERITIES = {"error": "错误", "warning": "提醒", "notice": "说明"}
KEPT = ("region", "as_of")


def _decimal(value: Any) -> Decimal | None:
    try:
        out = Decimal(str(value))
    except InvalidOperation:
        return None
    return out if out.is_finite() else None


@register.filter
def number(value: Any, places: int | str = "") -> str:
    """Write a number with thousands separators: whole numbers whole, others with two decimals.

    ``places`` fixes the decimals. Numbers too small for two decimals keep two significant digits.
    What is no number is a dash.
    """
    amount = _decimal(value)
    if amount is None:
        return "—"
    if places == "" and amount == amount.to_integral_value():
        return f"{amount.to_integral_value():,f}"
    digits = int(places) if places != "" else 2
    if places == "" and 0 < abs(amount) < Decimal("0.01"):
        digits = 1 - amount.adjusted()
    rounded = amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}"


@register.filter
def with_unit(value: Any, unit: str) -> str:
    """Write a number and its unit: 5.80 件/万人, 62%; what is no number is a dash alone."""
    text = number(value)
    if text == "—" or not unit:
        return text
    return f"{text}{unit}" if unit.startswith(("%", "‰")) else f"{text} {unit}"


@register.filter
def points(value: Any) -> str:
    """Write a difference of two percentages: +3.2 个百分点."""
    amount = _decimal(value)
    return "—" if amount is None else f"{amount:+,.1f} 个百分点"


@register.filter
def day(value: Any, missing: str = "—") -> str:
    """Write a day as 2024-12-31; without a day, ``missing``."""
    if isinstance(value, datetime):
        value = localtime(value).date() if value.tzinfo else value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
        return value[:10]
    return missing


@register.filter
def moment(value: Any) -> str:
    """Write a moment as 2024-12-31 09:05 in local time."""
    if not isinstance(value, datetime):
        return "—"
    return f"{localtime(value) if value.tzinfo else value:%Y-%m-%d %H:%M}"


@register.filter
def dash(value: Any, reason: str = "") -> str:
    """Show a value that is there; else a dash, with the reason where one is known."""
    if value not in (None, ""):
        return str(value)
    return f"— {reason}" if reason else "—"


@register.filter
def without_keys(text: Any) -> str:
    """Drop the keys of sources that messages name for the command line: 专利清单（来源 patents）."""
    return re.sub(r"（来源 [a-z_]+）", "", str(text or ""))


@register.filter
def lamp_shape(lamp: str) -> str:
    """Return the shape of a lamp: ok, behind, far_behind, no_data."""
    return LAMPS[str(lamp)][0]


@register.filter
def lamp_word(lamp: str) -> str:
    """Return the word of a lamp."""
    return LAMPS[str(lamp)][1]


@register.filter
def drawn_rows(rows: Iterable[Sequence[Cell]]) -> SafeString:
    """Draw rows of cells as the body of a table."""
    return body(rows)


@register.filter
def severity_word(severity: str) -> str:
    """Return the word for how much a finding weighs."""
    return SEVERITIES[str(severity)]


def _kept(context: Context) -> dict[str, list[str]]:
    """Return what this page's address asks for; a name may stand in it several times."""
    request = context.get("request")
    lists = [] if request is None else request.GET.lists()
    return {name: kept for name, values in lists if (kept := [one for one in values if one])}


@register.simple_tag(takes_context=True)
def keep(context: Context, **changes: Any) -> str:
    """Return this page's query string with ``changes``; an empty value removes a name."""
    asked = _kept(context) | {name: [str(value)] for name, value in changes.items()}
    return "?" + urlencode({k: v for k, v in asked.items() if v != [""]}, doseq=True)


@register.simple_tag(takes_context=True)
def kept(context: Context, *besides: str) -> SafeString:
    """Return hidden fields that keep what this page's address asks for in a form, but ``besides``."""
    pairs = ((k, v) for k, values in _kept(context).items() if k not in besides for v in values)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def to(context: Context, view: str, *args: Any, **query: Any) -> str:
    """Return the address of ``view``; region and date that were asked for stay in it.

    Positional values go into the path, named ones into the query string.
    """
    asked = {name: values[-1] for name, values in _kept(context).items() if name in KEPT}
    asked |= {name: str(value) for name, value in query.items()}
    asked = {name: value for name, value in asked.items() if value not in ("", "None")}
    address = reverse(view, args=[str(arg) for arg in args])
    return f"{address}?{urlencode(asked)}" if asked else address


@register.simple_tag
def json_option(chart: Chart) -> SafeString:
    """Put the option of a chart into the page as JSON that ``ui/chart.js`` reads."""
    return json_script(chart.option, f"{chart.key}-option")
