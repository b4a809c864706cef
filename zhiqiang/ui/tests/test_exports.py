"""What is exported opens in a spreadsheet and runs nothing there."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.ui.exports import cell, csv_answer, csv_lines


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =HYPERLINK()", "＝1+1", "\n=1"]
)
def test_a_cell_that_would_run_is_made_text(text):
    assert cell(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are():
    assert [cell(value) for value in (-5, 1.5, None, "一种光伏电池", "a=b")] == [
        "-5", "1.5", "", "一种光伏电池", "a=b",
    ]  # fmt: skip


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_whatever_is_in_the_cells_the_lines_read_back(values):
    text = "".join(csv_lines(["来源"], ["甲"] * len(values), [values]))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[2] == [cell(value) for value in values]
    assert not any(one.lstrip(" ").startswith(("=", "+", "-", "@")) for one in rows[2])


def test_an_export_is_saved_not_opened():
    answer = csv_answer("日志.csv", ["来源：操作日志"], ["序号"], [[1]])
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E6%97%A5%E5%BF%97.csv"
    assert answer["X-Content-Type-Options"] == "nosniff"
    body = b"".join(answer.streaming_content).decode()
    assert body == "\ufeff# 来源：操作日志\r\n序号\r\n1\r\n"
