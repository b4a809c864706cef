"""What is wrong or old or told twice about the figures of a region is found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from zhiqiang import pipeline
from zhiqiang.records.accounts.tests.someone import holder_of
from zhiqiang.records.indicators import actions, queries
from zhiqiang.records.indicators.actions.reporting import Report
from zhiqiang.records.indicators.quality import quality, rule_at
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests.ledger import company, happens, invention, new

pytestmark = pytest.mark.usefixtures("home")
REGION, YEAR_END = "990101", date(2024, 12, 31)


def _published(key: str, year: int, value: str) -> None:
    new("Statistic", identity=f"{key}{year}", key=key, region_code=REGION, year=year,
        value=Decimal(value))  # fmt: skip


def _found(as_of: date = YEAR_END) -> Any:
    pipeline.publish("测试")
    return quality(REGION, as_of)


def _messages(seen: Any) -> dict[str, tuple[str, str]]:
    return {key: (one.code, one.message) for key, one in seen.findings}


def test_a_jump_against_the_year_before_is_told_with_both_values() -> None:
    firm = company()
    for number in range(10):
        invention(number, firm, granted_on=date(2023, 6, 1))
    for number in range(10, 40):
        invention(number, firm, granted_on=date(2024, 6, 1))
    found = _messages(_found())
    code, text = found["valid_invention_patents"]
    assert code == "jump"
    assert text.startswith("有效发明专利拥有量比上年同期增加 300%（10 → 40 件）")


def test_a_small_change_of_a_small_number_is_no_jump() -> None:
    firm = company()
    for number, year in enumerate((2023, 2024, 2024)):
        invention(number, firm, granted_on=date(year, 6, 1))
    assert "valid_invention_patents" not in _messages(_found())


def test_both_years_come_from_one_snapshot_whatever_is_published_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    firm = company()
    for number in range(10):
        invention(number, firm, granted_on=date(2022, 6, 1))
    figures, numbers = queries.figures, iter(range(10, 200))

    def meanwhile(*asked: Any) -> Any:
        found = figures(*asked)
        for number in islice(numbers, 30):
            invention(number, firm, granted_on=date(2022, 6, 1))
        pipeline.publish("另一位")
        return found

    monkeypatch.setattr(queries, "figures", meanwhile)
    assert "valid_invention_patents" not in _messages(_found())


def test_a_share_above_the_whole_is_found() -> None:
    _published("satisfaction", 2024, "812")
    code, text = _messages(_found())["satisfaction"]
    assert (code, "超过 100" in text) == ("above_whole", True)


def test_a_part_above_its_whole_is_found(home: Path) -> None:
    own = home / "parameters"
    own.mkdir()
    rule = rule_at(YEAR_END).model_dump(mode="json", by_alias=True)
    rule["never_above"] = [["valid_patents", "valid_trademarks"]]
    import yaml

    text = yaml.safe_dump({"title": "本地", "entries": [rule]}, allow_unicode=True)
    text = text.replace("'2021-01-01'", "2021-01-01")
    (own / "figure_quality.yml").write_text(text, encoding="utf-8")
    firm = company()
    invention(1, firm)
    mark = invention(2, firm, granted_on=date(2025, 1, 1))
    type(mark).objects.for_program("test").filter(pk=mark.pk).update(kind="trademark")
    code, message = _messages(_found())["valid_patents"]
    assert (code, "大于有效注册商标" in message) == ("above_whole", True)


def test_two_sources_stand_side_by_side_with_their_distance(tmp_path: Path) -> None:
    _published("patent_intensive_share", 2024, "13.0")
    _published("patent_intensive_value_added", 2024, "1200000")
    _published("gdp", 2024, "10000000")
    invention(1, company())
    letter = tmp_path / "letter"
    Document().save(str(letter))
    person = holder_of("see_internal", "fill_figures")
    person.get_username = lambda: "tester"
    told = Report("valid_invention_patents", REGION, YEAR_END, Decimal(3), "某局")
    actions.report_figure(person, told, letter, "函.docx")
    pairs = {one.key: one for one in _found().pairs}
    share = pairs["patent_intensive_share"]
    assert (share.first[1], share.second[1], share.is_far) == (13, 12, True)
    count = pairs["valid_invention_patents"]
    assert (count.first, count.second[1], count.apart, count.is_far) == (
        ("由记录计算", 1), 3, 200, True,
    )  # fmt: skip


def test_facts_say_how_far_they_reach_what_they_lack_and_when_they_are_old() -> None:
    right = invention(1, company(), filed_on=date(2024, 11, 5))
    happens(right, "pledge", date(2023, 3, 1), region_code=REGION)
    happens(right, "pledge", date(2025, 3, 1), region_code=REGION)
    new("Activity", identity="A1", kind="training", title="班", held_on=date(2024, 12, 1),
        region_code="")  # fmt: skip
    facts = {(one.facts.table, one.facts.kind): one for one in _found().facts}
    rights, pledges = facts["rights", "invention"], facts["events", "pledge"]
    assert (rights.facts.rows, rights.facts.last, rights.is_stale) == (1, date(2024, 11, 5), False)
    assert (pledges.facts.last, pledges.facts.later, pledges.is_stale) == (
        date(2023, 3, 1), 1, True,
    )  # fmt: skip
    assert pledges.facts.without_party == 2
    assert ("activities", "training") not in facts


def test_every_indicator_that_the_rule_names_exists() -> None:
    rule, known = rule_at(YEAR_END), rules().indicators
    named = {key for pair in (*rule.never_above, *rule.side_by_side) for key in pair}
    assert named <= set(known)
