"""Rights, parties, received files, and the search over everything."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from zhiqiang.api import shapes
from zhiqiang.api.asking import clear, require
from zhiqiang.api.door import answers
from zhiqiang.api.paging import USUAL, Number, Size, answer, offset, paged
from zhiqiang.portal import labels
from zhiqiang.portal.lists.found import FACETS, read_question
from zhiqiang.portal.search import search as search_everything
from zhiqiang.records.registry import queries
from zhiqiang.records.search.queries import Search
from zhiqiang.ui.asked import asked

Text = Annotated[str, Query(max_length=100, description="号码、名称或申请人")]
Kind = Literal[
    "", "invention", "utility_model", "design", "pct_application", "trademark", "madrid_mark",
    "geographical_indication", "software_copyright", "work_copyright", "plant_variety",
    "layout_design",
]  # fmt: skip
Reason = Annotated[
    str,
    Query(
        max_length=500,
        description="查看完整个人信息的原因，须有相应权限；记入操作日志。不写则遮挡",
    ),
]
rights_router = Router(tags=["台账"])
parties_router = Router(tags=["台账"])
imports_router = Router(tags=["数据导入"])
search_router = Router(tags=["检索"])
_RIGHT = (
    *("id", "kind", "number", "publication_number", "grant_number", "title", "filed_on"),
    *("published_on", "granted_on", "term_ends_on", "status_text", "ipc_main", "nice_class"),
    "region_code",
)


@rights_router.get("", response=answers(shapes.Page[shapes.Right]), url_name="rights")
def rights(
    request: HttpRequest, text: Text = "", kind: Kind = "", page: Number = 1, size: Size = USUAL
) -> Any:
    """List the rights of the region by number, title or applicant, newest first."""
    found = queries.search_rights(request.user, text, kind, asked(request).region)
    return _rights(found, page, size, request.user)


@rights_router.get("/{int:right_id}", response=answers(shapes.RightWhole), url_name="right")
def right(request: HttpRequest, right_id: int) -> Any:
    """Return one right with its history."""
    one = queries.right_by_id(right_id, request.user)
    origins = queries.provenance_of("right", one.pk, request.user)
    return _right(one, request.user) | {
        "history": queries.history_of(one, request.user),
        "origins": [
            {"batch_id": batch.pk, "file_name": batch.file_name, "sheet": sheet, "row": row}
            for batch, sheet, row in origins
        ],
    }


@parties_router.get("", response=answers(list[shapes.Party]), url_name="parties")
def parties(request: HttpRequest, text: Annotated[str, Query(min_length=2, max_length=100)]) -> Any:
    """Find parties by name or credit code; at most fifty."""
    return [_party(one, request.user) for one in queries.search_parties(text, request.user)]


@parties_router.get("/{int:party_id}", response=answers(shapes.Party), url_name="party")
def party(request: HttpRequest, party_id: int, reason: Reason = "") -> Any:
    """Return one party."""
    clear(request, f"party:{party_id}", reason)
    return _party(queries.party_by_id(party_id, request.user), request.user)


@parties_router.get(
    "/{int:party_id}/rights", response=answers(shapes.Page[shapes.Right]), url_name="party_rights"
)
def party_rights(request: HttpRequest, party_id: int, page: Number = 1, size: Size = USUAL) -> Any:
    """List the rights that a party holds now."""
    held = queries.rights_of(queries.party_by_id(party_id, request.user).pk, request.user)
    return _rights(held, page, size, request.user)


@imports_router.get("", response=answers(shapes.Page[shapes.Batch]), url_name="imports")
def imports(request: HttpRequest, page: Number = 1, size: Size = USUAL) -> Any:
    """List what was received, newest first."""
    require(request, "see_internal")
    return paged(queries.batches(request.user), page, size, _batch)


@imports_router.get("/{int:batch_id}", response=answers(shapes.Batch), url_name="import")
def one_import(request: HttpRequest, batch_id: int) -> Any:
    """Return one import with its counts."""
    require(request, "see_internal")
    return _batch(queries.batch(batch_id, request.user))


@imports_router.get(
    "/{int:batch_id}/findings",
    response=answers(shapes.Page[shapes.BatchFinding]),
    url_name="import_findings",
)
def import_findings(
    request: HttpRequest, batch_id: int, page: Number = 1, size: Size = USUAL, reason: Reason = ""
) -> Any:
    """List the remarks about one import."""
    require(request, "see_internal")
    clear(request, f"batch:{batch_id}", reason)
    found = queries.batch(batch_id, request.user).findings.all()
    return paged(found, page, size, lambda one: _finding(one, request.user))


@imports_router.get(
    "/{int:batch_id}/rows/{int:row}", response=answers(shapes.ReceivedRow), url_name="received_row"
)
def received_row(
    request: HttpRequest,
    batch_id: int,
    row: Annotated[int, Path(le=10_000_000, description="收到的表中的行号")],
    sheet: Annotated[str, Query(max_length=120)] = "",
    reason: Reason = "",
) -> Any:
    """Return one row of a received sheet, cell by cell."""
    require(request, "see_internal")
    clear(request, f"batch:{batch_id}", reason, f"{sheet} 第 {row} 行".strip())
    found = queries.received_row(batch_id, sheet, row, request.user)
    cells = [{"heading": h, "text": text, "field": field} for h, text, field in found.cells]
    return {"file_name": found.file_name, "sheet": found.sheet, "row": found.row, "cells": cells}


@search_router.get("/rights", response=answers(shapes.FoundRights), url_name="find")
def find(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=4_000, description="检索式，写法与检索页相同")] = "",
    f: Annotated[list[str], Query(max_length=50, description="筛选，如 kind:invention")] = [],  # noqa: B006
    order: Annotated[str, Query(max_length=20, description="如 -filed_on；缺省按相关程度")] = "",
    syn: Annotated[Literal["", "1"], Query(description="1 为含同义词")] = "",
    page: Number = 1,
    size: Size = USUAL,
) -> Any:
    """Search the register in the language of the field; facets are counted exactly."""
    asked_for = Search(read_question(request.GET), request.user)
    start = offset(asked_for.total, page, size)
    some = asked_for.page(size, start)
    people = queries.people_among([one.applicants for one in some], request.user)
    told = asked_for.facets(list(FACETS))
    return answer(
        some, asked_for.total, page, size, lambda one: _right(one, request.user, people)
    ) | {
        "snapshot": asked_for.snapshot,
        "facets": {
            key: [{"value": value, "count": count} for value, count in values]
            for key, values in told.items()
        },
    }


@search_router.get("", response=answers(list[shapes.HitGroup]), url_name="search")
def search(request: HttpRequest, q: Annotated[str, Query(min_length=1, max_length=100)]) -> Any:
    """Search programmes, indicators, rights and parties; a few of each."""
    return search_everything(q.strip(), request.user, asked(request)) if q.strip() else []


def _rights(found: Any, page: int, size: int, person: Any) -> dict[str, Any]:
    """Return a page of rights; which applicants are natural persons is asked for once."""
    total = found.count()
    start = offset(total, page, size)
    some = list(found[start : start + size])
    people = queries.people_among([one.applicants for one in some], person)
    return answer(some, total, page, size, lambda one: _right(one, person, people))


def _right(one: Any, person: Any, people: frozenset[str] | None = None) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _RIGHT} | {
        "kind_label": one.get_kind_display(),
        "applicants": queries.shown_names(one.applicants, person, people),
        "holder": queries.shown_name(one.holder, person),
    }


def _party(one: Any, person: Any) -> dict[str, Any]:
    fields = ("id", "kind", "credit_code", "region_code", "industry_code", "size")
    return {name: getattr(one, name) for name in fields} | {
        "name": queries.shown_name(one, person),
        "address": queries.shown_address(one, person),
        "kind_label": one.get_kind_display(),
    }


def _finding(one: Any, person: Any) -> Any:
    one.message = queries.shown_words(one.message, person)
    return one


def _batch(one: Any) -> dict[str, Any]:
    fields = (
        *("id", "source", "file_name", "taken_over_at", "actor"),
        *("rows", "new", "changed", "same", "refused"),
    )
    return {name: getattr(one, name) for name in fields} | {
        "source_title": labels.source_title(one.source)
    }
