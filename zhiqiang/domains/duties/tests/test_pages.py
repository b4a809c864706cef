"""The pages of work: a fixed number of queries, forms that lose nothing, refusals in words."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhiqiang.domains.duties import actions, queries
from zhiqiang.domains.duties.pairing import Clause
from zhiqiang.domains.duties.queries import boards
from zhiqiang.domains.duties.queries.desks import MONTH_ROWS
from zhiqiang.domains.duties.tests.conftest import CLAUSES, PLAN
from zhiqiang.domains.duties.views import desks


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(answer):
    return answer.content.decode()


def one_list(cast, year, clauses):
    made = actions.open_list(cast.official, PLAN, year, clauses, ["table_row"])
    return actions.issue_list(cast.official, made.pk, made.version)


@pytest.mark.parametrize("query", ["", "?by=body", "?by=section", "?by=month"])
def test_a_board_of_one_item_and_one_of_three_ask_the_same_number_of_queries(cast, query):
    small = one_list(cast, 2024, CLAUSES[:1])
    large = one_list(cast, 2025, CLAUSES)
    client = browser(cast.official)
    counts = []
    for of in (small, small, large):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/work/lists/{of.pk}/{query}")
        assert answer.status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_a_board_looks_for_the_work_calendar_once_however_many_items_it_has(issued, monkeypatch):
    looked = []
    held = boards.work_calendar

    def counted():
        looked.append(1)
        return held()

    monkeypatch.setattr(boards, "work_calendar", counted)
    found = queries.board(issued.work_list, issued.official, date(2024, 6, 1))
    assert len(found.rows) == 3
    assert len(looked) == 1


@pytest.mark.parametrize("today", [date(2024, 1, 10), date(2024, 6, 29), date(2025, 1, 20)])
def test_a_summary_counts_what_the_board_lists_on_any_day(issued, paper, today):
    told = actions.Told("已办理一部分。", 40, False, [paper])
    actions.report(issued.lin, issued.item("1").pk, issued.market.pk, told, "k1")
    actions.cancel_item(
        issued.official, issued.item("3").pk, issued.item("3").version, "不再需要。"
    )
    for who in (issued.official, issued.zhao):
        found = queries.board(issued.work_list, who, today)
        counted = queries.summary(issued.work_list, who, today)
        assert counted.counts == found.counts
        assert (counted.total, counted.closed) == (len(found.rows), found.closed)
        assert (counted.late, counted.silent) == (len(found.late), len(found.silent))
        assert counted.questions == len(found.questions)
        assert counted.without_ground == len(found.without_ground)


def test_a_page_of_a_board_holds_the_rows_that_stand_there_on_the_whole_board(issued):
    every = queries.board(issued.work_list, issued.official, date(2024, 6, 1)).rows
    part = queries.part_of_board(issued.work_list, issued.official, date(2024, 6, 1), 1, 2)
    assert part == list(every[1:3])
    answer = browser(issued.official).get(f"/work/lists/{issued.work_list.pk}/?page=9")
    assert answer.status_code == 400
    assert "没有第 9 页，共 1 页" in text_of(answer)


def test_a_desk_asks_the_same_number_of_queries_for_one_item_and_for_two(issued):
    client = browser(issued.lin)
    client.get("/work/")
    with CaptureQueriesContext(connection) as one:
        assert "培育高价值专利" in text_of(client.get("/work/"))
    one_list(issued, 2025, CLAUSES)
    with CaptureQueriesContext(connection) as two:
        client.get("/work/")
    assert len(one) == len(two)


def test_a_desk_of_many_items_shows_the_first_and_leads_to_the_others(cast):
    clauses = [
        Clause(f"K{n:03d}", str(n), "table_row", f"第{n}件工作", f"办理第{n}件。", "", "",
               (("lead", "市市场监管局"),))
        for n in range(1, 46)
    ]  # fmt: skip
    made = actions.open_list(cast.official, PLAN, 2024, clauses, ["table_row"])
    actions.issue_list(cast.official, made.pk, made.version)
    client = browser(cast.lin)
    page = text_of(client.get("/work/"))
    assert page.count("件工作</a>") == desks.SHOWN and "查看全部 45 项" in page
    key = page.split("?pile=")[1].split('"')[0]
    calendar = text_of(client.get("/work/calendar/?year=2024"))
    assert calendar.count("件工作</a>") == MONTH_ROWS and "<summary>45 项</summary>" in calendar
    last = text_of(client.get(f"/work/?pile={key}&page=3"))
    assert last.count("件工作</a>") == 5 and "第45件工作" in last
    assert client.get(f"/work/?pile={key}&page=9").status_code == 400
    assert client.get("/work/?pile=x").status_code == 400


def test_an_item_asks_the_same_number_of_queries_for_one_entry_and_for_three(issued, paper):
    item = issued.item("1")
    client = browser(issued.official)

    def report(n):
        told = actions.Told(f"第 {n} 次。", None, False, [paper])
        entry = actions.report(issued.lin, item.pk, issued.market.pk, told, f"k{n}")
        actions.accept(issued.official, entry.pk, entry.version)

    report(1)
    client.get(f"/work/items/{item.pk}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/work/items/{item.pk}/")
    report(2)
    report(3)
    with CaptureQueriesContext(connection) as three:
        page = text_of(client.get(f"/work/items/{item.pk}/"))
    assert len(one) == len(three) and page.count("证明.docx") == 3


def test_a_clerk_reports_and_an_official_closes(issued, paper):
    item = issued.item("1")
    clerk, official = browser(issued.lin), browser(issued.official)
    address = f"/work/items/{item.pk}/report/{issued.market.pk}/"
    page = text_of(clerk.get(address))
    key = page.split('name="request_key" value="')[1].split('"')[0]
    form = {"text": "全部办结。", "percent": "100", "wants_closing": "on", "request_key": key}
    with paper.path.open("rb") as file:
        answer = clerk.post(address, form | {"file": file})
    assert answer.status_code == 302 and answer["Location"] == f"/work/items/{item.pk}/"
    entry = item.entries.get()
    assert [one.name for one in entry.evidence.all()] == ["证明.docx"]
    sent = {"act": "close", "version": entry.version, "remark": "佐证齐全"}
    official.post(f"/work/entries/{entry.pk}/check/", sent)
    item.refresh_from_db()
    assert item.state == "closed"
    saved = clerk.get(f"/work/evidence/{entry.evidence.get().pk}/")
    assert saved["Content-Disposition"].startswith("attachment")


def test_what_was_typed_stays_when_it_is_refused(issued):
    item = issued.item("1")
    address = f"/work/items/{item.pk}/report/{issued.market.pk}/"
    answer = browser(issued.lin).post(address, {"text": "写了很多字。", "percent": "120"})
    assert answer.status_code == 422
    assert "写了很多字。" in text_of(answer) and "0 到 100" in text_of(answer)


def test_the_second_of_two_editors_sees_both_texts_and_can_hand_in_again(issued):
    item = issued.item("1")
    told = actions.Told("起初。")
    entry = actions.report(issued.lin, item.pk, issued.market.pk, told, "k")
    client = browser(issued.lin)
    seen = entry.version
    actions.revise(issued.lin, entry.pk, seen, actions.Told("别人改过的。"))
    sent = {"text": "我写的。", "version": seen}
    page = client.post(f"/work/entries/{entry.pk}/", sent)
    assert page.status_code == 422
    text = text_of(page)
    assert "别人改过的。" in text and "我写的。" in text and f'value="{seen + 1}"' in text
    again = client.post(f"/work/entries/{entry.pk}/", sent | {"version": seen + 1})
    assert again.status_code == 302
    entry.refresh_from_db()
    assert entry.text == "我写的。"


def test_bodies_and_requirements_are_settled_on_one_page(issued):
    item = issued.item("2")
    client = browser(issued.official)
    address = f"/work/items/{item.pk}/settle/"
    sent = {"act": "settle", "version": item.version, "due_on": "2025-1-1", "request": "办三十笔"}
    refused = client.post(address, sent)
    assert refused.status_code == 422 and "完成时限应在 2024 年内" in text_of(refused)
    assert "办三十笔" in text_of(refused)
    client.post(address, sent | {"due_on": "2024年5月31日", "question": ""})
    item.refresh_from_db()
    assert (str(item.due_on), item.request, item.question) == ("2024-05-31", "办三十笔", "")
    rows = {
        "act": "assign", "version": item.version, "duty": ["lead", "support"],
        "body": [str(issued.science.pk), str(issued.market.pk)],
        "printed": ["市科技局", ""], "own_duty": ["组织银企对接", ""],
    }  # fmt: skip
    client.post(address, rows)
    assert [(b.duty, b.name, b.own_duty) for b in item.bodies.select_related("body")] == [
        ("lead", "澄江市科技局", "组织银企对接"), ("support", "澄江市市场监督管理局", ""),
    ]  # fmt: skip
    stale = client.post(address, rows)
    assert stale.status_code == 422 and "已被他人修改" in text_of(stale)


def test_a_list_is_filtered_by_words_lamp_state_and_month(issued):
    client = browser(issued.official)
    address = f"/work/lists/{issued.work_list.pk}/"
    assert "符合条件 1 项，共 3 项" in text_of(client.get(address + "?q=质押"))
    assert "符合条件 1 项" in text_of(client.get(address + "?month=2024-06"))
    assert "符合条件 2 项" in text_of(client.get(address + "?open=question"))
    assert client.get(address + "?lamp=purple").status_code == 400
    assert client.get(address + "?by=moon").status_code == 400


def test_messages_are_read_once_and_lead_to_their_page(issued):
    client = browser(issued.lin)
    page = text_of(client.get("/running/inbox/"))
    assert "1 条未读" in page and "2024 年度推进计划已下达" in page
    from zhiqiang.records.notices.queries import inbox

    notice = inbox(issued.lin).get()
    answer = client.post(f"/running/inbox/{notice.pk}/")
    assert answer["Location"] == "/work/"
    assert not inbox(issued.lin, only_unread=True).exists()
    assert browser(issued.zhao).post(f"/running/inbox/{notice.pk}/").status_code == 404
