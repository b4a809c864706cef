"""A sitting: its agenda comes from the records, its decisions are followed to their end as orders."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from docx import Document

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.models import Sitting, SupervisionOrder
from zhiqiang.domains.duties.sitting_papers import agenda_paper, minutes_paper
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.notices.queries import inbox


def called(**changes):
    values = {
        "kind": "joint",
        "name": "第一次联席会议",
        "held_on": localdate(),
        "place": "三楼会议室",
    }
    return actions.Called(**values | {"chair": "陈某"} | changes)


@pytest.fixture
def drawn(issued):
    return actions.open_sitting(issued.official, issued.work_list.pk, called(), "k1")


def convened(cast, of):
    points = [actions.Point(one.title, one.ground, one.key) for one in of.points.all()]
    of = actions.change_agenda(
        cast.official, of.pk, of.version, called(), points, [cast.market.pk, cast.science.pk]
    )
    return actions.convene(cast.official, of.pk, of.version)


def minutes_of(cast, of, due_on=None, text="十日内建成两个导航库。"):
    own = cast.item("1").pk
    place = next((n for n, one in enumerate(of.points.all(), 1) if one.item_id == own), 0)
    decided = actions.Decided(
        place, cast.market.pk, text, due_on or localdate() + timedelta(days=10)
    )
    came = {cast.market.pk: (True, "林某"), cast.science.pk: (False, "请假")}
    outcomes = [f"第 {n} 项：原则同意。" for n in range(1, of.points.count() + 1)]
    kept = actions.Minutes("", outcomes, came, [decided])
    return actions.keep_minutes(cast.official, of.pk, of.version, kept)


def minuted(cast, of, **changes):
    of = minutes_of(cast, convened(cast, of), **changes)
    return actions.issue_minutes(cast.official, of.pk, of.version)


def test_the_agenda_is_what_the_records_leave_late_returned_and_open(issued):
    of, official = issued.work_list, issued.official
    order = actions.issue_order(
        official,
        actions.Ordered(
            issued.market.pk, "催办", "计划", "请办。", localdate() + timedelta(days=1),
            issued.item("1").pk,
        ), "o",
    )  # fmt: skip
    told = actions.Told("已办。")
    entry = actions.report(issued.lin, issued.item("1").pk, issued.market.pk, told, "k")
    actions.return_entry(official, entry.pk, entry.version, "请补充")
    # Before the end of the year only what was given back and what is open stands there.
    early = queries.proposals(of, official, of.issued_at.date().replace(2024, 3, 1))
    by_key = {one.key: one.ground for one in early}
    assert "填报被退回" in by_key[f"item:{issued.item('1').pk}"]
    assert by_key[f"item:{issued.item('3').pk}"].startswith("待明确：")
    # Long after the end everything is late, the order first, each matter once.
    late = queries.proposals(of, official, localdate() + timedelta(days=30))
    assert [one.key for one in late][0] == f"order:{order.pk}"
    assert "已逾期 29 天" in late[0].ground and late[0].bodies == (issued.market.pk,)
    keys = [one.key for one in late]
    assert len(keys) == len(set(keys)) == 4
    assert all("逾期" in one.ground for one in late)


def test_a_sitting_is_drawn_up_once_with_the_bodies_that_lead_its_matters(issued, drawn):
    again = actions.open_sitting(issued.official, issued.work_list.pk, called(), "k1")
    assert again.pk == drawn.pk and Sitting.objects.for_program("test").count() == 1
    assert {one.body_id for one in drawn.bodies.all()} == {issued.market.pk, issued.science.pk}
    assert [one.item_id for one in drawn.points.all()] == [
        one.item_id for one in queries.proposals(issued.work_list, issued.official, localdate())
    ]
    with pytest.raises(Refused, match="推进规划"):
        actions.open_sitting(issued.lin, issued.work_list.pk, called())
    with pytest.raises(Refused, match="会议名称"):
        actions.open_sitting(issued.official, issued.work_list.pk, called(name=" "))


def test_an_agenda_is_edited_in_any_order_and_the_second_editor_is_told(issued, drawn):
    first, *_ = drawn.points.all()
    wanted = [actions.Point("通报全年安排"), actions.Point("", "", first.key)]
    changed = actions.change_agenda(
        issued.official, drawn.pk, drawn.version, called(), wanted, [issued.market.pk]
    )
    assert [(one.title, one.item_id) for one in changed.points.all()] == [
        ("通报全年安排", None), (first.title, first.item_id),
    ]  # fmt: skip
    assert [one.body_id for one in changed.bodies.all()] == [issued.market.pk]
    with pytest.raises(Overtaken):
        actions.change_agenda(issued.official, drawn.pk, drawn.version, called(), wanted, [])
    with pytest.raises(Refused, match="已不存在或已办结"):
        actions.change_agenda(
            issued.official, drawn.pk, changed.version, called(), [actions.Point("", "", "item:0")], []
        )  # fmt: skip


def test_bodies_see_a_sitting_when_they_are_told_of_it_and_others_never(issued, drawn):
    with pytest.raises(NotFound):
        queries.sitting(drawn.pk, issued.lin)
    of = convened(issued, drawn)
    assert inbox(issued.lin)[0].title == "会议通知：第一次联席会议"
    assert queries.sitting(of.pk, issued.lin).pk == of.pk
    with pytest.raises(NotFound):
        queries.sitting(of.pk, issued.stranger)
    with pytest.raises(Refused, match="已通知，不能这样办理"):
        actions.convene(issued.official, of.pk, of.version)


def test_a_sitting_without_points_or_on_a_past_day_is_not_convened(issued, drawn):
    of = actions.change_agenda(
        issued.official, drawn.pk, drawn.version, called(), [], [issued.market.pk]
    )
    with pytest.raises(Refused, match="请先列出议题和参会单位"):
        actions.convene(issued.official, of.pk, of.version)
    past = called(held_on=localdate() - timedelta(days=1))
    of = actions.change_agenda(
        issued.official, of.pk, of.version, past, [actions.Point("一件事")], [issued.market.pk]
    )
    with pytest.raises(Refused, match="已经过去"):
        actions.convene(issued.official, of.pk, of.version)


def test_decisions_become_orders_and_are_followed_until_they_are_closed(issued, drawn):
    of = minuted(issued, drawn)
    decision = of.decisions.get()
    order = decision.order
    assert (order.body_id, order.request, order.item_id) == (
        issued.market.pk, "十日内建成两个导航库。", issued.item("1").pk,
    )  # fmt: skip
    assert order.basis == "《第一次联席会议》纪要" and inbox(issued.lin)[0].title.startswith(
        "会议纪要"
    )
    today, late = localdate(), order.due_on + timedelta(days=1)

    def found(which, on=today, who=issued.official):
        return [one.pk for one in queries.decisions(who, which, on)]

    assert (found("open"), found("late"), found("late", late)) == ([decision.pk], [], [decision.pk])
    assert found("open", who=issued.lin) == [decision.pk] and found("open", who=issued.zhao) == []
    assert queries.sittings(issued.official, late).get().late == 1
    # What an earlier sitting decided and nobody did comes first before the next one.
    first = queries.proposals(issued.work_list, issued.official, late)[0]
    assert first.key == f"order:{order.pk}" and "第一次联席会议议定" in first.ground
    actions.reply(issued.lin, order.pk, order.version, "已建成。")
    actions.close_order(issued.official, order.pk, order.version + 1, "已落实")
    assert (found("open"), found("late", late), found("done")) == ([], [], [decision.pk])
    counted = queries.sittings(issued.official, late).get()
    assert (counted.decided, counted.done, counted.late) == (1, 1, 0)


def test_minutes_that_cannot_be_right_leave_nothing_behind(issued, drawn):
    of = convened(issued, drawn)
    with pytest.raises(Refused, match="早于会议日期"):
        minutes_of(issued, of, due_on=localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="写明每项议定事项"):
        minutes_of(issued, of, text=" ")
    with pytest.raises(Refused, match="请先填写会议情况"):
        actions.issue_minutes(issued.official, of.pk, of.version)
    of = minutes_of(issued, of)
    market = issued.market
    market.until_on = localdate() - timedelta(days=1)
    market.save(update_fields=["until_on"])
    with pytest.raises(Refused, match="撤销"):
        actions.issue_minutes(issued.official, of.pk, of.version)
    of.refresh_from_db()
    assert of.state == "convened" and not SupervisionOrder.objects.for_program("test").exists()


def test_minutes_wait_for_the_day_of_the_sitting(issued, drawn):
    later = called(held_on=localdate() + timedelta(days=3))
    points = [actions.Point("一件事")]
    of = actions.change_agenda(
        issued.official, drawn.pk, drawn.version, later, points, [issued.market.pk]
    )
    of = actions.convene(issued.official, of.pk, of.version)
    kept = actions.Minutes("开会。", ["同意。"], {}, [])
    of = actions.keep_minutes(issued.official, of.pk, of.version, kept)
    with pytest.raises(Refused, match="召开后才能印发纪要"):
        actions.issue_minutes(issued.official, of.pk, of.version)


def test_a_sitting_is_cancelled_with_a_reason_and_its_bodies_are_told(issued, drawn):
    of = convened(issued, drawn)
    with pytest.raises(Refused, match="理由"):
        actions.cancel_sitting(issued.official, of.pk, of.version, " ")
    actions.cancel_sitting(issued.official, of.pk, of.version, "与市里会议冲突")
    told = inbox(issued.lin)[0]
    assert (told.title, told.text) == ("会议取消：第一次联席会议", "与市里会议冲突")


def test_every_act_is_in_the_journal(issued, drawn):
    of = minuted(issued, drawn)
    lines = Entry.objects.for_program("test").filter(subject=f"sitting:{of.pk}")
    assert list(lines.order_by("sequence").values_list("act", flat=True)) == [
        "open_sitting", "change_agenda", "convene_sitting", "keep_minutes", "issue_minutes",
    ]  # fmt: skip


def test_agenda_and_minutes_open_as_word_with_what_the_sitting_holds(issued, drawn, tmp_path):
    of = minuted(issued, drawn)
    view = queries.sitting_view(of, issued.official)
    for name, make in (("a", agenda_paper), ("m", minutes_paper)):
        make(view).save(tmp_path / f"{name}.docx")
    agenda, minutes = (Document(str(tmp_path / f"{name}.docx")) for name in "am")
    assert agenda.paragraphs[0].text == "第一次联席会议议程"
    rows = [[cell.text for cell in row.cells] for row in agenda.tables[0].rows[1:]]
    assert rows == [[str(n), p.title, p.ground] for n, p in enumerate(view.points, 1)]
    texts = [one.text for one in minutes.paragraphs]
    day = localdate()
    assert f"{day.year}年{day.month}月{day.day}日，陈某在三楼会议室主持召开" in texts[1]
    assert "出席：澄江市市场监督管理局（林某）" in texts
    assert "缺席：澄江市科技局（请假）" in texts
    assert minutes.tables[0].rows[1].cells[1].text == "十日内建成两个导航库。"


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return answer.content.decode()


def test_pages_lead_from_the_call_to_the_followed_decision(issued):
    official, clerk = browser(issued.official), browser(issued.lin)
    sent = {
        "list": issued.work_list.pk,
        "kind": "leading",
        "name": "领导小组会议",
        "request_key": "w",
    }
    refused = official.post("/work/sittings/open/", sent | {"held_on": "下周"})
    assert refused.status_code == 422 and "领导小组会议" in text_of(refused)
    made = official.post("/work/sittings/open/", sent | {"held_on": str(localdate())})
    address = made["Location"]
    page = text_of(official.get(f"{address}agenda/"))
    version = page.split('name="version" value="')[1].split('"')[0]
    form = {
        "version": version, "kind": "leading", "name": "领导小组会议", "held_on": str(localdate()),
        "position": ["2", "1", ""], "title": ["甲", "乙", "丙"], "ground": ["", "", ""],
        "key": ["", "", ""], "body": [issued.market.pk],
    }  # fmt: skip
    bad = official.post(f"{address}agenda/", form | {"position": ["x", "1", ""]})
    assert bad.status_code == 422 and "次序“x”" in text_of(bad) and 'value="乙"' in text_of(bad)
    assert official.post(f"{address}agenda/", form).status_code == 302
    of = Sitting.objects.for_program("test").get()
    assert [one.title for one in of.points.all()] == ["乙", "甲", "丙"]
    assert clerk.get(address).status_code == 404
    official.post(f"{address}act/", {"act": "convene", "version": of.version})
    assert (
        clerk.get(address).status_code == 200 and clerk.get(f"{address}minutes/").status_code == 403
    )
    assert clerk.get(f"{address}paper/minutes/").status_code == 404
    kept = {
        "version": of.version + 1, "opening": "", "outcome": ["同意。", "", ""],
        "present": [str(issued.market.pk)], f"people-{issued.market.pk}": "林某",
        "decided": ["限期办结。"], "decided_body": [issued.market.pk], "due_on": ["很快"], "point": ["1"],
    }  # fmt: skip
    bad = official.post(f"{address}minutes/", kept)
    assert bad.status_code == 422 and "限期办结。" in text_of(bad) and "第 1 项" in text_of(bad)
    assert official.post(f"{address}minutes/", kept | {"due_on": ["2099-1-1"]}).status_code == 302
    official.post(f"{address}act/", {"act": "issue", "version": of.version + 2})
    page = text_of(clerk.get(address))
    assert "督办〔" in page and "限期办结。" in page
    assert "限期办结。" in text_of(clerk.get("/work/sittings/?which=open"))
    order = SupervisionOrder.objects.for_program("test").get()
    assert "领导小组会议</a>" in text_of(clerk.get(f"/work/orders/{order.pk}/"))
    saved = clerk.get(f"{address}paper/minutes/")
    assert saved["Content-Disposition"].startswith("attachment")
    assert official.get("/work/sittings/?which=x").status_code == 400


@pytest.mark.parametrize("query", ["", "?which=open"])
def test_the_list_of_one_sitting_and_of_three_ask_the_same_number_of_queries(issued, drawn, query):
    minuted(issued, drawn)
    client = browser(issued.official)
    client.get("/work/sittings/")
    with CaptureQueriesContext(connection) as one:
        assert "第一次联席会议" in text_of(client.get(f"/work/sittings/{query}"))
    for key in ("k2", "k3"):
        of = actions.open_sitting(issued.official, issued.work_list.pk, called(), key)
        minuted(issued, of)
    with CaptureQueriesContext(connection) as three:
        client.get(f"/work/sittings/{query}")
    assert len(one) == len(three)
