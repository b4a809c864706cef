"""``zhiqiang identifiers`` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhiqiang.cli.main import app

EXAMPLES = Path(__file__).resolve().parents[2] / "kernel/identifiers/tests/examples.csv"


def call(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["identifiers", *map(str, words)])
    return done.exit_code, done.output


def test_a_number_is_named_with_normal_form_and_fault():
    code, text = call("ZL201810123456.5", "110000")
    assert code == 0
    assert "专利申请号，有效" in text and "规范写法 201810123456.5" in text
    assert "行政区划代码，有效" in text and "商标注册号，有效" in text
    code, text = call("201810123456.6")
    assert code == 0 and "校验位应为 5" in text
    code, text = call("2022SR000123", "不是号码")
    assert code == 1 and "可能是 2022SR0000123" in text and "看不出是哪一种号码" in text


def test_programs_get_every_reading_and_the_identity():
    code, text = call("91990100MA0000015X", "--json")
    (number,) = json.loads(text)
    (reading,) = number["readings"]
    assert code == 0
    assert (reading["kind"], reading["verdict"]) == ("credit_code", "valid")
    assert reading["identity"] == "ORG:MA0000015"


def test_a_list_of_judged_numbers_is_checked_line_by_line(tmp_path: Path):
    rows = len(EXAMPLES.read_text(encoding="utf-8").splitlines()) - 1
    code, text = call("--check", EXAMPLES, "--json")
    assert (code, json.loads(text)) == (0, {"rows": rows, "agreeing": rows, "differing": []})
    path = tmp_path / "表.csv"
    path.write_text(
        EXAMPLES.read_text(encoding="utf-8").replace("nice,45,yes", "nice,45,no"), "utf-8"
    )
    code, text = call("--check", path)
    assert code == 1 and f"结论一致 {rows - 1} 个" in text and "nice 45" in text


@pytest.mark.parametrize("words", [(), ("1", "--check", EXAMPLES)])
def test_numbers_or_a_list_must_be_given_not_both(words):
    assert call(*words)[0] == 2
