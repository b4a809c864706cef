"""The API object: version, renderer, errors, and the document that describes it."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from zhiqiang.api.asking import NotSignedIn
from zhiqiang.api.problems import MEDIA, problem
from zhiqiang.api.shapes import Problem
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound, Refused, ZhiqiangError
from zhiqiang.ui.asked import BadAddress

#: what every endpoint may answer instead of what was asked for
PROBLEMS = frozenset({400, 401, 403, 404, 405, 422, 429})
_FAILURES: tuple[tuple[type[ZhiqiangError], int], ...] = (
    (NotSignedIn, 401),
    (Refused, 403),
    (NotFound, 404),
    (BadAddress, 400),
    (BadQuestion, 400),
)
#: parameters that every address takes; the frame reads them
_SCOPE = (
    ("region", "六位区划代码；缺省为本系统所属地区", {"type": "string", "pattern": r"^\d{6}$"}),
    ("as_of", "截至日期；缺省为数据截至日", {"type": "string", "format": "date"}),
)


class ChineseJson(JSONRenderer):
    """JSON in which Chinese stands as it is written."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False)


class Door(NinjaAPI):
    """Our API; its document says that errors are problems, and which scope every address takes."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**kwargs)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA: answer["content"]["application/json"]}
                operation.setdefault("parameters", []).extend(
                    {
                        "in": "query",
                        "name": name,
                        "required": False,
                        "schema": schema,
                        "description": text,
                    }
                    for name, text, schema in _SCOPE
                )
        document["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
        }
        document["security"] = [{}, {"token": []}, {"session": []}]
        return document


def open_door() -> Door:
    """Return the API without its endpoints."""
    door = Door(
        title="知强数据接口",
        version="1.0",
        description=(
            "只读。不登录可读公开内容；登录会话或访问令牌按其人的权限读取。"
            "数值均注明截至日期、定义和快照。错误为 application/problem+json（RFC 9457）。"
        ),
        docs_url=None,
        urls_namespace="api",
        renderer=ChineseJson(),
    )
    for kind, status in _FAILURES:
        door.add_exception_handler(kind, _told(status))
    door.add_exception_handler(ValidationError, _invalid)
    door.add_exception_handler(Http404, lambda request, error: problem(404))
    # Anything else is a failure of the program: handler500 logs and answers it.
    door._exception_handlers.pop(Exception)
    return door


def _told(status: int) -> Any:
    def handler(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem(status, str(error))

    return handler


_WORDS = {
    "missing": "缺少这个参数",
    "int_parsing": "应为整数",
    "string_too_long": "过长",
    "greater_than_equal": "过小",
    "less_than_equal": "过大",
    "date_from_datetime_parsing": "应为日期，如 2024-12-31",
    "date_parsing": "应为日期，如 2024-12-31",
    "enum": "不在可选值之中",
    "literal_error": "不在可选值之中",
}


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    told = [
        {
            "parameter": ".".join(str(part) for part in one["loc"][1:]),
            "message": _WORDS.get(one["type"], "不合要求"),
        }
        for one in error.errors
    ]
    return problem(422, errors=told)


def answers(shape: Any) -> dict[Any, Any]:
    """Return the answers of an endpoint: its shape, or a problem."""
    return {200: shape, PROBLEMS: Problem}
