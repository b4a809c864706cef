"""Apply: begin a case, fill its form in, save and return, add papers, send it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from zhiqiang.domains.services import forming
from zhiqiang.kernel.errors import Refused, UnreadableFile
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.accounts import rights
from zhiqiang.records.casework import actions, queries
from zhiqiang.records.casework.verbs import CORRECTION, DRAFT
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.asked import read_day
from zhiqiang.ui.sent import number_of, signed_in
from zhiqiang.ui.uploads import on_disk

#: of one kind, with one form
_MOST_FILES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the office and begin a case; for one on paper, whoever accepts cases enters it."""
    service = queries.service(key)
    if service.item.for_everybody:
        return redirect("services:send", key)
    offices = queries.offices()
    counters = [one for one in offices if rights.may(request.user, queries.ENTER, one)]
    refusal = ""
    if request.method == "POST":
        sent = request.POST
        try:
            case = actions.begin_case(
                request.user,
                key,
                accounts.body(number_of(sent, "body", "办理单位")),
                request_key=sent.get("request_key", "")[:40] or uuid4().hex,
                on_paper=bool(sent.get("on_paper")),
                fields=_first_answers(service.item, sent, request.user),
            )
            return redirect("services:fill", case.pk)
        except Refused as error:
            refusal = str(error)
    context = {
        "service": service, "item": service.item, "offices": offices, "counters": counters,
        "request_key": uuid4().hex, "right": request.GET.get("right", ""), "refusal": refusal,
    }  # fmt: skip
    return render(request, "services/begin.html", context, status=422 if refusal else 200)


def _first_answers(item: Any, sent: QueryDict, person: Any) -> dict[str, Any]:
    """Return what is known before the form opens: the right one came from, and its holder."""
    asked_for = sent.get("right", "").strip()
    if (
        not asked_for.isdecimal()
        or len(asked_for) > 18
        or "rights" not in item.fields["properties"]
    ):
        return {}
    right = registry.right_by_id(int(asked_for), person)
    answers: dict[str, Any] = {"rights": [right.number]}
    return answers | queries.known_values(item, answers, person, localdate())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fill(request: HttpRequest, case_id: int) -> HttpResponse:
    """Fill in the form of a draft or of a correction; save it, or send it."""
    case = queries.case_by_id(case_id, request.user)
    _require_open(case, request.user)
    item = queries.item_of(case.service)
    names = forming.asked_of_applicants(item)
    answers, errors, refusal = case.fields, [], ""
    if request.method == "POST":
        answers = case.fields | forming.read_answers(item, request.POST, names)
        for name, value in queries.known_values(item, answers, request.user, localdate()).items():
            answers[name] = answers.get(name) or value
        try:
            case = _saved(request, case, answers)
            changed = _change_papers(request, case.pk, item)
            if request.POST.get("then") != "send":
                messages.success(request, changed or "已保存，可以稍后继续填写。")
                return redirect("services:fill", case.pk)
            errors = actions.faults_of(case)
            if not errors:
                _sent(request, case)
                messages.success(request, f"已提交，受理编号 {_number(case.pk, request.user)}。")
                return redirect("services:case", case.pk)
        except (Refused, UnreadableFile) as error:
            refusal = str(error)
    context = _form(case, item, answers, errors, request.user)
    context |= {"refusal": refusal, "request_key": uuid4().hex}
    return render(request, "services/fill.html", context, status=422 if errors or refusal else 200)


def _require_open(case: Any, person: Any) -> None:
    if case.state not in (DRAFT, CORRECTION) or "save_draft" not in queries.allowed(person, case):
        raise Refused("本件已经提交，不能再修改填报内容。")


def _number(case_id: int, person: Any) -> str:
    return str(queries.case_by_id(case_id, person).number)


def _saved(request: HttpRequest, case: Any, answers: dict[str, Any]) -> Any:
    sent = request.POST
    return actions.save_draft(
        request.user,
        case.pk,
        version=number_of(sent, "version", "版本"),
        request_key=_key(sent, "save"),
        fields={k: v for k, v in answers.items() if v != case.fields.get(k)},
        parties=_parties(case, sent),
    )


def _change_papers(request: HttpRequest, case_id: int, item: Any) -> str:
    """Take out the paper that is asked for, add those that came along; return what was done."""
    if request.POST.get("remove"):
        number = number_of(request.POST, "remove", "材料")
        actions.remove_document(request.user, case_id, number)
        return "已保存，并删除一份材料。"
    added = []
    for key, upload in sent_papers(request, item):
        with on_disk(upload) as path:
            actions.add_document(request.user, case_id, key, path, upload.name or "材料")
        added.append(upload.name or "材料")
    return f"已保存，并上传“{'”“'.join(added)}”。" if added else ""


def sent_papers(request: HttpRequest, item: Any) -> list[tuple[str, Any]]:
    """Return the papers that came with a form, each with the key of the item's document."""
    files: MultiValueDict[str, Any] = request.FILES
    return [
        (wanted.key, upload)
        for wanted in item.documents
        for upload in files.getlist(f"paper_{wanted.key}")[:_MOST_FILES]
    ]


def _key(sent: QueryDict, what: str) -> str:
    return f"{sent.get('request_key', '')[:36] or uuid4().hex}:{what}"


def _parties(case: Any, sent: QueryDict) -> list[dict[str, str]] | None:
    """Return the applicant of a case on paper; online it is who is signed in."""
    if not case.on_paper or not sent.get("party_name", "").strip():
        return None
    one = {"role": "applicant", "name": sent["party_name"], "phone": sent.get("party_phone", "")}
    return [one | {"credit_code": sent.get("party_code", "").strip().upper()}]


def _sent(request: HttpRequest, case: Any) -> None:
    given: dict[str, Any] = {}
    if case.on_paper:
        if not case.parties.exists():
            raise Refused("请填写申请人名称。")
        if typed := request.POST.get("received_on", "").strip():
            given["received_on"] = read_day(typed)
    actions.submit(
        request.user, case.pk, version=case.version, request_key=_key(request.POST, "send"), **given
    )


def _form(
    case: Any, item: Any, answers: dict[str, Any], errors: list[Any], person: Any
) -> dict[str, Any]:
    papers = list(case.documents.all())
    labels = {one.key: one.zh for one in item.documents}
    fields = item.fields["properties"]
    return {
        "case": case,
        "item": item,
        "controls": forming.controls(
            item, answers, forming.asked_of_applicants(item), errors, case.about_subject
        ),
        "papers": [
            (one, [paper for paper in papers if paper.key == one.key], f"documents.{one.key}" in dict(errors))
            for one in item.documents
        ],
        "errors": [
            (_anchor(path), _label(path, fields, labels), message) for path, message in errors
        ],
        "party": case.parties.filter(role="applicant").first() if case.on_paper else None,
        "known": _known(answers, person),
    }  # fmt: skip


def _anchor(path: str) -> str:
    place, _, rest = path.partition(".")
    return f"paper-{rest}" if place == "documents" else f"f-{place}"


def _label(path: str, fields: dict[str, Any], papers: dict[str, str]) -> str:
    place, _, rest = path.partition(".")
    return (
        papers.get(rest, "材料") if place == "documents" else fields.get(place, {}).get("title", "")
    )


def _known(answers: dict[str, Any], person: Any) -> list[tuple[str, Any]]:
    """Return what ``person`` may see of the rights named so far: number and standing or none."""
    numbers = answers.get("rights")
    if not isinstance(numbers, list):
        return []
    return list(queries.standings_for(person, [str(one) for one in numbers[:20]]).items())
