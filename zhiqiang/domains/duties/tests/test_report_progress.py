"""Bodies report, others check: accepted, closed, returned; nothing is lost and nothing doubled."""

import pytest

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.models import ProgressEntry
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.notices.queries import inbox

Told = actions.Told


def reported(issued, told=None, key="a"):
    item = issued.item("1")
    return actions.report(issued.lin, item.pk, issued.market.pk, told or Told("建成一个。"), key)


def test_an_entry_waits_for_a_check_and_those_who_check_are_told(issued):
    entry = reported(issued, Told("建成一个。", 40))
    item = issued.item("1")
    assert (entry.state, item.state, item.percent) == ("submitted", "reported", None)
    assert item.told_on is not None
    assert inbox(issued.official)[0].title.startswith("待审核：")


def test_a_form_that_is_sent_twice_is_one_entry(issued):
    first, again = reported(issued), reported(issued)
    assert first.pk == again.pk
    assert issued.item("1").entries.count() == 1


def test_a_key_of_another_form_is_not_taken_for_it(issued):
    reported(issued, key="same")
    with pytest.raises(Refused, match="已经提交过"):
        actions.report(issued.zhao, issued.item("2").pk, issued.science.pk, Told("别的。"), "same")


def test_a_second_entry_waits_until_the_first_is_checked(issued):
    reported(issued)
    with pytest.raises(Refused, match="已有一条待审核的填报"):
        reported(issued, key="b")


def test_nobody_reports_for_a_body_of_others_or_for_one_without_a_part(issued):
    item = issued.item("1")
    with pytest.raises(Refused, match="没有“填报进展”权限"):
        actions.report(issued.zhao, item.pk, issued.market.pk, Told("越权。"), "x")
    with pytest.raises(NotFound):
        actions.report(issued.stranger, item.pk, issued.market.pk, Told("越权。"), "x")
    with pytest.raises(Refused, match="没有承担这项工作"):
        actions.report(issued.zhao, issued.item("2").pk, issued.market.pk, Told("无份。"), "x")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told("  "), "请填写进展情况"),
        (Told("长" * 4001), "最多 4,000 字"),
        (Told("好。", 101), "0 到 100"),
        (Told("好。", evidence=[actions.Evidence(link="javascript:alert(1)")]), "网址应以 http"),
        (Told("好。", evidence=[actions.Evidence(number="201910000001.X")]), "台账中没有号码"),
    ],
)
def test_what_cannot_be_right_is_refused_and_leaves_nothing(issued, told, words):
    with pytest.raises(Refused, match=words):
        reported(issued, told)
    assert issued.item("1").state == "open"


def test_a_file_that_is_not_what_its_name_says_is_refused_whole(issued, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"MZ\x90\x00 not a paper")
    evidence = [actions.Evidence(path=path, name="../../x.pdf")]
    with pytest.raises(Refused):
        reported(issued, Told("好。", evidence=evidence))
    assert not issued.item("1").entries.exists()


def test_only_the_lead_asks_for_closing(issued):
    with pytest.raises(Refused, match="销号由牵头单位申请"):
        actions.report(
            issued.zhao, issued.item("1").pk, issued.science.pk, Told("完了。", None, True), "z"
        )


def test_who_reported_does_not_check(issued):
    item = issued.item("1")
    entry = actions.report(issued.official, item.pk, issued.market.pk, Told("代填。"), "o")
    with pytest.raises(Refused, match="不能审核自己的填报"):
        actions.accept(issued.official, entry.pk, entry.version)
    with pytest.raises(Refused, match="推进规划"):
        actions.accept(issued.lin, entry.pk, entry.version)


def test_an_entry_is_returned_with_a_reason_and_comes_back(issued):
    entry = reported(issued)
    with pytest.raises(Refused, match="退回须写明理由"):
        actions.return_entry(issued.official, entry.pk, entry.version, " ")
    actions.return_entry(issued.official, entry.pk, entry.version, "请附照片")
    assert issued.item("1").state == "returned"
    told = inbox(issued.lin)[0]
    assert told.title.startswith("已退回：") and told.text == "请附照片"
    entry.refresh_from_db()
    actions.revise(issued.lin, entry.pk, entry.version, Told("建成一个，照片附后。"))
    entry.refresh_from_db()
    assert (entry.state, issued.item("1").state) == ("submitted", "reported")
    assert [line.act for line in issued.item("1").lines.all()] == [
        "revise_progress", "return_progress", "report_progress",
    ]  # fmt: skip


def test_of_two_who_change_an_entry_the_second_is_told_and_nothing_is_written(issued):
    entry = reported(issued)
    seen = entry.version
    actions.revise(issued.lin, entry.pk, seen, Told("第一人的话。"))
    with pytest.raises(Overtaken, match="您的内容没有保存，仍保留在下面"):
        actions.revise(issued.lin, entry.pk, seen, Told("第二人的话。"))
    entry.refresh_from_db()
    assert entry.text == "第一人的话。"
    with pytest.raises(Overtaken):
        actions.accept(issued.official, entry.pk, seen)


def test_closing_wants_a_request_evidence_and_what_comes_first(issued, paper):
    first = issued.item("2")
    item = issued.item("1")
    actions.wait_for(issued.official, item.pk, item.version, [first.pk])
    entry = reported(issued, Told("全部完成。", 100, True))
    with pytest.raises(Refused, match="销号须有佐证材料"):
        actions.accept(issued.official, entry.pk, entry.version, closes=True)
    actions.revise(issued.lin, entry.pk, entry.version, Told("全部完成。", 100, True, [paper]))
    entry.refresh_from_db()
    with pytest.raises(Refused, match="须先完成：扩大质押融资"):
        actions.accept(issued.official, entry.pk, entry.version, closes=True)
    first.refresh_from_db()
    actions.cancel_item(issued.official, first.pk, first.version, "合并办理")
    actions.accept(issued.official, entry.pk, entry.version, closes=True)
    item.refresh_from_db()
    assert (item.state, item.percent) == ("closed", 100) and item.closed_on
    with pytest.raises(Refused, match="已销号，不再填报"):
        reported(issued, key="later")


def test_an_accepted_entry_of_a_supporter_does_not_open_a_closed_item(issued, paper):
    item = issued.item("1")
    late = actions.report(issued.zhao, item.pk, issued.science.pk, Told("已配合。", 10), "z")
    entry = reported(issued, Told("完成。", None, True, [paper]))
    actions.accept(issued.official, entry.pk, entry.version, closes=True)
    actions.accept(issued.official, late.pk, late.version)
    item.refresh_from_db()
    assert (item.state, item.percent) == ("closed", None)


def test_items_that_wait_for_each_other_are_refused(issued):
    one, two, three = (issued.item(n) for n in "123")
    actions.wait_for(issued.official, two.pk, two.version, [one.pk])
    actions.wait_for(issued.official, three.pk, three.version, [two.pk])
    with pytest.raises(Refused, match="互相等待"):
        actions.wait_for(issued.official, one.pk, one.version, [three.pk])


def test_a_part_is_given_to_somebody_of_the_body_only(issued):
    item = issued.item("1")
    with pytest.raises(Refused, match="没有.*填报权限"):
        actions.delegate(issued.lin, item.pk, issued.market.pk, issued.zhao.pk)
    with pytest.raises(Refused, match="不能分办"):
        actions.delegate(issued.zhao, item.pk, issued.market.pk, issued.zhao.pk)
    actions.delegate(issued.lin, item.pk, issued.market.pk, issued.lin.pk)
    assert item.bodies.get(body=issued.market).person_id == issued.lin.pk


def test_every_act_is_one_line_of_the_item_and_one_of_the_journal(issued):
    from django.apps import apps

    entry = reported(issued)
    actions.accept(issued.official, entry.pk, entry.version, "属实")
    lines = [(one.act, one.by) for one in issued.item("1").lines.all()]
    assert lines == [("accept_progress", "陈某"), ("report_progress", "林某")]
    journal = apps.get_model("journal", "Entry").objects.for_program("test")
    about = journal.filter(subject=f"item:{issued.item('1').pk}").order_by("sequence")
    assert [(one.act, one.actor) for one in about] == [
        ("report_progress", "lin"), ("accept_progress", "chen"),
    ]  # fmt: skip


def test_the_desk_shows_each_thing_once_to_whom_it_concerns(issued):
    from django.utils.timezone import localdate

    entry = reported(issued)
    today = localdate()
    desk = queries.desk(issued.official, today)
    assert [one.pk for one in desk.to_check] == [entry.pk]
    assert [row.number for row in queries.desk(issued.lin, today).waiting] == ["1"]
    actions.return_entry(issued.official, entry.pk, entry.version, "缺材料")
    mine = queries.desk(issued.lin, today)
    assert [row.number for row in mine.returned] == ["1"] and mine.waiting == []
    assert [one.remark for one in mine.decided] == ["缺材料"]
    assert queries.desk(issued.stranger, today).is_empty


def test_progress_is_hidden_with_its_item(issued):
    entry = reported(issued)
    assert not ProgressEntry.objects.visible_to(issued.stranger).exists()
    with pytest.raises(NotFound):
        queries.entry(entry.pk, issued.stranger)
