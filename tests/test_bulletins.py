"""Bulletins say what the records say, are made as long work, and open as Word and Excel."""

from datetime import date

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.desk import browser_of, text_of, work
from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.spans import read_span, spans_of
from zhiqiang.domains.plans import actions as plans
from zhiqiang.engines.documents import printing
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal import bulletins
from zhiqiang.portal.clauses import clauses_of, plan_of, usual_kinds
from zhiqiang.portal.views.papers import _usual
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, register_person
from zhiqiang.records.files.queries import path_of

YEAR = 2025


@pytest.fixture
def drawn(city, official):
    """The small city with a list of 2025: one task with two bodies, one without any."""
    acting = Acting(None, without_lines)
    market = bodies.add_body(acting, "澄江市市场监督管理局", "department", "990100")
    bodies.add_alias(acting, market, "市市场监管局")
    plans.put_in_force(city.programme, date(2024, 1, 1), "chen")
    clauses = clauses_of(city.programme)
    made = actions.open_list(official, plan_of(city.programme), YEAR, clauses, usual_kinds(clauses))
    return actions.issue_list(official, made.pk, made.version)


@pytest.mark.parametrize(
    ("key", "label", "since", "until"),
    [
        ("2024Q1", "2024年第一季度", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024Q4", "2024年第四季度", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024H2", "2024年下半年", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024", "2024年度", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_span_has_its_days(key, label, since, until):
    span = read_span(key)
    assert (span.label, span.since, span.until) == (label, since, until)
    assert key in [one.key for one in spans_of(2024)]


@pytest.mark.parametrize("key", ["", "2024Q5", "2024H3", "24", "2024Q1 "])
def test_what_is_no_span_is_refused(key):
    with pytest.raises(Refused, match="没有这种报告期"):
        read_span(key)


def test_the_text_counts_what_its_tables_list(drawn, official):
    said = bulletins.bulletin(drawn, read_span("2025Q3"), date(2025, 9, 30), official)
    items, targets, _ = said.annexes
    overall = said.parts[0].paragraphs[0]
    assert len(items.rows) == 2 and f"共{len(items.rows)}项" in overall
    assert "2025年第三季度没有单位填报进展。" in said.parts[0].paragraphs
    assert said.parts[1].paragraphs[0].startswith(f"规划目标共{len(targets.rows)}项")
    assert "快照 1" in targets.rows[0][-1] and said.snapshot == 1
    questions = "".join(said.parts[4].paragraphs)
    assert "规划没有写明牵头单位" in questions


def test_an_empty_year_says_so(city, drawn, official):
    empty = actions.open_list(
        official, plan_of(city.programme), 2026, clauses_of(city.programme), ["task"]
    )
    empty.items.all().delete()
    said = bulletins.bulletin(empty, read_span("2026Q1"), date(2026, 3, 31), official)
    assert said.parts[0].paragraphs == ("2026年度没有列入推进计划的工作事项。",)


def test_a_bulletin_is_made_as_long_work_and_opens(drawn, official, monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    client = browser_of(official)
    address = f"/running/lists/{drawn.pk}/papers/"
    answer = client.post(address, {"span": "2025Q3"})
    assert answer.status_code == 302 and "/office/jobs/" in answer["Location"]
    work()
    page = text_of(client.get(answer["Location"]))
    assert "本机没有转换 PDF 的程序" in page
    paper = queries.papers(drawn, official).get()
    assert paper.title.endswith("2025年第三季度推进情况通报") and paper.as_of == date(2025, 9, 30)
    opened = Document(str(path_of(paper.document)))
    headings = [one.text for one in opened.paragraphs]
    assert "一、总体情况" in headings and "附件1" in headings
    assert len(opened.tables) == 3 and len(opened.tables[0].rows) == 3
    assert 'w:eastAsia="zh-CN"' in opened.styles["Normal"].element.xml
    fonts = next(r.target_part for r in opened.part.rels.values() if "fontTable" in r.reltype)
    assert b'w:altName w:val="Noto Serif CJK SC"' in fonts.blob
    upright, turned = opened.sections
    assert upright.page_width < upright.page_height and turned.page_width > turned.page_height
    book = CalamineWorkbook.from_path(path_of(paper.tables))
    assert book.sheet_names == ["工作事项推进情况表", "规划目标完成情况表", "责任单位推进情况表"]
    assert "快照" in book.get_sheet_by_index(0).to_python()[0][0]
    saved = client.get(f"/running/papers/{paper.pk}/docx/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert client.get(f"/running/papers/{paper.pk}/pdf/").status_code == 404
    assert f"/running/papers/{paper.pk}/docx/" in text_of(client.get(address))


def test_a_span_of_another_year_or_to_come_is_refused(drawn, official):
    client = browser_of(official)
    address = f"/running/lists/{drawn.pk}/papers/"
    for span, words in (("2024Q1", "报告期应在 2025 年内"), ("x", "没有这种报告期")):
        answer = client.post(address, {"span": span})
        assert answer.status_code == 403 and words in text_of(answer)


def test_papers_are_for_those_who_see_internal_things(drawn, official, tmp_path):
    path = tmp_path / "x.docx"
    path.write_bytes(b"x")
    made = actions.Made("某通报", "2025Q1", date(2025, 3, 31), None, path, path)
    paper = actions.keep_paper(drawn, made, "chen")
    visitor = register_person("wu", "吴某", "visitor", "四季-青山-2719-桥")
    with pytest.raises(NotFound):
        queries.paper(paper.pk, visitor)
    assert browser_of(visitor).get(f"/running/papers/{paper.pk}/docx/").status_code == 403
    assert browser_of(official).get(f"/running/papers/{paper.pk}/docx/").status_code == 200


def chart_of(document):
    """Return the drawn chart of a Word file as text."""
    parts = document.part.package.iter_parts()
    return [part.blob.decode() for part in parts if "/word/charts/" in str(part.partname)]


def test_a_yearly_report_draws_its_targets_from_the_numbers_of_its_table(drawn, official, tmp_path):
    said = bulletins.paper_of(drawn, read_span("2025"), date(2025, 12, 31), official)
    chart = said.parts[1].chart
    assert chart is not None and len(chart.labels) == len(chart.series[0][1])
    bulletins.as_document(said, tmp_path / "a.docx")
    (drawing,) = chart_of(Document(str(tmp_path / "a.docx")))
    for label, value in zip(chart.labels, chart.series[0][1], strict=True):
        assert label in drawing and f"<c:v>{value:f}</c:v>" in drawing


def test_a_status_report_says_each_indicator_with_its_origin_and_names_what_is_missing(
    drawn, official
):
    said = bulletins.paper_of(drawn, read_span("2025S"), date(2025, 12, 31), official)
    assert said.title == "云外省澄江市2025年知识产权发展与保护状况"
    told, missing = said.annexes
    assert (
        f"有数值的{len(told.rows)}项，没有数值的{len(missing.rows)}项"
        in said.parts[0].paragraphs[0]
    )
    assert all("快照 1" in row[-1] for row in told.rows)
    assert all(reason for _, reason in missing.rows)
    sentences = [one for part in said.parts[1:] for one in part.paragraphs]
    assert len(sentences) == len(told.rows)
    assert any(one.startswith("有效发明专利拥有量3 件") for one in sentences)


def test_an_acceptance_book_lists_every_target_and_item_with_its_proof(drawn, official, tmp_path):
    item = drawn.items.filter(bodies__body__isnull=False).first()
    body = item.bodies.exclude(body=None).first().body_id
    lin = register_person("lin", "林某", "administrator", "四季-青山-2719-桥")
    path = tmp_path / "验收报告.docx"
    Document().save(str(path))
    proof = actions.Evidence(path=path, name="验收报告.docx")
    entry = actions.report(lin, item.pk, body, actions.Told("已完成。", 100, True, [proof]), "k")
    actions.accept(official, entry.pk, entry.version, closes=True)
    said = bulletins.paper_of(drawn, read_span("2025A"), date(2025, 12, 31), official)
    assert said.title.endswith("目标任务验收册")
    targets, tasks = said.annexes
    assert f"带数字的目标{len(targets.rows)}项" in said.parts[0].paragraphs[0]
    verdicts = [row[4] for row in targets.rows]
    assert f"未达到{verdicts.count('未达到')}项" in said.parts[0].paragraphs[0]
    done = next(row for row in tasks.rows if row[2] == item.title)
    assert done[4] == "已销号" and done[6] == "验收报告.docx"
    assert "已销号1项，未销号1项" in said.parts[0].paragraphs[1]
    assert all("快照 1" in row[6] for row in targets.rows if row[4] != "无数据")


def test_the_span_that_ended_last_is_offered_first_and_other_papers_are_asked_for():
    assert _usual(2025, date(2026, 3, 1)) == "2025"
    assert _usual(2025, date(2025, 8, 1)) == "2025H1"
    assert _usual(2025, date(2025, 2, 1)) == "2025Q1"


def test_a_work_list_on_paper_holds_every_item_with_its_bodies_and_its_day(
    drawn, official, tmp_path
):
    said = bulletins.paper_of(drawn, read_span("2025L"), date(2025, 2, 1), official)
    assert said.title.endswith("2025年度推进计划")
    assert (
        said.parts[0].paragraphs[0].startswith("为落实《")
        and "事项2项" in said.parts[0].paragraphs[0]
    )
    (annex,) = said.annexes
    kept = {one.title: one for one in drawn.items.all()}
    assert {row[1]: row[5] for row in annex.rows} == {
        title: one.due_on.isoformat() for title, one in kept.items()
    }
    assert any("牵头单位" in text for text in said.parts[2].paragraphs)
    bulletins.as_document(said, tmp_path / "a.docx")
    assert len(Document(str(tmp_path / "a.docx")).tables[0].rows) == 3


def test_a_body_saves_its_own_part_of_a_list(drawn, official):
    part = drawn.items.filter(bodies__body__isnull=False).first().bodies.exclude(body=None).first()
    said = bulletins.work_of_body(drawn, part.body_id, date(2025, 2, 1), official)
    assert said.parts[0].paragraphs[0].startswith(f"{part.body.name}承担")
    own = [row.title for row in queries.board(drawn, official, date(2025, 2, 1)).rows
           if part.body_id in {one.body_id for one in row.parts}]  # fmt: skip
    assert sorted(row[1] for row in said.annexes[0].rows) == sorted(own)
    saved = browser_of(official).get(f"/running/lists/{drawn.pk}/bodies/{part.body_id}/paper/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert browser_of(official).get(f"/running/lists/{drawn.pk}/bodies/0/paper/").status_code == 404
