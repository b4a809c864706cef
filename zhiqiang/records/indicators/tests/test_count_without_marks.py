"""A figure is counted without what only its rows tell: which criteria each right meets."""

from datetime import date

import pytest

from zhiqiang.engines.lake.engines import engine
from zhiqiang.engines.lake.statements import compile_statement
from zhiqiang.engines.metrics import Question
from zhiqiang.engines.metrics.asking import queries_of
from zhiqiang.records.indicators.rules import rules

DAY = date(2024, 12, 31)


@pytest.fixture
def statements(settings, tmp_path):
    settings.HOME = tmp_path
    known = rules()
    indicator = known.indicators["high_value_inventions"]
    queries = queries_of(
        indicator, indicator.version_at(DAY), "measure", Question("990100", DAY), known
    )
    return {
        name: compile_statement(query.build(), query.parameters, engine())[0]
        for name, query in (
            ("totals", queries.totals),
            ("split", queries.split("kind")),
            ("rows", queries.rows),
        )
    }


def test_rows_say_which_criteria_they_meet_and_counts_do_not_ask(statements):
    assert "pledge_financing" in statements["rows"]
    assert "pledge_financing" not in statements["totals"]
    assert "pledge_financing" not in statements["split"]


def test_events_are_looked_up_once_to_count(statements):
    assert statements["totals"].count(" IN (SELECT") == 2
    assert statements["rows"].count(" IN (SELECT") == 4
