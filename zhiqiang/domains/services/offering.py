"""The acts that somebody may do now, each with what it asks for, and what was sent read back.

Which acts those are is said by the case engine alone; here is only how their forms look.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from zhiqiang.domains.services import forming
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework import queries
from zhiqiang.records.casework.actions.signing import MODES
from zhiqiang.records.casework.computing import typed_fields
from zhiqiang.records.casework.items import ServiceItem, Step, rules_named
from zhiqiang.records.casework.verbs import VERBS

#: acts in the order of the page; what applicants do to their draft has a page of its own
ORDER = (
    "accept", "ask_correction", "refuse", "amend", "draw", "forward", "close", "sign", "answer",
    "countersign", "add_signer", "remove_signer", "consult", "send_back", "suspend", "resume", "extend",
    "delegate", "hand_back", "transfer", "merge", "split", "urge", "withdraw", "reopen", "archive",
)  # fmt: skip
#: what is to be said of an act before it is done
_HINTS = {
    "ask_correction": "补正只告知一次，请把需要补正的全部内容逐条写明，每行一条。",
    "refuse": "本件随即办结，申请人会收到理由。",
    "withdraw": "撤回后本件办结；仍要办理的，须重新申请。",
    "close": "办结后按事项规定在台账中留下登记，不能撤销。",
    "draw": "从台账中按问卷规定的范围随机抽取；抽取一次，不能重抽，种子和抽样框一并记录。",
    "urge": "24 小时内只能催办一次。",
    "archive": "归档后不再办理。",
    "suspend": "中止期间不计入期限。",
}
_NOTE_MUST = {"refuse", "send_back", "extend", "reopen"}
_NO_NOTE = {"ask_correction", "amend", "answer", "urge", "archive", "hand_back", "resume"}
#: the acts of which one is most likely meant
MAIN = {"accept", "forward", "close", "sign", "answer", "resume"}


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that an act asks for. ``kind``: choice, several, text, long, lines or number."""

    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    help: str = ""
    value: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One act with its form."""

    verb: str
    label: str
    hint: str
    inputs: tuple[Input, ...]
    is_main: bool
    is_open: bool = False


def offers(case: Any, item: ServiceItem, person: Any, sent: QueryDict | None = None) -> list[Offer]:
    """Return the acts that ``person`` may do now; ``sent`` fills the form that was refused."""
    may = queries.allowed(person, case)
    asked_for = sent.get("verb", "") if sent else ""
    return [
        Offer(
            verb, VERBS[verb].zh, _HINTS.get(verb, ""),
            tuple(_filled(one, sent if verb == asked_for else None) for one in inputs(verb, case, item, person)),
            verb in MAIN, verb == asked_for,
        )
        for verb in ORDER
        if verb in may
    ]  # fmt: skip


def inputs(verb: str, case: Any, item: ServiceItem, person: Any) -> list[Input]:
    """Return what an act asks for."""
    own = _OWN.get(verb)
    out = own(case, item, person) if own else []
    if verb not in _NO_NOTE:
        must = verb in _NOTE_MUST
        label = "说明理由" if must else "意见"
        out.append(Input("note", label, "long", is_required=must))
    return out


def _filled(one: Input, sent: QueryDict | None) -> Input:
    if sent is None:
        return one
    return Input(one.name, one.label, one.kind, one.options, one.is_required, one.help,
                 sent.get(one.name, ""), tuple(sent.getlist(one.name)))  # fmt: skip


def given(verb: str, case: Any, item: ServiceItem, person: Any, sent: QueryDict) -> dict[str, Any]:
    """Return what was sent with an act as its arguments, or raise ``Refused`` that names the field."""
    if verb == "amend":
        return {"fields": forming.read_answers(item, sent, typed_fields(item))}
    out: dict[str, Any] = {}
    for one in inputs(verb, case, item, person):
        values = [text for text in sent.getlist(one.name) if text.strip()]
        if not values and one.is_required:
            raise Refused(f"请填写“{one.label}”。")
        if one.name.startswith(_FACT):
            if values:
                out.setdefault("confirmed", {})[one.name.removeprefix(_FACT)] = values[0] == "true"
        elif values or one.kind in ("several", "lines"):
            out[one.name] = _read(one, values)
    if verb == "sign":
        out["agrees"] = out.pop("agrees") == "true"
    if verb == "split":
        out["field"] = _list_field(item, case)
    return out


def _read(one: Input, values: list[str]) -> Any:
    if one.kind == "lines":
        return [line.strip() for text in values for line in text.splitlines() if line.strip()]
    if one.options and not set(values) <= dict(one.options).keys():
        raise Refused(f"“{one.label}”请从列出的内容中选择。")
    numbers = one.name in _NUMBERS
    if numbers and not all(text.strip().isdecimal() and len(text) < 18 for text in values):
        raise Refused(f"“{one.label}”应为整数。")
    read = [int(text) if numbers else text.strip() for text in values]
    return read if one.kind == "several" else read[0]


_FACT = "fact_"
_NUMBERS = {"to", "signer", "signers", "share", "body", "into"}


def _people(step: Step, case: Any, without: int | None = None) -> tuple[tuple[str, str], ...]:
    found = accounts.people_who_may_in(step.right, case.body)
    return tuple((str(one.pk), str(one)) for one in found if one.pk != without)


def _points(*_: Any) -> list[Input]:
    return [Input("points", "需要补正的内容", "lines")]


def _grounds(of: str) -> Callable[[Any, ServiceItem, Any], list[Input]]:
    def make(_case: Any, item: ServiceItem, _person: Any) -> list[Input]:
        grounds = tuple((one.key, one.zh) for one in getattr(item, of))
        return [
            Input("ground", "理由" if of == "refusal_grounds" else "法定事由", "choice", grounds)
        ]

    return make


def _next(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    following = item.step_after(case.step)
    if following is None:
        return []
    people = _people(following, case)
    return [
        Input(
            "to", f"“{following.zh}”经办人", "choice", people, False, "不选则由该环节在岗人员办理。"
        )
    ]


def _back(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    keys = [one.key for one in item.steps]
    earlier = item.steps[: keys.index(case.step)]
    return [Input("step", "退回到", "choice", tuple((one.key, one.zh) for one in earlier))]


def _anew(_case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    return [Input("step", "从哪个环节重新办理", "choice", tuple((s.key, s.zh) for s in item.steps))]


def _to(case: Any, item: ServiceItem, person: Any) -> list[Input]:
    people = _people(item.step(case.step), case, person.pk)
    return [Input("to", "经办人", "choice", people)]


def _countersign(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    people = _people(item.step(case.step), case)
    return [
        Input("signers", "会签人", "several", people),
        Input("mode", "方式", "choice", tuple(MODES.items())),
        Input("share", "应同意的比例（%）", "number", (), False, "只在“达到比例”时填写。"),
    ]


def _signer(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    return [Input("signer", "会签人", "choice", _people(item.step(case.step), case))]


def _signers_now(case: Any, *_: Any) -> list[Input]:
    waiting = case.signatures.filter(signed_at=None).select_related("signer")
    return [
        Input(
            "signer", "会签人", "choice", tuple((str(s.signer_id), str(s.signer)) for s in waiting)
        )
    ]


def _agrees(*_: Any) -> list[Input]:
    return [Input("agrees", "意见", "choice", (("true", "同意"), ("false", "不同意")))]


def _clock(case: Any, *_: Any) -> list[Input]:
    running = case.clocks.filter(stopped_on=None)
    return [Input("clock", "时限", "choice", tuple((one.key, one.zh) for one in running))]


def _consult(case: Any, *_: Any) -> list[Input]:
    others = tuple((str(b.pk), b.name) for b in accounts.bodies() if b.pk != case.body_id)
    return [Input("body", "单位", "choice", others), Input("question", "征求意见的事项", "long")]


def _answer(*_: Any) -> list[Input]:
    return [Input("opinion", "答复意见", "long")]


def _merge(case: Any, _item: ServiceItem, person: Any) -> list[Input]:
    others = queries.mergeable(case, person)
    return [Input("into", "并入", "choice", tuple((str(one.pk), one.number) for one in others))]


def _list_field(item: ServiceItem, case: Any) -> str:
    lists = [n for n, one in item.fields["properties"].items() if one["type"] == "array"]
    return next((name for name in lists if len(case.fields.get(name) or []) > 1), "")


def _split(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    held = case.fields.get(_list_field(item, case)) or []
    return [Input("items", "分出的项目", "several", tuple((str(one), str(one)) for one in held))]


def _close(case: Any, item: ServiceItem, _person: Any) -> list[Input]:
    outcomes = tuple((one.key, one.zh) for one in item.outcomes)
    return [Input("outcome", "办理结果", "choice", outcomes), *_facts(case, item)]


def _facts(case: Any, item: ServiceItem) -> list[Input]:
    """Return the facts that only an official can state: what neither form nor register says."""
    if item.rule is None:
        return []
    rules = rules_named(item.rule.rules)
    checks = queries.checked(case)
    missing = {zh for one in checks for reason in one.decision.open for zh in reason.missing}
    known: Mapping[str, Any] = rules.facts
    yes_no = (("true", "是"), ("false", "否"))
    return [
        Input(f"{_FACT}{fact}", declared.zh, "choice", yes_no, False, "表单和台账都没有载明，请核实后填写。")
        for fact, declared in known.items()
        if declared.zh in missing and declared.type == "truth"
    ]  # fmt: skip


_OWN: dict[str, Callable[[Any, ServiceItem, Any], list[Input]]] = {
    "ask_correction": _points,
    "refuse": _grounds("refusal_grounds"),
    "suspend": _grounds("pause_grounds"),
    "forward": _next,
    "send_back": _back,
    "reopen": _anew,
    "delegate": _to,
    "transfer": _to,
    "countersign": _countersign,
    "add_signer": _signer,
    "remove_signer": _signers_now,
    "sign": _agrees,
    "extend": _clock,
    "consult": _consult,
    "answer": _answer,
    "merge": _merge,
    "split": _split,
    "close": _close,
}
