"""Correct a field of a record by hand, look at a correction, and take it back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile
from zhiqiang.portal.clearing import clear_reading, clearable
from zhiqiang.portal.lists.contradictions import contradiction_table
from zhiqiang.portal.people.gate import needs
from zhiqiang.portal.words_of_record import about_of, address_of, name_of
from zhiqiang.records.accounts import rights
from zhiqiang.records.files.serving import as_download
from zhiqiang.records.registry import actions
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.correctable import Correctable, field_of, fields_of, party_names
from zhiqiang.ui.asked import BadAddress, read_day
from zhiqiang.ui.tables import Cell, table
from zhiqiang.ui.uploads import file_field, on_disk

RIGHT = "work_register"
SEES = "see_internal"


class CorrectionForm(forms.Form):
    """The right value of one field, why it is right, and what proves it."""

    value = forms.CharField(required=False, max_length=5_000)
    valid_from = forms.CharField(
        label="自何日起", required=False, max_length=20,
        help_text="只在某日以后才如此的，填写起始日；自始就记错的，留空。",
    )  # fmt: skip
    reason = forms.CharField(
        label="更正原因", max_length=500, help_text="依据哪份文件、向谁核实。与更正一并留存。",
        error_messages={
            "required": "请写明更正的原因，如依据哪份文件、向谁核实。",
            "max_length": "更正原因不超过 500 个字。",
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    evidence = file_field(
        "佐证材料", [f".{one}" for one in actions.EVIDENCE],
        f"可以不附。{'、'.join(actions.EVIDENCE)}，证书、决定书或其扫描件。",
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10_000)

    def __init__(self, field: Correctable, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].required = False
        value = self.fields["value"]
        value.label = f"{field.label}更正为"
        value.help_text = _HELP.get(field.kind, "") or (
            "" if not field.may_be_empty else "应为空的，留空。"
        )
        if field.choices:
            empty = [("", "（空）")] if field.may_be_empty else []
            value.widget = forms.Select(choices=[*empty, *field.choices.items()])
        elif field.kind == "text" and (field.of_model.max_length or 5_000) > 120:
            value.widget = forms.Textarea(attrs={"rows": 2})
        if not field.is_dated:
            del self.fields["valid_from"]
        for name, one in self.fields.items():
            if name != "seen":
                one.widget.attrs["aria-describedby"] = f"help-{name}"

    def clean_valid_from(self) -> Any:
        text = self.cleaned_data["valid_from"]
        try:
            return read_day(text) if text.strip() else None
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error


_HELP = {
    "day": "如 2024-12-31、2024年12月31日或 20241231；应为空的，留空。",
    "division": "6 位区划代码，或全国唯一的区划名称。",
    "party": "已登记主体的全称或统一社会信用代码。",
    "whole": "整数，不带单位；应为空的，留空。",
    "number": "不带单位；应为空的，留空。",
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RIGHT)
def correct(request: HttpRequest, subject: str, subject_id: int, field: str) -> HttpResponse:
    """Ask for the right value of a field, and keep it."""
    known = field_of(subject, field)
    fact = registry.fact_of(subject, subject_id, request.user)
    held = registry.held_correction(subject, subject_id, field, request.user)
    form = CorrectionForm(known, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _kept(request, form, known, fact):
        messages.success(request, f"已更正{known.label}。发布快照后，数值随之更新。")
        return redirect(address_of(subject, fact))
    if not form.is_bound:
        typed = _typed(known, fact)
        # What is masked is not offered for editing: stars would be sent back as its value.
        is_masked = registry.shown_text(fact, field, typed, request.user) != typed
        form = CorrectionForm(known, initial={"value": "" if is_masked else typed})
    seen = registry.mark_of(known, fact, held)
    context = {
        "form": form, "field": known, "seen": seen, "held": held and told(held, fact, request.user),
        "name": name_of(subject, fact, request.user), "back": address_of(subject, fact),
        "now": known.shown(registry.shown_text(fact, field, known.held(fact), request.user)), "subject_name": registry.subject_label(subject),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "portal/correct.html", context, status=status)


def _typed(field: Correctable, fact: Any) -> str:
    text = field.held(fact)
    return field.shown(text) if field.kind == "party" and text else text


def _kept(request: HttpRequest, form: CorrectionForm, field: Correctable, fact: Any) -> bool:
    given = form.cleaned_data
    stated = actions.Stated(
        given["value"], given["reason"], given["seen"], given.get("valid_from")
    )  # fmt: skip
    try:
        if given["evidence"]:
            with on_disk(given["evidence"]) as path:
                _correct(request, field, fact, stated, (path, given["evidence"].name))
        else:
            _correct(request, field, fact, stated, None)
    except actions.Overtaken as error:
        form.add_error(None, str(error))
    except (Refused, UnreadableFile) as error:
        form.add_error("value", str(error))
    return not form.errors


def _correct(
    request: HttpRequest, field: Correctable, fact: Any, stated: actions.Stated,
    evidence: tuple[Path, str] | None,
) -> None:  # fmt: skip
    actions.correct_fact(request.user, field.subject, fact.pk, field.name, stated, evidence)


@clearable("", "subject_id")
@require_safe
@needs(SEES)
def record(request: HttpRequest, subject: str, subject_id: int) -> HttpResponse:
    """Show what the register carries of one fact, each field with its correction."""
    fact = registry.fact_of(subject, subject_id, request.user)
    made = registry.corrections_of(subject, [subject_id], request.user)
    may_correct = rights.may(request.user, RIGHT)
    context = {
        "name": name_of(subject, fact, request.user),
        "subject_name": registry.subject_label(subject),
        "about": about_of(subject, fact, request.user),
        "has_personal": _has_personal(subject, fact),
        "clear": clear_reading(request),
        "fields": field_table(subject, fact, made, may_correct, request.user),
        "corrections": correction_table(made, fact, request.user),
        "contradictions": contradiction_table(subject, fact, request.user),
        "origins": registry.provenance_of(subject, subject_id, request.user),
        "up": address_of(subject, fact, is_above=True),
    }
    return render(request, "portal/record.html", context)


def _has_personal(subject: str, fact: Any) -> bool:
    """Say whether a field of a fact is masked for those who did not ask for it."""
    texts = [(one.name, one.held(fact)) for one in fields_of(subject)]
    return any(registry.shown_text(fact, *one, AnonymousUser()) != one[1] for one in texts)


def field_table(subject: str, fact: Any, made: list[Any], may_correct: bool, person: Any) -> Any:
    """Return the fields of a fact that may be corrected, with what the lists say of each."""
    held = {one.field: one for one in made if one.state in registry.HELD}
    rows = []
    for field in fields_of(subject):
        one = held.get(field.name)
        address = reverse("portal:correct", args=[subject, fact.pk, field.name])
        row = [
            Cell(field.label, is_head=True),
            field.shown(registry.shown_text(fact, field.name, field.held(fact), person)),
            field.shown(registry.shown_text(fact, field.name, one.listed, person)) if one else "—",
        ]
        rows.append(
            [*row, Cell("更正", address, label=f"更正{field.label}")] if may_correct else row
        )
    columns = [
        ("内容", "t"),
        ("现值", "t"),
        ("清单所载", "t"),
        *([("办理", "k")] if may_correct else []),
    ]
    return table("登记内容", columns, rows)


def correction_table(made: list[Any], fact: Any, person: Any) -> Any:
    """Return the corrections of a fact as a table, newest first, as ``person`` may read them."""
    rows = []
    fields = [(field_of(one.subject, one.field), one) for one in reversed(made)]
    names = party_names((f, text) for f, one in fields for text in (one.value, one.listed))
    for field, one in fields:
        address = reverse("portal:correction", args=[one.pk])
        value, listed = (
            registry.shown_text(fact, field.name, text, person) for text in (one.value, one.listed)
        )
        rows.append(
            [
                Cell(field.label, address, is_head=True),
                Cell(
                    field.shown(value, names),
                    note=f"清单所载：{field.shown(listed, names)}",
                ),
                one.reason,
                Cell(one.made_by, note=f"{localdate(one.made_at)}"),
                one.get_state_display(),
            ]
        )
    columns = [("内容", "t"), ("更正为", "t"), ("原因", "t"), ("更正人", ""), ("状态", "k")]
    return table("更正记录", columns, rows)


def told(one: Any, fact: Any, person: Any) -> dict[str, Any]:
    """Return a correction of a fact in words, as ``person`` may read them."""
    field = field_of(one.subject, one.field)

    def shown(text: str) -> str:
        return field.shown(registry.shown_text(fact, field.name, text, person))

    return {
        "one": one, "label": field.label, "value": shown(one.value),
        "listed": shown(one.listed), "was": shown(one.was),
        "others": [shown(text) for text in one.refused if text != one.listed],
        "href": reverse("portal:correction", args=[one.pk]),
    }  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a correction is taken back."""

    reason = forms.CharField(
        label="撤回原因", max_length=500, help_text="与撤回一并留存。",
        error_messages={"required": "请写明撤回的原因。", "max_length": "撤回原因不超过 500 个字。"},
        widget=forms.Textarea(attrs={"rows": 2, "aria-describedby": "help-reason"}),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SEES)
def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Show one correction; those who may correct take it back here."""
    found = registry.correction(correction_id, request.user)
    if found is None:
        raise NotFound("没有这条更正。")
    fact = registry.fact_of(found.subject, found.subject_id, request.user)
    may_withdraw = rights.may(request.user, RIGHT) and found.state == "standing"
    form = WithdrawForm(request.POST or None)
    if request.method == "POST":
        if not rights.may(request.user, RIGHT):
            raise Refused("撤回更正须有“办理台账”权限，当前账户没有。")
        if form.is_valid() and _withdrawn(request, form, correction_id):
            messages.success(request, "已撤回更正。发布快照后，数值随之更新。")
            return redirect(address_of(found.subject, fact))
    context = {
        "told": told(found, fact, request.user), "one": found, "form": form if may_withdraw else None,
        "name": name_of(found.subject, fact, request.user), "back": address_of(found.subject, fact),
    }  # fmt: skip
    return render(request, "portal/correction.html", context, status=422 if form.is_bound else 200)


def _withdrawn(request: HttpRequest, form: WithdrawForm, correction_id: int) -> bool:
    try:
        actions.withdraw_correction(request.user, correction_id, form.cleaned_data["reason"])
    except Refused as error:
        form.add_error("reason", str(error))
    return not form.errors


@require_safe
@needs(SEES)
def evidence(request: HttpRequest, correction_id: int) -> HttpResponseBase:
    """Save the evidence of a correction."""
    found = registry.correction(correction_id, request.user)
    if found is None or found.evidence is None:
        raise NotFound("这条更正没有佐证材料。")
    registry.fact_of(found.subject, found.subject_id, request.user)
    return as_download(found.evidence, found.evidence_name)
