"""Web pages: the document stays, the site around it goes."""

from __future__ import annotations

from pathlib import Path

from zhiqiang.engines.compiler import compile_file
from zhiqiang.engines.compiler.inputs import Limits, Manuscript
from zhiqiang.engines.compiler.inputs.readers import read_as
from zhiqiang.engines.compiler.inputs.tests.papers import as_site

PLAN = (
    "云川市专利工作方案\n为做好工作，制定本方案。\n一、工作目标\n到2027年，新增示范企业20家。\n二、重点任务\n"
    "序号 | 重点任务 | 责任单位 |\n1 | 加强创造。 | 市甲局 |\n2 | 加强保护。 | 市乙局 |\n附则另行制定。"
)


def read(page: str, encoding: str = "utf-8") -> Manuscript:
    return read_as("web", page.encode(encoding), "方案.html", Limits())


def test_navigation_trails_tools_and_footer_are_gone_and_the_table_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(as_site(PLAN), encoding="utf-8")
    found = compile_file(path)
    assert found.text.split("\n") == [
        "云川市专利工作方案", "为做好工作，制定本方案。", "一、工作目标", "到2027年，新增示范企业20家。", "二、重点任务",
        "序号\t重点任务\t责任单位", "1\t加强创造。\t市甲局", "2\t加强保护。\t市乙局", "附则另行制定。",
    ]  # fmt: skip
    assert [target.value for target in found.targets] == [20]
    task = next(task for task in found.tasks if "市乙局" in task.lead_units)
    place = found.anchor_at(task.span.start)
    assert (place.table, place.row) == (1, 3)


def test_the_facts_above_the_text_and_the_heading_are_kept() -> None:
    body = "".join(f"<p>{'正文内容。' * 30}{n}</p>" for n in range(8))
    page = (
        "<html><head><meta name='ArticleTitle' content='另一个题目'></head><body>"
        "<div><table><tr><td>索引号</td><td>0001</td></tr><tr><td>发文机关</td><td>云川市人民政府</td></tr></table>"
        "<ul><li><a href='#'>政务</a></li></ul><h1>云川市专利工作方案</h1></div>"
        f"<div><div>{body}</div></div></body></html>"
    )
    lines = read(page).text.split("\n")
    assert lines[:3] == ["云川市专利工作方案", "索引号\t0001", "发文机关\t云川市人民政府"]
    assert len(lines) == 11


def test_merged_cells_reach_down_and_not_across() -> None:
    page = (
        "<table><tr><th rowspan=2>类别</th><th colspan=2>目标</th></tr><tr><th>2026年</th><th>2027年</th></tr>"
        "<tr><td>专利<br>授权</td><td><p>10</p><p>件</p></td><td>20</td></tr></table>"
    )
    assert read(page).text.split("\n") == [
        "类别\t目标\t",
        "类别\t2026年\t2027年",
        "专利 授权\t10 件\t20",
    ]


def test_a_table_that_only_places_the_text_is_no_table() -> None:
    body = "".join(f"<p>第{n}条正文内容，{'说明' * 60}。</p>" for n in range(12))
    page = f"<table><tr><td width=100>　</td><td>{body}</td></tr></table>"
    assert "\t" not in read(page).text


def test_pages_in_the_old_chinese_encodings_are_read_as_they_say_and_as_they_are() -> None:
    page = "<html><head><meta charset='{}'></head><body><p>新增示范企业三家。</p></body></html>"
    assert read(page.format("gb2312"), "gbk").text == "新增示范企业三家。"
    assert read(page.format("utf-8"), "gbk").text == "新增示范企业三家。"
    assert read(page.format("no-such-code")).text == "新增示范企业三家。"


def test_breaks_of_the_source_are_no_breaks_of_the_page() -> None:
    page = "<p>新增\n   示范企业<b>三</b>家，<br>其中<span style='display:none'>内部</span>一家。</p><p>IP\nstrong</p>"
    assert read(page).text.split("\n") == ["新增示范企业三家，", "其中一家。", "IP strong"]


def test_a_page_without_a_document_says_so() -> None:
    found = read("<html><body><nav><a href='/'>首页</a></nav><script>load()</script></body></html>")
    assert [finding.code for finding in found.findings] == ["empty_document"]
