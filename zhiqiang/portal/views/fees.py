"""The fee watch: patents whose annual fee falls due, is late, or went unpaid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.portal import labels
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists.fees import group_list, watch_lines, watch_list
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.views.gate import officials_only
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.registry.fee_rules import fee_rules
from zhiqiang.records.registry.fees import KINDS
from zhiqiang.records.registry.queries import Asking, FeeWatch, Watched, grouped
from zhiqiang.ui.asked import BadAddress, asked
from zhiqiang.ui.listing import Listing
from zhiqiang.ui.tables import Page

_BY = {"": "按专利", "holder": "按权利人", "agency": "按代理机构"}


@officials_only
def fee_watch(request: HttpRequest) -> HttpResponse:
    """List the patents of the region that stand on the watch list for one reason."""
    asking = _read(request)
    counts = [(one, asking.watch.found(one).count()) for one in Watched]
    rows = asking.rows()
    page = page_of(request, rows.count() if asking.by else dict(counts)[asking.watched])
    listing = asking.listing(request)
    shown = asking.shown(rows, listing, page)
    context = {
        "asking": asking,
        "tabs": [(one, count, _address(request, watched=one.value)) for one, count in counts],
        "kinds": [(kind, labels.right_kinds()[kind]) for kind in KINDS],
        "ways": _BY.items(),
        "days": fee_rules().watch.days,
        "page": page,
        "listing": listing.draw(asking.drawn(shown)),
        "counted": f"共 {page.total:,} {'件' if not asking.by else '个'}",
        "export": reverse("portal:export_fee_watch") if may_export(request) else "",
        "notes": _notes(asking),
    }
    return render(request, "portal/fee_watch.html", context)


@needs(EXPORT)
def export_fee_watch(request: HttpRequest) -> HttpResponseBase:
    """Save what the watch list of the address shows."""
    asking = _read(request)
    rows = asking.rows()
    listing = asking.listing(request)
    total = rows.count()
    given = rows.iterator(2_000) if asking.by else listing.ordered(rows).iterator(2_000)
    at = asked(request)
    said = (at.region_name, f"截至 {at.as_of}", asking.said)
    return exported(request, listing, said, total, asking.drawn(given))


@dataclass(frozen=True, slots=True)
class _Asking:
    """What the address asks the watch list for."""

    watched: Watched
    by: str
    watch: FeeWatch

    def rows(self) -> Any:
        found = self.watch.found(self.watched).select_related("holder")
        return grouped(found.select_related(None), self.by) if self.by else found

    def listing(self, request: HttpRequest) -> Listing:
        if not self.by:
            return watch_list(request.GET, self.watched)
        by = self.by
        return group_list(
            request.GET, self.watched, by, lambda name: _address(request, **{"by": "", by: name})
        )

    def drawn(self, rows: Any) -> Any:
        return rows if self.by else watch_lines(self.watch, self.watched, rows)

    def shown(self, rows: Any, listing: Listing, page: Page) -> list[Any]:
        """Return what stands on a page; of patents the ids are put in order, then those are read."""
        place = slice(page.offset, page.offset + page.size)
        if self.by:
            return list(rows[place])
        ids = list(listing.ordered(rows).values_list("pk", flat=True)[place])
        read = rows.model.objects.for_program("reads the page of a watch list that was found")
        known = read.select_related("holder").in_bulk(ids)
        return [known[pk] for pk in ids]

    @property
    def said(self) -> str:
        one = self.watch.asking
        ahead = f"{one.days} 天内" if self.watched is Watched.DUE else ""
        kind = labels.right_kinds().get(one.kind, "")
        return " · ".join(part for part in (ahead, kind, one.holder, one.agency) if part)


def _read(request: HttpRequest) -> _Asking:
    query, at, rules = request.GET, asked(request), fee_rules()
    watched, by, kind = query.get("watched", "due"), query.get("by", ""), query.get("kind", "")
    days = query.get("days", "") or str(max(rules.watch.days))
    for value, known, label in (
        (watched, [one.value for one in Watched], "监视事项"),
        (by, list(_BY), "汇总方式"),
        (kind, ["", *KINDS], "专利种类"),
        (days, [str(one) for one in rules.watch.days], "提前天数"),
    ):
        if value not in known:
            raise BadAddress(f"没有“{value[:40]}”这一{label}。请用页面上的筛选项。")
    names = (query.get(name, "").strip()[:100] for name in ("holder", "agency"))
    asking = Asking(at.as_of, int(days), at.region, kind, *names)
    return _Asking(Watched(watched), by, FeeWatch(request.user, asking, rules, work_calendar()))


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name in ("page", "sort", "col"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    kept = {name: value for name, value in query.items() if value}
    asked_for = request.GET.copy()
    asked_for.clear()
    asked_for.update(kept)
    return f"{reverse('portal:fee_watch')}?{asked_for.urlencode()}"


def _notes(asking: _Asking) -> list[str]:
    notes = [asking.watch.note] if asking.watch.note else []
    if asking.watched is Watched.RESTORABLE:
        notes += fee_rules().restoration.uncertain
    elif asking.watched in (Watched.GRACE, Watched.AT_RISK):
        notes.append(
            "只列年费清单载明未缴，或有以前年度缴费记录而缺本年度的专利；"
            "登记册从未收到年费清单的专利无从判断，不列入。"
        )
    return notes
