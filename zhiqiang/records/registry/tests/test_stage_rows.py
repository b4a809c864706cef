"""What is staged comes out as it went in: nothing, days, truths, numbers, texts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhiqiang.records.registry.actions.staging import insert_rows, rows_of, run

pytestmark = pytest.mark.django_db
NAMES = ("name", "count", "day", "is_sure", "amount", "kind", "never")
ROWS = [
    ("甲", 1, date(2024, 7, 13), True, Decimal("1.50"), "a", None),
    (None, 2, None, False, None, "", None),
    ("", None, date(1985, 4, 1), None, Decimal("0.25"), "b\tc\\N\n", None),
]


@pytest.fixture
def table():
    run("DROP TABLE IF EXISTS staged")
    run(
        "CREATE TEMPORARY TABLE staged (name text, count integer, day date, is_sure integer, "
        "amount numeric(18,2), kind text, never text DEFAULT 'as declared')"
    )
    yield "staged"
    run("DROP TABLE staged")


def test_every_value_is_kept_and_a_column_without_any_keeps_its_default(table):
    insert_rows(table, NAMES, ROWS)
    insert_rows(table, NAMES, ROWS[:1])
    insert_rows(table, NAMES, [])
    found = rows_of("SELECT name, count, day, is_sure, amount, kind, never FROM staged")
    plain = [
        (name, count, day and str(day), sure, amount and float(amount), kind, never)
        for name, count, day, sure, amount, kind, never in found
    ]
    assert plain == [
        ("甲", 1, "2024-07-13", 1, 1.5, "a", "as declared"),
        (None, 2, None, 0, None, "", "as declared"),
        ("", None, "1985-04-01", None, 0.25, "b\tc\\N\n", "as declared"),
        ("甲", 1, "2024-07-13", 1, 1.5, "a", "as declared"),
    ]
