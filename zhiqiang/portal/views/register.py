"""The register: rights, parties, and each right with its history and origin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.portal.paging import filled, page_of
from zhiqiang.portal.views import words_of_right
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.templatetags.figures import day


def rights(request: HttpRequest) -> HttpResponse:
    """List rights by name or number, kind and region; the filter stands in the address."""
    text = request.GET.get("text", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kinds = labels.right_kinds()
    if kind and kind not in kinds:
        raise BadAddress(f"没有“{kind[:40]}”这一权利种类。可选{'、'.join(kinds.values())}。")
    found = registry.search_rights(request.user, text, kind, asked(request).region)
    page = page_of(request, found.total)
    shown = found[page.offset : page.offset + page.size]
    context = {
        "text": text,
        "kind": kind,
        "kinds": kinds.items(),
        "kind_label": kinds.get(kind, ""),
        "page": filled(page, [_line(one, request.user) for one in shown]),
    }
    return render(request, "portal/rights.html", context)


def _line(right: Any, person: Any) -> dict[str, Any]:
    holder = registry.shown_name(right.holder, person)
    return {
        "pk": right.pk,
        "number": right.number,
        "title": right.title,
        "kind_label": right.get_kind_display(),
        "nice_class": right.nice_class,
        "holder": holder or registry.shown_names(right.applicants, person),
        "filed_on": right.filed_on,
        "granted_on": right.granted_on,
        "status": right.status_text,
    }


def right(request: HttpRequest, right_id: int) -> HttpResponse:
    """Show one right: bibliography, status on the day, holders, timeline and, for officials, origin."""
    found = registry.right_by_id(right_id, request.user)
    origins = registry.provenance_of("right", found.pk, request.user)
    history = registry.history_of(found, request.user)
    context = {
        "right": found,
        "kind_label": found.get_kind_display(),
        "facts": words_of_right.facts(found, request.user, origins),
        "state": words_of_right.state(found, asked(request).as_of),
        "holdings": [
            _holding(one, request.user) for one in registry.holdings_of(found.pk, request.user)
        ],
        "origins": origins,
        "entries": [_entry(one, request.user) for one in reversed(history)],
    }
    return render(request, "portal/right.html", context)


def _holding(one: Any, person: Any) -> dict[str, Any]:
    visible = registry.sees_origins(person) or one.party.kind != "person"
    return {
        "name": registry.shown_name(one.party, person),
        "href": reverse("portal:party", args=[one.party_id]) if visible else "",
        "region": scope.region_name(one.region_code) if one.region_code else "",
        "from_on": one.from_on,
        "until_on": one.until_on,
    }


def _entry(one: Any, person: Any) -> dict[str, Any]:
    """Return a line of the timeline; an event carries, for officials, the row it came from."""
    out = {"on": one.on, "label": one.label, "text": one.text, "source": "", "href": ""}
    if one.subject == "event":
        for batch, sheet, row in registry.provenance_of("event", one.subject_id, person)[:1]:
            out["source"] = f"{batch.file_name} 第 {row} 行"
            out["href"] = words_of_right.row_address(batch.pk, sheet, row)
    return out


def party(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one party and the rights that it holds now."""
    found = registry.party_by_id(party_id, request.user)
    held = registry.rights_of(found.pk, request.user)
    page = page_of(request, held.total)
    rows = [
        (
            one.number,
            Cell(one.title, href=reverse("portal:right", args=[one.pk])),
            one.get_kind_display(),
            day(one.filed_on),
            day(one.granted_on),
            one.status_text or "—",
        )
        for one in held[page.offset : page.offset + page.size]
    ]
    columns = [
        ("申请号或注册号", "k"),
        ("名称", "t"),
        ("种类", "k"),
        ("申请日", "d"),
        ("授权日或注册日", "d"),
        ("来源所载状态", "k"),
    ]
    context = {
        "name": registry.shown_name(found, request.user),
        "kind_label": found.get_kind_display(),
        "region": scope.region_name(found.region_code) if found.region_code else "",
        "facts": [
            ("统一社会信用代码", found.credit_code),
            ("地址", found.address),  # A natural person's page opens to those who may see it whole.
            ("国民经济行业代码", found.industry_code),
            ("企业规模", found.size),
        ],
        "page": filled(page, rows),
        "table": table("名下权利", columns, rows),
    }
    return render(request, "portal/party.html", context)
