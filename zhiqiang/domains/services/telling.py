"""A case in words: where it stands, what is to be done now and by whom, what was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from zhiqiang.domains.services import forming
from zhiqiang.records.casework import queries
from zhiqiang.records.casework.choices import shown
from zhiqiang.records.casework.computing import typed_fields
from zhiqiang.records.casework.items import ServiceItem
from zhiqiang.records.casework.verbs import (
    CORRECTION,
    DRAFT,
    PAUSED,
    RUNNING,
    STATES,
    SUBMITTED,
    VERBS,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the timeline component."""

    on: datetime
    label: str
    text: str = ""
    source: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """What is to be done now: in one sentence, and whether the one who looks has to do it."""

    words: str
    is_mine: bool = False


def state_of(case: Any) -> str:
    """Return the state of a case in words, with its outcome."""
    item = queries.item_of(case.service)
    outcome = item.outcome(case.outcome) if case.outcome else None
    words = STATES[case.state]
    return f"{words}：{outcome.zh}" if outcome else words


def what_now(case: Any, item: ServiceItem, is_own: bool) -> Now:
    """Return what is to be done now, in words for the applicant and for the office alike."""
    due = f"，应于 {case.due_on} 前办理" if case.due_on else ""
    step = item.step(case.step).zh
    call = f"如有疑问，可联系{case.body.name}" + (f"（{item.phone}）" if item.phone else "") + "。"
    match case.state:
        case s if s == DRAFT:
            return Now("本件还是草稿，填好后请提交。", is_own)
        case s if s == CORRECTION:
            return Now(f"请按告知的内容补正后重新提交。{call}", is_own)
        case s if s == SUBMITTED:
            return Now(f"{case.body.name}正在审核是否受理{due}。{call}")
        case s if s == RUNNING:
            return Now(f"{case.body.name}正在办理“{step}”环节{due}。{call}")
        case s if s == PAUSED:
            return Now(f"已中止计时，待法定事由消除后继续办理。{call}")
        case _:
            return Now(f"本件{state_of(case)}。{call}")


def fields_of(case: Any, item: ServiceItem) -> list[tuple[str, str]]:
    """Return the filled-in fields with their names, in the order of the form."""
    out = []
    for name, schema in item.fields["properties"].items():
        words = shown(schema, case.fields.get(name), case.about_subject)
        if words:
            out.append((schema["title"], words))
    return out


def papers_of(case: Any, item: ServiceItem) -> list[tuple[str, Any]]:
    """Return the papers of a case, each with what the item calls it."""
    labels = {one.key: one.zh for one in item.documents}
    return [(labels.get(one.key, one.key), one) for one in case.documents.all()]


def amend_controls(case: Any, item: ServiceItem, sent: QueryDict | None) -> list[forming.Control]:
    """Return the controls of what officials fill in while a case runs."""
    answers = dict(case.fields)
    if sent is not None:
        answers |= forming.read_answers(item, sent, typed_fields(item))
    return forming.controls(item, answers, typed_fields(item), (), case.about_subject)


def timeline_of(case: Any, item: ServiceItem, person: Any) -> list[Happening]:
    """Return what was done, newest first; successive savings of a draft are told once."""
    out: list[Happening] = []
    for one in queries.timeline_of(case, person):
        text = "；".join(part for part in (*_detail(one, item, case), one.note) if part)
        label = VERBS[one.verb].zh
        if out and label == out[-1].label and one.verb == "save_draft":
            continue
        out.append(Happening(one.at, label, text, one.actor))
    return out


def _detail(one: Any, item: ServiceItem, case: Any) -> Iterator[str]:
    """Yield in words what an act kept of itself."""
    kept = one.detail
    yield from _moved(one.verb, kept, item)
    for number, point in enumerate(kept.get("points", ()), 1):
        yield f"{number}. {point}"
    if kept.get("zh"):
        yield kept["zh"] + (f"（依据：{kept['basis']}）" if kept.get("basis") else "")
    if kept.get("signers"):
        yield f"会签人：{'、'.join(kept['signers'])}"
    if "agrees" in kept:
        yield "同意" if kept["agrees"] else "不同意"
    if said := kept.get("question") or kept.get("opinion"):
        yield f"{kept['body']}：{said}" if kept.get("body") else said
    for name, value in (kept.get("after") or {}).items():
        schema = item.fields["properties"][name]
        yield f"{schema['title']}：{shown(schema, value, case.about_subject) or '（空）'}"
    if kept.get("drawn"):
        yield f"从 {kept['frame']:,} 个主体中抽取 {kept['drawn']:,} 个，种子 {kept['seed']}"
    if records := kept.get("records"):
        yield f"在台账留下 {len(records)} 条登记"


def _moved(verb: str, kept: dict[str, Any], item: ServiceItem) -> Iterator[str]:
    """Yield in words where an act took a case."""
    steps = {step.key: step.zh for step in item.steps}
    if verb in ("forward", "send_back"):
        yield f"{steps.get(kept.get('from', ''), '')} → {steps.get(kept.get('to', ''), '')}"
    elif verb in ("delegate", "transfer", "hand_back") and kept.get("to"):
        yield f"交给{kept['to']}"
    for name, word in (("due_on", "延长至"), ("made", "分出"), ("into", "并入")):
        if kept.get(name):
            yield f"{word} {kept[name]}"
