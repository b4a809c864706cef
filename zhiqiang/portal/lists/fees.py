"""Lists of the fee watch: patents with the fee that they are about, and counts by holder or agency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from zhiqiang.portal import scope
from zhiqiang.portal.exporting import in_chunks
from zhiqiang.records.registry.queries import FeeWatch, Watched, WatchLine
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, day, number

_UNTIL = {
    Watched.DUE: "最迟缴费日",
    Watched.GRACE: "可补缴至",
    Watched.AT_RISK: "补缴期止于",
    Watched.RESTORABLE: "恢复请求期（推算）",
}


def watch_list(query: QueryDict, watched: Watched) -> Listing:
    """Describe the watch list; its rows are ``WatchLine``."""
    fields = [
        _of("number", "申请号", 18),
        Field("title", "名称", _title, "t", ("title",), is_name=True, width=44),
        Field("kind", "种类", lambda one: one.right.get_kind_display(), "k", ("kind",)),
        Field("holder", "权利人", _holder, "t", ("holder__name",), lambda one: _name(one), width=34),
        Field("agency", "代理机构", lambda one: dash(one.right.agency), "t", ("agency",), is_usual=False, width=30),
        *(_lapsed() if watched is Watched.RESTORABLE else _due(watched)),
        Field("until", _UNTIL[watched], lambda one: day(one.until), "d", ("due_order",), lambda one: one.until, width=14),
        Field("said", "提示", _said, "t", width=26),
        Field("filed_on", "申请日", lambda one: day(one.right.filed_on), "d", ("filed_on",), lambda one: one.right.filed_on, is_usual=False),
        Field("region", "地区", _region, "k", ("region_code",), is_usual=False),
    ]  # fmt: skip
    return Listing(f"年费监视（{watched.zh}）", fields, query, "until")


def _due(watched: Watched) -> list[Field]:
    return [
        Field("year", "年度", _fee(lambda fee: str(fee.year)), "n", value=_raw(lambda fee: fee.year), width=8),
        Field("owed", "应缴（元）", _fee(lambda fee: number(fee.owed)), "n", value=_raw(lambda fee: fee.owed), width=12),
        Field("late", "其中滞纳金", _fee(lambda fee: number(fee.late) if fee.late else "—"), "n", value=_raw(lambda fee: fee.late), is_usual=watched is not Watched.DUE, width=12),
    ]  # fmt: skip


def _lapsed() -> list[Field]:
    return [
        Field("lapsed_on", "终止日", lambda one: day(one.lapsed_on), "d", value=lambda one: one.lapsed_on, width=13)
    ]  # fmt: skip


def watch_lines(watch: FeeWatch, watched: Watched, rights: Iterable[Any]) -> Iterator[WatchLine]:
    """Give rights as rows of the watch list."""
    for some in in_chunks(rights):
        yield from watch.lines(watched, some)


def group_list(
    query: QueryDict, watched: Watched, by: str, narrowed: Callable[[str], str]
) -> Listing:
    """Describe how many patents each holder or agency has; ``narrowed`` leads to their list."""
    name = "holder__name" if by == "holder" else "agency"
    label = "权利人" if by == "holder" else "代理机构"
    missing = "没有载明权利人" if by == "holder" else "没有代理机构"

    def cell(one: dict[str, Any]) -> Cell:
        return Cell(one[name], narrowed(one[name])) if one[name] else Cell(missing)

    return Listing(
        f"年费监视（{watched.zh}，按{label}）",
        [
            Field("name", label, cell, "t", is_name=True, width=44),
            Field("rights", "件数", lambda one: number(one["rights"]), "n", value=lambda one: one["rights"], width=10),
        ],
        query,
    )  # fmt: skip


def _of(name: str, label: str, width: float) -> Field:
    return Field(name, label, lambda one: dash(getattr(one.right, name)), "k", (name,), width=width)


def _fee(write: Callable[[Any], str]) -> Callable[[WatchLine], str]:
    return lambda one: write(one.fee) if one.fee else "—"


def _raw(value: Callable[[Any], Any]) -> Callable[[WatchLine], Any]:
    return lambda one: value(one.fee) if one.fee else None


def _title(one: WatchLine) -> Cell:
    return Cell(one.right.title, href=reverse("portal:right", args=[one.right.pk]) + "#fees")


def _name(one: WatchLine) -> str:
    return one.right.holder.name if one.right.holder else ""


def _holder(one: WatchLine) -> Cell | str:
    holder = one.right.holder
    return Cell(holder.name, reverse("portal:party", args=[holder.pk])) if holder else "—"


def _said(one: WatchLine) -> str:
    said = ["名单载明未缴"] if one.fee and one.fee.is_listed_unpaid else []
    said += ["质押中"] if one.is_pledged else []
    said += ["名单标注高价值"] if one.right.is_marked_high_value else []
    return "；".join(said) or "—"


def _region(one: WatchLine) -> str:
    code = one.right.region_code
    return scope.region_name(code) if code else "—"
