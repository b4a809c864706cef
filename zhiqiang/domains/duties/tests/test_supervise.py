"""Supervision orders have numbers without gaps, are answered, given back, closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.models import SupervisionOrder
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.notices.queries import inbox


def ordered(issued, **changes):
    values = {
        "body_id": issued.market.pk, "title": "加快培育高价值专利", "basis": "2024年度推进计划",
        "request": "请说明进展并报送清单。", "due_on": localdate() + timedelta(days=5),
        "item_id": issued.item("1").pk,
    }  # fmt: skip
    return actions.Ordered(**values | changes)


@pytest.fixture
def order(issued):
    return actions.issue_order(issued.official, ordered(issued), "k1")


def test_orders_are_numbered_within_their_year_and_a_form_sent_twice_is_one(issued, order):
    year = localdate().year
    assert order.number == f"督办〔{year}〕1号"
    assert actions.issue_order(issued.official, ordered(issued), "k1").pk == order.pk
    second = actions.issue_order(issued.official, ordered(issued), "k2")
    assert second.serial == 2
    assert inbox(issued.lin)[0].title == f"督办〔{year}〕2号：加快培育高价值专利"
    assert issued.item("1").lines.first().act == "issue_order"


def test_a_number_that_somebody_took_meanwhile_is_not_given_twice(issued, order, monkeypatch):
    from zhiqiang.domains.duties.actions import orders

    first = [True]
    issue = orders._issued

    def overtaken(*given):
        if first.pop() if first else False:
            other = ordered(issued, title="抢先的")
            issue(issued.official, other, given[2], given[3], "other")
            from django.db import IntegrityError

            raise IntegrityError("number taken")
        return issue(*given)

    monkeypatch.setattr(orders, "_issued", overtaken)
    made = actions.issue_order(issued.official, ordered(issued), "k9")
    serials = SupervisionOrder.objects.for_program("test").values_list("serial", flat=True)
    assert made.serial == max(serials) and sorted(serials) == list(range(1, len(serials) + 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"basis": " "}, "请填写督办依据"),
        ({"request": ""}, "请填写办理要求"),
        ({"due_on": localdate() - timedelta(days=1)}, "已经过去"),
        ({"item_id": 0}, "没有这项工作"),
    ],
)
def test_an_order_that_cannot_be_right_is_refused(issued, changes, words):
    with pytest.raises((Refused, NotFound), match=words):
        actions.issue_order(issued.official, ordered(issued, **changes), "x")
    assert not SupervisionOrder.objects.for_program("test").exists()


def test_an_order_about_an_item_goes_to_a_body_with_a_part_in_it(issued):
    with pytest.raises(Refused, match="没有承担"):
        actions.issue_order(issued.official, ordered(issued, item_id=issued.item("3").pk), "x")
    with pytest.raises(Refused, match="推进规划"):
        actions.issue_order(issued.lin, ordered(issued), "x")


def test_an_order_is_answered_given_back_answered_again_and_closed(issued, order):
    with pytest.raises(Refused, match="还没有回复，不能办结"):
        actions.close_order(issued.official, order.pk, 1, "好")
    with pytest.raises(NotFound):
        actions.reply(issued.zhao, order.pk, 1, "越权")
    actions.reply(issued.lin, order.pk, 1, "已建成两个。")
    with pytest.raises(Refused, match="已回复，等待审核"):
        actions.reply(issued.lin, order.pk, 2, "再说一遍")
    actions.return_reply(issued.official, order.pk, 2, "请附清单")
    assert inbox(issued.lin)[0].text == "请附清单"
    with pytest.raises(Overtaken):
        actions.reply(issued.lin, order.pk, 2, "旧页面")
    actions.reply(issued.lin, order.pk, 3, "清单附后。")
    actions.close_order(issued.official, order.pk, 4, "已落实")
    order.refresh_from_db()
    assert (order.state, order.opinion, order.replies.count()) == ("closed", "已落实", 2)
    with pytest.raises(Refused, match="已办结，不能再办"):
        actions.withdraw_order(issued.official, order.pk, 5, "不用了")


def test_who_replied_does_not_close(issued, order):
    actions.reply(issued.official, order.pk, 1, "代为回复。")
    with pytest.raises(Refused, match="不能审核自己的回复"):
        actions.close_order(issued.official, order.pk, 2, "好")


def test_orders_are_seen_by_their_body_and_by_who_runs_programmes(issued, order):
    assert [one.pk for one in queries.orders(issued.lin)] == [order.pk]
    assert not queries.orders(issued.zhao).exists()
    assert not queries.orders(issued.stranger).exists()
    late = order.due_on + timedelta(days=1)
    assert [one.pk for one in queries.orders(issued.official, "late", late)] == [order.pk]
    assert not queries.orders(issued.official, "late", order.due_on).exists()


def test_pages_of_orders_issue_answer_and_close(issued):
    official, clerk = Client(), Client()
    official.force_login(issued.official)
    clerk.force_login(issued.lin)
    item = issued.item("1")
    page = official.get(f"/work/orders/issue/?item={item.pk}").content.decode()
    assert "澄江市市场监督管理局（牵头）" in page
    sent = {
        "request_key": "web", "item": item.pk, "body": issued.market.pk, "title": "督办一件",
        "basis": "推进计划", "request": "请办理。", "due_on": "2000-1-1",
    }  # fmt: skip
    refused = official.post("/work/orders/issue/", sent)
    assert refused.status_code == 422 and "已经过去" in refused.content.decode()
    assert "请办理。" in refused.content.decode()
    due = str(localdate() + timedelta(days=9))
    made = official.post("/work/orders/issue/", sent | {"due_on": due})
    address = made["Location"]
    empty = clerk.post(address, {"version": 1, "text": ""})
    assert empty.status_code == 422 and "请填写办理情况" in empty.content.decode()
    assert clerk.post(address, {"version": 1, "text": "已办。"}).status_code == 302
    official.post(f"{address}act/", {"act": "close", "version": 2, "note": "已落实"})
    assert "已办结" in clerk.get(address).content.decode()
    assert "督办一件" in clerk.get("/work/orders/").content.decode()
    assert clerk.get("/work/orders/?which=none").status_code == 400
