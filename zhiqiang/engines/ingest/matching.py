"""Tell by its headings which declared list a received file is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zhiqiang.engines.ingest.declaration import Source
from zhiqiang.engines.ingest.headings import (
    SEARCHED_ROWS,
    SheetPlan,
    likely_headings,
    plan_sheet,
)
from zhiqiang.engines.ingest.tables import tables
from zhiqiang.kernel.finding import Finding, Severity

#: the name of a sheet and its first rows
Head = tuple[str, list[list[str]]]


@dataclass(frozen=True)
class Match:
    """How a file fits a source: the sheets that would be read, and what stands against it.

    ``used`` counts the headings that have a meaning there, ``unknown`` those that have none.
    """

    source: Source
    plans: tuple[SheetPlan, ...]
    faults: tuple[Finding, ...]
    used: int
    unknown: int

    @property
    def fits(self) -> bool:
        """Say whether the file could be taken over as this list."""
        return bool(self.plans) and not self.faults

    @property
    def share(self) -> float:
        """Return which part of the headings has a meaning."""
        return self.used / (self.used + self.unknown) if self.used else 0.0


def matches(heads: Sequence[Head], name: str, sources: Iterable[Source]) -> list[Match]:
    """Return how a file with these ``heads`` fits each source, the best first.

    Sources that nothing speaks for are left out. A file fits where every heading that a source demands is there. Among those that fit, the one
    in which most headings have a meaning is the best.
    """
    out = [match for one in sources if (match := _match(one, name, heads)) is not None]
    return sorted(out, key=lambda one: (one.fits, one.used * one.share, one.used), reverse=True)


def sheets_as(heads: Sequence[Head], name: str, source: Source) -> list[SheetPlan]:
    """Return how each sheet of a file might be read as ``source``, for a person to complete."""
    plans = (likely_headings(source, name, sheet, head) for sheet, head in heads)
    return [one for one in plans if one is not None]


def read_heads(path: Path) -> list[Head]:
    """Return the first rows of every sheet of a file that has any. Raises ``UnreadableFile``."""
    with tables(path) as found:
        heads = [(table.name, list(islice(table.rows, SEARCHED_ROWS))) for table in found]
    return [
        (name, head) for name, head in heads if any(cell.strip() for row in head for cell in row)
    ]


def _match(source: Source, name: str, heads: Sequence[Head]) -> Match | None:
    plans: list[SheetPlan] = []
    faults: list[Finding] = []
    used = unknown = 0
    for sheet, head in heads:
        plan, findings = plan_sheet(source, name, sheet, head)
        if plan is None:
            continue
        plans.append(plan)
        faults += [one for one in findings if one.severity is Severity.ERROR]
        meant = sum(1 for field in plan.fields if field is not None)
        # Merged headings stand in two lines, of which this is the lower one.
        given = max(sum(1 for cell in head[plan.heading_row - 1] if cell.strip()), meant)
        used += meant
        unknown += given - meant
    return Match(source, tuple(plans), tuple(faults), used, unknown) if used else None
