"""Requests that are too large, or that hold what no form and no link of ours ever sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from zhiqiang.config.refusals import refusal

#: characters of a query, number of its parameters, characters of one value, of a search text
QUERY, PARAMETERS, VALUE, SEARCH = 4_000, 60, 2_000, 200
#: tab and line ends are what people type; the other control characters break databases and sheets
_CONTROL = {chr(code) for code in (*range(32), 127)} - {"\t", "\n", "\r"}


class BoundedRequests:
    """Middleware: refuse with 400 or 413 what is too long, too large or not text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._refused(request) or self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Look at what a form sent; its tokens have been checked by now."""
        if request.method == "POST" and any(_is_not_text(v) for v in _values(request.POST)):
            return _bad("提交的内容中含有不可见的控制字符，请删去后重新提交。")
        return None

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not (told.isascii() and told.isdigit()):
            return _bad("请求的长度不是一个数。")
        if int(told[:20]) > settings.UPLOAD_MAX_SIZE:
            most = settings.UPLOAD_MAX_SIZE // 2**20
            return refusal(
                413, "内容过大", f"一次提交不能超过 {most} MB。", "请拆分文件后分次提交。"
            )
        query = request.META.get("QUERY_STRING", "")
        if len(query) > QUERY:
            return _bad("地址过长，筛选条件请少选一些。")
        if _is_not_text(request.path):
            return _bad("地址中含有无法识别的字符。")
        if query.count("&") >= PARAMETERS:
            return _bad("地址中的条件过多。")
        for value in _values(request.GET):
            if _is_not_text(value):
                return _bad("地址中含有不可见的控制字符。")
            if len(value) > VALUE:
                return _bad("地址中的一个条件过长。")
        if len(request.GET.get("q", "")) > SEARCH:
            return _bad(f"检索词过长，请不超过 {SEARCH} 字。")
        return None


def _bad(message: str) -> HttpResponse:
    return refusal(400, "地址或内容有误", message, "请改正后重试，或回到工作台。")


def _values(query: QueryDict) -> list[str]:
    return [text for key, values in query.lists() for text in (key, *values) if text is not None]


def _is_not_text(text: str) -> bool:
    return not _CONTROL.isdisjoint(text)
