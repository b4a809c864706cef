"""The rolls of the register: search, filters by their own values, columns, a file with origins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal.clearing import clear_reading, clearable
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.rolls import ROLLS, RollWords, facet_word, roll_lines, roll_list
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked, read_day
from zhiqiang.ui.templatetags.figures import number

_SUMS = {"people": "人次", "items": "条数", "planned": "预算（元）", "spent": "支出（元）"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address of a roll asks for."""

    words: RollWords
    wanted: registry.Wanted
    party: str

    def said(self, region: str) -> list[str]:
        """Return the filter in words, as headings and files carry it."""
        wanted = self.wanted
        chosen = [facet_word(self.words.subject, *one) for one in wanted.chosen.items() if one[1]]
        days = f"{wanted.since or ''} 至 {wanted.until or ''}".strip()
        return [
            self.party or region, *chosen, wanted.text,
            days if wanted.since or wanted.until else "",
            f"{wanted.in_force_on} 未失效" if wanted.in_force_on else "",
        ]  # fmt: skip


def roll(request: HttpRequest, name: str) -> HttpResponse:
    """List one roll by words, its own values, days and region; all in the address."""
    at = _read(request, name)
    words, person = at.words, request.user
    found = registry.Roll(words.subject, person, at.wanted)
    listing = roll_list(request.GET, person, words)
    page = page_of(request, found.total)
    shown = listing.ordered(found.rows)[page.offset : page.offset + page.size]
    sums = [
        f"{_SUMS[key]} {number(value)}" for key, value in found.totals.items() if value is not None
    ]
    context = {
        "at": at,
        "words": words,
        "clear": clear_reading(request),
        "wanted": at.wanted,
        "facets": _facets(at, found),
        "has_days": registry.has_days(words.subject),
        "is_whole": registry.is_whole(asked(request).region),
        "is_filtered": any([*at.said("")]),
        "page": page,
        "listing": listing.draw(roll_lines(listing, words, shown, person, in_file=False)),
        "counted": " · ".join([f"共 {page.total:,} {words.counted}", *sums]),
        "export": reverse(f"portal:export_{name}") if may_export(request) else "",
    }
    return render(request, "portal/roll.html", context)


@clearable("list")
@needs(EXPORT)
def export_roll(request: HttpRequest, name: str) -> HttpResponseBase:
    """Save what the filter of the address finds, each with the row it came from."""
    at = _read(request, name)
    found = registry.Roll(at.words.subject, request.user, at.wanted)
    listing = roll_list(request.GET, request.user, at.words)
    rows = listing.ordered(found.rows).iterator(2_000)
    lines = roll_lines(listing, at.words, rows, request.user, in_file=True)
    return exported(request, listing, at.said(asked(request).region_name), found.total, lines)


#: what is planned to be spent is not public
budgets = officials_only(roll)
export_budgets = officials_only(export_roll)


def _facets(at: _Asked, found: registry.Roll) -> list[dict[str, Any]]:
    """Return the filters with their values in words, how many rows have each, and what is chosen."""
    out = []
    for name, values in found.facets().items():
        chosen = at.wanted.chosen.get(name, "")
        if chosen and chosen not in dict(values):
            values = [(chosen, 0), *values]
        if name == "year":
            values = sorted(values, reverse=True)
        choices = [
            (value, f"{facet_word(at.words.subject, name, value)}（{count:,}）", value == chosen)
            for value, count in values
        ]
        out.append({"name": name, "label": at.words.facets[name], "choices": choices})
    return out


def _read(request: HttpRequest, name: str) -> _Asked:
    query, words = request.GET, ROLLS[name]
    facets = registry.facets_of(words.subject)
    chosen = {one: query.get(one, "").strip()[:200] for one in facets}
    if chosen.get("year") and not (chosen["year"].isascii() and chosen["year"].isdecimal()):
        raise BadAddress(f"年度“{chosen['year'][:20]}”应为四位数字。")
    if len(chosen.get("year", "")) > 4:
        raise BadAddress(f"年度“{chosen['year'][:20]}”应为四位数字。")
    since, until = (_day(query.get(one, "")) for one in ("since", "until"))
    party_id, party = None, ""
    if text := query.get("party", "").strip():
        if not (text.isascii() and text.isdecimal() and len(text) < 16):
            raise BadAddress(f"主体编号“{text[:20]}”应为整数，请从主体的页面进入。")
        one = registry.party_by_id(int(text), request.user)
        party_id, party = one.pk, registry.shown_name(one, request.user)
    in_force = asked(request).as_of if query.get("current") and words.subject == "designation" else None  # fmt: skip
    wanted = registry.Wanted(
        query.get("text", "").strip()[:100], chosen, asked(request).region, party_id,
        since, until, in_force,
    )  # fmt: skip
    return _Asked(words, wanted, party)


def _day(text: str) -> Any:
    return read_day(text) if text.strip() else None
