"""Work lists are drawn up from a plan, issued, and follow a plan that changes."""

from dataclasses import replace
from datetime import date

import pytest

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.due import due_in, printed_day
from zhiqiang.domains.duties.models import WorkItem
from zhiqiang.domains.duties.tests.conftest import CLAUSES, PLAN
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.notices.queries import inbox

KINDS = ["table_row"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2024年6月底前", date(2024, 6, 30)),
        ("2024年2月", date(2024, 2, 29)),
        ("2025年第三季度", date(2025, 9, 30)),
        ("2025年上半年", date(2025, 6, 30)),
        ("2025年底前", date(2025, 12, 31)),
        ("2024年6月31日", date(2024, 6, 30)),
        ("2024年13月", None),
        ("长期坚持", None),
    ],
)
def test_a_printed_time_limit_is_its_last_day(words, day):
    assert printed_day(words) == day


def test_what_is_due_in_another_year_is_due_at_the_end_of_this_one():
    assert due_in(2024, "2025年6月") == date(2024, 12, 31)
    assert due_in(2025, "2025年6月") == date(2025, 6, 30)


def test_items_stand_with_their_bodies_as_printed_and_with_what_is_open(issued):
    one, two, three = issued.work_list.items.all()
    assert [(b.duty, b.printed, b.body_id) for b in one.bodies.all()] == [
        ("lead", "市市场监管局", issued.market.pk),
        ("support", "市科技局", issued.science.pk),
    ]
    assert one.question == "" and one.due_on == date(2024, 12, 31)
    assert [b.body_id for b in two.bodies.all()] == [issued.science.pk, None]
    assert two.question == "“各县（市、区）政府”不在单位名录中，请确认是哪个单位。"
    assert two.due_on == date(2024, 6, 30)
    assert three.question == "规划没有写明牵头单位，请指定。"


def test_only_kinds_that_were_chosen_become_items(cast):
    narrative = replace(CLAUSES[0], code="K009", kind="task", text="另一段话。")
    made = actions.open_list(cast.official, PLAN, 2024, [*CLAUSES, narrative], KINDS)
    assert made.items.count() == 3


@pytest.mark.parametrize(
    ("year", "clauses", "words"),
    [(2023, CLAUSES, "规划期为 2024—2027 年"), (2024, (), "没有所选种类的任务")],
)
def test_a_list_is_refused_outside_the_programme_and_without_tasks(cast, year, clauses, words):
    with pytest.raises(Refused, match=words):
        actions.open_list(cast.official, PLAN, year, clauses, KINDS)


def test_a_year_has_one_list(issued):
    with pytest.raises(Refused, match="2024 年度推进计划已经拟定"):
        actions.open_list(issued.official, PLAN, 2024, CLAUSES, KINDS)


def test_only_who_runs_programmes_draws_up_and_issues(cast):
    for person in (cast.lin, cast.stranger):
        with pytest.raises(Refused, match="推进规划"):
            actions.open_list(person, PLAN, 2024, CLAUSES, KINDS)


def test_a_list_that_reaches_nobody_is_not_issued(cast):
    unknown = [replace(CLAUSES[0], bodies=(("lead", "市某局"),))]
    made = actions.open_list(cast.official, PLAN, 2024, unknown, KINDS)
    with pytest.raises(Refused, match="没有一项工作落实到已登记的单位"):
        actions.issue_list(cast.official, made.pk, made.version)


def test_a_draft_is_seen_by_who_runs_programmes_only_and_issuing_tells_the_clerks(cast):
    made = actions.open_list(cast.official, PLAN, 2024, CLAUSES, KINDS)
    with pytest.raises(NotFound):
        queries.work_list(made.pk, cast.lin)
    assert not inbox(cast.lin).exists()
    actions.issue_list(cast.official, made.pk, made.version)
    assert [one.title for one in inbox(cast.lin)] == ["2024 年度推进计划已下达"]
    assert not inbox(cast.stranger).exists()


def test_a_body_sees_its_own_items_and_no_others(issued):
    def seen(person):
        return sorted(WorkItem.objects.visible_to(person).values_list("number", flat=True))

    assert seen(issued.official) == ["1", "2", "3"]
    assert seen(issued.lin) == ["1"]
    assert seen(issued.zhao) == ["1", "2"]
    assert seen(issued.stranger) == []
    with pytest.raises(NotFound):
        queries.item(issued.item("3").pk, issued.lin)
    with pytest.raises(NotFound):
        queries.work_list(issued.work_list.pk, issued.stranger)


def test_a_changed_plan_keeps_the_progress_and_lists_what_lost_its_ground(issued):
    entry = actions.report(
        issued.lin, issued.item("1").pk, issued.market.pk, actions.Told("建成两个基地。"), "a"
    )
    moved = replace(CLAUSES[0], code="K077", section="二、创造")
    reworded = replace(CLAUSES[1], text="推进质押融资全程线上办理。")
    new = replace(CLAUSES[2], code="K090", number="4", title="新任务", text="新的要求。")
    newer = replace(PLAN, key=8)
    told = actions.refresh_list(issued.official, issued.work_list.pk, newer, [moved, reworded, new])
    assert (told.kept, told.added, told.lost) == (2, 1, ("加强组织领导",))
    one = issued.item("1")
    assert (one.code, one.section, one.entries.get().pk) == ("K077", "二、创造", entry.pk)
    assert issued.item("2").text == "推进质押融资全程线上办理。"
    lines = [line.act for line in issued.item("2").lines.all()]
    assert lines == ["text_changed"]
    assert not issued.item("3").has_ground
    issued.work_list.refresh_from_db()
    assert issued.work_list.programme_key == 8
    again = actions.refresh_list(
        issued.official, issued.work_list.pk, newer, [moved, reworded, new]
    )
    assert (again.kept, again.added) == (3, 0)
    assert issued.item("3").lines.count() == 1


def test_the_year_before_it_was_issued_is_not_held_against_a_body(issued):
    board = queries.board(issued.work_list, issued.official, date(2024, 1, 10))
    assert {row.pace.lamp for row in board.rows} <= {"ok", "no_data", "far_behind"}


def test_a_closed_list_is_for_reading_only(issued):
    actions.close_list(issued.official, issued.work_list.pk, issued.work_list.version)
    item = issued.item("1")
    with pytest.raises(Refused, match="已结束，现在不能填报"):
        actions.report(issued.lin, item.pk, issued.market.pk, actions.Told("晚了。"), "k")
    with pytest.raises(Refused, match="只供查阅"):
        actions.cancel_item(issued.official, item.pk, item.version, "不做了")


def test_the_work_of_a_dissolved_body_is_handed_over_with_its_duties(issued):
    actions.report(
        issued.zhao, issued.item("1").pk, issued.science.pk, actions.Told("已配合。"), "z"
    )
    moved = actions.hand_over(
        issued.official, issued.work_list.pk, issued.science.pk, issued.market.pk, "机构改革"
    )
    assert moved == 2
    one, two = issued.item("1"), issued.item("2")
    assert [(b.duty, b.body_id) for b in one.bodies.all()] == [("lead", issued.market.pk)]
    assert two.bodies.get(body=issued.market).duty == "lead"
    assert one.entries.get().body_id == issued.science.pk
    assert inbox(issued.lin)[0].title == "接手 2 项工作"
    with pytest.raises(Refused, match="请写明移交的理由"):
        actions.hand_over(
            issued.official, issued.work_list.pk, issued.market.pk, issued.science.pk, " "
        )
