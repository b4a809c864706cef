"""Report progress, change an entry, check it, open its evidence."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.actions.entries import KINDS, LONGEST
from zhiqiang.domains.duties.allowed import may_report, require_run
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.records.files.serving import as_download
from zhiqiang.ui.asked import BadAddress
from zhiqiang.ui.sent import number_of, signed_in, told
from zhiqiang.ui.uploads import file_field, on_disk


class ProgressForm(forms.Form):
    """What was done, how far it is, and what proves it."""

    text = forms.CharField(
        label="进展情况", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 7}),
        help_text="做了什么、有什么结果、还有什么困难。系统已掌握的数值不必重填。",
        error_messages={
            "required": "请填写进展情况。",
            "max_length": f"进展情况最多 {LONGEST:,} 字，请压缩或作为附件上传。",
        },
    )  # fmt: skip
    percent = forms.IntegerField(
        label="完成比例（%）", required=False, min_value=0, max_value=100,
        help_text="只在能说出比例时填写，0 到 100 的整数。",
        error_messages={
            "invalid": "请填写 0 到 100 的整数，不带百分号。",
            "min_value": "完成比例应在 0 到 100 之间。",
            "max_value": "完成比例应在 0 到 100 之间。",
        },
    )  # fmt: skip
    file = file_field("附件", [f".{one}" for one in KINDS], f"可选。{'、'.join(KINDS)}。")
    link = forms.CharField(
        label="网址", required=False, max_length=500, help_text="可选。公开发布的通知、报道等。"
    )
    number = forms.CharField(
        label="台账中的权利", required=False, max_length=60,
        help_text="可选。完整的申请号或注册号，作为佐证。",
    )  # fmt: skip
    wants_closing = forms.BooleanField(
        label="工作已完成，申请销号", required=False, help_text="须有佐证材料，由主管部门审核。"
    )

    def __init__(self, *args: Any, may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        if not may_close:
            del self.fields["wants_closing"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"help-{name}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: HttpRequest, item_id: int, body_id: int) -> HttpResponse:
    """Report what a body did for an item."""
    one = queries.item(item_id, request.user)
    part = one.bodies.select_related("body").filter(body_id=body_id).first()
    if part is None or not may_report(request.user, part.body):
        raise Refused("当前账户不能为这个单位填报这项工作的进展。")
    form = ProgressForm(request.POST or None, request.FILES or None, may_close=part.duty == "lead")
    key = request.POST.get("request_key", "")[:40] or uuid4().hex
    if request.method == "POST" and form.is_valid():

        def act(given: actions.Told) -> None:
            actions.report(request.user, one.pk, body_id, given, key)

        if _sent(request, form, act):
            messages.success(request, "已提交，等待审核。")
            return redirect("duties:item", one.pk)
    context = {"item": one, "part": part, "form": form, "request_key": key}
    return render(request, "duties/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def revise(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change an entry that waits or was returned; what another wrote meanwhile is shown beside."""
    entry = queries.entry(entry_id, request.user)
    if entry.body is None or not may_report(request.user, entry.body):
        raise Refused("当前账户不能修改这个单位的填报。")
    part = entry.item.bodies.filter(body_id=entry.body_id).first()
    if part is None or entry.state == "accepted":
        raise NotFound("这条填报已被采纳或已移交，不能再改。有新的进展请另填一条。")
    may_close = part.duty == "lead"
    version, newest = entry.version, None
    if request.method == "POST":
        form = ProgressForm(request.POST, request.FILES, may_close=may_close)
        version = number_of(request.POST, "version", "版本")
        if form.is_valid():
            seen = version

            def act(given: actions.Told) -> None:
                actions.revise(request.user, entry_id, seen, given)

            if _sent(request, form, act):
                messages.success(request, "已重新提交，等待审核。")
                return redirect("duties:item", entry.item_id)
            fresh = queries.entry(entry_id, request.user)
            if fresh.version != version:
                version, newest = fresh.version, fresh
    else:
        values = {name: getattr(entry, name) for name in ("text", "percent", "wants_closing")}
        form = ProgressForm(initial=values, may_close=may_close)
    context = {
        "item": entry.item, "part": part, "form": form, "entry": entry, "version": version,
        "newest": newest,
    }  # fmt: skip
    return render(request, "duties/report.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, form: ProgressForm, act: Any) -> bool:
    """Hand in what a valid form says; a refusal stands on the form, which keeps what was typed."""
    given = form.cleaned_data
    evidence = []
    with ExitStack() as open_files:
        if given.get("file"):
            path = open_files.enter_context(on_disk(given["file"]))
            evidence.append(actions.Evidence(path=path, name=given["file"].name or path.name))
        if given["link"]:
            evidence.append(actions.Evidence(link=given["link"].strip()))
        if given["number"]:
            evidence.append(actions.Evidence(number=given["number"]))
        wants = bool(given.get("wants_closing"))
        try:
            act(actions.Told(given["text"], given["percent"], wants, evidence))
        except (Refused, UnreadableFile) as error:
            form.add_error(None, str(error))
            return False
    return True


@require_POST
@signed_in
def check(request: HttpRequest, entry_id: int) -> HttpResponseRedirect:
    """Accept an entry, close its item with it, or give it back."""
    entry = queries.entry(entry_id, request.user)
    require_run(request.user)
    kind, remark = request.POST.get("act", ""), request.POST.get("remark", "")
    version = number_of(request.POST, "version", "版本")
    person = request.user
    if kind == "return":
        told(request, "已退回。", lambda: actions.return_entry(person, entry_id, version, remark))
    elif kind in ("accept", "close"):
        done = "已销号。" if kind == "close" else "已采纳。"
        told(
            request, done,
            lambda: actions.accept(person, entry_id, version, remark, closes=kind == "close"),
        )  # fmt: skip
    else:
        raise BadAddress("没有收到审核意见，请用页面上的按钮。")
    return redirect("duties:item", entry.item_id)


@require_safe
@signed_in
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """Save a file that proves an entry."""
    one = queries.evidence(evidence_id, request.user)
    assert one.file is not None
    return as_download(one.file, one.name)
