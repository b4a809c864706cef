"""Remind those whose turn it is of limits that come near or have passed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from zhiqiang.records.casework.clocks import readings
from zhiqiang.records.casework.models import Clock
from zhiqiang.records.casework.published import item_of
from zhiqiang.records.casework.telling import in_turn
from zhiqiang.records.casework.verbs import OPEN
from zhiqiang.records.notices.actions import Message, tell


def remind(today: date) -> int:
    """Tell who has a case in turn that a limit is near or over; return how many messages were left.

    As often as one likes: of a limit with its last day, each is told to each person once.
    """
    running = (
        Clock.objects.for_program("reminds of limits")
        .filter(stopped_on=None, case__state__in=OPEN)
        .select_related("case", "case__service")
    )
    told = 0
    with transaction.atomic():
        for one in readings(running, today):
            if one.standing not in ("near", "over") or one.due_on is None:
                continue
            case = one.clock.case
            item = item_of(case.service)
            title = f"{one.zh}：{item.title} {case.number}"
            key = f"case:{case.pk}:clock:{one.clock.pk}:{one.standing}:{one.due_on}"
            text = f"“{one.clock.zh}”应在 {one.due_on} 前完成。"
            address = reverse("services:case", args=[case.pk])
            told += tell(in_turn(case, item), Message(key, title, text, address))
    return told
