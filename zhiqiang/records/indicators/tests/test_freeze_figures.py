"""A frozen figure comes out the same for ever, or says exactly what differs and why."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from zhiqiang import pipeline
from zhiqiang.engines.metrics import Question
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.tests.someone import holder_of
from zhiqiang.records.indicators import actions, kept_rules, opened, queries, recomputing
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests.ledger import company, happens, invention, residents

pytestmark = pytest.mark.usefixtures("home")
REGION, YEAR_END = "990101", date(2024, 12, 31)
KEY = "valid_invention_patents"


def _publish(*keys: str, correction: str = "") -> list[Any]:
    pipeline.publish("测试")
    return actions.publish_figures("测试", REGION, YEAR_END, keys or (KEY,), correction=correction)


def _person(*rights: str) -> Any:
    person = holder_of("see_internal", *rights)
    person.get_username = lambda: "tester"
    return person


def test_a_figure_keeps_value_parts_definition_snapshot_and_the_hash_of_its_rows() -> None:
    invention(1, company())
    residents(REGION, 2023, 50_000)
    (one,) = _publish("inventions_per_10k")
    assert (one.value, one.numerator, one.denominator) == (Decimal("0.2"), 1, 50_000)
    assert (one.snapshot, one.version, one.rows) == (1, 1, 1)
    assert one.definition.startswith("inventions_per_10k@")
    assert (len(one.rows_hash), len(one.rule_set.digest)) == (64, 64)
    assert one.published_at is not None


def test_what_comes_out_the_same_is_not_frozen_twice() -> None:
    invention(1, company())
    (first,) = _publish()
    happens(None, "pledge", date(2024, 1, 1))
    (again,) = _publish()
    assert (first.pk, again.snapshot) == (again.pk, 1)


def test_a_figure_that_differs_needs_a_reason_and_becomes_a_new_version() -> None:
    firm = company()
    invention(1, firm)
    (first,) = _publish()
    invention(2, firm)
    with pytest.raises(Refused, match="更正须写明原因"):
        _publish()
    (second,) = _publish(correction="补录一件漏登专利")
    assert (second.version, second.value, second.correction) == (2, 2, "补录一件漏登专利")
    versions = queries.history(KEY, REGION, YEAR_END, AnonymousUser())
    assert [(one.row.version, one.value) for one in versions] == [(2, 2), (1, 1)]
    assert versions[1].row.pk == first.pk


def test_only_who_approves_figures_may_correct_what_was_published() -> None:
    firm = company()
    invention(1, firm)
    _publish()
    invention(2, firm)
    pipeline.publish("测试")
    ask = (REGION, YEAR_END, [KEY], "补录")
    with pytest.raises(Refused, match="审批数值"):
        actions.correct_figures(_person("fill_figures"), *ask)
    with pytest.raises(Refused, match="写明原因"):
        actions.correct_figures(_person("approve_figures"), *ask[:3], " ")
    with pytest.raises(Refused, match="没有已发布的数值"):
        actions.correct_figures(
            _person("approve_figures"), REGION, YEAR_END, ["valid_trademarks"], "补录"
        )
    (new,) = actions.correct_figures(_person("approve_figures"), *ask)
    assert (new.version, new.value) == (2, 2)


def test_recomputing_a_frozen_figure_gives_the_same_after_many_corrections() -> None:
    firm = company()
    kept = [invention(number, firm) for number in range(30)]
    _publish()
    for right in kept[:20]:
        happens(right, "lapse", date(2024, 5, 1))
    for number in range(30, 35):
        invention(number, firm)
    pipeline.publish("测试")
    (one,) = queries.frozen(REGION, YEAR_END, AnonymousUser())
    again = recomputing.recompute(one.row)
    assert (again.is_same, again.differences, again.why) == (True, (), "")
    told = recomputing.annex(one.row)
    assert (told.figure.value, told.by_records.value, told.now.value) == (30, 15, 15)
    assert told.counts == {"removed": 20, "added": 5}
    assert told.sentence == "记录增加 5 条；记录减少 20 条；因记录变动由 30 变为 15"
    changes = list(recomputing.row_changes(one.row))
    assert {c.subject_id for c in changes if c.kind == "removed"} == {r.pk for r in kept[:20]}
    assert told.changes == tuple(changes[: recomputing.FIRST])


def test_a_row_that_only_changed_is_listed_with_what_it_said_before() -> None:
    right = invention(1, company())
    _publish()
    rights = apps.get_model("registry", "Right").objects.for_program("test")
    rights.filter(pk=right.pk).update(title="一种改名的装置")
    pipeline.publish("测试")
    (one,) = queries.frozen(REGION, YEAR_END, AnonymousUser())
    (change,) = recomputing.row_changes(one.row)
    assert (change.kind, change.fields) == ("changed", (("名称", "一种装置1", "一种改名的装置"),))
    assert recomputing.annex(one.row).sentence == "记录变更 1 条"


def test_a_changed_rule_leaves_the_frozen_figure_and_is_named_in_the_annex(home: Path) -> None:
    invention(1, company(), filed_on=date(2014, 5, 1), granted_on=date(2016, 1, 1))
    (one,) = _publish("high_value_inventions")
    assert one.value == 1
    values = yaml.safe_load(
        (rules_folder() / "high_value_criteria.yml").read_text(encoding="utf-8")
    )
    values["criteria"]["maintained_over_10y"]["rule"]["base"] = "granted_on"
    (home / "parameters").mkdir()
    own = home / "parameters" / "high_value_criteria.yml"
    own.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
    assert recomputing.recompute(one).is_same
    told = recomputing.annex(one)
    assert (told.by_records.value, told.now.value, told.counts) == (1, 0, {})
    place = "判定标准 · high_value_criteria · 判定标准 · maintained_over_10y · 规则 · 起算日"
    assert told.rule_changes == ((place, "filed_on", "granted_on"),)
    assert told.sentence == f"口径变更：{place}（filed_on → granted_on）；因口径变更再变为 0"


def rules_folder() -> Path:
    from django.conf import settings

    return Path(settings.CATALOGUE) / "parameters"


def test_a_program_that_computes_otherwise_is_named_as_the_cause(monkeypatch: Any) -> None:
    invention(1, company())
    (one,) = _publish()
    one.rows_hash, one.value = "0" * 64, Decimal(5)
    seen = recomputing.recompute(one)
    assert [(d.label, d.before, d.after) for d in seen.differences][0] == ("数值", "5", "1")
    assert "快照文件的内容被改动" in seen.why
    one.program = "an older one"
    assert "计算程序或行政区划表的变动" in recomputing.recompute(one).why


def test_a_snapshot_that_is_gone_is_said_and_nothing_is_claimed(home: Path) -> None:
    invention(1, company())
    (one,) = _publish()
    opened._open.clear()
    shutil.rmtree(home / "lake" / "tables")
    seen = recomputing.recompute(one)
    assert (seen.is_same, seen.differences) == (False, ())
    assert "快照 1 已不可读" in seen.why


@pytest.mark.parametrize("day", [YEAR_END, date(2026, 6, 30), date(2015, 1, 1)])
def test_kept_rules_of_every_indicator_read_back_as_they_were(day: date) -> None:
    known, question = rules(), Question(REGION, day)
    for key, indicator in known.indicators.items():
        text = kept_rules.rule_text(indicator, question, known)
        back = kept_rules.rules_of(text)
        assert kept_rules.rule_text(back.indicators[key], question, back) == text, key
        assert back.indicators[key].version_at(day) == indicator.version_at(day)


def test_drafts_are_seen_only_by_those_who_work_on_the_region() -> None:
    invention(1, company())
    pipeline.publish("测试")
    actions.fill_period(_person("fill_figures"), REGION, "2024", [KEY])
    assert queries.frozen(REGION, YEAR_END, AnonymousUser()) == []
    assert [one.key for one in queries.frozen(REGION, YEAR_END, _person())] == [KEY]
