"""``zhiqiang firms`` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhiqiang.cli.main import app

PAIRS = (
    "a,b,same,kind\n云帆测控有限公司,云帆 测控有限公司,yes,punct\n云帆厂,远山厂,yes,former_name\n"
)


def call(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["firms", *map(str, words)])
    return done.exit_code, done.output


def test_two_names_are_judged_with_the_reasons():
    code, text = call("云帆测控有限公司", "云帆测控股份有限公司")
    assert code == 0 and "请人工判断" in text and "可能是改制" in text
    code, text = call("云帆测控有限公司", "远山测控有限公司", "--json")
    assert (code, json.loads(text)["decision"]) == (0, "apart")


def test_labelled_pairs_give_precision_recall_and_the_ratio_of_the_queue(tmp_path: Path):
    pairs, history = tmp_path / "对.csv", tmp_path / "沿革.csv"
    pairs.write_text(PAIRS, encoding="utf-8")
    history.write_text("name,former_name\n云帆厂,远山厂\n", encoding="utf-8")
    code, text = call("--check", pairs)
    assert code == 0 and "准确率 100.0%" in text and "连同待人工判断 50.0%" in text
    code, text = call("--check", pairs, "--history", history, "--json")
    found = json.loads(text)
    assert (found["precision"], found["recall"], found["queue_ratio"]) == (1, 1, None)
    assert found["answers"][1]["decision"] == "merge"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("一个名称",),
        ("甲", "乙", "丙", "--register"),
        ("甲", "乙", "--check", "x.csv"),
        ("甲", "乙", "--register"),
    ],
)
def test_two_names_or_a_list_must_be_given(words):
    assert call(*words)[0] == 2
