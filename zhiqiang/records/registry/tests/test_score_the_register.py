"""The daily score of the register: each rule counts what a look at every record counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.errors import BadCatalogue
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.registry.actions import import_file, score_if_new, score_register, undo_import
from zhiqiang.records.registry.models import (
    Batch,
    Designation,
    Event,
    MatchingScore,
    Party,
    QualityScore,
    Right,
)
from zhiqiang.records.registry.quality_rules import RecordRules, record_rules
from zhiqiang.records.registry.queries import card, failing, lines_by, quality_rule, scored_days
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
CODE = "91440300708461136T"


@pytest.fixture
def official():
    return register_person("chen", "陈某", "official", "Siji-Qingshan-2719")


@pytest.fixture
def register(tmp_path, settings, monkeypatch):
    """Two patents and a firm from lists, and dirt of every sort put into the tables."""
    settings.HOME = tmp_path
    monkeypatch.setattr("zhiqiang.records.registry.queries.scores.localdate", lambda: TODAY)
    rows = [patent(1), patent(2, 申请人="乙科技有限公司", 地址="")]
    import_file("patents", patents(tmp_path / "a.csv", rows), "测试员")
    firm = {"企业名称": "丙科技有限公司", "统一社会信用代码": CODE, "地址": "浙江省温州市"}
    import_file("parties", write(tmp_path / "b.csv", tuple(firm), [firm]), "测试员")
    Batch.objects.for_program("test").update(
        taken_over_at=timezone.make_aware(timezone.datetime(2026, 2, 1))
    )
    return tmp_path


def failed(key):
    """Return how many records a rule looked at, and how many failed, over all sources and kinds."""
    rows = QualityScore.objects.for_program("test").filter(day=TODAY, rule=key)
    return sum(one.looked for one in rows), sum(one.failed for one in rows)


def names(key, person, **more):
    return sorted(str(one) for one in failing(quality_rule(key), person, **more))


def test_what_is_missing_is_counted_and_opened(register, official):
    score_register(TODAY)
    assert failed("right_region_known") == (2, 1)
    assert names("right_region_known", official) == ["一种第2号装置"]
    assert failed("credit_code_known") == (3, 2)
    assert names("credit_code_known", official) == ["乙科技有限公司", "甲科技有限公司"]
    assert failed("filing_day_known") == (2, 0)


def test_each_way_to_fail_finds_the_records_that_fail_so(register, official):
    right, other = Right.objects.for_program("test").order_by("id")
    Right.objects.for_program("test").filter(pk=right.pk).update(
        filed_on="2027-01-01", granted_on="2016-01-01", region_code="999999", grant_number="CN1B"
    )
    Right.objects.for_program("test").filter(pk=other.pk).update(
        granted_on=None, grant_number="CN1B"
    )
    Party.objects.for_program("test").filter(credit_code=CODE).update(
        name="甲科技有限公司", name_key="甲科技有限公司", kind="unknown"
    )
    for number, (kind, day) in enumerate(
        [("pledge", "2014-01-01"), ("pledge", "2027-02-02"), ("transfer", "2020-01-01")]
    ):
        Event.objects.create(identity=f"E{number}", kind=kind, right=other, happened_on=day)
    Event.objects.create(identity="E9", kind="transfer", happened_on="2020-01-01")
    Designation.objects.create(identity="D", kind="x", name="某", from_on="2020-01-02", until_on="2020-01-01")  # fmt: skip
    score_register(TODAY)
    found = {one.key: failed(one.key) for one in record_rules(TODAY).rules}
    assert found == {
        "filing_day_known": (2, 0), "holder_known": (2, 0), "right_region_known": (2, 1), "class_known": (2, 2),
        "credit_code_known": (2, 2), "party_region_known": (3, 1), "event_right_known": (4, 1),
        "pledge_amount_known": (2, 2), "designation_party_known": (1, 1),
        "filing_not_to_come": (2, 1), "event_not_to_come": (4, 1), "kind_of_party_told": (3, 1),
        "right_region_valid": (2, 1), "party_region_valid": (3, 0),
        "name_once": (3, 2), "grant_number_once": (2, 2), "document_once": (4, 0),
        "right_heard_of": (2, 0), "event_heard_of": (4, 0), "designation_heard_of": (1, 0),
        "statistic_heard_of": (0, 0),
        "granted_after_filing": (2, 1), "term_after_filing": (2, 0), "event_after_filing": (4, 1),
        "grant_number_has_day": (2, 1), "right_region_current": (2, 0),
        "designation_ends_after_it_begins": (1, 1),
        "right_sources_agree": (2, 0), "party_sources_agree": (3, 0),
    }  # fmt: skip
    for rule in record_rules(TODAY).rules:
        opened = failing(rule, official).count()
        assert opened == found[rule.key][1], rule.key


def test_a_source_of_which_no_list_came_for_long_fails_to_be_timely(register, official):
    Batch.objects.for_program("test").filter(source="patents").update(
        taken_over_at=timezone.make_aware(timezone.datetime(2025, 10, 1))
    )
    score_register(TODAY)
    assert failed("right_heard_of") == (2, 2)
    assert names("right_heard_of", official, source="patents") == ["一种第1号装置", "一种第2号装置"]
    assert names("right_heard_of", official, source="parties") == []


def test_records_are_told_by_the_source_that_brought_them_first(register, official):
    Party.objects.create(identity="NAME:丁", name="丁", name_key="丁", kind="firm")
    again = {"企业名称": "甲科技有限公司", "统一社会信用代码": "", "地址": "浙江省温州市"}
    import_file("parties", write(register / "c.csv", tuple(again), [again]), "测试员")
    score_register(TODAY)
    told = {
        key: sum(line.looked for line in lines if line.rule == "credit_code_known")
        for key, lines in lines_by(official, TODAY, "source").items()
    }
    assert told == {("patents",): 2, ("parties",): 1, ("",): 1}
    assert names("credit_code_known", official, source="") == ["丁"]


def test_what_an_undone_import_brought_is_no_longer_scored(register, official):
    rows = [patent(7)]
    batch = import_file("patents", patents(register / "z.csv", rows), "测试员")
    score_register(TODAY)
    assert failed("holder_known")[0] == 3
    undo_import(batch.batch_id, "测试员", lambda *_: ())
    score_register(TODAY)
    assert failed("holder_known")[0] == 2


def test_a_day_is_scored_once_and_days_stay(register, official):
    score_register(TODAY - timedelta(days=1))
    Right.objects.for_program("test").update(ipc_main="F16K 1/00")
    score_if_new(TODAY)
    Right.objects.for_program("test").update(ipc_main="")
    score_if_new(TODAY)
    days = scored_days(official, TODAY - timedelta(days=89), {"subject": "right"})
    assert list(days) == [TODAY - timedelta(days=1), TODAY]
    before, now = (card(lines) for lines in days.values())
    assert now.total > before.total
    assert failed("class_known") == (2, 0)
    score_register(TODAY)
    assert failed("class_known") == (2, 2)


def test_the_whole_is_the_mean_of_the_rules_by_weight(register, official, settings):
    own = register / "parameters"
    own.mkdir()
    (own / "record_quality.yml").write_text(
        """title: 本地规则
entries:
  - from: 2021-01-01
    rules:
      - {key: region, zh: 载明地区, advice: 补, aspect: completeness, subject: right, weight: 3, fails: {empty: region_code}}
      - {key: holder, zh: 载明权利人, advice: 补, aspect: completeness, subject: right, weight: 1, fails: {empty: holder_id}}
      - {key: kind, zh: 类别, advice: 补, aspect: validity, subject: party, weight: 1, fails: {equals: {column: kind, value: unknown}}}
    basis: [{document: 本局规定, mark: C}]
""",
        encoding="utf-8",
    )
    score_register(TODAY)
    found = card(lines_by(official, TODAY)[()])
    # region 50 of 100 at weight 3, holder 100 at 1, kind 100 at 1
    assert found.aspects == {"completeness": Decimal("62.5"), "validity": Decimal(100)}
    assert found.total == Decimal(70)


def test_strangers_see_neither_scores_nor_what_they_may_not_see(register):
    score_register(TODAY)
    nobody = AnonymousUser()
    assert lines_by(nobody, TODAY) == {}
    Right.objects.for_program("test").update(
        is_published=False, published_on=None, publication_number="", granted_on=None
    )
    assert failing(quality_rule("class_known"), nobody).count() == 0


def test_the_number_of_queries_does_not_grow_with_the_records(
    register, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        score_register(TODAY)
    rows = [patent(number) for number in range(10, 60)]
    import_file("patents", patents(register / "many.csv", rows), "测试员")
    with django_assert_max_num_queries(30):
        score_register(TODAY)


@pytest.mark.parametrize(
    ("fails", "said"),
    [
        ("{empty: colour}", "没有列"),
        ("{empty: title, to_come: filed_on}", "一种不合格的情形"),
        ("{before_filing: filed_on}", "没有所涉权利"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused_with_the_reason(tmp_path, fails, said):
    path: Path = tmp_path / "rules.yml"
    path.write_text(
        "title: t\nentries:\n  - from: 2021-01-01\n    rules:\n      - {key: a, zh: b, advice: c, "
        f"aspect: validity, subject: right, weight: 1, fails: {fails}}}\n"
        "    basis: [{document: d, mark: C}]\n",
        encoding="utf-8",
    )
    with pytest.raises(BadCatalogue, match=said):
        catalogue.load(path, RecordRules)


def test_the_matching_of_firms_is_measured_with_the_pairs_of_the_installation(register):
    score_register(TODAY)
    shipped = list(MatchingScore.objects.for_program("test").order_by("has_histories"))
    assert [one.has_histories for one in shipped] == [False, True]
    assert {(one.merged_wrong, one.is_own) for one in shipped} == {(0, False)}
    for one, least in zip(shipped, (0.65, 0.95), strict=True):
        assert one.merged_right + one.queued_right >= least * one.true
        assert one.queued_right + one.queued_wrong <= 3 * one.queued_right
    (register / "parameters").mkdir()
    (register / "parameters" / "firm_pairs.csv").write_text(
        "a,b,same\n云帆厂,云帆 厂,yes\n云帆厂,远山厂,no\n云帆厂,云帆测控有限公司,unsure\n",
        encoding="utf-8",
    )
    score_register(TODAY)
    (own,) = MatchingScore.objects.for_program("test")
    assert (own.is_own, own.pairs, own.true, own.merged_right) == (True, 2, 1, 1)
