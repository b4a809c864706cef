"""The commands, as people and scripts call them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PLAN = """甲市知识产权强市建设方案（2022—2025年）

一、主要目标
到2025年，有效发明专利拥有量达到100件以上。
二、重点任务
（一）提升创造质量。培育高价值发明专利。（牵头单位：市市场监管局；配合单位：市科技局）
"""
PATENTS = """申请号,名称,专利类型,申请日,授权公告日,专利权人,区划代码
201310699744.2,一种阀门,发明,2013-12-18,2016-05-04,甲科技有限公司,330302
201310699744.3,一种泵,发明,2013-12-18,2016-13-40,甲科技有限公司,330302
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def call(home: Path | str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from zhiqiang.cli.main import main; main()", *map(str, words)],
        env=os.environ
        | {"ZHIQIANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def answer(home: Path | str, *words: object) -> object:
    done = call(home, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_compiling_needs_no_state(tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(PLAN, encoding="utf-8")
    compiled = answer("/proc/nowhere", "compile", plan)
    assert [(t["indicator"], t["op"], t["value"]) for t in compiled["targets"]] == [
        ("有效发明专利拥有量", ">=", 100)
    ]
    assert compiled["tasks"][-1]["lead_units"] == ["市市场监管局"]


def test_the_main_job_runs_on_an_empty_home(home: Path, tmp_path: Path) -> None:
    plan, received = tmp_path / "方案.txt", tmp_path / "专利.csv"
    plan.write_text(PLAN, encoding="utf-8")
    received.write_text(PATENTS, encoding="utf-8")
    taken = answer(home, "import", "patents", received)
    assert [taken[key] for key in ("rows", "new", "changed", "same", "refused")] == [2, 1, 0, 0, 1]
    assert {f["row"] for f in taken["findings"] if f["severity"] == "error"} == {3}
    published = answer(home, "publish")
    assert published["snapshot"] == 1 and published["tables"]["rights"] == 1
    asked = ("有效发明专利拥有量", "--region", "330300", "--as-of", "2024年12月31日")
    figure = answer(home, "indicator", *asked)
    assert (figure["value"], figure["rows"], figure["snapshot"]) == (1, 1, 1)
    (row,) = answer(home, "rows", *asked)
    assert (row["identifier"], row["file"], row["row"]) == ("201310699744.2", "专利.csv", 2)
    loaded = answer(home, "programme", "load", plan, "--region", "330300")
    assert (loaded["targets"], loaded["linked"]) == (1, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("indicator", "没有这个指标", "--region", "330300", "--as-of", "2024-12-31"),
            "没有“没有这个指标”",
        ),
        (("import", "nothing", "x.csv"), "nothing"),
        (("programme", "load", "没有.docx", "--region", "330300"), "没有.docx"),
    ],
)
def test_a_refusal_is_one_line_of_chinese_and_an_exit_code(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    done = call(home, *words)
    assert done.returncode == 1
    assert said in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


ASKED = ("--region", "330300", "--as-of")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compile",), "缺少参数“文件路径”"),
        (("compilee", "x"), "没有命令“compilee”。相近的有 compile"),
        (("indicator", "x", *ASKED, "2024-13-45"), "“2024-13-45”不是日期"),
        (("serve", "--port", "99999"), "选项“--port”（端口）无效"),
        (("indicators", "--regio", "330300"), "相近的有 --region"),
        (("publish", "多余"), "多出了参数“多余”"),
        (("indicator", "x", "--region"), "选项“--region”"),
    ],
)
def test_a_wrongly_typed_command_is_answered_in_chinese(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    done = call(home, *words)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert said in line


def test_a_home_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.touch()
    done = call(taken, "publish")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert str(taken) in line and "ZHIQIANG_HOME" in line


def test_the_state_is_its_owners_only(home: Path) -> None:
    call(home / "new", "publish")
    assert (home / "new").stat().st_mode & 0o777 == 0o700
    assert (home / "new" / "ledger.sqlite3").stat().st_mode & 0o777 == 0o600


def test_loading_a_plan_for_another_region_says_so(home: Path, tmp_path: Path) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text(PLAN.replace("甲市", "温州市"), encoding="utf-8")
    load = ("programme", "load", plan, "--region")
    said = call(home, *load, "330200").stdout.splitlines()
    assert "宁波市" in said[0]
    assert said[2].startswith("  ! 文件写明的地区是“浙江省温州市”，载入时选择的是“浙江省宁波市”")
    codes = [one["code"] for one in answer(home, *load, "330200")["remarks"]]
    assert codes[0] == "region_differs"
    assert "其中错误和提醒 0 条" in call(home, *load, "330300").stdout


def test_people_read_the_place_of_a_finding_and_yesterdays_figure(
    tmp_path: Path,
) -> None:
    received, home = tmp_path / "专利.csv", tmp_path / "home"
    received.write_text(PATENTS, encoding="utf-8")
    said = call(home, "import", "patents", received).stdout
    assert "专利.csv 第 3 行 “授权公告日”列：" in said
    answer(home, "publish")
    received.write_text(PATENTS.replace("2016-13-40", "2016-12-30"), encoding="utf-8")
    answer(home, "import", "patents", received)
    answer(home, "publish")
    asked = ("有效发明专利拥有量", "--region", "330300", "--as-of", "2024-12-31")
    for command in (("indicator", *asked), ("rows", *asked)):
        now, then = (answer(home, *command, *which) for which in ((), ("--snapshot", 1)))
        counted = [len(one) if command[0] == "rows" else one["value"] for one in (now, then)]
        assert counted == [2, 1]
    (home / "region.txt").write_text("330300\n", encoding="utf-8")
    everything = answer(home, "indicators")
    assert {(one["region"], one["as_of"]) for one in everything} == {("330300", "2016-12-30")}
    assert everything == answer(home, "indicators", "--region", "330300", "--as-of", "2016-12-30")


def test_checking_a_plan_tells_by_exit_code(tmp_path: Path) -> None:
    plan, report = tmp_path / "方案.txt", tmp_path / "核对单.docx"
    plan.write_text(PLAN + "\n附件：\n", encoding="utf-8")
    done = call(tmp_path / "home", "check-plan", plan, "--report", report)
    assert done.returncode == 1
    assert "附件" in done.stdout
    assert report.read_bytes()[:2] == b"PK"


def test_people_read_what_was_compiled_in_their_words(tmp_path: Path) -> None:
    plan, torn = tmp_path / "方案.txt", tmp_path / "残缺.docx"
    goals = "有效发明专利拥有量达到100件以上，专利质押融资金额年均增长10%以上，新建维权站1至2家"
    plan.write_text(PLAN.replace("有效发明专利拥有量达到100件以上", goals), encoding="utf-8")
    said = call("/proc/nowhere", "compile", plan).stdout
    words = ("不低于 100 件", "存量", "增长不低于 10%", "增长", "1 至 2 家", "市市场监管局")
    assert [one for one in words if one not in said] == []
    assert [one for one in (">=", "stock", "growth") if one in said] == []
    torn.write_bytes(b"PK\x03\x04 torn")
    refused = call("/proc/nowhere", "compile", torn).stdout
    assert "残缺.docx" in refused
    assert "牵头单位" not in refused and "目标值" not in refused


def test_an_annex_is_read_behind_the_text(tmp_path: Path) -> None:
    plan, table = tmp_path / "方案.txt", tmp_path / "指标表.txt"
    plan.write_text(PLAN, encoding="utf-8")
    table.write_text("附件1\n序号 | 指标名称 | 2025年\n1 | 维权站数（个） | 8\n", encoding="utf-8")
    alone = answer("/proc/nowhere", "compile", plan)
    both = answer("/proc/nowhere", "compile", plan, "--annex", table)
    assert [t["indicator"] for t in alone["targets"]] == ["有效发明专利拥有量"]
    assert [t["indicator"] for t in both["targets"]] == ["有效发明专利拥有量", "维权站数"]
    checked = call("/proc/nowhere", "check-plan", plan, "--annex", table, "--json")
    assert len(json.loads(checked.stdout)["targets"]) == 2


def test_the_form_of_what_compiling_prints_can_be_asked_for() -> None:
    done = call("/proc/nowhere", "compile", "--schema")
    assert done.returncode == 0
    assert json.loads(done.stdout)["title"] == "Compilation"


def test_compiling_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    done = call("/proc/nowhere", "compile", tmp_path / "没有.docx")
    assert done.returncode != 0
    assert "没有找到文件" in done.stderr
    assert "Traceback" not in done.stderr
