"""Pages that say what went wrong, and what would be right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

TITLES = {400: "地址有误", 403: "无权查看", 404: "没有找到", 500: "系统出错"}
NEXT = {
    400: "请改正后重试，或回到工作台。",
    403: "如需办理，请用有权限的账户登录。",
    404: "链接可能已经失效，请检查地址，或用上方检索查找。",
    500: "错误已记入日志。请稍后重试；反复出现时请告知系统管理员出错的时间和页面。",
}


def page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Answer with ``status`` and a page that says ``message``."""
    context = {"title": TITLES[status], "message": message, "then": NEXT[status]}
    answer = render(request, "portal/failure.html", context, status=status)
    answer.says = message  # type: ignore[attr-defined]
    return answer


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that is not allowed."""
    return page(request, 403, "当前账户无权查看此页。")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token: the page was open too long, or came from elsewhere."""
    return page(request, 403, "表单已经过期。请返回上一页，刷新后重新提交。")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return page(request, 404, "没有这个页面。")


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a failure of the program without touching anything that may have failed."""
    context = {"title": TITLES[500], "message": "页面没有能够生成。", "then": NEXT[500]}
    return HttpResponse(render_to_string("portal/broken.html", context), status=500)
