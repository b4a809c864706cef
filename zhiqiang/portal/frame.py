"""What every page shows around its content, and what every address may ask for.

``AskedFor`` stands before all views: it reads ``region`` and ``as_of`` once, and turns the
failures that views raise into pages that say what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.portal import failures, scope
from zhiqiang.portal.people.gate import SEE_PEOPLE
from zhiqiang.records.accounts import rights
from zhiqiang.records.notices.queries import unread_count
from zhiqiang.ui.asked import Asked, BadAddress, asked

_CASES = ("accept_cases", "handle_cases", "decide_cases")
#: label, address name, what an address under it begins with, and the rights of which one opens it
NAVIGATION = (
    ("工作台", "portal:home", "/", ("see_public",)),
    ("我的事项", "duties:desk", ("/work/", "/running/"), ("report_progress", "run_programmes")),
    ("年度考核", "assessments:assessments", "/assessments/", ("report_progress", "run_programmes")),
    ("表彰", "assessments:commendations", "/assessments/commendations/", ("see_public",)),
    ("规划", "plans:programmes", "/programmes/", ("see_public",)),
    ("核对文稿", "plans:check", "/programmes/check/", ("see_public",)),
    ("指标", "portal:indicators", "/indicators/", ("see_public",)),
    ("期末结报", "figures:periods", "/figures/periods/", ("see_public",)),
    ("检索", "portal:find", "/search/", ("see_public",)),
    ("专利导航", "landscapes:projects", "/landscapes/", ("see_internal",)),
    (
        "信息推送",
        "information:pushes",
        ("/information/pushes/", "/information/deliveries/", "/information/profiles/"),
        ("run_information",),
    ),  # fmt: skip
    ("我的推送", "information:own", "/information/own/", ("keep_profile",)),
    ("专题数据库", "information:topics", "/information/topics/", ("see_public",)),
    ("办事", "services:catalogue", "/services/", ("see_public",)),
    ("办件", "services:inbox", "/services/cases/inbox/", _CASES),
    ("台账", "portal:rights", "/register/", ("see_public",)),
    ("年费监视", "portal:fee_watch", "/register/fees/", ("see_internal",)),
    ("数据质量", "portal:scores", ("/register/quality/", "/figures/quality/"), ("see_internal",)),
    ("数据导入", "portal:batches", "/imports/", ("see_internal",)),
    ("后台作业", "office:jobs", "/office/jobs/", ("see_jobs",)),
    ("消息送达", "office:deliveries", "/office/deliveries/", ("manage_people",)),
    ("操作日志", "office:journal", "/office/journal/", ("read_journal",)),
    ("人员与单位", "portal:people", ("/people/", "/bodies/", "/roles/"), SEE_PEOPLE),
)
#: the rolls of the register: label, address name and the right that opens it
REGISTER = (
    ("权利", "portal:rights", "see_public"),
    ("主体", "portal:parties", "see_public"),
    ("事件", "portal:events", "see_public"),
    ("认定", "portal:designations", "see_public"),
    ("活动", "portal:activities", "see_public"),
    ("统计数据", "portal:statistics", "see_public"),
    ("经费", "portal:budgets", "see_internal"),
    ("主体判定", "portal:pairs", "see_internal"),
)
#: rights that open their entry to those who hold them in some body only
_IN_A_BODY = {"report_progress", "keep_profile", *_CASES}
#: parameters that a new region or date starts anew
_ANEW = {"region", "as_of", "page"}


class AskedFor:
    """Middleware: sets ``request.asked`` and answers bad addresses in Chinese, never with a 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.asked = scope.read(request.GET)  # type: ignore[attr-defined]
        except BadAddress as error:
            request.asked = scope.default()  # type: ignore[attr-defined]
            return failures.page(request, 400, str(error))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn what a view could not do into a page; anything else stays a failure."""
        for kind, status in ((BadAddress, 400), (NotFound, 404), (Refused, 403)):
            if isinstance(error, kind):
                return failures.page(request, status, str(error))
        return (
            failures.page(request, 400, str(error)) if isinstance(error, UnreadableFile) else None
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    label: str
    address: str
    is_current: bool


def _entries(request: HttpRequest) -> list[Entry]:
    shown = [one for one in NAVIGATION if _is_for(request, one[3])]
    reached = [_reach(request.path, under) for _, _, under, _ in shown]
    return [
        Entry(label, reverse(name), 0 < reach == max(reached))
        for (label, name, _, _), reach in zip(shown, reached, strict=True)
    ]


def _is_for(request: HttpRequest, who: tuple[str, ...]) -> bool:
    return any(
        rights.may_somewhere(request.user, right)
        if right in _IN_A_BODY
        else rights.may(request.user, right)
        for right in who
    )


def _reach(path: str, under: str | tuple[str, ...]) -> int:
    """Return how much of a path an entry stands for: the one that stands for most is current."""
    beginnings = (under,) if isinstance(under, str) else under
    held = (path == one if one == "/" else path.startswith(one) for one in beginnings)
    return max(len(one) if is_held else 0 for one, is_held in zip(beginnings, held, strict=True))


def is_example() -> bool:
    """Say whether this installation shows the invented example."""
    return (Path(settings.HOME) / "example.flag").exists()


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the base template."""
    now: Asked | None = getattr(request, "asked", None)
    if now is None or not hasattr(request, "user"):
        return {}
    at = asked(request)
    asked_for = ((k, v) for k, values in request.GET.lists() for v in values)
    others = [(k, v) for k, v in asked_for if k not in _ANEW and v]
    return {
        "sees_internal": rights.may(request.user, "see_internal"),
        "frame": {
            "entries": _entries(request),
            "region": at.region,
            "region_name": at.region_name,
            "regions": scope.choices(at.region),
            "as_of": at.as_of,
            "register_tabs": [
                (label, name) for label, name, right in REGISTER if rights.may(request.user, right)
            ],
            "others": others,
            "scope": [(k, v) for k in ("region", "as_of") if (v := request.GET.get(k))],
            "query": request.GET.get("q", "") if request.path == reverse("portal:search") else "",
            "is_example": is_example(),
            "snapshot": scope.snapshot_number(),
            "search_address": reverse("portal:search"),
            "inbox_address": reverse("running:inbox"),
            "unread": unread_count(request.user) if request.user.is_authenticated else 0,
            "account_address": reverse("portal:account"),
            "sign_in_address": reverse("portal:sign_in"),
            "sign_out_address": reverse("portal:sign_out"),
        },
    }
