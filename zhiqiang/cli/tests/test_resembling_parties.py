"""Parties under two names: told with the reasons, persons left out, nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhiqiang.cli.main import app
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Party
from zhiqiang.records.registry.tests.lists import write

pytestmark = pytest.mark.django_db
COLUMNS = ("企业名称", "统一社会信用代码", "类型", "地址")
PARTIES = [
    ("杭州云帆测控有限公司", "91990100MA0000015X", "企业", "江南大道1号"),
    ("杭州云帆测控股份有限公司", "", "企业", "江南大道1号"),
    ("杭州市云帆测控有限公司", "", "企业", ""),
    ("远山厂", "", "企业", ""),
    ("青禾大学", "", "高校", ""),
    ("张三丰", "", "个人", ""),
    ("张三豐", "", "个人", ""),
]


@pytest.fixture
def register(tmp_path: Path) -> None:
    rows = [dict(zip(COLUMNS, values, strict=True)) for values in PARTIES]
    import_file("parties", write(tmp_path / "名录.csv", COLUMNS, rows), "测试员")
    assert Party.objects.for_program("test").count() == len(PARTIES)


def told(*words: object) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["firms", "--register", "--json", *map(str, words)])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@pytest.mark.usefixtures("register")
def test_parties_that_may_be_one_are_listed_the_surest_first_and_left_as_they_are():
    before = list(Party.objects.for_program("test").order_by("pk").values())
    found = told()
    assert [(one["names"], one["decision"]) for one in found] == [
        (["杭州云帆测控有限公司", "杭州市云帆测控有限公司"], "merge"),
        (["杭州云帆测控有限公司", "杭州云帆测控股份有限公司"], "queue"),
        (["杭州云帆测控股份有限公司", "杭州市云帆测控有限公司"], "queue"),
    ]
    assert found[0]["codes"] == ["91990100MA0000015X", ""]
    assert "可能是改制" in "".join(found[1]["reasons"])
    assert found[1]["evidence"] == [["地址相同", "江南大道1号"]]
    assert list(Party.objects.for_program("test").order_by("pk").values()) == before


@pytest.mark.usefixtures("register")
def test_a_name_history_brings_two_names_of_one_body_together(tmp_path: Path):
    history = tmp_path / "沿革.csv"
    history.write_text("name,former_name\n青禾大学,远山厂\n", encoding="utf-8")
    assert (["远山厂", "青禾大学"], "merge") in [
        (one["names"], one["decision"]) for one in told("--history", history)
    ]


def test_own_divisions_count_as_regions(tmp_path: Path, settings):
    rows = [{"企业名称": name} for name in ("云州市远山测控有限公司", "云州远山测控有限公司")]
    import_file("parties", write(tmp_path / "名录.csv", COLUMNS, rows), "测试员")
    settings.HOME = tmp_path
    assert told() == []
    (tmp_path / "divisions.yml").write_text('- {code: "990100", name: 云州市}\n', encoding="utf-8")
    assert [one["decision"] for one in told()] == ["merge"]


def test_an_empty_register_has_nothing_to_list():
    done = CliRunner().invoke(app, ["firms", "--register"])
    assert (done.exit_code, done.output) == (0, "共 0 对\n")
