"""Take over an XLSX list of new rows, beside the reading of all its cells and nothing else.

The register holds the rows of the steps before. Half as many rows as those, because writing the
workbook takes as long as taking it over; at most 200,000.
"""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

from bench.measuring import Line, seconds_of
from bench.rows import HEADINGS, patent_rows
from zhiqiang.demo.world import EXAMPLE

MOST = 200_000


def measure(size: int) -> list[Line]:
    """Import the workbook once."""
    from django.conf import settings

    from zhiqiang.records.registry.actions import import_file

    home = Path(settings.HOME)
    shutil.copyfile(EXAMPLE / "divisions.yml", home / "divisions.yml")
    rows = min(size // 2, MOST)
    path = _workbook(home / "sheet.xlsx", rows, 2 * size)
    raw = seconds_of(lambda: _cells(path))
    taken = seconds_of(lambda: import_file("patents", path, "bench"))
    return [Line("import of a workbook", rows, taken, raw, "calamine: all cells")]


def _workbook(path: Path, rows: int, after: int) -> Path:
    from zhiqiang.engines.documents.workbook import Sheet, save_workbook

    made = islice(patent_rows(after + rows), after, None)
    with path.open("wb") as out:
        save_workbook([Sheet("专利清单", "", [(name, 12) for name in HEADINGS], made)], out)
    return path


def _cells(path: Path) -> int:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sum(len(row) for row in sheet.iter_rows())
