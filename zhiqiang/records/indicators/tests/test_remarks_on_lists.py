"""A figure says what the lists behind it cannot tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.tests.lists import patent, patents

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def remarks(tmp_path: Path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()

    def of(*rows: dict[str, str], region: str = "330302") -> tuple[object, list[str]]:
        path = patents(tmp_path / "甲.csv", list(rows), ("授权公告日", "法律状态"))
        assert not import_file("patents", path, "测试员").errors
        publish_snapshot("测试员")
        figure = queries.figure("valid_invention_patents", region, date(2024, 12, 31))
        return figure.value, [one.message for one in figure.findings if "公布的记录" in one.message]

    return of


def test_published_applications_alone_cannot_tell_what_is_in_force(remarks):
    value, said = remarks(patent(1), patent(2))
    assert value == 0
    assert (
        len(said) == 1 and said[0].startswith("已导入的 2 件只有") and "请导入授权清单" in said[0]
    )


def test_a_list_that_tells_of_grants_or_states_is_believed(remarks):
    assert remarks(patent(1), patent(2, 法律状态="驳回")) == (0, [])
    assert remarks(patent(3, 授权公告日="2018-01-01")) == (1, [])


def test_a_region_without_any_right_is_not_remarked_on(remarks):
    assert remarks(patent(1), region="330106") == (0, [])
