"""A preview tells what an import would come to, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import Watch, import_file, preview_file
from zhiqiang.records.registry.models import (
    Batch,
    BatchFinding,
    Event,
    Holding,
    Party,
    Provenance,
    Right,
)
from zhiqiang.records.registry.queries import refused_rows
from zhiqiang.records.registry.tests.lists import patent, patents

pytestmark = pytest.mark.django_db
MODELS = (Batch, BatchFinding, Right, Party, Holding, Event, Provenance, Entry)
DIRTY = [
    patent(1),
    patent(2, 名称="一种改了名称的装置"),
    patent(3),
    patent(4, 申请日="2015-13-45"),
    patent(5, 申请号="201510000005.0"),
]


def everything():
    rows = {
        model.__name__: list(model.objects.for_program("test").order_by("pk").values())
        for model in MODELS
    }
    return rows, sorted((Path(settings.HOME) / "imports").iterdir())


@pytest.fixture
def known(tmp_path, settings):
    """A register that holds the first two patents already."""
    settings.HOME = tmp_path
    import_file("patents", patents(tmp_path / "一.csv", [patent(1), patent(2)]), "测试员")


def test_a_preview_counts_as_the_import_does_and_keeps_nothing(known, tmp_path):
    path = patents(tmp_path / "二.csv", DIRTY)
    before = everything()
    told = preview_file("patents", path, "测试员").as_json()
    assert everything() == before
    done = import_file("patents", path, "测试员").as_json()
    counts = ("rows", "new", "changed", "same", "refused")
    assert [told[key] for key in counts] == [done[key] for key in counts]
    assert [one["message"] for one in told["findings"]] == [
        one["message"] for one in done["findings"]
    ]
    assert (told["changed"], told["same"], told["refused"] > 0) == (1, 1, True)


def test_a_preview_shows_rows_as_received_and_the_cell_of_each_finding(known, tmp_path):
    told = preview_file("patents", patents(tmp_path / "二.csv", DIRTY), "测试员").as_json()
    (changed,) = told["rows_by_outcome"]["changed"]
    assert changed["row"] == 3 and ["名称", "一种改了名称的装置"] in changed["cells"]
    right = Right.objects.for_program("test").get(title="一种第2号装置")
    assert changed["target"] == right.pk
    (first,) = [one for one in told["findings"] if one["row"] == 5]
    assert (first["column"], first["received"]) == ("申请日", "2015-13-45")


def test_refused_rows_are_the_same_before_and_after_and_carry_their_reasons(known, tmp_path):
    path = patents(tmp_path / "二.csv", DIRTY)
    before = preview_file("patents", path, "测试员").refused
    result = import_file("patents", path, "测试员")
    after = refused_rows(Batch.objects.for_program("test").get(pk=result.batch_id))
    assert before == after
    assert len(after) == result.refused
    bad_day = next(one for one in after if one.row == 5)
    assert "2015-13-45" in bad_day.reasons[0]
    assert dict(bad_day.cells)["名称"] == "一种第4号装置"


def test_a_file_that_is_no_such_list_is_refused_by_the_preview_too(known, tmp_path):
    path = tmp_path / "三.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    told = preview_file("patents", path, "测试员").as_json()
    assert told["is_refused"] and told["findings"][0]["severity"] == "error"


def test_who_watches_hears_of_the_rows_and_may_end_it(known, tmp_path):
    class Enough(Exception):
        pass

    def stop(count):
        raise Enough(count)

    before = everything()
    with pytest.raises(Enough, match="5"):
        import_file("patents", patents(tmp_path / "二.csv", DIRTY), "测试员", watch=Watch(stop))
    assert everything() == before
