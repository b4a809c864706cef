"""What is sent from the pages of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhiqiang.domains.landscapes import actions, queries
from zhiqiang.domains.landscapes.actions import Accepted, Drawn
from zhiqiang.domains.landscapes.counting import KINDS
from zhiqiang.records.accounts import rights
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.sent import day_of, number_of, signed_in, told

Act = Callable[[Any, int, int, Any], Any]


def _branch(sent: Any) -> Drawn:
    above = number_of(sent, "above", "上级分支") if sent.get("above") else None
    words = (sent.get(name, "") for name in ("name", "query", "definition"))
    return Drawn(*words, axis=sent.get("axis", ""), above=above)


def _chosen(sent: Any, name: str, label: str) -> int | None:
    return number_of(sent, name, label) if sent.get(name) else None


def _rules(sent: Any) -> dict[str, Any]:
    days = {name: day_of(sent, name, label).isoformat()
            for name, label in (("since", "统计起始日"), ("until", "统计截止日"))}  # fmt: skip
    as_of = sent.get("as_of", "").strip()
    return {
        "unit": sent.get("unit", ""), "day": sent.get("day", ""), **days,
        "kinds": [kind for kind in KINDS if kind in sent.getlist("kinds")],
        "as_of": day_of(sent, "as_of", "法律状态截止日").isoformat() if as_of else "",
    }  # fmt: skip


def _verdicts(sent: Any) -> dict[int, bool]:
    return {
        int(name[2:]): value == "yes"
        for name, value in sent.items()
        if name.startswith("v-") and name[2:].isdecimal() and value in ("yes", "no")
    }


def _accepted(sent: Any) -> Accepted:
    day = day_of(sent, "accepted_on", "验收日期")
    return Accepted(day, sent.get("document_number", ""), sent.get("adopted", ""))


#: what each act says when it is done, to which page it leads back, and what does it
ACTS: dict[str, tuple[str, str, Act]] = {
    "rules": ("计数规则已保存。", "project",
              lambda who, key, v, sent: actions.set_rules(who, key, v, _rules(sent))),
    "field": ("领域检索式已保存。", "tree",
              lambda who, key, v, sent: actions.state_field(who, key, v, sent.get("query", ""))),
    "branch": ("分支已保存。", "tree",
               lambda who, key, v, sent: actions.draw_branch(
                   who, key, v, _branch(sent), _chosen(sent, "branch", "分支"))),
    "remove_branch": ("分支已删除。", "tree",
                      lambda who, key, v, sent: actions.remove_branch(
                          who, key, v, number_of(sent, "branch", "分支"))),
    "sample": ("已抽样，请逐件判读。", "samples",
               lambda who, key, v, sent: actions.draw_sample(
                   who, key, v, sent.get("aim", ""), _chosen(sent, "branch", "分支"),
                   sent.get("query", ""))),
    "judge": ("判读已保存。", "samples",
              lambda who, key, v, sent: actions.judge(
                  who, key, v, number_of(sent, "sample", "抽样"), _verdicts(sent), sent.get("note", ""))),
    "run": ("运算完成，全部图表和数字已保存。", "analyses",
            lambda who, key, v, sent: actions.run_analyses(who, key, v)),
    "write": ("已保存。", "analyses",
              lambda who, key, v, sent: actions.write_passage(
                  who, key, v, sent.get("where", ""), sent.get("text", ""))),
    "watch": ("预警已设置，此后每次发布快照都会检查。", "watches",
              lambda who, key, v, sent: actions.set_watch(
                  who, key, v, *(sent.get(one, "") for one in ("name", "query", "level", "reason")))),
    "remove_watch": ("预警已取消。", "watches",
                     lambda who, key, v, sent: actions.remove_watch(
                         who, key, v, number_of(sent, "watch", "预警"))),
    "accept": ("已登记验收。", "project",
               lambda who, key, v, sent: actions.accept(who, key, v, _accepted(sent))),
    "end": ("项目已终止。", "project",
            lambda who, key, v, sent: actions.end_project(who, key, v, sent.get("reason", ""))),
}  # fmt: skip


@require_POST
@signed_in
def act(request: HttpRequest, landscape_id: int) -> HttpResponse:
    """Do one act on a project, and go back to the page it was asked on."""
    of = queries.project(landscape_id, request.user)
    rights.require(request.user, actions.RUN)
    sent = request.POST
    version, kind = number_of(sent, "version", "版本"), sent.get("act", "")
    if kind not in ACTS:
        raise BadAddress("没有收到要办理的事项，请用页面上的按钮。")
    done, back, way = ACTS[kind]
    told(request, done, lambda: way(request.user, of.pk, version, sent))
    where = redirect(f"landscapes:{back}", of.pk)
    if kind == "write":
        where["Location"] += f"#w-{sent.get('where', '')[:40].replace('_', '-')}"
    return where


@require_POST
@signed_in
def answer(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Write down what was done about an alert."""
    rights.require(request.user, actions.RUN)
    project = number_of(request.POST, "project", "项目")
    text = request.POST.get("answer", "")
    told(request, "已记录处理意见。", lambda: actions.answer_alert(request.user, alert_id, text))
    return redirect("landscapes:watches", project)
