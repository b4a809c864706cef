"""Read personal data whole: who holds the right says why, and the journal keeps it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import masking, rights
from zhiqiang.records.journal.actions import write

LONGEST = 500


def read_clear(person: Any, subject: str, reason: str, about: str = "") -> None:
    """Let ``person`` read the personal data of ``subject`` whole, until the request ends.

    Needs the right ``unmask``. Refuses a missing or too long reason. Journalled: who, which record
    (``party:7``; ``about`` names the row of a file), why.
    """
    rights.require(person, "unmask")
    why = " ".join(reason.split())
    if not why:
        raise Refused("请写明查看完整个人信息的原因，如办理哪件事项。原因与查看记录一并留存。")
    if len(why) > LONGEST:
        raise Refused(f"查看原因不超过 {LONGEST} 个字，现有 {len(why)} 个字。")
    with transaction.atomic():
        told = {"reason": why} | ({"about": about} if about else {})
        write(person.get_username(), "read_clear", subject, told)
    masking.read_clear(person)
