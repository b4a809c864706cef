"""Move a case between steps and people."""

from __future__ import annotations

from zhiqiang.records.accounts import queries as accounts
from zhiqiang.records.casework.actions.signing import unsettled
from zhiqiang.records.casework.posts import require_able, require_somebody
from zhiqiang.records.casework.turn import Turn, act


@act("forward")
def forward(turn: Turn, *, to: int | None = None) -> None:
    """Send the case to the next step, to a person there or to whoever is in post."""
    reason = unsettled(turn.case)
    turn.refuse_unless(not reason, reason)
    following = turn.item.step_after(turn.case.step)
    turn.refuse_unless(following, "这是最后一个环节，请办结。")
    assert following is not None
    require_somebody(turn.case, following)
    turn.detail |= {"from": turn.case.step, "to": following.key}
    turn.case.step, turn.case.delegate, turn.case.holder = following.key, None, None
    if to is not None:
        turn.case.holder = accounts.person(to)
        require_able(turn.case, following, turn.case.holder)


@act("send_back")
def send_back(turn: Turn, *, step: str) -> None:
    """Send the case back to any earlier step, with the reason."""
    keys = [one.key for one in turn.item.steps]
    earlier = keys[: keys.index(turn.case.step)]
    turn.refuse_unless(step in earlier, "只能退回前面的环节。")
    turn.refuse_unless(turn.note, "请写明退回的理由。")
    require_somebody(turn.case, turn.item.step(step))
    turn.detail |= {"from": turn.case.step, "to": step}
    turn.case.step, turn.case.holder, turn.case.delegate = step, None, None


@act("delegate")
def delegate(turn: Turn, *, to: int) -> None:
    """Let another person in post work on the case until it is handed back."""
    turn.refuse_unless(to != turn.person.pk, "不能委托给自己。")
    turn.refuse_unless(turn.case.delegate_id is None, "本件已经委托他人办理。")
    person = accounts.person(to)
    require_able(turn.case, turn.item.step(turn.case.step), person)
    turn.case.holder = turn.case.holder or turn.person
    turn.case.delegate = person
    turn.detail["to"] = str(person)


@act("hand_back")
def hand_back(turn: Turn) -> None:
    """Give the case back to the one who delegated it."""
    turn.detail["to"] = str(turn.case.holder)
    turn.case.delegate = None


@act("transfer")
def transfer(turn: Turn, *, to: int) -> None:
    """Give the case to another person in post for good."""
    person = accounts.person(to)
    require_able(turn.case, turn.item.step(turn.case.step), person)
    turn.detail |= {"from": str(turn.case.holder or ""), "to": str(person)}
    turn.case.holder, turn.case.delegate = person, None
