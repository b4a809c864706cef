"""Workbooks: sheets as tables, as files of their own and as annexes of a plan."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from zhiqiang.engines.compiler import compile_file
from zhiqiang.engines.compiler.inputs.reading import read_file

PLAN = "云川市专利工作方案\n为做好工作，制定本方案。\n一、工作目标\n到2027年，新增示范企业20家。\n"


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("目标表")
        sheet.merge_range(0, 0, 0, 3, "主要指标")
        for column, words in enumerate(("类别", "指标名称", "2026年", "2027年")):
            sheet.write(1, column, words)
        sheet.merge_range(2, 0, 3, 0, "创造")
        sheet.write_row(2, 1, ["示范企业（家）", 10, 25])
        sheet.write_row(3, 1, ["转化率（%）", 12.5, "≥15"])
        hidden = book.add_worksheet("内部")
        hidden.write(0, 0, "不公开")
        hidden.hide()
    return path


def test_a_sheet_is_a_table_with_its_places(tmp_path: Path) -> None:
    found = read_file(workbook(tmp_path / "附件1.xlsx"))
    assert found.text.split("\n") == [
        "目标表", "主要指标", "类别\t指标名称\t2026年\t2027年", "创造\t示范企业（家）\t10\t25", "创造\t转化率（%）\t12.5\t≥15",
    ]  # fmt: skip
    place = found.anchors.at(found.text.index("12.5"))
    assert str(place) == "工作表“目标表” 第 4 行第 3 列"
    assert [finding.code for finding in found.findings] == ["hidden_sheets"]


def test_an_annex_is_read_behind_its_plan_and_named_in_its_places(tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(PLAN, encoding="utf-8")
    found = compile_file(plan, annexes=[workbook(tmp_path / "附件1目标表.xlsx")])
    tabled = [target for target in found.targets if target.where == "table"]
    assert (25, 2027) in [(target.value, target.year) for target in tabled]
    for target in found.targets:
        assert target.span.of(found.text) == target.quote
    places = {found.anchor_at(target.span.start).file for target in found.targets}
    assert places == {"", "附件1目标表.xlsx"}


def test_an_annex_that_cannot_be_read_leaves_the_plan_and_a_finding(tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(PLAN, encoding="utf-8")
    torn = tmp_path / "附件.xlsx"
    torn.write_bytes(b"PK\x03\x04torn")
    found = compile_file(plan, annexes=[torn])
    assert [target.value for target in found.targets] == [20]
    assert any("附件.xlsx" in finding.message for finding in found.findings)
