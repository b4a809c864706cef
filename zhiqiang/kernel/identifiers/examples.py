"""Judge a list of numbers whose right judgement is known, and say where ours differs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhiqiang.kernel.csv_rows import rows_of
from zhiqiang.kernel.identifiers.kinds import BY_NAME, References
from zhiqiang.kernel.identifiers.verdict import Identifier, Verdict

COLUMNS = ("id_type", "value", "valid")
# What a list may state, beside yes and no, of a number that holds in some way.
_STATED = {"history": Verdict.HISTORICAL, "stat": Verdict.STATISTICAL}


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of the list: what it states, what we find. ``line`` counts the heading as 1."""

    line: int
    kind: str
    value: str
    stated: str
    found: Identifier | None

    @property
    def agrees(self) -> bool:
        """Say whether we judge the number as the list does.

        ``yes``: passes every check and stands in its normal form. ``shape``: the same, of an
        invented number, which form alone cannot tell. ``history`` and ``stat``: recognised as
        such. ``no``: none of these.
        """
        found = self.found
        if found is None:
            return False
        if self.stated in ("yes", "shape"):
            return found.is_clean
        if self.stated in _STATED:
            return found.verdict is _STATED[self.stated]
        is_other = found.verdict in _STATED.values()
        return self.stated == "no" and not found.is_clean and not is_other


def judge_file(path: Path, tables: References) -> list[Judged]:
    """Return every line of a CSV file with the columns ``id_type``, ``value`` and ``valid``."""
    return [_judged(line, row, tables) for line, row in rows_of(path, COLUMNS)]


def _judged(line: int, row: dict[str, str], tables: References) -> Judged:
    name, value, stated = (row[column] for column in COLUMNS)
    kind = BY_NAME.get(name.strip())
    found = kind.judge(value, tables) if kind else None
    return Judged(line, name.strip(), value, stated.strip(), found)
