"""The search in the register: a question in the language of the field, hits, facets, a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound
from zhiqiang.portal.exporting import RIGHT as EXPORT
from zhiqiang.portal.exporting import exported, may_export
from zhiqiang.portal.lists import found
from zhiqiang.portal.lists.rights import lines, right_list
from zhiqiang.portal.paging import page_of
from zhiqiang.portal.people.gate import needs
from zhiqiang.records.search.queries import Question, Search, searchable
from zhiqiang.ui.asked import BadAddress

#: fields of the form that writes a question: name in the address, name in the question
WRITTEN = (
    ("w_title", "名称"),
    ("w_name", "权利人"),
    ("w_ipc", "分类号"),
    ("w_number", "号码"),
    ("w_region", "地区"),
    ("w_from", "申请日>"),
    ("w_to", "申请日<"),
)
EXAMPLES = (
    "镁合金 压铸",
    "名称=阀门 AND 申请日>=2020",
    "(水泵 OR 阀门) NOT 种类=外观设计",
    "密封 NEAR/5 结构",
)


def find(request: HttpRequest) -> HttpResponse:
    """Search the register; open to everybody, each sees what he may see."""
    if request.GET.get("write"):
        return HttpResponseRedirect(f"{reverse('portal:find')}?{_written(request.GET)}")
    question = found.read_question(request.GET)
    context: dict[str, Any] = {
        "question": question,
        "is_asked": bool(question.text or question.chosen),
        "orders": found.ORDER_NAMES.items(),
        "fields": searchable(request.user),
        "examples": EXAMPLES,
    }
    status = 200
    try:
        search = Search(question, request.user)
        context |= _answer(request, search)
    except BadQuestion as error:
        status = 400
        context |= {"trouble": error.reason, "pointed": _pointed(question.text, error)}
    except NotFound as error:
        context["missing"] = str(error)
    return render(request, "portal/find.html", context, status=status)


def _answer(request: HttpRequest, search: Search) -> dict[str, Any]:
    question = search.question
    page = page_of(request, search.total)
    if not question.text and not question.chosen:
        return {"page": page, "snapshot": search.snapshot}
    return {
        "page": page,
        "snapshot": search.snapshot,
        "hits": found.hits(search, page.size, page.offset, request.user),
        "facets": found.facets(search, request.GET),
        "export": reverse("portal:export_found") if may_export(request) else "",
        "more": 0 if search.total or question.has_synonyms else _with_synonyms(request, question),
    }


def _with_synonyms(request: HttpRequest, question: Question) -> int:
    """Return how many there would be with words that mean the same."""
    return Search(
        Question(question.text, question.chosen, question.order, True), request.user
    ).total


def _pointed(text: str, error: BadQuestion) -> tuple[str, str, str]:
    """Return a question in three parts, of which the middle one is where it is wrong."""
    end = error.at + max(error.length, 1)
    return text[: error.at], text[error.at : end] or " ", text[end : end + 200]


def _written(query: QueryDict) -> str:
    """Write the question that the filled fields of the form stand for."""
    parts = [query["q"].strip()] if query.get("q", "").strip() else []
    if len(parts) == 1 and any(sign in parts[0].upper() for sign in (" OR ", " 或 ")):
        parts = [f"({parts[0]})"]
    for name, field in WRITTEN:
        value = query.get(name, "").strip().replace('"', " ")
        if value:
            parts.append(f'{field}="{value}"' if " " in value else f"{field}={value}")
    if kind := query.get("w_kind", "").strip():
        parts.append(f"种类={kind}")
    kept = {name: query[name] for name in ("syn", "order", "size") if query.get(name)}
    return urlencode({"q": " AND ".join(parts)} | kept)


@needs(EXPORT)
def export_found(request: HttpRequest) -> HttpResponseBase:
    """Save all hits in their order, each with the row it came from."""
    question = found.read_question(request.GET)
    listing = right_list(request.GET, request.user, "检索结果")
    try:
        search = Search(question, request.user)
    except BadQuestion as error:
        raise BadAddress(str(error)) from error
    chosen = "、".join(value for values in question.chosen.values() for value in values)
    said = (
        f"检索式 {question.text}" if question.text else "",
        f"筛选 {chosen}" if chosen else "",
        "含同义词" if question.has_synonyms else "",
        f"快照 {search.snapshot}",
    )
    rows = lines(listing, search.all(), request.user, in_file=True)
    return exported(request, listing, said, search.total, rows)
