"""Workbooks as bureaus send them: hidden sheets, merged headings, formulas, and files beyond measure."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
import xlsxwriter
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.desk import text_of
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files import actions as files
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.tests.lists import numbered

GB = 1024**3


def rights():
    return apps.get_model("registry", "Right").objects.for_program("test").order_by("id")


def row(serial):
    return [numbered(2015, 1, serial), "发明", f"一种第{serial}号装置", "2015-06-01", "2018-03-01",
            "甲科技有限公司"]  # fmt: skip


HEADINGS = ["申请号", "专利类型", "名称", "申请日", "授权公告日", "申请人"]


@pytest.mark.django_db
def test_a_hidden_sheet_is_not_taken_over_and_named(tmp_path):
    path = tmp_path / "月报.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, serial in (("明细", 1), ("旧数据", 2), ("更旧", 3)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, row(serial))
        book.get_worksheet_by_name("旧数据").hide()
        book.get_worksheet_by_name("更旧").very_hidden()
    result = import_file("patents", path, "测试员")
    assert result.new == 1 and rights().get().number == numbered(2015, 1, 1)
    told = [one for one in result.findings if one.code == "hidden_sheet"]
    assert [one.cell.sheet for one in told] == ["旧数据", "更旧"]
    assert "取消隐藏后重新发送" in told[0].message


@pytest.mark.django_db
def test_headings_merged_over_two_lines_are_one_line_of_headings(tmp_path):
    path = tmp_path / "合并表头.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        sheet.merge_range(0, 0, 0, 5, "澄江市专利明细（十一月）")
        for column in (0, 1, 2, 5):
            sheet.merge_range(1, column, 2, column, HEADINGS[column])
        sheet.merge_range(1, 3, 1, 4, "日期信息")
        sheet.write_row(2, 3, HEADINGS[3:5])
        sheet.write_row(3, 0, row(1))
    result = import_file("patents", path, "测试员")
    assert (result.new, result.refused) == (1, 0), result.findings
    one = rights().get()
    assert (str(one.filed_on), str(one.granted_on)) == ("2015-06-01", "2018-03-01")
    place = apps.get_model("registry", "Provenance").objects.for_program("test")
    assert place.filter(subject="right").get().row == 4


@pytest.mark.django_db
def test_a_formula_is_read_by_the_value_that_it_had_when_the_workbook_was_saved(tmp_path):
    path = tmp_path / "公式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, row(1))
        sheet.write_formula(1, 2, '=CONCATENATE("一种","阀门")', None, "一种阀门")
        sheet.write_row(2, 0, row(2))
        # One that could not be computed is an empty cell; where one is demanded, its row is refused.
        sheet.write_formula(2, 2, "=VLOOKUP(A3,旧!A:B,2,0)", None, "#N/A")
    result = import_file("patents", path, "测试员")
    assert (result.new, result.refused) == (1, 1)
    assert rights().get().title == "一种阀门"
    told = next(one for one in result.findings if one.cell and one.cell.row == 3)
    assert told.cell.column == "名称" and "不能为空" in told.message


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["大.csv", "大.xlsx", "大.zip"])
def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path, name):
    path = tmp_path / name
    beginning = b"PK\x03\x04" if name != "大.csv" else "申请号,名称\n".encode()
    with path.open("wb") as file:
        file.write(beginning)
        file.truncate(2 * GB)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match="2048.0 MB，超过.*的上限 200 MB"):
        files.accept(path, name)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 64 * 1024
    assert not (tmp_path / "files").exists()


STREAM = """
import resource, sys
from pathlib import Path
from zhiqiang.engines import ingest
from zhiqiang.engines.ingest import tables
with tables.tables(Path(sys.argv[1])) as found:
    rows = sum(1 for table in found for row in table.rows)
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def test_a_text_file_that_is_longer_than_memory_allows_is_streamed(tmp_path):
    """The command line takes what the upload would not: it is read in pieces."""
    path = tmp_path / "长.csv"
    line = ("一种装置," * 20 + "\n").encode() * 2_000
    with path.open("wb") as file:
        for _ in range(60):
            file.write(line)
    size = path.stat().st_size // 1024**2
    done = subprocess.run([sys.executable, "-c", STREAM, str(path)], capture_output=True, text=True,
                          check=True)  # fmt: skip
    rows, peak = map(int, done.stdout.split())
    assert rows == 120_000 and size > 25
    short = tmp_path / "短.csv"
    short.write_bytes(line)
    done = subprocess.run([sys.executable, "-c", STREAM, str(short)], capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert peak - int(done.stdout.split()[1]) < size / 2


@pytest.mark.django_db
def test_an_upload_page_says_why_a_file_is_not_taken(desk, city):
    file = SimpleUploadedFile("清单.csv", b"\0" * 1000)
    answer = desk.post(reverse("portal:upload"), {"file": file, "source": "patents"})
    assert answer.status_code == 422 and 'class="says error"' in text_of(answer)
