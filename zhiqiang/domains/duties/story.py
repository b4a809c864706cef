"""What was done to an item: one line of its timeline and one line of the journal, together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from zhiqiang.domains.duties.models import ItemLine, WorkItem
from zhiqiang.records.journal import actions as journal

SYSTEM = "系统"


@dataclass(frozen=True, slots=True)
class Story:
    """Who does something to an item; ``note`` is what the timeline says besides the act."""

    person: Any
    item: WorkItem
    note: str = ""

    def record(self, act: str, subject: str, detail: Mapping[str, object]) -> None:
        """Write both lines; inside the transaction of the act, last."""
        by = display(self.person)
        ItemLine.objects.for_program("tells the story of an item").create(
            item=self.item, act=act, at=timezone.now(), by=by, note=self.note
        )
        journal.write(actor(self.person), act, subject, detail)


def actor(person: Any) -> str:
    """Return the name under which the journal keeps who acted."""
    return SYSTEM if person is None else str(person.get_username())


def display(person: Any) -> str:
    """Return the name by which people know who acted."""
    return SYSTEM if person is None else str(person)
