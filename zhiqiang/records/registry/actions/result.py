"""What an import comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiqiang.kernel.finding import Finding, Severity

# A list can be wrong in every row; all findings are stored with the batch, this many are returned.
MOST_RETURNED = 1_000


@dataclass(frozen=True)
class ImportResult:
    """Counts of one import; ``rows`` is the sum of the other four.

    Without ``batch_id`` the file was refused as a whole and nothing of it is stored; ``findings``
    say why. They are the first ``MOST_RETURNED``; the batch keeps all of them.
    """

    batch_id: int | None
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Say whether the file was refused as a whole."""
        return self.batch_id is None

    @property
    def errors(self) -> list[Finding]:
        """Return the findings for which something was not taken over."""
        return [one for one in self.findings if one.severity is Severity.ERROR]

    def as_json(self) -> dict[str, Any]:
        """Return the result as JSON-ready values."""
        return {
            "batch_id": self.batch_id,
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "refused": self.refused,
            "findings": [one.as_json() for one in self.findings],
        }
