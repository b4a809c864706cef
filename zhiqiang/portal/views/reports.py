"""Report values that no record tells, and look at what was reported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.portal.people.gate import signed_in
from zhiqiang.records.files.serving import as_download
from zhiqiang.records.indicators import actions, levels
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.indicators.actions.reporting import Report
from zhiqiang.ui.asked import asked
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.templatetags.figures import number
from zhiqiang.ui.uploads import file_field, on_disk

KINDS = ("pdf", "docx", "xlsx", "jpg", "png")


class ReportForm(forms.Form):
    """A value, whose it is, and what proves it."""

    indicator = forms.ChoiceField(
        label="指标", help_text="先列没有记录来源的调查值，再列其他指标。"
    )
    as_of = forms.DateField(
        label="截至日期", help_text="数值所指的日期，如 2024-12-31。",
        error_messages={"invalid": "请填写如 2024-12-31 的日期。"},
    )  # fmt: skip
    value = forms.DecimalField(
        label="数值", max_digits=24, decimal_places=6, help_text="按指标的单位填写，不带单位。",
        error_messages={"invalid": "请填写一个数，不带单位和千分位。"},
    )  # fmt: skip
    body = forms.CharField(label="填报单位", max_length=120, help_text="对这一数值负责的单位。")
    evidence = file_field(
        "佐证材料", [f".{one}" for one in KINDS], f"{'、'.join(KINDS)}，公文、报告或其扫描件。"
    )
    note = forms.CharField(
        label="说明", max_length=300, required=False, help_text="更正以前的填报时须写明原因。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(indicators.catalogue().values(), key=lambda one: one.kind != "survey")
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            (one.key, f"{one.name}（{one.unit}）") for one in known
        ]
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                field.error_messages["required"] = f"请填写{field.label}。"
            field.widget.attrs["aria-describedby"] = f"help-{name}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reports(request: HttpRequest) -> HttpResponse:
    """List the reported values of a region, and take one in."""
    at = asked(request)
    if not levels.works_on(request.user, at.region):
        raise Refused("此页须有“查看内部内容”权限，当前账户没有。")
    may_fill = levels.may_in(request.user, "fill_figures", at.region)
    form = None
    if request.method == "POST" or may_fill:
        form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        levels.require_in(request.user, "fill_figures", at.region)
    if form is not None and form.is_bound and form.is_valid() and _kept(form, request):
        messages.success(request, "已保存。发布快照后，这一数值用于没有记录来源的指标。")
        return redirect(f"{reverse('figures:reports')}?region={at.region}")
    found = indicators.reports(request.user, at.region)
    rows = [_row(one) for one in found[:200]]
    columns = [
        ("指标", "t"), ("截至", "d"), ("数值", "n"), ("填报单位", ""), ("填报人", ""),
        ("填报时间", "d"), ("版次", "n"), ("佐证材料", "t"), ("说明", "t"),
    ]  # fmt: skip
    context = {"form": form, "found": table("填报数值", columns, rows)}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "portal/reports.html", context, status=status)


def _row(one: Any) -> tuple[Any, ...]:
    try:
        known = indicators.find(one.indicator)
        name, unit = known.name, known.unit
    except NotFound:
        name, unit = one.indicator, ""
    return (
        Cell(name, is_head=True),
        str(one.as_of),
        Cell(number(one.value), note=unit),
        one.body,
        one.person,
        str(one.reported_on),
        str(one.version),
        Cell(one.evidence_name, reverse("figures:evidence", args=[one.pk])),
        one.note or "—",
    )


def _kept(form: ReportForm, request: HttpRequest) -> bool:
    told = form.cleaned_data
    report = Report(
        told["indicator"], asked(request).region, told["as_of"], told["value"], told["body"],
        note=told["note"],
    )  # fmt: skip
    given = told["evidence"]
    if Path(given.name).suffix.lower().lstrip(".") not in KINDS:
        form.add_error("evidence", f"此处不接收这类文件，可以接收：{'、'.join(KINDS)}。")
        return False
    with on_disk(given) as path:
        try:
            actions.report_figure(request.user, report, path, given.name)
        except (Refused, UnreadableFile) as error:
            form.add_error(None, str(error))
            return False
    return True


@require_safe
@signed_in
def evidence(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Save the evidence of a reported value."""
    one = indicators.report(report_id, request.user)
    return as_download(one.evidence, one.evidence_name)
