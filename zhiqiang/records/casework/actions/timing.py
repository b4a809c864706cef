"""Urge a case; suspend, resume and extend its clocks."""

from __future__ import annotations

from datetime import timedelta

from zhiqiang.kernel.calendar import Limit
from zhiqiang.records.casework import clocks
from zhiqiang.records.casework.turn import Turn, act
from zhiqiang.records.casework.verbs import PAUSED, RUNNING


@act("urge")
def urge(turn: Turn) -> None:
    """Ask for progress; once in twenty-four hours."""
    since = turn.at - timedelta(hours=24)
    recent = turn.case.timeline.filter(verb="urge", at__gt=since)
    turn.refuse_unless(not recent.exists(), "24 小时内已经催办过，承办人已收到提醒。")


@act("suspend")
def suspend(turn: Turn, *, ground: str) -> None:
    """Let the clocks stand still from today on a legal ground that the item names."""
    grounds = {one.key: one for one in turn.item.pause_grounds}
    turn.refuse_unless(ground in grounds, "请选择中止计时的法定事由。")
    chosen = grounds[ground]
    paused = clocks.pause(turn.case, turn.on, ground)
    turn.refuse_unless(paused, "本件没有正在计时的时限。")
    turn.case.state = PAUSED
    turn.detail |= {"ground": ground, "zh": chosen.zh, "basis": chosen.basis}


@act("resume")
def resume(turn: Turn) -> None:
    """Let the clocks run again from today."""
    clocks.resume(turn.case, turn.on)
    turn.case.state = RUNNING


@act("extend")
def extend(turn: Turn, *, clock: str) -> None:
    """Extend the legal limit of a clock once, by what the item allows, with the reason."""
    turn.refuse_unless(turn.note, "请写明延长的理由和批准情况。")
    running = turn.case.clocks.filter(key=clock, stopped_on=None).first()
    turn.refuse_unless(running, "没有这个正在计时的时限。")
    declared = next(one for one in turn.item.clocks if one.key == clock)
    limits = clocks.limits_of(declared, turn.case, running.started_on)
    allowed: Limit | None = limits.extension if limits else None
    turn.refuse_unless(allowed, f"“{running.zh}”按规定不能延长。")
    turn.refuse_unless(running.extended == 0, f"“{running.zh}”已经延长过。")
    assert allowed is not None
    clocks.extend(running, allowed.number)
    turn.detail |= {"clock": running.zh, "by": str(allowed), "due_on": str(running.legal_due_on)}
