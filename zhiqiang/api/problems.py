"""The one shape of everything that goes wrong (RFC 9457), in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"
MEDIA = "application/problem+json"
TITLES = {
    400: ("请求有误", "请按接口说明改正参数后重试。"),
    401: (
        "需要登录",
        "请登录，或在请求头中写 Authorization: Bearer 令牌。令牌可能已到期或被撤销。",
    ),
    403: ("无权访问", "当前账户没有所需的权限。"),
    404: ("没有找到", "没有这个地址，或者所要的内容不对您开放。"),
    405: ("方法不支持", "此接口只能读取，请用 GET。"),
    413: ("内容过大", "请减小请求内容。"),
    422: ("参数有误", "有参数不合要求，见 errors。"),
    429: ("请求过于频繁", "请按 Retry-After 所示的秒数等待后重试。"),
    500: ("系统出错", "错误已记入日志，请稍后重试；反复出现时请告知系统管理员。"),
}


def problem(status: int, detail: str = "", errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """Answer with a problem; without ``detail`` what usually helps."""
    title, usual = TITLES.get(status, TITLES[400] if status < 500 else TITLES[500])
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual}
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=False)
    answer = HttpResponse(text, status=status, content_type=MEDIA)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


class ProblemDetails:
    """Middleware: whatever turns a request of the API away answers with a problem, not a page.

    A way to the sign-in page, to a due password or a missing second factor is for people; a program
    is told in words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if not request.path.startswith(PREFIX) or answer.get("Content-Type") == MEDIA:
            return answer
        if answer.status_code in (301, 302):
            return _instead_of_a_way(answer)
        if answer.status_code < 400:
            return answer
        told = problem(answer.status_code, getattr(answer, "says", ""))
        for name in ("Retry-After", "Allow"):
            if name in answer:
                told[name] = answer[name]
        return told


def _instead_of_a_way(answer: HttpResponse) -> HttpResponse:
    way = answer["Location"]
    if "/sign-in/" in way:
        return problem(401)
    if "/first-account/" in way:
        return problem(403, "本系统尚未建立第一个账户。")
    if "/account/" in way:
        return problem(403, "请先在网页上更改到期的密码，或启用角色所要求的第二因素。")
    return answer
