"""The pages of a project: a fixed number of queries, numbers with their source, texts kept."""

from __future__ import annotations

import io
import re
import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from tests.desk import browser_of, text_of, work
from zhiqiang.domains.landscapes import actions, queries
from zhiqiang.domains.landscapes.tests.conftest import opened

SENT = {"version": 1}


@pytest.fixture
def desk(analyst):
    return browser_of(analyst)


def address(project, page=""):
    return f"/landscapes/{project.pk}/{page}"


def send(desk, project, act, **more):
    project.refresh_from_db()
    told = {"version": project.version, "act": act} | more
    answer = desk.post(address(project, "act/"), told, follow=True)
    project.refresh_from_db()
    return text_of(answer)


def test_the_list_asks_as_many_queries_for_three_as_for_one(home, analyst, desk):
    counts = []
    desk.get("/landscapes/")
    for place in range(3):
        opened(analyst, title=f"项目{place}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = text_of(desk.get("/landscapes/"))
        counts.append(len(asked))
        assert page.count("DH2024-") == place + 1
    assert counts[0] == counts[2]
    assert "没有符合筛选条件的项目" in text_of(desk.get("/landscapes/?kind=talent"))


def test_an_analyst_goes_from_the_question_to_the_report(home, analyst, desk):
    told = {
        "kind": "industry", "title": "镁产业专利导航", "question": "强在哪里？", "region": "990100",
        "commissioner": "澄江市局", "begin_on": "2024年3月1日", "cost": "150,000",
    }  # fmt: skip
    assert desk.post("/landscapes/open/", told | {"title": ""}).status_code == 422
    page = text_of(desk.post("/landscapes/open/", told, follow=True))
    assert "150,000 元" in page
    project = queries.projects(analyst).get()
    assert "请填写" not in send(desk, project, "field", query="名称=镁合金")
    assert "左括号没有对应的右括号" in send(desk, project, "field", query="名称=(镁")
    send(desk, project, "branch", name="压铸", query="名称=压铸", axis="technology")
    send(desk, project, "branch", name="减重", query="名称=减重", axis="effect")
    page = send(
        desk, project, "rules", unit="application", kinds=["invention", "utility_model"],
        day="filed_on", since="2012-01-01", until="2023-12-31", as_of="2023-12-31",
    )  # fmt: skip
    assert "按申请号计件；按申请日，2012-01-01 至 2023-12-31" in page
    page = send(desk, project, "run")
    run = project.runs.get()
    assert f"计数 {run.counted:,} 件" in page and "快照 1" in page
    assert page.count('<figure class="chart"') >= 14
    page = send(desk, project, "write", where="trend", text="二〇一九年后放缓。")
    assert "二〇一九年后放缓。" in page
    again = text_of(desk.post(address(project, "recount/"), follow=True))
    assert "全部数字与保存的一致" in again
    report = text_of(desk.get(address(project, "report/")))
    assert "二〇一九年后放缓。" in report and "名称=镁合金" in report


def test_every_chart_names_snapshot_question_and_rules_and_has_its_numbers_as_a_table(
    desk, project, run
):
    page = text_of(desk.get(address(project, "analyses/")))
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.S)
    assert len(figures) >= 14
    for one in figures:
        assert "快照 1；检索式 名称=镁合金；发明专利、实用新型；按申请号计件" in one
        assert "<tbody><tr>" in one
    assert len(set(re.findall(r'<figure class="chart" id="([^"]+)"', page))) == len(figures)


def test_the_word_report_has_chapters_charts_tables_and_findings(analyst, desk, project, run):
    actions.write_passage(analyst, project.pk, project.version, "trend", "稳中有升。")
    answer = desk.get(address(project, "report/paper/"))
    paper = Document(io.BytesIO(b"".join(answer.streaming_content)))
    text = "\n".join(one.text for one in paper.paragraphs)
    for chapter in project.declared.chapters:
        assert f"、{chapter.zh}" in text
    assert "稳中有升。" in text and f"快照 {run.snapshot}；检索式 名称=镁合金" in text
    trend = next(t for t in paper.tables if t.rows[0].cells[0].text == "年份")
    told = {row.cells[0].text: row.cells[-1].text for row in trend.rows[1:]}
    assert {r["year"]: r["total"] for r in run.results["trend"]}.items() <= {
        int(year): int(total) for year, total in told.items()
    }.items()
    charts = [p for p in paper.part.package.iter_parts() if "/charts/" in str(p.partname)]
    assert len(charts) >= 10


def test_the_changes_between_two_runs_are_shown_with_both_numbers(
    home, analyst, desk, project, run
):
    from zhiqiang.domains.landscapes.tests import field

    assert "至少运算两次" in text_of(desk.get(address(project, "changes/")))
    field.take(home / "more.csv", "patents", field.patents(30, 9, first=5000))
    field.publish()
    later = actions.run_analyses(analyst, project.pk, project.version)
    page = text_of(desk.get(address(project, "changes/")))
    assert f"计数 {run.counted} → {later.counted} 件" in page
    before = {r["year"]: r["total"] for r in run.results["trend"]}
    after = {r["year"]: r["total"] for r in later.results["trend"]}
    year = max(after, key=lambda y: (after[y] - before.get(y, 0), -y))
    line = f'{year}</th><td class="n">{before.get(year, "—")}</td><td class="n">{after[year]}</td>'
    assert line in page
    stale = text_of(desk.get(address(project, "analyses/")))
    assert "写于另一次运算" not in stale


def test_a_finding_written_on_an_earlier_run_says_so(home, analyst, desk, project, run):
    actions.write_passage(analyst, project.pk, project.version, "trend", "上升。")
    project.refresh_from_db()
    assert "写于另一次运算" not in text_of(desk.get(address(project, "analyses/")))
    actions.run_analyses(analyst, project.pk, project.version)
    assert "写于另一次运算" in text_of(desk.get(address(project, "analyses/")))


def test_the_pages_of_a_project_ask_a_fixed_number_of_queries(analyst, desk, project, run):
    def asked():
        out = []
        for page in ("", "tree/", "samples/", "analyses/", "report/", "watches/"):
            with CaptureQueriesContext(connection) as found:
                assert desk.get(address(project, page)).status_code == 200
            out.append(len(found))
        return out

    def more(name):
        project.refresh_from_db()
        drawn = actions.Drawn(name, "名称=降噪")
        actions.draw_branch(analyst, project.pk, project.version, drawn)
        project.refresh_from_db()
        actions.draw_sample(analyst, project.pk, project.version, "precision", seed=name)
        project.refresh_from_db()
        actions.set_watch(analyst, project.pk, project.version, name, "名称=镁", "red", "因")

    more("一")
    asked()
    first = asked()
    more("二")
    more("三")
    assert asked() == first


def test_the_pdf_is_printed_as_long_work_and_kept_with_the_run(desk, project, run):
    assert desk.get(address(project, "report/printed/")).status_code == 404
    desk.post(address(project, "report/printed/"))
    work()
    run.refresh_from_db()
    if shutil.which("soffice") is None:
        assert run.printed is None
        return
    answer = desk.get(address(project, "report/printed/"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "下载 PDF" in text_of(desk.get(address(project, "report/")))
