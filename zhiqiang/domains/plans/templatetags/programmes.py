"""Words of programmes for templates, and the source text as marked HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhiqiang.domains.plans import words
from zhiqiang.domains.plans.lists import source_address

if TYPE_CHECKING:
    from zhiqiang.domains.plans.models import Target
    from zhiqiang.domains.plans.queries.source import Piece, SourceView

register = template.Library()
_GAP = re.compile(r"\n[ \t\u3000\xa0]*\n(?:[ \t\u3000\xa0]*\n)+")
_LABELS = {"target": "目标", "soft": "无数字目标", "task": "任务"}


@register.filter
def promised(target: Target) -> str:
    """Write operator, value and unit of a target."""
    return words.promise(target)


@register.filter
def due(target: Target) -> str:
    """Write the year by whose end a target holds."""
    return words.due(target)


@register.filter
def basis_word(basis: str) -> str:
    """Write the basis of a target."""
    return words.BASES.get(basis, "未写明")


@register.filter
def place_word(where: str) -> str:
    """Write in what part of the plan a target stands."""
    return words.PLACES.get(where, "正文")


@register.filter
def match_word(match: str) -> str:
    """Write how a target was linked."""
    return words.MATCHES.get(match, "未对应")


@register.filter
def soft_word(kind: str) -> str:
    """Write of what kind a goal without a number is."""
    return words.SOFT_KINDS.get(kind, "其他")


@register.filter
def review_word(review: str) -> str:
    """Write what a person did with a reading."""
    return words.REVIEWS.get(review, "未核对")


@register.filter
def compiled_value(target: dict[str, Any]) -> str:
    """Write operator and value of a target as the compiler gives it."""
    return words.compiled(target)


@register.filter
def under(section: str) -> str:
    """Write the headings above a place."""
    return section.replace(" > ", " › ")


@register.filter
def plain(value: Any) -> str:
    """Write a decimal without empty places."""
    return words.number(value, 2)


@register.simple_tag
def source_at(programme_id: int, at: str, kind: str = "") -> str:
    """Return the address of a place in the source text."""
    return source_address(programme_id, at)


@register.simple_tag
def marked_text(view: SourceView, page: str = "", programme_id: int = 0) -> SafeString:
    """Return the source text with a mark and an anchor for everything that was read from it.

    The marks lead to the readings beside the text, or with ``page`` to that page of the programme.
    """
    address = f"{reverse(page, args=[programme_id])}?at=" if page else "#r-"
    tail = "#w-at" if page else ""
    first = next((i for i, one in enumerate(view.pieces) if one.is_asked), -1)
    return format_html_join(
        "",
        "{}",
        ((_piece(one, index == first, address, tail),) for index, one in enumerate(view.pieces)),
    )


def _piece(piece: Piece, is_first: bool, address: str, tail: str) -> SafeString:
    anchor = mark_safe('<span id="w-at" tabindex="-1" autofocus></span>') if is_first else ""  # noqa: S308
    begins = format_html_join(
        "",
        "{}",
        (
            (
                format_html(
                    '<a class="from-task" id="w-{}" href="{}{}{}" title="看读出的任务">任务</a>',
                    one.code,
                    address,
                    one.code,
                    tail,
                )
                if one.kind == "task"
                else format_html('<span id="w-{}"></span>', one.code),
            )
            for one in piece.begins
        ),
    )
    text = _GAP.sub("\n\n", piece.text)
    if piece.words_of is not None:
        words_of = piece.words_of
        shown = format_html(
            '<a class="from-{}{}" href="{}{}{}" title="看读出的{}">{}</a>',
            words_of.kind, " asked" if piece.is_asked else "", address, words_of.code, tail,
            _LABELS[words_of.kind], text,
        )  # fmt: skip
    elif piece.is_asked:
        shown = format_html('<mark class="asked">{}</mark>', text)
    else:
        shown = format_html("{}", text)
    return format_html("{}{}{}", anchor, begins, shown)
