"""The calendar of requests, reminders that come once, and what records fill in."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from zhiqiang.domains.duties import actions, rhythm
from zhiqiang.domains.duties.actions import reminding
from zhiqiang.domains.duties.models import WorkItem
from zhiqiang.records.accounts.workdays import work_calendar
from zhiqiang.records.notices.queries import inbox

RULE = rhythm.rule().on(date(2024, 6, 1))


def titles(person):
    return [one.title for one in inbox(person)]


def test_a_year_has_its_rounds_with_days_on_the_work_calendar():
    found = rhythm.rounds(2024, RULE, work_calendar())
    assert [one.zh for one in found].count("月调度") == 12
    by_label = {(one.zh, one.label): one for one in found}
    # 1 to 5 April 2024: the fourth was a holiday, the seventh was worked.
    assert by_label["月调度", "2024 年 3 月"].due_on == date(2024, 4, 8)
    assert by_label["季通报", "2024 年第 4 季度"].due_on == date(2025, 1, 15)
    assert by_label["半年评估", "2024 年上半年"].since == date(2024, 1, 1)


def test_a_year_without_its_notice_is_not_guessed():
    last = max(work_calendar().years)
    december = [one for one in rhythm.rounds(last, RULE, work_calendar()) if one.until.month == 12]
    assert {one.due_on for one in december} == {None}
    assert all(f"{last + 1} 年的放假调休安排尚未录入" in one.remark for one in december)
    day, remark = rhythm.last_day(date(last + 1, 5, 2), work_calendar(), True)
    assert day == date(last + 1, 5, 2) and "未作顺延" in remark


def test_a_limit_on_a_day_off_moves_where_that_is_declared():
    sunday = date(2024, 6, 30)
    moved, why = rhythm.last_day(sunday, work_calendar(), True)
    assert moved == date(2024, 7, 1) and why == "2024-06-30 为休息日，时限顺延至 2024-07-01。"
    assert rhythm.last_day(sunday, work_calendar(), False) == (sunday, "")


@pytest.mark.parametrize(("every", "is_right"), [(5, False), (4, True)])
def test_a_request_fits_into_a_year(every, is_right):
    given = {"key": "x", "zh": "某", "every": every, "due": {"number": 1, "unit": "day"}}
    if is_right:
        assert rhythm.Request.model_validate(given).every == every
    else:
        with pytest.raises(ValueError, match="整除"):
            rhythm.Request.model_validate(given)


def test_people_are_reminded_once_of_each_matter(issued):
    # Item 2 is due on Sunday 30 June and so on Monday 1 July.
    actions.remind(date(2024, 6, 24))
    assert "7 天后到期：2 扩大质押融资" in titles(issued.zhao)
    count = inbox(issued.zhao).count()
    assert actions.remind(date(2024, 6, 24)) == 0
    assert actions.remind(date(2024, 6, 25)) == 0
    assert inbox(issued.zhao).count() == count
    actions.remind(date(2024, 7, 1))
    assert "今天到期：2 扩大质押融资" in titles(issued.zhao)
    assert "7 天后到期：2 扩大质押融资" not in titles(issued.lin)


def test_what_is_long_late_goes_to_who_runs_programmes(issued):
    actions.remind(date(2024, 7, 7))
    assert not [one for one in titles(issued.official) if "逾期" in one]
    actions.remind(date(2024, 7, 8))
    assert "逾期 7 天未销号：2 扩大质押融资" in titles(issued.official)


def test_reminding_again_writes_nothing_and_asks_no_more_for_more_items(issued):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert actions.remind(date(2024, 7, 20)) == 0
        return [one["sql"] for one in queries]

    actions.remind(date(2024, 7, 20))
    before = asked()
    assert not [sql for sql in before if sql.startswith(("INSERT", "UPDATE", "SAVEPOINT", "BEGIN"))]
    one = issued.item("2")
    bodies = list(one.bodies.all())
    for n in range(3):
        one.pk, one.identity = None, f"more-{n}"
        one.save()
        for part in bodies:
            part.pk, part.item = None, one
            part.save()
    assert actions.remind(date(2024, 7, 20)) > 0
    assert len(asked()) == len(before)


def test_the_one_to_whom_an_item_was_given_is_reminded_instead_of_all(issued):
    from zhiqiang.records.accounts.acting import Acting, without_lines
    from zhiqiang.records.accounts.actions import posts, register_person

    other = register_person("sun", "孙某", "visitor", "四季-青山-2719-桥")
    posts.assign_post(
        Acting(None, without_lines), other, issued.science, "body_clerk", date(2020, 1, 1)
    )
    actions.delegate(issued.zhao, issued.item("2").pk, issued.science.pk, other.pk)
    actions.remind(date(2024, 6, 24))
    assert "7 天后到期：2 扩大质押融资" in titles(other)
    assert "7 天后到期：2 扩大质押融资" not in titles(issued.zhao)


def test_a_round_reminds_the_bodies_that_said_nothing_since_it_began(issued):
    WorkItem.objects.for_program("test").filter(number="2").update(told_on=date(2024, 3, 15))
    actions.remind(date(2024, 4, 3))
    assert "月调度：2024 年 3 月还有 1 项没有填报" in titles(issued.lin)
    assert not [one for one in titles(issued.zhao) if "月调度：2024 年 3 月" in one]


def test_what_records_show_is_filled_in_once_for_each_value(issued, monkeypatch):
    item = issued.item("1")
    WorkItem.objects.for_program("test").filter(pk=item.pk).update(
        indicator_key="valid_invention_patents"
    )
    value = [Decimal("3")]

    def figures(asked):
        assert asked == [("valid_invention_patents", "990100", date(2024, 12, 31), None)]
        return [
            SimpleNamespace(
                name="有效发明专利拥有量", value=value[0], unit="件", origin="3 件 · 快照 1"
            )
        ]

    monkeypatch.setattr(reminding.indicators, "snapshots", lambda: [1])
    monkeypatch.setattr(reminding.indicators, "figures_for", figures)
    assert actions.fill_from_records(date(2026, 5, 1)) == 1
    assert actions.fill_from_records(date(2026, 5, 2)) == 0
    value[0] = None
    assert actions.fill_from_records(date(2026, 5, 3)) == 0
    value[0] = Decimal("5.5")
    assert actions.fill_from_records(date(2026, 5, 4)) == 1
    newest, oldest = item.entries.all()
    assert (oldest.text, oldest.is_from_records) == ("有效发明专利拥有量：3 件", True)
    assert (newest.text, newest.state) == ("有效发明专利拥有量：5.5 件", "accepted")
    item.refresh_from_db()
    assert (item.told_on, item.state) == (None, "open")


def test_an_order_that_waits_for_its_reply_is_reminded_of_and_goes_up_when_long_late(issued):
    due = localdate() + timedelta(days=9)
    given = actions.Ordered(
        body_id=issued.market.pk, title="报送清单", basis="推进计划", request="请报送。",
        due_on=due, item_id=None,
    )  # fmt: skip
    order = actions.issue_order(issued.official, given, "k1")

    def about(person):
        return [one for one in titles(person) if order.number in one]

    told = about(issued.lin)
    actions.remind(due - timedelta(days=7))
    actions.remind(due - timedelta(days=6))
    assert about(issued.lin)[0] == f"7 天后到期：{order.number} 报送清单"
    assert len(about(issued.lin)) == len(told) + 1
    before = about(issued.official)
    actions.remind(due + timedelta(days=7))
    assert about(issued.official)[0] == f"督办逾期 7 天未回复：{order.number} 报送清单"
    assert len(about(issued.official)) == len(before) + 1
    actions.withdraw_order(issued.official, order.pk, order.version, "已办。")
    count = len(about(issued.lin))
    actions.remind(due + timedelta(days=30))
    assert len(about(issued.lin)) == count
