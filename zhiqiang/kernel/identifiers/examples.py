"""Judge a list of numbers whose right judgement is known, and say where ours differs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from zhiqiang.kernel.errors import UnreadableFile
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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"无法读取 {path}：{error}。请给出 UTF-8 编码的 CSV 文件。") from error
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableFile(
            f"{path.name} 缺少列 {'、'.join(missing)}。应有 {'、'.join(COLUMNS)}。"
        )
    return [_judged(line, row, tables) for line, row in rows]


def _judged(line: int, row: dict[str, str | None], tables: References) -> Judged:
    name, value, stated = ((row[column] or "") for column in COLUMNS)
    kind = BY_NAME.get(name.strip())
    found = kind.judge(value, tables) if kind else None
    return Judged(line, name.strip(), value, stated.strip(), found)
