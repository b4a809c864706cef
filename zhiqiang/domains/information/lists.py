"""The list of what a topic database holds, as a page shows it and as a file is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from zhiqiang.domains.information.models import TopicDatabase
from zhiqiang.domains.information.queries.topics import Line
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.listing import Field, Listing
from zhiqiang.ui.tables import Cell
from zhiqiang.ui.templatetags.figures import dash, day


def topic_list(of: TopicDatabase, query: QueryDict, person: Any, may_curate: bool) -> Listing:
    """Describe the list of what a database holds; its rows are ``Line``."""
    fields = [
        Field("number", "申请号或注册号", lambda one: dash(one.right.number), "k", ("number",), width=20),
        Field("title", "名称", _title, "t", ("title",), lambda one: one.right.title, is_name=True, width=44),
        Field("kind", "种类", lambda one: one.right.get_kind_display(), "k", ("kind",)),
        Field("holder", "权利人", lambda one: dash(one.holder), "t", width=34),
        _day("filed_on", "申请日"),
        _day("granted_on", "授权日或注册日"),
        Field("status", "来源所载状态", lambda one: dash(one.right.status_text), "k", ("status_text",)),
        Field("ipc", "主分类号", lambda one: dash(one.right.ipc_main), "k", ("ipc_main",), is_usual=False),
        Field("joined", "收录日期", lambda one: day(_joined(one)), "d", value=_joined, width=13),
        Field("verdict", "收录方式", _verdict, "k", value=lambda one: one.entry.get_verdict_display()),
        Field("reason", "收录理由", lambda one: dash(one.entry.reason), "t", is_usual=False, is_in_files=True, width=30),
        Field("note", "批注", lambda one: dash(one.entry.note), "t", is_in_files=True, width=40),
        *(_own(place, label) for place, label in enumerate(of.fields)),
    ]  # fmt: skip
    if registry.sees_origins(person):
        fields += [
            Field("file", "来源文件", lambda one: one.origin.file if one.origin else "—", "t", is_usual=False, is_in_files=True, width=34),
            Field("sheet", "来源工作表", lambda one: dash(one.origin.sheet) if one.origin else "—", "k", is_usual=False, is_in_files=True),
            Field("row", "来源行", lambda one: str(one.origin.row) if one.origin else "—", "n", is_usual=False, is_in_files=True, width=8),
        ]  # fmt: skip
    if may_curate:
        fields.append(Field("curate", "维护", _curate, "k", value=lambda one: ""))
    return Listing(of.title, fields, query, "-filed_on")


def has_origins(listing: Listing, in_file: bool) -> bool:
    """Say whether the columns of a page or file tell where rows come from."""
    shown = listing.in_files if in_file else listing.shown
    return any(one.key in ("file", "sheet", "row") for one in shown)


def _title(one: Line) -> Cell:
    return Cell(one.right.title, href=reverse("portal:right", args=[one.right.pk]))


def _day(name: str, label: str) -> Field:
    def value(one: Line) -> Any:
        return getattr(one.right, name)

    return Field(name, label, lambda one: day(value(one)), "d", (name,), value, width=13)


def _joined(one: Line) -> Any:
    return timezone.localtime(one.entry.joined_at).date()


def _verdict(one: Line) -> Cell:
    return Cell(one.entry.get_verdict_display(), note=one.entry.reason)


def _own(place: int, label: str) -> Field:
    write: Callable[[Line], str] = lambda one: dash(one.entry.values.get(label, ""))  # noqa: E731
    return Field(f"own{place}", label, write, "t", is_in_files=True, width=20)


def _curate(one: Line) -> Cell:
    place = reverse("information:entry", args=[one.entry.pk])
    return Cell("批注、剔除", href=place, label=f"批注、剔除“{one.right.title}”")
