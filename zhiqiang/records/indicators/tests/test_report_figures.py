"""What no record tells is reported by a person, with a date and evidence, and said to be so."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate
from docx import Document

from zhiqiang import pipeline
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.tests.someone import holder_of
from zhiqiang.records.indicators import actions, queries, recomputing
from zhiqiang.records.indicators.actions.reporting import Report
from zhiqiang.records.indicators.tests.ledger import company, invention, new

pytestmark = pytest.mark.usefixtures("home")
REGION, YEAR_END = "990101", date(2024, 12, 31)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter"
    Document().save(str(path))
    return path


def _person(*rights: str) -> Any:
    person = holder_of("see_internal", *rights)
    person.get_username = lambda: "tester"
    person.display_name = "某甲"
    return person


def _report(letter: Path, key: str, value: str, as_of: date = YEAR_END, **more: Any) -> Any:
    report = Report(key, REGION, as_of, Decimal(value), "某法院", **more)
    return actions.report_figure(_person("fill_figures"), report, letter, "函.docx")


def _figure(key: str, on: date = YEAR_END, since: date | None = None) -> Any:
    return queries.figure(key, REGION, on, since=since)


def test_a_reported_value_is_the_figure_and_says_so_with_body_day_and_evidence(letter: Any) -> None:
    kept = _report(letter, "holder_satisfaction", "86.5")
    pipeline.publish("测试")
    seen = _figure("holder_satisfaction")
    today = localdate().isoformat()
    assert (seen.value, seen.is_reported, seen.rows) == (Decimal("86.50"), True, 1)
    assert seen.origin == f"截至 2024-12-31 · 填报值（某法院 {today} 填报，附佐证材料）· 快照 1"
    remarks = [one.message for one in seen.findings if one.code == "figure_reported"]
    assert len(remarks) == 1 and "台账中没有可供计算的记录" in remarks[0]
    assert (kept.person, kept.evidence_name) == ("某甲", "函.docx")
    (row,) = queries.rows("holder_satisfaction", REGION, YEAR_END)
    assert (row.subject, row.subject_id, row.amount) == ("reported", kept.pk, Decimal("86.5"))


def test_records_count_before_a_report_which_stands_beside_them(letter: Any) -> None:
    invention(1, company())
    _report(letter, "valid_invention_patents", "3")
    pipeline.publish("测试")
    seen = _figure("valid_invention_patents")
    assert (seen.value, seen.is_reported, seen.reported.value) == (1, False, 3)
    (remark,) = [one.message for one in seen.findings if one.code == "figure_second_source"]
    assert "填报 3 件" in remark and "以计算为准" in remark


def test_an_amount_fits_only_when_it_was_counted_from_the_same_day(letter: Any) -> None:
    _report(letter, "training_attendance_annual", "900")
    pipeline.publish("测试")
    assert _figure("training_attendance_annual").value == 900
    assert _figure("training_attendance_annual", date(2025, 3, 31)).value is None
    assert _figure("training_attendance_annual", since=date(2022, 1, 1)).value is None
    assert _figure("training_attendance_annual", date(2024, 12, 30)).value is None


def test_a_score_may_stand_from_the_year_before_and_no_longer(letter: Any) -> None:
    _report(letter, "satisfaction", "81", date(2022, 12, 31))
    pipeline.publish("测试")
    assert _figure("satisfaction", date(2023, 6, 30)).value == 81
    assert "截至 2022-12-31" in _figure("satisfaction", date(2023, 6, 30)).origin
    assert _figure("satisfaction", date(2024, 1, 1)).value is None


def test_a_new_version_replaces_the_report_and_needs_a_note(letter: Any) -> None:
    _report(letter, "satisfaction", "81")
    with pytest.raises(Refused, match="更正须在说明中写明原因"):
        _report(letter, "satisfaction", "82")
    again = _report(letter, "satisfaction", "82", note="来函更正")
    pipeline.publish("测试")
    assert (again.version, _figure("satisfaction").value) == (2, 82)
    assert [one.version for one in queries.reports(_person(), REGION)] == [2, 1]


def test_a_frozen_report_recomputes_the_same_after_it_was_corrected(letter: Any) -> None:
    _report(letter, "satisfaction", "81")
    pipeline.publish("测试")
    (one,) = actions.publish_figures("测试", REGION, YEAR_END, ["satisfaction"])
    assert one.is_reported
    _report(letter, "satisfaction", "82", note="来函更正")
    pipeline.publish("测试")
    assert recomputing.recompute(one).is_same
    assert recomputing.annex(one).now.value == 82


WRONG = [
    ("satisfaction", "101", {}, "不能大于 100"),
    ("satisfaction", "-1", {}, "不能小于零"),
    ("satisfaction", "NaN", {}, "数值无效"),
    ("training_attendance", "5", {"since": date(2025, 1, 1)}, "晚于截至日期"),
]


@pytest.mark.parametrize(("key", "value", "more", "message"), WRONG)
def test_what_cannot_be_is_refused(
    letter: Any, key: str, value: str, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(Refused, match=message):
        _report(letter, key, value, **more)


def test_a_report_needs_a_right_a_body_evidence_and_a_day_that_has_come(
    letter: Any, tmp_path: Path
) -> None:
    asked = Report("satisfaction", REGION, YEAR_END, Decimal(80), "某局")
    with pytest.raises(Refused, match="“填报数值”权限"):
        actions.report_figure(_person(), asked, letter, "函.docx")
    with pytest.raises(Refused, match="请写明填报单位"):
        nobody = Report("satisfaction", REGION, YEAR_END, Decimal(80), " ")
        actions.report_figure(_person("fill_figures"), nobody, letter, "函.docx")
    with pytest.raises(Refused, match="还没有到"):
        _report(letter, "satisfaction", "80", localdate() + timedelta(days=1))
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(Refused, match="是空的"):
        actions.report_figure(_person("fill_figures"), asked, tmp_path / "empty", "函.docx")
    with pytest.raises(NotFound):
        _report(letter, "no_such_thing", "1")
    assert queries.reports(_person()).count() == 0


def test_reports_and_their_evidence_are_for_those_who_work_on_the_region(letter: Any) -> None:
    kept = _report(letter, "satisfaction", "81")
    assert queries.report(kept.pk, _person()).evidence.name == "函.docx"
    with pytest.raises(NotFound):
        queries.report(kept.pk, AnonymousUser())
    assert list(queries.reports(AnonymousUser())) == []


def test_a_snapshot_from_before_reports_were_kept_is_read_as_ever(monkeypatch: Any) -> None:
    from zhiqiang.records.indicators import export

    without = {name: text for name, text in export.STATEMENTS.items() if name != "reported"}
    monkeypatch.setattr(export, "STATEMENTS", without)
    new("Activity", identity="A1", kind="training", title="班", held_on=YEAR_END, people=30,
        region_code=REGION)  # fmt: skip
    pipeline.publish("测试")
    assert _figure("training_attendance_annual").value == 30
    assert _figure("satisfaction").value is None
