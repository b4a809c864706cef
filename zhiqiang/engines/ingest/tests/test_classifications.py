"""Columns of classes: one normal form for all printed ones, and nothing lost that is unknown."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang.engines.ingest.cells import Surroundings, column_parser
from zhiqiang.engines.ingest.declaration import Column
from zhiqiang.kernel.divisions import Divisions

COLUMN = Column(heading="IPC主分类", field="ipc_main", type="classification", longest=30)
PARSER = column_parser(COLUMN, Surroundings(date(2024, 7, 13), {}, Divisions([])))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("H04L 9/32", "H04L 9/32"),
        ("H04L9/32", "H04L 9/32"),
        ("h04l9/32(2006.01)I", "H04L 9/32"),
        ("G06F17/30", "G06F 17/30"),
        ("12-08", "12-08"),
        ("LOC(13)Cl.12-08", "12-08"),
        ("-", None),
    ],
)
def test_printed_forms_of_a_class_become_one(text: str, value: str | None):
    assert PARSER.values([text]) == ([value], [])


def test_what_is_no_class_is_kept_as_printed_and_noted():
    (value,), ((_, trouble),) = PARSER.values(["阀门"])
    assert (value, trouble.code) == ("阀门", "odd_classification")
    assert "“阀门”不是 IPC 分类号" in trouble.message
    (value,), ((_, trouble),) = PARSER.values(["A" * 31])
    assert (value, trouble.code) == (None, "text_too_long")
