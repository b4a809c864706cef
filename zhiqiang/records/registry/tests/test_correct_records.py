"""Corrections by hand: above what lists say, held against them, resolved by them, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import (
    Overtaken,
    Stated,
    correct_fact,
    events_rows,
    facts,
    import_file,
    rights_rows,
    undo_import,
    withdraw_correction,
)
from zhiqiang.records.registry.correctable import ALL, MODELS, field_of
from zhiqiang.records.registry.life import life_of
from zhiqiang.records.registry.models import (
    Designation,
    Event,
    Holding,
    Party,
    RecordCorrection,
    Right,
    Statistic,
)
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

pytestmark = pytest.mark.django_db
OFFICIAL = holder_of(*OFFICIALS)
GRANT = ("授权公告日", "当前权利人", "区划代码", "法律状态")
EVENTS = ("申请号", "事务类型", "事务日期", "原权利人", "新权利人", "新区划代码", "登记号")
DESIGNATIONS = ("认定种类", "名称", "认定日期", "区划代码", "文号")
STATISTICS = ("指标", "区划代码", "年度", "数值")
OTHER = "乙实业有限公司"


@pytest.fixture
def take(tmp_path):
    """Take over a list; ``take.again(n)`` takes the n-th file over once more."""
    paths = []

    def rows_of(source, *rows):
        path = tmp_path / f"{len(paths) + 1}.csv"
        if source == "patents":
            patents(path, list(rows), GRANT)
        else:
            headings = {"designations": DESIGNATIONS, "statistics": STATISTICS}.get(source, EVENTS)
            write(path, headings, list(rows))
        paths.append((source, path))
        return import_file(source, path, "测试员")

    rows_of.again = lambda number: import_file(*paths[number - 1], "测试员")
    return rows_of


def the(model):
    return model.objects.for_program("test").get()


def correct(name, typed, subject="right", fact=None, reason="据原件核实", since=None):
    fact = fact or the(MODELS[subject])
    held = queries.held_correction(subject, fact.pk, name, OFFICIAL)
    seen = queries.mark_of(field_of(subject, name), fact, held)
    stated = Stated(typed, reason, seen, since)
    return correct_fact(OFFICIAL, subject, fact.pk, name, stated)


def holdings():
    rows = Holding.objects.for_program("test").order_by("from_on")
    return [(one.party.name, one.region_code, one.from_on, one.until_on) for one in rows]


def codes(result):
    return [one.code for one in result.findings if one.code.startswith("correction")]


def test_a_list_that_comes_again_does_not_write_over_a_correction(take):
    take("patents", patent(1))
    correct("title", "一种阀门")
    again = take.again(1)
    assert (again.same, again.changed, codes(again)) == (1, 0, [])
    assert the(Right).title == "一种阀门"
    one = the(RecordCorrection)
    assert (one.state, one.value, one.listed) == ("standing", "一种阀门", "一种第1号装置")


def test_what_else_such_a_list_says_is_taken_over(take):
    take("patents", patent(1))
    correct("title", "一种阀门")
    result = take("patents", patent(1, 申请人="丙公司", 申请日="2015-06-02"))
    assert result.changed == 1 and codes(result) == []
    assert (the(Right).title, the(Right).filed_on) == ("一种阀门", date(2015, 6, 2))


def test_a_list_that_brings_the_corrected_value_resolves_it_and_old_lists_stay_refused(take):
    take("patents", patent(1))
    correct("title", "一种阀门")
    later = take("patents", patent(1, 名称="一种阀门"))
    assert codes(later) == ["correction_resolved"]
    one = the(RecordCorrection)
    assert (one.state, one.ended_batch_id) == ("resolved", later.batch_id)
    assert take.again(1).same == 1 and the(Right).title == "一种阀门"
    # Lists speak for the field again.
    take("patents", patent(1, 名称="一种更好的阀门"))
    assert the(Right).title == "一种更好的阀门"


def test_a_list_that_brings_yet_another_value_is_told_of_once_and_not_followed(take):
    take("patents", patent(1))
    correct("filed_on", "2015-05-30")
    third = take("patents", patent(1, 申请日="2015-06-09"))
    assert codes(third) == ["correction_contradicted"]
    told = third.findings[0]
    assert (told.cell.file, told.cell.row) == ("2.csv", 2)
    for day in ("2015-06-09", "2015-05-30", "2015-06-01"):
        assert day in told.message
    assert the(Right).filed_on == date(2015, 5, 30)
    assert codes(take.again(2)) == codes(take.again(1)) == []
    assert the(RecordCorrection).listed == "2015-06-09"


def test_a_correction_taken_back_leaves_what_the_lists_say_now(take):
    take("patents", patent(1))
    one = correct("filed_on", "2015-05-30")
    take("patents", patent(1, 申请日="2015-06-09"))
    withdraw_correction(OFFICIAL, one.pk, "复核后确认清单无误")
    assert the(Right).filed_on == date(2015, 6, 9)
    assert the(RecordCorrection).state == "withdrawn"
    with pytest.raises(Refused, match="已撤回"):
        withdraw_correction(OFFICIAL, one.pk, "再撤")
    assert take.again(2).same == 1
    acts = Entry.objects.for_program("test").order_by("sequence").values_list("act", flat=True)
    assert list(acts)[1:4:2] == ["correct_record", "withdraw_record_correction"]


def test_the_second_of_two_officials_is_told_and_nothing_is_lost(take):
    take("patents", patent(1))
    right = the(Right)
    seen = queries.mark_of(field_of("right", "title"), right, None)
    first = Stated("甲说的名称", "甲的依据", seen)
    second = Stated("乙说的名称", "乙的依据", seen)
    correct_fact(OFFICIAL, "right", right.pk, "title", first)
    with pytest.raises(Overtaken, match="更正为“甲说的名称”，原因：甲的依据"):
        correct_fact(OFFICIAL, "right", right.pk, "title", second)
    assert the(Right).title == "甲说的名称"
    # Knowing of the first, the second may replace it; both are kept.
    correct("title", "乙说的名称")
    states = RecordCorrection.objects.for_program("test").values_list("value", "state", "listed")
    assert list(states) == [
        ("甲说的名称", "replaced", "一种第1号装置"), ("乙说的名称", "standing", "一种第1号装置"),
    ]  # fmt: skip
    assert take.again(1).same == 1 and the(Right).title == "乙说的名称"


def test_a_list_that_came_meanwhile_is_told_of_too(take):
    take("patents", patent(1))
    right = the(Right)
    seen = queries.mark_of(field_of("right", "title"), right, None)
    take("patents", patent(1, 名称="一种阀门"))
    with pytest.raises(Overtaken, match="已经变为“一种阀门”"):
        correct_fact(OFFICIAL, "right", right.pk, "title", Stated("别的", "据原件", seen))


def test_an_import_that_a_correction_leans_on_is_not_undone(take):
    batch = take("patents", patent(1)).batch_id
    one = correct("title", "一种阀门")
    with pytest.raises(Refused, match="更正了它登记或改动的记录（名称：一种阀门），请先撤回"):
        undo_import(batch, "测试员")
    withdraw_correction(OFFICIAL, one.pk, "误填")
    undo_import(batch, "测试员")
    assert not Right.objects.for_program("test").exists()


def test_undoing_the_list_that_resolved_a_correction_makes_it_stand_again(take):
    take("patents", patent(1))
    correct("title", "一种阀门")
    later = take("patents", patent(1, 名称="一种阀门", 申请日="2015-06-02")).batch_id
    undo_import(later, "测试员")
    assert (the(RecordCorrection).state, the(RecordCorrection).ended_batch) == ("standing", None)
    assert the(Right).title == "一种阀门" and take.again(1).same == 1


def test_an_import_under_a_correction_withdrawn_after_it_is_not_undone(take):
    """Its undoing would bring back the row with the corrected value in it."""
    take("patents", patent(1))
    one = correct("title", "一种阀门")
    later = take("patents", patent(1, 申请日="2015-06-02")).batch_id
    withdraw_correction(OFFICIAL, one.pk, "误填")
    with pytest.raises(Refused, match="撤回更正"):
        undo_import(later, "测试员")
    assert the(Right).title == "一种第1号装置"


def test_the_day_of_grant_is_one_with_its_event_and_no_list_of_events_moves_it_back(take):
    take("patents", patent(1, 授权公告日="2018-03-01"))
    granted = {"申请号": numbered(2015, 1, 1), "事务类型": "授权", "事务日期": "2018-03-01"}
    take("patent_events", granted)
    correct("granted_on", "2018-04-01")
    right = the(Right)
    assert the(Event).happened_on == date(2018, 4, 1)
    assert life_of(right, right.events.all()).intervals[0].from_on == date(2018, 4, 1)
    for number in (1, 2):
        assert take.again(number).same == 1
        assert (the(Right).granted_on, the(Event).happened_on) == (date(2018, 4, 1),) * 2
    with pytest.raises(Refused, match="请在权利页更正"):
        correct("happened_on", "2018-05-01", "event")
    other = take("patent_events", granted | {"事务日期": "2018-06-01"})
    assert codes(other) == ["correction_contradicted"]
    assert the(Event).happened_on == date(2018, 4, 1)


def test_a_patent_corrected_into_publication_is_published_by_rule(take):
    take("patents", patent(1, **{"公开(公告)号": "", "公开(公告)日": ""}))
    assert not the(Right).is_published
    one = correct("published_on", "2016-01-01")
    assert the(Right).is_published
    withdraw_correction(OFFICIAL, one.pk, "误填")
    assert not the(Right).is_published


def test_a_holder_is_corrected_from_the_beginning_or_from_a_day(take):
    take(
        "patents",
        patent(1, 当前权利人="甲科技有限公司", 区划代码="330302"),
        patent(2, 申请人=OTHER),
    )
    right, first = Right.objects.for_program("test").order_by("id")[0], date(2015, 6, 1)
    Right.objects.for_program("test").filter(number=numbered(2015, 1, 2)).delete()
    one = correct("holder", OTHER, fact=right)
    assert holdings() == [(OTHER, "330302", first, None)]
    assert the(Right).holder.name == OTHER
    withdraw_correction(OFFICIAL, one.pk, "误填")
    assert holdings() == [("甲科技有限公司", "330302", first, None)]
    one = correct("holder", OTHER, since=date(2020, 1, 1))
    day = date(2020, 1, 1)
    assert holdings() == [("甲科技有限公司", "330302", first, day), (OTHER, "330302", day, None)]
    withdraw_correction(OFFICIAL, one.pk, "误填")
    assert holdings() == [("甲科技有限公司", "330302", first, None)]
    with pytest.raises(Refused, match="应晚于"):
        correct("holder", OTHER, since=date(2015, 6, 1))
    with pytest.raises(Refused, match="台账中没有“丁公司”"):
        correct("holder", "丁公司")


def test_a_list_of_current_holders_does_not_move_a_right_back(take):
    row = patent(1, 当前权利人="甲科技有限公司", 区划代码="330302")
    take("patents", row, patent(2, 申请人=OTHER))
    right = Right.objects.for_program("test").order_by("id")[0]
    correct("holder", OTHER, fact=right)
    correct("region_code", "330303", fact=right)
    assert take.again(1).same == 2
    assert take("patents", row | {"名称": "改名"}).changed == 1
    right.refresh_from_db()
    assert (right.holder.name, right.region_code, right.title) == (OTHER, "330303", "改名")
    assert (OTHER, "330303", date(2015, 6, 1), None) in holdings()


def test_holders_that_changed_after_a_correction_keep_it_from_being_taken_back(take):
    take("patents", patent(1, 当前权利人="甲科技有限公司", 区划代码="330302"))
    one = correct("region_code", "330303")
    take("patent_events", {"申请号": numbered(2015, 1, 1), "事务类型": "TR01",
         "事务日期": "2020-05-01", "原权利人": "甲科技有限公司", "新权利人": OTHER,
         "新区划代码": "110108"})  # fmt: skip
    with pytest.raises(Refused, match="权属又有变动"):
        withdraw_correction(OFFICIAL, one.pk, "误填")


def test_an_event_corrected_in_its_day_moves_the_right_and_is_known_by_either_day(take):
    take("patents", patent(1, 当前权利人="甲科技有限公司", 区划代码="330302"))
    row = {"申请号": numbered(2015, 1, 1), "事务类型": "TR01", "事务日期": "2020-05-01",
           "原权利人": "甲科技有限公司", "新权利人": OTHER, "登记号": "9"}  # fmt: skip
    take("patent_events", row)
    event = Event.objects.for_program("test").get(kind="transfer")
    one = correct("happened_on", "2020-04-01", "event", event)
    assert [line[2] for line in holdings()] == [date(2015, 6, 1), date(2020, 4, 1)]
    assert holdings()[0][3] == date(2020, 4, 1)
    assert take.again(2).same == 1
    # A list with the right day speaks of the same transfer, and resolves the correction.
    right = take("patent_events", row | {"事务日期": "2020-04-01"})
    assert (right.same, codes(right)) == (1, ["correction_resolved"])
    assert Event.objects.for_program("test").filter(kind="transfer").count() == 1
    undo_import(right.batch_id, "测试员")
    withdraw_correction(OFFICIAL, one.pk, "误填")
    assert holdings()[1][2] == date(2020, 5, 1)
    event.refresh_from_db()
    assert event.happened_on == date(2020, 5, 1)


def test_a_designation_is_known_by_its_corrected_day_and_statistics_by_place_and_year(take):
    row = {"认定种类": "国家知识产权示范企业", "名称": "甲科技有限公司", "认定日期": "2019-10-01",
           "区划代码": "330302"}  # fmt: skip
    take("designations", row)
    correct("from_on", "2019-09-01", "designation")
    assert take.again(1).same == 1
    assert take("designations", row | {"认定日期": "2019-09-01"}).same == 1
    assert the(Designation).from_on == date(2019, 9, 1)
    with pytest.raises(Refused, match="应晚于认定日"):
        correct("until_on", "2018-01-01", "designation")
    take("statistics", {"指标": "常住人口", "区划代码": "330302", "年度": "2023", "数值": "1000"})
    correct("value", "1,200.50", "statistic")
    assert take.again(3).same == 1 and the(Statistic).value == 1200.5


def test_a_party_keeps_what_was_corrected_of_it(take, tmp_path):
    path = write(tmp_path / "主体.csv", ("企业名称", "企业规模", "区划代码"),
                 [{"企业名称": "甲科技有限公司", "企业规模": "小型", "区划代码": "330302"}])  # fmt: skip
    import_file("parties", path, "测试员")
    correct("region_code", "330303", "party")
    correct("size", "medium", "party")
    assert import_file("parties", path, "测试员").same == 1
    assert (the(Party).region_code, the(Party).size) == ("330303", "medium")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("filed_on", "2015年13月1日", "无法识别"),
        ("filed_on", (localdate() + timedelta(days=1)).isoformat(), "在今天之后"),
        ("granted_on", "2015-05-01", "早于申请日"),
        ("title", "", "不能为空"),
        ("title", "一种第1号装置", "不必更正"),
        ("title", "长" * 501, "不超过 500 个字"),
        ("nice_class", "1.5", "应为一个整数"),
        ("nice_class", "-1", "不能小于零"),
        ("has_overseas_grant", "也许", "应为是、否之一"),
        ("region_code", "999999", "没有区划代码"),
        ("publication_number", "CN12", "应为 CN"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(take, name, typed, said):
    take("patents", patent(1))
    before = Right.objects.for_program("test").values().get()
    with pytest.raises(Refused, match=said):
        correct(name, typed)
    assert Right.objects.for_program("test").values().get() == before
    assert not RecordCorrection.objects.for_program("test").exists()


def test_a_correction_needs_a_reason_a_field_that_is_one_and_a_record_that_one_sees(take):
    take("patents", patent(1))
    with pytest.raises(Refused, match="请写明更正的原因"):
        correct("title", "别的", reason="  ")
    with pytest.raises(NotFound, match="不能更正"):
        correct_fact(OFFICIAL, "right", 1, "identity", Stated("x", "y", ""))
    with pytest.raises(NotFound, match="没有这条记录"):
        correct_fact(OFFICIAL, "right", 10**9, "title", Stated("x", "y", ""))
    with pytest.raises(Refused, match="起始日请留空"):
        correct("title", "别的", since=date(2020, 1, 1))


def test_a_corrected_number_leads_to_the_right_and_so_does_the_old_one(take):
    take("patents", patent(1))
    correct("publication_number", "cn105999999a")
    assert the(Right).publication_number == "CN105999999A"
    for number in ("CN105999999A", "CN105000001A"):
        assert take("patents", patent(1, 申请号="", **{"公开(公告)号": number})).new == 0
    assert the(Right).publication_number == "CN105999999A"


def test_two_rights_that_turn_out_to_be_one_keep_the_correction(take):
    take("patents", patent(1, 申请号=""))
    correct("title", "一种阀门")
    take("patents", patent(1, 申请日="2015-06-02", **{"公开(公告)号": ""}))
    assert Right.objects.for_program("test").count() == 2
    take("patents", patent(1))
    one = the(RecordCorrection)
    assert (one.subject_id, one.state) == (the(Right).pk, "standing")


def test_every_field_that_may_be_corrected_stands_in_the_rows_of_some_list():
    staged = {"right": rights_rows.COLUMNS, "event": events_rows.COLUMNS}
    staged |= {table.subject: table.columns for table in facts.TABLES.values()}
    for one in ALL:
        assert one.column in dict(staged[one.subject]), one.name
        assert one.of_model.name == one.name and one.label
