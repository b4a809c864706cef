"""Who acts, and where the line about it goes.

Accounts stands below the journal, so its actions cannot write there themselves. They ask for an
``Acting`` instead and call ``record`` once for every change, inside their own transaction: a door
that did not say where the line goes cannot act at all, and a line that cannot be written undoes
the act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhiqiang.records.accounts import rights

if TYPE_CHECKING:
    from zhiqiang.records.accounts.models import Body, Person

#: writes one line: act, subject (``person/12``), detail
Record = Callable[[str, str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who does something, or the program itself (commands, the example): ``None``."""

    person: Person | None
    record: Record

    def require(self, right: str, body: Body | None = None) -> None:
        """Raise ``Refused`` unless the one who acts holds ``right``; the program may everything."""
        if self.person is not None:
            rights.require(self.person, right, body)

    def is_self(self, person: Person) -> bool:
        """Say whether the act is about the one who acts."""
        return self.person is not None and self.person.pk == person.pk


def without_lines(act: str, subject: str, detail: dict[str, Any]) -> None:
    """Write no line: for builders whose caller writes one line about the whole."""
