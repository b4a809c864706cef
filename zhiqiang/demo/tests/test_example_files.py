"""What lies in ``examples/`` is what the program writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from zhiqiang.demo import plan_document, trial_workbook
from zhiqiang.demo.world import EXAMPLE


def _words(path: Path) -> list[str]:
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in paper.paragraphs] + cells


@pytest.mark.parametrize("name", [plan_document.FILE_NAME, plan_document.COUNTY_FILE_NAME])
def test_the_committed_plan_says_what_the_program_writes(tmp_path: Path, name: str) -> None:
    fresh = plan_document.write_plan(tmp_path / "plan.docx", name)
    assert _words(EXAMPLE / name) == _words(fresh)


def test_the_committed_trial_list_holds_what_the_program_writes(tmp_path: Path) -> None:
    fresh = trial_workbook.write_trial(tmp_path)
    kept = CalamineWorkbook.from_path(str(EXAMPLE / trial_workbook.FILE_NAME))
    made = CalamineWorkbook.from_path(str(fresh))
    assert kept.get_sheet_by_index(0).to_python() == made.get_sheet_by_index(0).to_python()


def test_the_plan_has_two_real_tables() -> None:
    paper = Document(str(EXAMPLE / plan_document.FILE_NAME))
    assert [len(table.columns) for table in paper.tables] == [7, 4]
