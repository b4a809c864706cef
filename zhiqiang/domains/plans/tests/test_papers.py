"""What is taken along: workbook, task table, JSON by its schema, the report of a check."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from zhiqiang.domains.plans import actions
from zhiqiang.domains.plans.models import Programme
from zhiqiang.domains.plans.papers import check_report
from zhiqiang.domains.plans.papers.schema import schema
from zhiqiang.domains.plans.tests import figures
from zhiqiang.domains.plans.tests.plans import NOT_A_PLAN, PLAN, REGION, district, write  # noqa: F401
from zhiqiang.engines import compiler
from zhiqiang.engines.compiler import compile_text
from zhiqiang.records.files.models import StoredFile
from zhiqiang.records.journal import queries as journal
from zhiqiang.ui.uploads import on_disk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(monkeypatch, district):  # noqa: F811
    return figures.install(monkeypatch, lambda key, as_of, since: None)


@pytest.fixture
def programme(tmp_path):
    return actions.load_programme(write(tmp_path), REGION, "陈工")


def paper(client, of, name):
    response = client.get(reverse("plans:download", args=[of.pk]), {"paper": name})
    assert response.status_code == 200
    return response.content


def sheets(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def conforms(value, rule, path="$", named_rules=None):
    """Say where ``value`` does not keep to ``rule``: the words of JSON Schema that ours uses."""
    named_rules = named_rules or rule.get("$defs", {})
    if "$ref" in rule:
        rule = named_rules[rule["$ref"].rsplit("/", 1)[-1]]
    kinds = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "object": dict,
        "array": list,
        "null": type(None),
    }
    named = rule.get("type", [])
    named = [named] if isinstance(named, str) else named
    wrong = []
    if named and not any(
        isinstance(value, kinds[k]) and not (k in ("integer", "number") and isinstance(value, bool))
        for k in named
    ):
        wrong.append(f"{path}: {value!r}")
    if "enum" in rule and value not in rule["enum"]:
        wrong.append(f"{path}: {value!r}")
    if isinstance(value, dict) and "properties" in rule:
        if set(rule["required"]) - set(value) or set(value) - set(rule["properties"]):
            wrong.append(f"{path}: {sorted(set(value) ^ set(rule['properties']))}")
        for key, one in value.items():
            wrong += conforms(one, rule["properties"].get(key, {}), f"{path}.{key}", named_rules)
    if isinstance(value, list):
        for at, one in enumerate(value):
            wrong += conforms(one, rule.get("items", {}), f"{path}[{at}]", named_rules)
    return wrong


def test_the_workbook_has_targets_by_year_tasks_and_findings(client, programme):
    book = sheets(paper(client, programme, "xlsx"))
    assert list(book) == ["目标分年度", "逐处目标", "任务分工", "核对意见"]
    rows = book["目标分年度"]
    assert rows[1][:6] == ["目标", "对象", "口径", "单位", "2025 年", "未写年份"]
    by_name = {row[0]: row for row in rows[2:]}
    assert by_name["有效发明专利拥有量"][4] == 2000
    assert by_name["有效发明专利拥有量"][-1] in PLAN
    tasks = {row[2]: row for row in book["任务分工"][2:]}
    assert tasks["扩大转化运用"][3:5] == ["区地方金融局", "区市场监管局、各镇"]


def test_the_workbook_names_the_indicator_of_a_target_and_says_where_it_stands(
    client, programme, monkeypatch
):
    figures.install(monkeypatch, lambda key, as_of, since: Decimal(1500))
    address = reverse("plans:download", args=[programme.pk]) + "?paper=xlsx&as_of=2024-12-31"
    board = client.get(reverse("plans:programme", args=[programme.pk]), {"as_of": "2024-12-31"})
    assert address.replace("&", "&amp;") in board.content.decode()
    heads, *rows = sheets(client.get(address).content)["逐处目标"][1:]
    by_name = {row[1]: dict(zip(heads, row, strict=True)) for row in rows}
    found = by_name["有效发明专利拥有量"]
    assert (found["对应指标"], found["实际"]) == ("有效发明专利拥有量", 1500)
    assert (found["计算至"], found["差距"]) == (date(2024, 12, 31), "还差 500 件")
    assert found["亮灯"] in ("正常", "滞后", "严重滞后")
    assert found["数据来源"] == "截至某日，来自某表"
    assert next(row for name, row in by_name.items() if "版权" in name)["亮灯"] == "无数据"
    assert next(row for name, row in by_name.items() if not row["目标值"])["亮灯"] == ""


def test_a_cell_of_the_workbook_is_never_a_formula(client, programme):
    programme.targets.filter(code="T001").update(indicator_name="=HYPERLINK(1)", subject="\x01a")
    content = paper(client, programme, "xlsx")
    assert sheets(content)["逐处目标"][2][1] == "=HYPERLINK(1)"
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_corrections_are_in_the_workbook_of_editors_only(client, programme):
    from zhiqiang.records.accounts.actions import register_person

    actions.correct(programme, "change", "T001", {"value": "2100"}, "李工")
    assert "更正记录" not in sheets(paper(client, programme, "xlsx"))
    assert "corrections" not in json.loads(paper(client, programme, "json"))
    client.force_login(register_person("chen", "陈工", "official", "四季-青山-2719-桥"))
    rows = sheets(paper(client, programme, "xlsx"))["更正记录"]
    assert rows[2][2] == "目标值：2000 → 2100"


def test_the_json_keeps_to_its_schema(client, programme):
    actions.correct(programme, "change", "T001", {"value": "2100.5"}, "李工")
    values = json.loads(paper(client, programme, "json"))
    assert conforms(values, schema()) == []
    assert values["targets"][0]["value"] == "2100.5"
    values["targets"][0]["basis"] = "unheard of"
    assert conforms(values, schema()) != []


@pytest.mark.parametrize("text", [PLAN, NOT_A_PLAN, ""], ids=["a plan", "no plan", "nothing"])
def test_what_compiling_prints_keeps_to_its_schema(text):
    rules = json.loads(Path(compiler.__file__).with_name("compilation.schema.json").read_text())
    values = json.loads(json.dumps(compile_text(text).as_json()))
    assert conforms(values, rules) == []
    assert conforms(values | {"text_length": "1"}, rules) != []
    assert conforms({k: v for k, v in values.items() if k != "bodies"}, rules) != []


def test_the_task_table_is_laid_out_as_official_papers_are(client, programme):
    document = Document(io.BytesIO(paper(client, programme, "tasks")))
    section = document.sections[0]
    assert section.page_width > section.page_height
    title = document.paragraphs[0]
    assert title.text.endswith("任务分解表")
    fonts = title.style.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    head = document.tables[0].rows[0]._tr.trPr
    assert head.find(qn("w:tblHeader")) is not None
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "区市场监管局、各镇" in cells


def task_rows(client, folder, text):
    of = actions.load_programme(write(folder, text), REGION, "陈工")
    tables = Document(io.BytesIO(paper(client, of, "tasks"))).tables
    return [[cell.text for cell in row.cells] for row in tables[0].rows]


def test_the_task_table_keeps_bodies_as_the_plan_prints_them(client, tmp_path):
    joint = "（责任单位：区市场监管局、各县（市、区）政府、区科技局）"
    mixed = task_rows(client, tmp_path, PLAN.replace("（责任单位：区市场监管局、区科技局）", joint))
    bodies = "区市场监管局、各县（市、区）政府、区科技局"
    assert mixed[0] == ["序号", "任务", "主要内容", "牵头单位", "配合单位"]
    assert mixed[1][3:] == [f"{bodies}（未标明牵头单位）", ""]
    assert mixed[2][3:] == ["区地方金融局", "区市场监管局、各镇"]
    text = PLAN.replace("（责任单位：区市场监管局、区科技局）", joint)
    alone = "（责任单位：区地方金融局、各镇）"
    text = text.replace("（牵头单位：区地方金融局；配合单位：区市场监管局、各镇）", alone)
    rows = task_rows(client, tmp_path, text)
    assert [row[3:] for row in rows] == [["责任单位"], [bodies], ["区地方金融局、各镇"]]


def test_a_check_of_a_plan_without_faults_passes_and_of_a_news_text_does_not():
    def check(text):
        compiled = compile_text(text)
        return check_report.check_of(compiled.as_json(), compiled.text, "x.txt")

    assert check(PLAN).is_plan
    assert not check(NOT_A_PLAN).passes
    assert "没有按规划读取" in check(NOT_A_PLAN).verdict


def test_anybody_may_have_a_document_checked_and_nothing_of_it_is_kept(client, monkeypatch):
    before = len(journal.whole())
    sent = SimpleUploadedFile("方案.txt", PLAN.encode(), "text/plain")
    page = client.post(reverse("plans:check"), {"file": sent})
    assert page.status_code == 200
    assert "核对结果" in page.content.decode()
    assert "有效发明专利拥有量" in page.content.decode()
    assert not Programme.objects.for_program("test").exists()
    assert not StoredFile.objects.for_program("test").exists()
    assert len(journal.whole()) == before
    assert "no-store" in page["Cache-Control"]


def test_the_report_of_a_check_is_a_word_file(client):
    sent = SimpleUploadedFile("方案.txt", PLAN.encode(), "text/plain")
    page = client.post(reverse("plans:check"), {"file": sent, "as": "word"})
    text = "\n".join(one.text for one in Document(io.BytesIO(page.content)).paragraphs)
    assert "规划文稿核对单" in text
    assert "有数字的目标 4 处" in text


def report_of(remarks):
    made = check_report.Check("稿.docx", "某方案", "", True, "", 3, 0, 2, 0, tuple(remarks))
    return Document(io.BytesIO(check_report.as_word(made, date(2026, 1, 31))))


def test_the_report_lists_what_one_page_holds_and_counts_the_rest():
    remark = check_report.Remark("warning", "合计应≥40亿元，两处不一。", ("金额 40 亿元",))
    report = report_of([remark] * 14)
    said = [one.text for one in report.paragraphs]
    assert "核对日期：2026年1月31日" in said
    assert not [one for one in said if "另有" in one]
    rows = report.tables[0].rows
    assert len(rows) == 15
    assert rows[1].cells[2].text == "合计应不低于40亿元，两处不一。"
    assert len(report_of([remark] * 200).tables[0].rows) == 35


def test_quoted_rows_of_a_table_are_one_line_with_their_cells_told_apart(client, programme):
    programme.source_text = programme.source_text.replace("一、总体要求", "1\t质押 \t\n40\t亿元")
    programme.save(update_fields=["source_text"])
    start = programme.source_text.index("1\t质押")
    programme.findings.update(span_start=start, span_end=start + 12, others=[])
    report = Document(io.BytesIO(paper(client, programme, "report")))
    assert report.tables[0].rows[1].cells[3].text.startswith("“1｜质押｜40｜亿元")
    values = {"document": {}, "targets": [], "soft_targets": [], "tasks": []}
    finding = {"severity": "error", "message": "不一。", "span": [0, 5]}
    check = check_report.check_of(values | {"findings": [finding]}, "甲\t乙\n丙", "稿")
    assert check.remarks[0].quotes == ("甲｜乙 丙",)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("方案.exe", b"MZ", "暂不能读取“.exe”格式"),
        ("方案.docx", b"PK\x03\x04 broken", ""),
        ("方案.txt", b"", "空的"),
        ("方案.txt", b"x" * (10 * 1024 * 1024 + 1), "超过 10 MB"),
    ],
)
def test_a_document_that_cannot_be_checked_is_refused_with_the_reason(client, name, content, says):
    page = client.post(reverse("plans:check"), {"file": SimpleUploadedFile(name, content)})
    assert page.status_code in (200, 422)
    assert says in page.content.decode()


@pytest.mark.parametrize("name", ["送审稿.docx", "送审稿.txt", f"{'规划' * 60}.docx"])
def test_what_is_said_of_a_document_names_it_as_its_sender_does(client, name):
    content = PLAN.encode()[:-1] + "规".encode("utf-16-be")
    page = client.post(reverse("plans:check"), {"file": SimpleUploadedFile(name, content)})
    said = " ".join(page.context["form"].errors.get("file", []))
    said += " ".join(one.message for one in page.context["remarks"]) if not said else ""
    assert f"“{name[:66]}" in said
    assert "received" not in page.content.decode()


@pytest.mark.parametrize("name", ["..a", "...", "a." + "长" * 200, "一" * 200 + ".txt"])
def test_an_uploaded_file_is_on_disk_under_a_name_that_can_be_stored(name):
    with on_disk(SimpleUploadedFile(name, b"x")) as path:
        assert path.read_bytes() == b"x"
        assert name.startswith(path.name[:60])
