"""Countersigning: several people give their opinion before a case goes on."""

from __future__ import annotations

from typing import Any

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework.models import Case, Signature
from zhiqiang.records.casework.posts import require_able
from zhiqiang.records.casework.turn import Turn, act

MODES = {"all": "全部同意", "any": "一人同意", "ratio": "达到比例"}


@act("countersign")
def countersign(turn: Turn, *, signers: list[int], mode: str = "all", share: int = 100) -> None:
    """Ask several people to sign: all, any one, or a share of them in per cent must agree."""
    turn.refuse_unless(mode in MODES, "请选择会签方式。")
    turn.refuse_unless(1 <= share <= 100, "应同意的比例在 1 至 100 之间。")
    turn.refuse_unless(not open_round(turn.case), "上一轮会签还没有结束。")
    chosen = list(dict.fromkeys(signers))
    turn.refuse_unless(chosen, "请选择会签人。")
    last = turn.case.signatures.order_by("-round").values_list("round", flat=True).first() or 0
    for person_id in chosen:
        _ask(turn, person_id, last + 1, mode, share)
    turn.detail |= {"mode": mode, "share": share, "round": last + 1}


@act("add_signer")
def add_signer(turn: Turn, *, signer: int) -> None:
    """Ask one more person to sign in the round that is open."""
    signatures = open_round(turn.case)
    turn.refuse_unless(signatures, "没有正在进行的会签。")
    first = signatures[0]
    turn.refuse_unless(signer not in {one.signer_id for one in signatures}, "此人已在会签人中。")
    _ask(turn, signer, first.round, first.mode, first.share)


@act("remove_signer")
def remove_signer(turn: Turn, *, signer: int) -> None:
    """Ask a person no longer who has not signed yet; one must remain."""
    signatures = open_round(turn.case)
    found = [one for one in signatures if one.signer_id == signer]
    turn.refuse_unless(found, "此人不在正在进行的会签中。")
    turn.refuse_unless(found[0].signed_at is None, "此人已签署，不能减签。")
    turn.refuse_unless(len(signatures) > 1, "至少应留一位会签人。")
    turn.detail["removed"] = str(found[0].signer)
    found[0].delete()


@act("sign")
def sign(turn: Turn, *, agrees: bool) -> None:
    """Give one's opinion; who does not agree says why."""
    turn.refuse_unless(agrees or turn.note, "不同意的，请写明理由。")
    mine = next(one for one in _last_round(turn.case) if one.signer_id == turn.person.pk)
    mine.agrees, mine.opinion, mine.signed_at = agrees, turn.note[:500], turn.at
    mine.save()
    turn.detail["agrees"] = agrees


def _ask(turn: Turn, person_id: int, number: int, mode: str, share: int) -> None:
    person = accounts.person(person_id)
    require_able(turn.case, turn.item.step(turn.case.step), person)
    Signature.objects.create(case=turn.case, round=number, mode=mode, share=share, signer=person)
    turn.detail.setdefault("signers", []).append(str(person))


def _last_round(case: Case) -> list[Any]:
    rows = list(case.signatures.select_related("signer"))
    last = max((one.round for one in rows), default=0)
    return [one for one in rows if one.round == last]


def open_round(case: Case) -> list[Any]:
    """Return the signatures of the round that is not settled, else nothing."""
    rows = _last_round(case)
    return rows if rows and result(rows) is None else []


def result(signatures: list[Any]) -> bool | None:
    """Say whether a round is agreed, not agreed, or still open."""
    yes = sum(one.agrees is True for one in signatures)
    no = sum(one.agrees is False for one in signatures)
    total = len(signatures)
    match signatures[0].mode:
        case "any":
            needed = 1
        case "all":
            needed = total
        case _:
            needed = -(-total * signatures[0].share // 100)
    if yes >= needed:
        return True
    return False if total - no < needed else None


def unsettled(case: Case) -> str:
    """Return why the last countersigning hinders going on; empty where it does not."""
    rows = _last_round(case)
    if not rows:
        return ""
    settled = result(rows)
    if settled is None:
        waiting = "、".join(str(one.signer) for one in rows if one.signed_at is None)
        return f"会签还没有结束，等待：{waiting}。"
    if not settled and case.timeline.filter(verb="send_back", at__gte=_signed_last(rows)).exists():
        return ""
    return "" if settled else "会签未通过。请退回前面环节，或修改后重新发起会签。"


def _signed_last(rows: list[Any]) -> Any:
    days = [one.signed_at for one in rows if one.signed_at]
    if not days:
        raise Refused("会签没有签署时间。")
    return max(days)
