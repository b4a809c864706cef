"""Correct what was read, answer a finding, take a correction back; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from zhiqiang.domains.plans import correcting, fields
from zhiqiang.domains.plans.correcting import Anchor
from zhiqiang.domains.plans.correcting.anchors import Item, anchor_at, anchored
from zhiqiang.domains.plans.models import PlanCorrection, PlanFinding, PlanReading, Programme
from zhiqiang.domains.plans.readings import EMPTY_TARGET, EMPTY_TASK
from zhiqiang.domains.plans.rebuilding import made_from, rebuild
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal import actions as journal

Kind = PlanCorrection.Kind


def correct(
    of: Programme,
    kind: str,
    code: str,
    after: Mapping[str, Any],
    actor: str,
    reason: str = "",
) -> PlanCorrection:
    """Do one thing with the reading ``code``: confirm, change, assign, split, merge, add, remove.

    ``after`` holds what the kind needs: changed fields; ``bodies`` as [duty, name] pairs;
    ``parts``; codes of ``others``; for an addition ``subject``, ``quote`` and the fields; for an
    identification ``identity``. The correction is kept beside the document and the rows are made
    anew. Refuses a replaced edition, a reading that is gone, values that cannot be, and a change
    that changes nothing.
    """
    with transaction.atomic():
        _locked(of)
        applied = _applied(of)
        items = {one["code"]: one for one in [*applied.targets, *applied.tasks]}
        if kind == Kind.ADD:
            subject, anchor, kept = _addition(of, after)
            before: dict[str, Any] = {}
        else:
            item = _item(items, code)
            subject = _subject(item)
            anchor = _counted(of, applied.anchors[code], item)
            before, kept = _change(of, kind, item, after, applied, items)
        if kind == Kind.REMOVE and not reason.strip():
            raise Refused("删除读出的内容须写明理由，便于日后查对。")
        made = PlanCorrection.objects.create(
            programme=of,
            kind=Kind(kind),
            subject=subject,
            anchor=anchor.as_json(),
            before=before,
            after=kept,
            reason=reason.strip()[:500],
            made_by=actor,
            made_at=timezone.now(),
        )
        rebuild(of)
        changed = {name: [before.get(name), value] for name, value in kept.items()}
        detail = {"kind": kind, "code": code, "quote": anchor.quote[:120], "changed": changed}
        journal.write(actor, "correct_reading", f"programme:{of.pk}", detail | {"reason": reason})
    return made


def withdraw_correction(of: Programme, id: int, actor: str) -> None:
    """Take a correction back: the reading stands again as it was without it."""
    with transaction.atomic():
        _locked(of)
        one = of.corrections.filter(pk=id, withdrawn_at=None).first()
        if one is None:
            raise Refused("没有这条更正，或者已经撤回。请刷新后查看。")
        one.withdrawn_by, one.withdrawn_at = actor, timezone.now()
        one.save(update_fields=["withdrawn_by", "withdrawn_at"])
        rebuild(of)
        detail = {"correction": one.pk, "kind": one.kind, "after": one.after}
        journal.write(actor, "withdraw_correction", f"programme:{of.pk}", detail)


def answer_finding(of: Programme, position: int, code: str, text: str, actor: str) -> None:
    """Write what was done about a finding; with an answer it no longer keeps the plan a draft.

    ``position`` and ``code`` say which one; refused when the findings have changed since.
    """
    if not text.strip():
        raise Refused("请写明处理结果，例如“已与起草单位核实，以表格为准”。")
    with transaction.atomic():
        _locked(of)
        rows = list(of.findings.order_by("position"))
        found = next((one for one in rows if one.position == position), None)
        if found is None or found.code != code:
            raise Refused("核对意见已经更新，请刷新后重新答复。")
        anchor = _finding_anchor(of, rows, found)
        PlanCorrection.objects.create(
            programme=of,
            kind=Kind.ANSWER,
            subject="finding",
            anchor=anchor.as_json(),
            before={"message": found.message},
            after={"answer": text.strip()[:1000]},
            made_by=actor,
            made_at=timezone.now(),
        )
        rebuild(of)
        detail = {"finding": found.code, "message": found.message[:200], "answer": text[:200]}
        journal.write(actor, "answer_finding", f"programme:{of.pk}", detail)


def _locked(of: Programme) -> None:
    """Let one person at a time work on a programme, and nobody on a replaced edition."""
    state = (
        Programme.objects.for_program("corrects a reading")
        .select_for_update()
        .only("state")
        .get(pk=of.pk)
        .state
    )
    if state == Programme.State.REPLACED:
        raise Refused("这一版已被修订稿替代，只供查阅。请在现行版本中办理。")


def _applied(of: Programme) -> correcting.Applied:
    reading = PlanReading.objects.for_program("corrects a reading").get(pk=of.pk).content
    made = [made_from(one) for one in of.corrections.filter(withdrawn_at=None)]
    return correcting.apply(reading, made, of.source_text)


def _item(items: Mapping[str, Item], code: str) -> Item:
    item = items.get(code)
    if item is None:
        raise NotFound(f"没有编号为“{code[:20]}”的内容，可能已被合并或删除。请刷新后重试。")
    return item


def _subject(item: Item) -> str:
    return "task" if "bodies" in item else "target"


def _counted(of: Programme, anchor: Anchor, item: Item) -> Anchor:
    """Return ``anchor`` with its place in the text counted."""
    start = of.source_text.find(anchor.quote, item["span_start"])
    return anchor_at(of.source_text, max(start, 0), anchor.quote, anchor.part)


def _change(
    of: Programme,
    kind: str,
    item: Item,
    after: Mapping[str, Any],
    applied: correcting.Applied,
    items: Mapping[str, Item],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stood there before and what the correction keeps."""
    match Kind(kind):
        case Kind.CONFIRM:
            return {}, {}
        case Kind.REMOVE:
            return {"title": item.get("indicator_name") or item.get("title", "")}, {}
        case Kind.CHANGE:
            wanted = fields.clean(after, _subject(item))
            changed = {name: value for name, value in wanted.items() if item[name] != value}
            if not changed:
                raise Refused("没有改动。读得没有错时请用“确认无误”。")
            return {name: item[name] for name in changed}, changed
        case Kind.ASSIGN:
            bodies = fields.clean_bodies(after.get("bodies", ()))
            if bodies == [list(one) for one in item.get("bodies", [])]:
                raise Refused("责任单位没有改动。")
            return {"bodies": item.get("bodies", [])}, {"bodies": bodies}
        case Kind.SPLIT:
            parts = [fields.clean(one, _subject(item)) for one in after.get("parts", ())]
            if len(parts) < 2:
                raise Refused("拆分至少要有两项，请逐项填写。")
            return {}, {"parts": parts}
        case Kind.MERGE:
            return {}, {"others": _others(of, item, after, applied, items)}
        case Kind.IDENTIFY:
            identity = str(after.get("identity", ""))
            known = of.replaces.targets.filter(identity=identity) if of.replaces else None
            if identity and (known is None or not known.exists()):
                raise Refused("修订前没有这个目标，请重新选择。")
            return {}, {"identity": identity}
    raise Refused(f"不能这样更正：{kind[:20]}。")


def _others(
    of: Programme,
    item: Item,
    after: Mapping[str, Any],
    applied: correcting.Applied,
    items: Mapping[str, Item],
) -> list[dict[str, Any]]:
    codes: Sequence[str] = [one for one in after.get("others", ()) if one != item["code"]]
    others = [_item(items, code) for code in codes]
    if not others:
        raise Refused("请选择要并入的另一项。")
    if any(_subject(one) != _subject(item) for one in others):
        raise Refused("目标只能与目标合并，任务只能与任务合并。")
    return [_counted(of, applied.anchors[one["code"]], one).as_json() for one in others]


def _addition(of: Programme, after: Mapping[str, Any]) -> tuple[str, Anchor, dict[str, Any]]:
    subject, quote = str(after.get("subject", "target")), str(after.get("quote", "")).strip()
    start = of.source_text.find(quote) if quote else -1
    if start < 0:
        raise Refused("补充的内容须有原文依据：请从左侧原文中复制一段完整的用语，不要改动。")
    token = uuid4().hex[:6]
    empty = EMPTY_TARGET if subject == "target" else EMPTY_TASK
    cleaned = fields.clean(after.get("values", {}), subject)
    if subject == "task":
        cleaned |= {"text": quote, "bodies": fields.clean_bodies(after.get("bodies", ()))}
    item = empty | cleaned | {"code": f"A{token}"}
    fields.require_whole(item, subject)
    return subject, anchor_at(of.source_text, start, quote, f"added:{token}"), {"item": item}


def _finding_anchor(of: Programme, rows: Sequence[PlanFinding], found: PlanFinding) -> Anchor:
    items = [
        {
            "code": one.code,
            "message": one.message,
            "span_start": one.span_start,
            "span_end": one.span_end,
            "position": one.position,
        }
        for one in rows
    ]
    pairs = anchored(items, of.source_text, "finding")
    return next(anchor for anchor, item in pairs if item["position"] == found.position)
