"""Accept a case, ask for its correction, refuse it, close it, reopen and archive it."""

from __future__ import annotations

from typing import Any

from zhiqiang.records.casework import clocks, computing
from zhiqiang.records.casework.actions.signing import unsettled
from zhiqiang.records.casework.checking import Check, check
from zhiqiang.records.casework.leaving import leave
from zhiqiang.records.casework.posts import require_somebody
from zhiqiang.records.casework.turn import Turn, act
from zhiqiang.records.casework.verbs import (
    ARCHIVED,
    CLOSED,
    CORRECTION,
    REFUSED,
    RUNNING,
    WITHDRAWN,
)


@act("accept")
def accept(turn: Turn) -> None:
    """Accept the case; it goes on to the next step, where somebody must be in post."""
    turn.case.state = RUNNING
    following = turn.item.step_after(turn.case.step)
    if following is not None:
        require_somebody(turn.case, following)
        turn.case.step = following.key
    turn.case.holder = turn.case.delegate = None


@act("ask_correction")
def ask_correction(turn: Turn, *, points: list[str]) -> None:
    """Send the case back to the applicant, once, with everything that is to be corrected."""
    wanted = [one.strip() for one in points if one.strip()]
    turn.refuse_unless(wanted, "请逐条写明需要补正的内容。")
    turn.refuse_unless(
        not turn.case.corrected,
        "本件已经告知过补正。补正应一次告知全部内容，现在只能受理或不予受理。",
    )
    turn.case.state, turn.case.corrected, turn.case.correction = CORRECTION, True, wanted
    turn.detail["points"] = wanted


@act("refuse")
def refuse(turn: Turn, *, ground: str) -> None:
    """Refuse to accept the case on a ground that the item names; the note says why it applies."""
    grounds = {one.key: one for one in turn.item.refusal_grounds}
    turn.refuse_unless(ground in grounds, "请选择不予受理的理由。")
    turn.refuse_unless(turn.note, "请写明不予受理的事实和说明。")
    turn.case.state, turn.case.closed_at = REFUSED, turn.at
    turn.detail |= {"ground": ground, "zh": grounds[ground].zh, "basis": grounds[ground].basis}
    clocks.stop_all(turn.case, turn.on)


@act("withdraw")
def withdraw(turn: Turn) -> None:
    """Take the application back; its clocks stop."""
    turn.case.state, turn.case.closed_at = WITHDRAWN, turn.at
    clocks.stop_all(turn.case, turn.on)


@act("close")
def close(turn: Turn, *, outcome: str, confirmed: dict[str, Any] | None = None) -> None:
    """End the case with an outcome, and record in the register what that leaves, all or nothing.

    A granting outcome is refused while the item's rule speaks against it or cannot be judged;
    ``confirmed`` are facts that only the official can state.
    """
    chosen = turn.item.outcome(outcome)
    turn.refuse_unless(chosen, "请选择办理结果。")
    assert chosen is not None
    if reason := unsettled(turn.case):
        turn.refuse_unless(False, reason)
    reason = computing.fill(turn.case, turn.item)
    turn.refuse_unless(not (chosen.granted and reason), reason)
    if chosen.granted:
        _require_granted(turn, confirmed)
    elif not chosen.needs:
        turn.refuse_unless(turn.note, "请写明理由。")
    case = turn.case
    titles = turn.item.fields["properties"]
    empty = [titles[one]["title"] for one in chosen.needs if case.fields.get(one) in (None, "", [])]
    turn.refuse_unless(not empty, f"以“{chosen.zh}”办结前，请先登记：{'、'.join(empty)}。")
    case.state, case.outcome, case.closed_at = CLOSED, outcome, turn.at
    case.holder = case.delegate = None
    turn.detail |= {"outcome": outcome, "zh": chosen.zh}
    turn.detail["records"] = leave(case, chosen, turn.on, turn.person)
    clocks.stop_all(case, turn.on)


def _require_granted(turn: Turn, confirmed: dict[str, Any] | None) -> None:
    """Refuse a granting outcome with every clause that speaks against it or is open."""
    checks = check(turn.item, turn.case.fields, turn.on, confirmed)
    said = [line for one in checks for line in _against(one)]
    turn.refuse_unless(not said, f"不能以此结果办结：{'；'.join(said[:30])}")
    if checks:
        turn.detail["checked"] = [
            {
                "subject": one.subject,
                "reasons": [reason.sentence for reason in one.decision.reasons],
            }
            for one in checks
        ]
    if confirmed:
        turn.detail["confirmed"] = confirmed


def _against(one: Check) -> list[str]:
    found = one.decision
    about = f"{one.subject} " if one.subject else ""
    if found.note:
        return [f"{about}{found.note}"]
    bad = [f"{about}{reason.article}{reason.sentence}" for reason in (*found.against, *found.open)]
    return [line.rstrip("。") for line in bad]


@act("reopen")
def reopen(turn: Turn, *, step: str) -> None:
    """Work on an ended case again from a step; not one that has left records in the register."""
    turn.refuse_unless(turn.note, "请写明重新办理的理由。")
    closing = turn.case.timeline.filter(verb="close").first()
    turn.refuse_unless(
        closing is None or not closing.detail.get("records"),
        "本件已在台账留下登记，不能重新办理。请另行办理注销或更正。",
    )
    turn.refuse_unless(step in {one.key for one in turn.item.steps}, "请选择从哪个环节重新办理。")
    turn.case.state, turn.case.step, turn.case.outcome = RUNNING, step, ""
    turn.case.closed_at = None


@act("archive")
def archive(turn: Turn) -> None:
    """Put an ended case into the archive; nothing is done with it any more."""
    turn.case.state = ARCHIVED
