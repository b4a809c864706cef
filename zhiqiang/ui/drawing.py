"""Rows of tables as HTML. Written in Python: a page has hundreds of cells, and a template for each
of them costs more than all queries of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhiqiang.ui.tables import Cell

LAMPS = {
    "ok": ("●", "正常"),
    "behind": ("▲", "滞后"),
    "far_behind": ("■", "严重滞后"),
    "no_data": ("○", "无数据"),
}


def lamp(key: str) -> str:
    """Draw a lamp: shape, word and colour."""
    shape, word = LAMPS[key]
    return f'<span class="lamp {key}">{shape} {word}</span>'


def body(rows: Iterable[Sequence[Cell]]) -> SafeString:
    """Draw the rows of a table; every text of a cell is escaped."""
    drawn = (f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return mark_safe("".join(drawn))  # noqa: S308 - _cell escapes each text


def _cell(one: Cell) -> str:
    tag, scope = ("th", ' scope="row"') if one.is_head else ("td", "")
    note = f' <span class="muted">{escape(one.note)}</span>' if one.note else ""
    return f'<{tag}{scope} class="{escape(one.kind)}">{_text(one)}{note}</{tag}>'


def _text(one: Cell) -> str:
    if one.lamp:
        return lamp(one.lamp)
    text = escape(one.text)
    if one.mark:
        return f'<span class="mark {escape(one.mark)}">{text}</span>'
    if one.href:
        label = f' aria-label="{escape(one.label)}"' if one.label else ""
        return f'<a href="{escape(one.href)}"{label}>{text}</a>'
    return text
