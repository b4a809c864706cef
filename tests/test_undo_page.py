"""Undo an import from its page and by a command: what is said before, done, and refused."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from tests.desk import text_of, work
from zhiqiang import pipeline
from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file


@pytest.fixture
def batch_id(city, tmp_path):
    """A second list: one patent changed, one new."""
    third, _, fifth = small_city.patents(5)[2:5]
    rows = [third | {"专利名称": "改过的名称"}, fifth | {"专利名称": "一种新的阀门"}]
    result = import_file("patents", small_city.write_csv(tmp_path / "乙.csv", rows), "测试员")
    assert (result.new, result.changed) == (1, 1), result
    return result.batch_id


def titles(person):
    return [one.title for one in registry.search_rights(person).rows.order_by("title")]


def test_an_import_is_undone_from_its_page(desk, official, batch_id):
    assert {"改过的名称", "一种新的阀门"} < set(titles(official))
    address = reverse("portal:undo_import", args=[batch_id])
    assert f'href="{address}"' in text_of(desk.get(f"/imports/{batch_id}/"))
    asked = text_of(desk.get(address))
    assert "新增的 1 行" in asked and "变更的 1 行" in asked
    job = desk.post(address).url
    assert "一种新的阀门" in titles(official)
    work()
    # The register is what snapshot 1 holds, so that no other is needed.
    done = text_of(desk.get(job))
    assert f"已撤销批次 {batch_id}：乙.csv" in done and "快照 1" in done
    assert not {"改过的名称", "一种新的阀门"} & set(titles(official))
    after = text_of(desk.get(f"/imports/{batch_id}/"))
    assert "由 chen 撤销" in after and f'href="{address}"' not in after
    assert "已撤销" in text_of(desk.get("/imports/"))


def test_the_page_names_what_leans_on_an_import_and_takes_no_form(desk, batch_id):
    first = batch_id - 1
    address = reverse("portal:undo_import", args=[first])
    told = text_of(desk.get(address))
    assert f"第 {batch_id} 号批次（乙.csv）改动过" in told
    assert "<form method" not in told.partition("<main")[2]
    assert desk.post(address).status_code == 403
    assert "后台作业" in text_of(desk.get("/jobs/")) and "撤销导入" not in text_of(
        desk.get("/jobs/")
    )


def test_an_import_that_published_figures_rest_on_is_not_undone(batch_id):
    snapshot = pipeline.publish("测试员").number
    rule_set = apps.get_model("indicators", "RuleSet").objects.create(digest="0", content="")
    figures = apps.get_model("indicators", "Figure").objects.for_program("test")
    figure = figures.create(
        indicator="inventions_per_10k", region_code="990100", as_of=date(2024, 12, 31),
        snapshot=snapshot, definition="inventions_per_10k@2021-01-01", rule_set=rule_set,
        program="0", rows=1, rows_hash="0",
    )  # fmt: skip
    figures.filter(pk=figure.pk).update(published_at=timezone.now())
    with pytest.raises(Refused, match=f"第 {snapshot} 号快照起含有它，据以发布了 1 个数值"):
        pipeline.undo_import(batch_id, "测试员")
    figures.filter(pk=figure.pk).update(published_at=None)
    assert pipeline.undo_import(batch_id, "测试员") == {"undone": batch_id, "file": "乙.csv"}


def test_a_figure_published_before_does_not_keep_a_later_import(city, tmp_path):
    rule_set = apps.get_model("indicators", "RuleSet").objects.create(digest="0", content="")
    figures = apps.get_model("indicators", "Figure").objects.for_program("test")
    figures.create(
        indicator="inventions_per_10k", region_code="990100", as_of=date(2024, 12, 31),
        snapshot=1, definition="inventions_per_10k@2021-01-01", rule_set=rule_set,
        program="0", rows=1, rows_hash="0", published_at=timezone.now(),
    )  # fmt: skip
    path = small_city.write_csv(tmp_path / "乙.csv", small_city.patents(5)[4:])
    later = import_file("patents", path, "测试员").batch_id
    assert pipeline.undo_import(later, "测试员")["undone"] == later


def test_the_command_undoes_one_import(batch_id, official, capsys, monkeypatch):
    from zhiqiang.cli import main

    monkeypatch.setattr(main, "open_ledger", lambda: None)
    main.undo_import(batch_id, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"undone": batch_id, "file": "乙.csv"}
    assert "一种新的阀门" not in titles(official)
    with pytest.raises(Refused, match="不必再撤"):
        main.undo_import(batch_id)
