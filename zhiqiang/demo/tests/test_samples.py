"""Every declared source takes its soiled sample over: the counts add up, the findings are those planted."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from zhiqiang.demo.samples import FIRST_ROW, foundation, sample
from zhiqiang.demo.sheets import write
from zhiqiang.demo.world import EXAMPLE
from zhiqiang.engines.ingest import load_source
from zhiqiang.records.registry import models
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.actions.undoing import undo_import

SOURCES = sorted(
    path.stem for path in (Path(__file__).parents[3] / "catalogue" / "sources").glob("*.yml")
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def example_home(tmp_path, settings):
    settings.HOME = tmp_path
    shutil.copyfile(EXAMPLE / "divisions.yml", tmp_path / "divisions.yml")
    return tmp_path


def _source(key):
    return load_source(Path(settings.CATALOGUE) / "sources", key)


def _counts():
    tables = (models.Right, models.Event, models.Designation, models.Activity)
    tables += (models.Statistic, models.Budget, models.Party, models.Holding)
    return [table.objects.for_program("test").count() for table in tables]


@pytest.mark.parametrize("key", SOURCES)
def test_a_soiled_sample_is_taken_over_with_exactly_its_findings_and_undone(key, example_home):
    source = _source(key)
    for sheet in foundation(source):
        assert import_file(sheet.source, write(sheet, example_home), "测试员").refused == 0
    before, made = _counts(), sample(source)
    result = import_file(key, made.write(example_home), "测试员")
    of_rows = [(f.cell.row, f.code) for f in result.findings if f.cell and f.cell.row >= FIRST_ROW]
    of_file = Counter(f.code for f in result.findings if not f.cell or f.cell.row < FIRST_ROW)
    assert sorted(of_rows) == made.expected
    assert of_file == made.of_file
    assert result.rows == result.new + result.changed + result.same + result.refused
    assert (result.rows, result.refused) == (made.good + made.same, made.refused)
    assert (result.new, result.same) == (made.good - made.refused, made.same)
    names = models.Party.objects.for_program("test").values_list("name", flat=True)
    assert not any(name.endswith("。") for name in names)
    again = import_file(key, made.write(example_home), "测试员")
    assert (again.new, again.changed) == (0, 0)
    undo_import(again.batch_id, "测试员")
    undo_import(result.batch_id, "测试员")
    assert _counts() == before


def test_a_sample_has_the_dirt_that_it_is_meant_to_have():
    made = sample(_source("patents"))
    codes = {code for _, code in made.expected}
    assert codes == {"bad_check_digit", "cell_empty", "unknown_category", "repeated_row"}
    with_money = sample(_source("pledges"))
    assert "two_units" in {code for _, code in with_money.expected}
