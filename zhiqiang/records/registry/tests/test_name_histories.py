"""Former names: loaded with their days, used for rows of their time, questioned where they clash."""

from __future__ import annotations

import pytest

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry.actions import find_pairs, import_file, undo_import
from zhiqiang.records.registry.models import Party, PartyMatch, PartyName, PartyPair, Right
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db
NAMES = ("企业名称", "统一社会信用代码", "曾用名", "启用日期", "变更日期")
NEW, OLD, OLDER = "远山智能装备有限公司", "青禾仪表厂", "白石修配厂"
CODE, SECOND = "91440300708461136T", "91990100MA0000015X"


@pytest.fixture
def histories(tmp_path):
    """``histories(row, …)``: take a list of name changes over; rows are values in order."""
    names = iter(range(1, 100))

    def take(*rows):
        path = tmp_path / f"沿革{next(names)}.csv"
        given = [dict(zip(NAMES, row, strict=True)) for row in rows]
        return import_file("name_histories", write(path, NAMES, given), "测试员")

    return take


@pytest.fixture
def holders(tmp_path):
    """``holders((serial, filed, name), …)``: take patents over; return who holds each."""
    names = iter(range(1, 100))

    def take(*rows):
        path = tmp_path / f"专利{next(names)}.csv"
        given = [
            patent(serial, 申请人=name, 当前权利人=name, 申请日=filed, **DAYS)
            for serial, filed, name in rows
        ]
        assert not import_file("patents", patents(path, given, ("当前权利人",)), "测试员").refused
        held = Right.objects.for_program("test").order_by("number")
        return list(held.values_list("holder__name", flat=True))

    return take


DAYS = {"公开(公告)日": "2021-03-02"}


def codes(result):
    return [one.code for one in result.findings]


def grounds():
    found = PartyMatch.objects.for_program("test").filter(batch__source="patents").order_by("pk")
    return list(found.values_list("name", "ground"))


def test_a_former_name_means_the_party_on_the_days_on_which_it_bore_it(histories, holders):
    assert histories((NEW, CODE, OLD, "", "2016-01-01")).new == 1
    assert holders((1, "2015-06-01", OLD), (2, "2015-07-01", "青禾·仪表厂")) == [NEW, NEW]
    assert grounds() == [(OLD, "history"), ("青禾·仪表厂", "history")]
    # Who goes by the name after it was given up may be somebody else.
    assert holders((3, "2015-08-01", OLD), (4, "2018-06-01", OLD))[2:] == [NEW, OLD]


def test_the_same_list_again_changes_nothing_and_undone_it_is_gone(histories):
    rows = ((NEW, CODE, OLD, "", "2016-01-01"), (NEW, CODE, OLDER, "", "2010-01-01"))
    first = histories(*rows)
    assert (first.new, first.refused) == (2, 0)
    again = histories(*rows, (NEW, CODE, OLD, "2010-01-01", "2016-01-01"))
    assert (again.same + again.changed, again.new) == (3, 0)
    undo_import(again.batch_id, "撤销员")
    undo_import(first.batch_id, "撤销员")
    assert not PartyName.objects.for_program("test").exists()
    assert not Party.objects.for_program("test").exists()


def test_an_import_whose_former_names_were_used_is_leant_upon(histories, holders):
    first = histories((NEW, CODE, OLD, "", "2016-01-01"))
    holders((1, "2015-06-01", OLD))
    leaning = f"第 {first.batch_id + 1} 号批次.*请先撤销后来的批次"
    with pytest.raises(Refused, match=leaning):
        undo_import(first.batch_id, "撤销员")


def test_a_chain_of_changes_leads_to_the_name_of_today(histories):
    histories((OLD, "", OLDER, "", "2010-01-01"), (NEW, "", OLD, "", "2016-01-01"))
    assert [one.name for one in Party.objects.for_program("test")] == [NEW]
    found = PartyName.objects.for_program("test").values_list("party__name", "name")
    assert set(found) == {(NEW, OLD), (NEW, OLDER)}


def test_a_circle_without_days_leads_nowhere_and_one_with_days_to_the_last(histories):
    result = histories((OLD, "", NEW, "", ""), (NEW, "", OLD, "", ""), (NEW, "", OLDER, "", ""))
    assert codes(result).count("circular_names") >= 2 and "成环" in result.findings[0].message
    assert not PartyName.objects.for_program("test").filter(name__in=[NEW, OLD]).exists()
    result = histories((OLD, "", NEW, "", "2010-01-01"), (NEW, "", OLD, "", "2016-01-01"))
    assert result.refused == 0
    found = PartyName.objects.for_program("test").exclude(until_on=None)
    assert {one.party.name for one in found.select_related("party")} == {NEW}


def test_what_cannot_be_is_refused_with_its_row(histories):
    result = histories(
        (NEW, CODE, "远山智能装备 有限公司", "", ""),
        (NEW, CODE, OLD, "2016-01-01", "2015-01-01"),
        (NEW, CODE, OLDER, "", "2010-01-01"),
    )
    assert (result.new, result.refused) == (1, 2)
    assert codes(result) == ["name_is_its_own_former", "ends_before_it_begins"]


def test_overlapping_times_and_a_name_of_two_are_questioned_and_used_for_nobody(histories, holders):
    result = histories(
        (NEW, CODE, OLD, "2009-01-01", "2016-01-01"),
        (NEW, CODE, OLDER, "", "2010-01-01"),
        ("另一家有限公司", SECOND, OLD, "", "2012-01-01"),
    )
    assert sorted(set(codes(result))) == ["name_of_two", "names_overlap"]
    told = "".join(one.message for one in result.findings)
    assert "使用时间重叠" in told and f"“{NEW}”" in told and "“另一家有限公司”" in told
    assert holders((1, "2011-06-01", OLD), (2, "2014-06-01", OLD)) == [OLD, NEW]


def test_a_name_that_was_a_party_before_its_history_came_is_merged_and_tells_why(
    histories, holders
):
    holders((1, "2015-06-01", OLD), (2, "2016-06-01", NEW))
    histories((NEW, CODE, OLD, "", "2016-01-01"))
    assert find_pairs().merged == 1
    pair = PartyPair.objects.for_program("test").get()
    assert (pair.state, pair.decided_by) == ("same", "系统") and "曾用名" in pair.why
    assert holders((1, "2015-06-01", OLD)) == [NEW, NEW]


def test_one_who_bears_the_name_after_the_change_is_for_a_person(histories, holders):
    holders((1, "2018-06-01", OLD), (2, "2018-06-01", NEW))
    histories((NEW, CODE, OLD, "", "2016-01-01"))
    assert (find_pairs().merged, find_pairs().waiting) == (0, 1)
    assert "以前的名称" in "".join(PartyPair.objects.for_program("test").get().reasons)
