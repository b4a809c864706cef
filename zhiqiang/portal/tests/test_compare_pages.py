"""The pages that set a region beside others, and a target against where it is heading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def kept(home: Path, compiled: Path) -> None:
    (home / "lake").mkdir()
    (home / "lake" / "statements").symlink_to(compiled)


def _text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_regions_of_one_level_stand_side_by_side(kept: None, city: Any, stranger: Client) -> None:
    address = "/figures/compare/valid_invention_patents/?region=990101&as_of=2024-12-31"
    page = _text(stranger.get(address))
    assert "有数值的 2 个同级地区中列第 1，中位数 1.5" in page
    assert page.index("东岸区") < page.index("西坪县")
    assert "5,320,000" not in page.split("全国历年数值")[0]
    assert "总量随地区大小而变" in page
    assert stranger.get("/figures/compare/no_such_thing/").status_code == 404


def test_the_page_of_an_indicator_and_of_a_target_lead_there(
    kept: None, city: Any, stranger: Client
) -> None:
    page = _text(stranger.get("/indicators/valid_invention_patents/?as_of=2024-12-31"))
    assert "/figures/compare/valid_invention_patents/?as_of=2024-12-31" in page
    assert "/figures/apart/valid_invention_patents/?as_of=2024-12-31" in page
    target = _text(stranger.get(f"/programmes/{city.programme.pk}/targets/T001/?as_of=2025-06-30"))
    assert f"/figures/outlook/{city.programme.pk}/T001/" in target


def test_before_the_first_snapshot_the_page_says_what_is_missing(
    home: Path, stranger: Client
) -> None:
    page = _text(stranger.get("/figures/compare/valid_invention_patents/"))
    assert "还没有发布数据快照" in page


def test_a_target_says_where_it_heads_and_what_would_close_the_gap(
    kept: None, city: Any, stranger: Client
) -> None:
    address = f"/figures/outlook/{city.programme.pk}/T001/"
    page = _text(stranger.get(f"{address}?as_of=2025-06-30"))
    assert "还差 7 件" in page
    assert "2027 年末预计" in page and "要达到目标，此后平均每年需增加" in page
    assert "同级地区" in page
    assert stranger.get(f"/figures/outlook/{city.programme.pk}/T999/").status_code == 404
    assert stranger.get("/figures/outlook/999999/T001/").status_code == 404


def test_a_figure_is_taken_apart_and_the_parts_are_named(
    kept: None, city: Any, stranger: Client
) -> None:
    address = "/figures/apart/valid_invention_patents/?as_of=2024-12-31"
    page = _text(stranger.get(f"{address}&by=holder"))
    assert "自然人" in page or "个人" in page
    assert "企业" in page
    assert "东岸区" in _text(stranger.get(f"{address}&by=region"))
    assert stranger.get(f"{address}&by=king").status_code == 400
    assert "这项指标不能分组" in _text(stranger.get("/figures/apart/satisfaction/"))


def test_quality_is_shown_to_those_who_work_on_the_region(
    kept: None, city: Any, stranger: Client, desk: Client
) -> None:
    address = "/figures/quality/?as_of=2024-12-31"
    assert stranger.get(address).status_code == 302
    page = _text(desk.get(address))
    assert "完整性与时效" in page and "发明专利" in page
    assert "久未更新" in page
