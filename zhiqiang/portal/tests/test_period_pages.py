"""Close a period, report a value and correct what was published, in the browser's way."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook

from tests.desk import work
from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.conftest import SECRET
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.indicators import queries
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.jobs.work import Work
from zhiqiang.records.registry.actions import import_file

pytestmark = pytest.mark.usefixtures("statements", "city")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def statements(home: Path, compiled: Path) -> None:
    """Keep compiled statements for all tests here: they depend on the program alone."""
    (home / "lake").mkdir()
    (home / "lake" / "statements").symlink_to(compiled)


def _desk(username: str, name: str, role: str) -> Client:
    client = Client()
    client.force_login(register_person(username, name, role, SECRET))
    return client


@pytest.fixture
def boss_desk(db: None) -> Client:
    return _desk("boss", "赵某", "administrator")


@pytest.fixture
def second_desk(db: None) -> Client:
    return _desk("second", "钱某", "official")


@pytest.fixture
def body_desk(db: None) -> Client:
    return _desk("body", "孙某", "body_clerk")


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _filled(desk: Client) -> str:
    answer = desk.post("/figures/periods/fill/", {"region": small_city.REGION, "period": "2024"})
    assert answer.status_code == 302, _text(answer)
    assert "等待" in _text(desk.get(answer.url))
    work()
    done = _text(desk.get(answer.url))
    (address,) = re.findall(r'<a href="([^"]+)">查看填报的数值</a>', done)
    return str(address)


def _do(desk: Client, address: str, act: str, note: str = "") -> Any:
    return desk.post(f"{address}act/", {"act": act, "note": note}, follow=True)


def _locked(desk: Client, second_desk: Client, boss_desk: Client) -> str:
    address = _filled(desk)
    for client, act in ((second_desk, "check"), (boss_desk, "approve"), (boss_desk, "lock")):
        assert _do(client, address, act).status_code == 200
    return address


def test_a_period_is_closed_by_three_people_and_then_open_to_everybody(
    desk: Client, second_desk: Client, boss_desk: Client, stranger: Client
) -> None:
    address = _filled(desk)
    assert stranger.get(address).status_code == 404
    assert "您已办理前面的环节，须由他人办理" in _text(desk.get(address))
    assert _do(desk, address, "check").status_code == 403
    assert "已核对通过。" in _text(_do(second_desk, address, "check"))
    assert _do(second_desk, address, "approve").status_code == 403
    _do(boss_desk, address, "approve", "同意")
    _do(boss_desk, address, "lock")
    page = _text(stranger.get(address))
    assert "已锁定" in page and "有效发明专利拥有量" in page
    assert "办理经过" not in page and "赵某" not in page
    assert "办理经过" in _text(desk.get(address)) and "同意" in _text(desk.get(address))
    assert "2024 年" in _text(stranger.get("/figures/periods/"))


def test_the_exported_numbers_are_those_of_the_page_each_with_its_origin(
    desk: Client, second_desk: Client, boss_desk: Client
) -> None:
    address = _locked(desk, second_desk, boss_desk)
    saved = b"".join(desk.get(f"{address}?format=xlsx").streaming_content)
    sheet = CalamineWorkbook.from_filelike(BytesIO(saved)).get_sheet_by_index(0)
    rows = {row[0]: row for row in sheet.to_python() if row[0]}
    row = rows["有效发明专利拥有量"]
    assert (str(row[1]), row[2], row[3]) == ("3", "件", "计算")
    assert row[4] == "截至 2024-12-31 · 口径 1985-04-01 起 · 快照 1 · 第 1 版"
    assert desk.get(f"{address}?format=exe").status_code == 400


def test_the_word_paper_has_the_numbers_of_the_page_each_with_its_origin(
    desk: Client, second_desk: Client, boss_desk: Client, stranger: Client
) -> None:
    address = _locked(desk, second_desk, boss_desk)
    paper = Document(BytesIO(b"".join(desk.get(f"{address}?format=docx").streaming_content)))
    rows = {
        row.cells[0].text: [one.text for one in row.cells] for t in paper.tables for row in t.rows
    }
    assert rows["有效发明专利拥有量"] == [
        "有效发明专利拥有量", "3", "件", "—", "计算",
        "截至 2024-12-31 · 口径 1985-04-01 起 · 快照 1 · 第 1 版",
    ]  # fmt: skip
    assert rows["有效注册商标量"][1] == "—" and "请导入" in rows["有效注册商标量"][5]
    said = [one.text for one in paper.paragraphs]
    assert said[0].endswith("2024 年指标数值表") and "创造" in said
    assert any(one.startswith("审批　赵某") for one in said)
    public = Document(BytesIO(b"".join(stranger.get(f"{address}?format=docx").streaming_content)))
    assert not any("赵某" in one.text for one in public.paragraphs)


def test_the_annex_lists_what_later_records_would_change_and_corrects_it(
    desk: Client, second_desk: Client, boss_desk: Client, home: Any, stranger: Client
) -> None:
    address = _locked(desk, second_desk, boss_desk)
    assert "没有差异" in _text(desk.get(f"{address}annex/?wait=1"))
    more = small_city.write_csv(home / "补录.csv", small_city.patents(5))
    import_file("patents", more, small_city.ACTOR)
    publish_snapshot(small_city.ACTOR)
    assert "逐项重算并比对" in _text(desk.get(f"{address}annex/"))
    page = _text(desk.get(f"{address}annex/figures/"))
    assert "已发布 3 件，重算 5 件：记录增加 2 条；因记录变动由 3 变为 5。" in page
    assert "一种阀门的密封结构之5" in page and page in _text(desk.get(f"{address}annex/"))
    assert "一种阀门的密封结构之5" not in _text(stranger.get(f"{address}annex/"))
    sent = {"key": ["valid_invention_patents"], "correction": "补录两件"}
    assert desk.post(f"{address}correct/", sent).status_code == 403
    assert boss_desk.post(f"{address}correct/", sent).status_code == 302
    shown = _text(stranger.get(address))
    assert "更正原因：补录两件" in shown and "第 2 版" in shown


def test_a_value_is_reported_with_evidence_and_stands_marked_beside_the_number(
    desk: Client, stranger: Client
) -> None:
    content = BytesIO()
    Document().save(content)
    sent = {"indicator": "satisfaction", "as_of": "2024-12-31", "value": "82.5", "body": "某局"}
    wrong = desk.post("/figures/reports/", sent)
    assert wrong.status_code == 422 and "请选择佐证材料" in _text(wrong)
    page = SimpleUploadedFile("函.exe", content.getvalue())
    assert desk.post("/figures/reports/", sent | {"evidence": page}).status_code == 422
    letter = SimpleUploadedFile("函.docx", content.getvalue())
    done = desk.post("/figures/reports/", sent | {"evidence": letter}, follow=True)
    assert done.status_code == 200 and "函.docx" in _text(done)
    publish_snapshot(small_city.ACTOR)
    shown = _text(stranger.get("/indicators/satisfaction/?as_of=2024-12-31"))
    assert "填报值（某局" in shown and "附佐证材料" in shown
    board = _text(stranger.get("/indicators-table/?as_of=2024-12-31&name=社会满意度"))
    assert '<span class="mark">填报</span></td>' in board
    evidence = "/figures/reports/1/evidence/"
    assert stranger.get(evidence).status_code == 302
    assert desk.get(evidence).status_code == 200
    assert stranger.get("/figures/reports/").status_code == 302


def test_filling_tells_how_far_it_is_and_refuses_at_once_what_it_could_not_do(
    desk: Client, second_desk: Client, boss_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(Work, "tell", lambda self, done, total, note="": told.append((done, total)))
    _locked(desk, second_desk, boss_desk)
    total = len(queries.catalogue())
    assert told == [(done, total) for done in range(1, total + 1)]
    again = desk.post("/figures/periods/fill/", {"region": small_city.REGION, "period": "2024"})
    assert again.status_code == 403 and "已经锁定，不能重新填报" in _text(again)


def test_a_clerk_without_the_right_fills_nothing_in(body_desk: Client, stranger: Client) -> None:
    sent = {"region": small_city.REGION, "period": "2024"}
    assert body_desk.post("/figures/periods/fill/", sent).status_code == 403
    assert stranger.post("/figures/periods/fill/", sent).status_code == 302


def test_a_period_that_makes_no_sense_is_refused_in_words(desk: Client) -> None:
    answer = desk.post("/figures/periods/fill/", {"region": small_city.REGION, "period": "去年"})
    assert answer.status_code == 403 and "报告期“去年”无效" in _text(answer)
