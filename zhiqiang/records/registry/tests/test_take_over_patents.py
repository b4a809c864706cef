"""A received patent list becomes rights, parties, holdings and events."""

from __future__ import annotations

from datetime import date

import pytest

from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Event, Holding, Party, Provenance, Right, RightKey
from zhiqiang.records.registry.tests.lists import (
    PATENT_HEADINGS,
    numbered,
    patent,
    patents,
    write,
)

OFFICIAL = holder_of(*OFFICIALS)
pytestmark = pytest.mark.django_db


def _counts(result):
    assert result.rows == result.new + result.changed + result.same + result.refused
    return result.new, result.changed, result.same, result.refused


def _everything():
    return {
        model.__name__: list(model.objects.for_program("test").order_by("pk").values())
        for model in (Right, RightKey, Holding, Event, Party, Provenance)
    }


def test_a_row_becomes_a_right_with_holder_region_and_origin(tmp_path):
    result = import_file("patents", patents(tmp_path / "甲.csv", [patent(1)]), "测试员")
    assert _counts(result) == (1, 0, 0, 0)
    right = Right.objects.for_program("test").get()
    assert right.identity == "CN:" + numbered(2015, 1, 1).replace(".", "")
    assert (right.region_code, right.holder.name, right.holder.kind) == (
        "330302",
        "甲科技有限公司",
        "firm",
    )
    holding = Holding.objects.for_program("test").get()
    assert (holding.from_on, holding.until_on) == (date(2015, 6, 1), None)
    assert [(b.pk, s, r) for b, s, r in queries.provenance_of("right", right.pk, OFFICIAL)] == [
        (result.batch_id, "", 2)
    ]


def test_the_same_file_again_changes_nothing_and_counts_every_row_as_same(tmp_path):
    path = patents(tmp_path / "甲.csv", [patent(1), patent(2), patent(3, 名称="")])
    import_file("patents", path, "测试员")
    before = _everything()
    assert _counts(import_file("patents", path, "测试员")) == (0, 0, 2, 1)
    assert _everything() == before


def test_application_and_grant_of_one_invention_are_one_right_with_a_grant(tmp_path):
    grant = patent(1, **{"公开(公告)号": "CN105000001B", "公开(公告)日": "2018-01-05"})
    path = patents(tmp_path / "甲.csv", [patent(1), grant])
    assert _counts(import_file("patents", path, "测试员")) == (1, 1, 0, 0)
    right = Right.objects.for_program("test").get()
    assert (right.publication_number, right.grant_number) == ("CN105000001A", "CN105000001B")
    assert (right.published_on, right.granted_on) == (date(2016, 3, 2), date(2018, 1, 5))
    event = Event.objects.for_program("test").get()
    assert (event.kind, event.happened_on, event.right_id) == ("grant", date(2018, 1, 5), right.pk)
    assert [row for _, _, row in queries.provenance_of("event", event.pk, OFFICIAL)] == [3]
    assert _counts(import_file("patents", path, "测试员")) == (0, 0, 2, 0)


def test_rows_that_print_publication_numbers_only_join_the_right_that_has_both(tmp_path):
    bare = patent(1, 申请号="")
    import_file("patents", patents(tmp_path / "一.csv", [bare]), "测试员")
    known_as = Right.objects.for_program("test").get()
    assert known_as.identity == "PUB:105000001I"
    result = import_file("patents", patents(tmp_path / "二.csv", [patent(1)]), "测试员")
    assert _counts(result) == (0, 1, 0, 0)
    right = Right.objects.for_program("test").get()
    assert (right.pk, right.number) == (known_as.pk, numbered(2015, 1, 1))
    assert _counts(import_file("patents", tmp_path / "一.csv", "测试员")) == (0, 0, 1, 0)
    assert Right.objects.for_program("test").count() == 1


def test_a_right_that_two_lists_made_twice_becomes_one_when_a_third_prints_both_numbers(tmp_path):
    by_publication = patent(1, 申请号="", **{"公开(公告)号": "CN105000001B"})
    by_application = patent(1, **{"公开(公告)号": ""})
    import_file("patents", patents(tmp_path / "一.csv", [by_publication]), "测试员")
    import_file("patents", patents(tmp_path / "二.csv", [by_application]), "测试员")
    assert Right.objects.for_program("test").count() == 2
    import_file("patents", patents(tmp_path / "三.csv", [patent(1)]), "测试员")
    right = Right.objects.for_program("test").get()
    assert right.identity.startswith("CN:")
    assert (right.publication_number, right.grant_number) == ("CN105000001A", "CN105000001B")
    assert Event.objects.for_program("test").get().identity == f"grant:R{right.pk}"
    assert Holding.objects.for_program("test").get().right_id == right.pk
    assert len(queries.provenance_of("right", right.pk, OFFICIAL)) == 3


def test_within_one_file_rows_with_one_number_find_those_with_both(tmp_path):
    rows = [patent(1, 申请号=""), patent(1), patent(1, **{"公开(公告)号": ""})]
    result = import_file("patents", patents(tmp_path / "甲.csv", rows), "测试员")
    assert Right.objects.for_program("test").count() == 1
    assert _counts(result)[0] == 1


def test_identical_rows_are_the_same_and_contradicting_ones_let_the_later_win(tmp_path):
    rows = [patent(1), patent(1), patent(1, 名称="另一名称")]
    result = import_file("patents", patents(tmp_path / "甲.csv", rows), "测试员")
    assert _counts(result) == (1, 1, 1, 0)
    assert Right.objects.for_program("test").get().title == "另一名称"
    found = [one for one in result.findings if one.code == "contradicting_rows"]
    assert [one.cell.row for one in found] == [4]
    assert "名称" in found[0].message


def test_a_bad_check_digit_is_a_warning_and_the_row_is_kept(tmp_path):
    good = numbered(2015, 1, 1)
    bad = good[:-1] + ("1" if good[-1] != "1" else "2")
    result = import_file("patents", patents(tmp_path / "甲.csv", [patent(1, 申请号=bad)]), "测试员")
    assert _counts(result) == (1, 0, 0, 0)
    assert [(one.code, str(one.severity)) for one in result.findings] == [
        ("bad_check_digit", "warning")
    ]
    assert good in result.findings[0].message or good[-1] in result.findings[0].message
    assert Right.objects.for_program("test").get().number == bad


def test_a_number_without_check_digit_is_the_same_right_as_with_it(tmp_path):
    import_file("patents", patents(tmp_path / "一.csv", [patent(1)]), "测试员")
    bare = patent(1, 申请号=numbered(2015, 1, 1)[:-2])
    result = import_file("patents", patents(tmp_path / "二.csv", [bare]), "测试员")
    assert _counts(result) == (0, 0, 1, 0)


def test_a_later_list_changes_what_it_states_and_withdraws_nothing(tmp_path):
    import_file("patents", patents(tmp_path / "一.csv", [patent(1), patent(2)]), "测试员")
    later = patents(tmp_path / "二.csv", [patent(1, 名称="改名", 地址="", 申请人="甲科技有限公司")])
    assert _counts(import_file("patents", later, "测试员")) == (0, 1, 0, 0)
    assert Right.objects.for_program("test").count() == 2
    changed = Right.objects.for_program("test").get(title="改名")
    assert changed.region_code == "330302"


def test_an_address_that_is_missing_is_taken_from_what_is_known_of_the_party(tmp_path):
    rows = [patent(1), patent(2, 地址="")]
    import_file("patents", patents(tmp_path / "甲.csv", rows), "测试员")
    assert set(Right.objects.for_program("test").values_list("region_code", flat=True)) == {
        "330302"
    }


def test_regions_are_those_of_the_day_of_the_document(tmp_path):
    old = patent(1, 地址="山东省即墨市鹤山路1号")
    new = patent(2, 地址="山东省青岛市即墨区鹤山路1号", **{"公开(公告)日": "2019-01-01"})
    import_file("patents", patents(tmp_path / "甲.csv", [old, new]), "测试员")
    assert list(Right.objects.for_program("test").order_by("number").values_list("region_code", flat=True)) == [
        "370282", "370215",
    ]  # fmt: skip


def test_an_end_that_a_list_states_is_an_event_and_one_that_contradicts_its_status_is_not(tmp_path):
    rows = [
        patent(1, 法律状态="未缴年费", 失效日="2020-06-01"),
        patent(2, 法律状态="有效", 失效日="2020-06-01"),
        patent(3, 法律状态="有效", 失效日="2035-06-01"),
        patent(4, 法律状态="奇怪的状态"),
    ]
    path = patents(tmp_path / "甲.csv", rows, ("法律状态", "失效日"))
    result = import_file("patents", path, "测试员")
    assert list(Event.objects.for_program("test").values_list("kind", "happened_on")) == [
        ("lapse", date(2020, 6, 1))
    ]
    assert [(one.code, one.cell.row) for one in result.findings] == [
        ("state_contradicts_end", 3), ("unknown_status", 5),
    ]  # fmt: skip
    assert Right.objects.for_program("test").get(title="一种第3号装置").term_ends_on == date(
        2035, 6, 1
    )
    assert _counts(import_file("patents", path, "测试员")) == (0, 0, 4, 0)


def test_a_publication_number_of_another_right_is_named(tmp_path):
    rows = [patent(1), patent(2, **{"公开(公告)号": "CN105000001A"})]
    result = import_file("patents", patents(tmp_path / "甲.csv", rows), "测试员")
    assert Right.objects.for_program("test").count() == 2
    assert [(one.code, one.cell.row) for one in result.findings] == [("number_of_other_right", 3)]


def test_vendor_headings_are_understood(tmp_path):
    path = tmp_path / "导出.csv"
    head = "公开(公告)号,标题,申请号,申请日,公开(公告)日,[标]当前申请(专利权)人,申请(专利权)人,IPC主分类号,简单法律状态,专利类型,工商统一社会信用代码"
    row = f"CN105000001B,装置,CN{numbered(2015, 1, 1)},20150601,2018/1/5,甲科技有限公司,乙大学 | 甲科技有限公司,G06F17/00,有效,授权发明,"
    path.write_text(f"{head}\n{row.replace('授权发明', '发明授权')}\n", encoding="utf-8")
    result = import_file("patents", path, "测试员")
    assert _counts(result) == (1, 0, 0, 0)
    right = Right.objects.for_program("test").get()
    assert right.holder.name == "甲科技有限公司"
    assert right.applicants == "乙大学; 甲科技有限公司"


def test_a_list_without_kinds_is_read_by_its_numbers(tmp_path):
    """A vendor's export has no 专利类型; the digit of one number, the letter of another tell it."""
    rows = [
        patent(1),
        patent(2, 申请号=numbered(2016, 2, 2), **{"公开(公告)号": "CN205000002U"}),
        patent(3, 申请号="", **{"公开(公告)号": "CN303000003S"}),
        patent(4, 申请号="", **{"公开(公告)号": "CN105000004"}),
    ]
    for row in rows:
        del row["专利类型"]
    headings = tuple(one for one in PATENT_HEADINGS if one != "专利类型")
    result = import_file("patents", write(tmp_path / "无类型.csv", headings, rows), "测试员")
    assert (result.new, result.refused) == (3, 1)
    assert [one.code for one in result.errors] == ["kind_unknown"]
    kinds = Right.objects.for_program("test").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["invention", "utility_model", "design"]
