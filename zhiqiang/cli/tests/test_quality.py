"""``zhiqiang quality``, and pairs of an installation's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhiqiang.cli.main import app
from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry.known_pairs import known_pairs

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path, settings):
    settings.HOME = tmp_path
    return small_city.build(tmp_path)


def call(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_the_register_is_scored_and_told_by_rule(city):
    code, text = call("quality", "--json")
    told = json.loads(text)
    assert code == 0 and 0 < told["total"] < 100
    by_rule = {one["rule"]: (one["looked"], one["failed"]) for one in told["rules"]}
    assert by_rule["class_known"] == (3, 3) and by_rule["holder_known"] == (3, 0)
    code, text = call("quality")
    assert code == 0 and "台账质量" in text and "专利载明主分类号" in text


def test_pairs_that_are_kept_are_measured_from_then_on(city, tmp_path: Path):
    pairs = tmp_path / "对.csv"
    pairs.write_text("a,b,same\n云帆厂,云帆 厂,yes\n", encoding="utf-8")
    histories = tmp_path / "沿革.csv"
    histories.write_text("name,former_name\n云帆厂,远山厂\n", encoding="utf-8")
    assert not known_pairs().is_own
    code, _ = call("firms", "--check", pairs, "--history", histories, "--keep")
    assert code == 0
    assert known_pairs().is_own and known_pairs().renamings == [("云帆厂", "远山厂")]
    code, _ = call("firms", "--check", pairs, "--keep")
    assert code == 0 and known_pairs().renamings == []
    assert call("firms", "云帆厂", "远山厂", "--keep")[0] != 0
