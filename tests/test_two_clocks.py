"""The register on a day, and as it was known: from events, and from the snapshots of the lake."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from tests.desk import text_of
from zhiqiang.portal.lists.sought import InRegister, InSnapshot
from zhiqiang.portal.tests import small_city
from zhiqiang.records.indicators import known
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.known import Sought
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import Stated, correct_fact, import_file, undo_import
from zhiqiang.records.registry.correctable import field_of

OLD, NEW = "一种阀门的密封结构之1", "一种球阀"


def titles(page):
    return re.findall(r'<th scope="row" class="t"><a href="[^"]*">([^<]*)</a>', text_of(page))


@pytest.fixture
def right(city, official):
    """The first right of snapshot 1; its title is another since snapshot 2."""
    one = next(iter(registry.search_rights(official, OLD)))
    seen = registry.mark_of(field_of("right", "title"), one, None)
    correct_fact(official, "right", one.pk, "title", Stated(NEW, "据原件", seen))
    publish_snapshot("测试")
    return one


@pytest.fixture
def moved(city, tmp_path):
    """The first right went to another county in May 2022."""
    row = {"申请号": small_city.application_number(2019, 1), "事务类型": "TR01",
           "事务日期": "2022-05-01", "原权利人": "澄江阀门有限公司", "新权利人": "西坪实业有限公司",
           "新区划代码": "990102"}  # fmt: skip
    import_file("patent_events", small_city.write_csv(tmp_path / "事务.csv", [row]), "测试员")
    return publish_snapshot("测试").number


def test_a_right_is_shown_as_it_was_known_with_what_is_known_otherwise_now(desk, right):
    address = f"/register/rights/{right.pk}/"
    assert f"<h1>{NEW}</h1>" in text_of(desk.get(address))
    page = text_of(desk.get(address + "?known=1"))
    assert f"<h1>{OLD}</h1>" in page and f"现为：{NEW}" in page
    assert "按快照 1" in page and "不是现在的内容" in page
    assert reverse("portal:correct", args=["right", right.pk, "title"]) not in page
    assert f"<h1>{NEW}</h1>" in text_of(desk.get(address + "?known=2"))
    # A day asks for the snapshot that was the newest at its end.
    today = timezone.localdate()
    assert f"<h1>{NEW}</h1>" in text_of(desk.get(f"{address}?known={today}"))
    answer = desk.get(f"{address}?known={today - timedelta(days=400)}")
    assert answer.status_code == 400 and "没有发布过快照" in text_of(answer)
    assert desk.get(address + "?known=99").status_code == 400
    assert desk.get(address + "?known=x").status_code == 400


def test_the_list_is_searched_as_it_was_known(desk, right):
    assert titles(desk.get(f"/register/?known=1&text={OLD}")) == [OLD]
    assert titles(desk.get(f"/register/?known=1&text={NEW}")) == []
    assert titles(desk.get(f"/register/?known=2&text={NEW}")) == [NEW]
    page = desk.get("/register/?known=1&sort=title")
    assert titles(page) == sorted(titles(page)) and len(titles(page)) == 3
    assert f'href="/register/rights/{right.pk}/?known=1"' in text_of(page)
    assert 'value="1" selected' in text_of(page)


def test_a_right_that_came_later_or_was_taken_back_is_known_when_it_was(desk, city, tmp_path):
    later = small_city.patents(5)[4:]
    batch = import_file("patents", small_city.write_csv(tmp_path / "乙.csv", later), "测试员")
    assert publish_snapshot("测试").number == 2
    one = next(iter(registry.search_rights(AnonymousUser(), "密封结构之5")))
    address = f"/register/rights/{one.pk}/"
    assert desk.get(address + "?known=1").status_code == 404
    assert len(titles(desk.get("/register/?known=1"))) == 3
    undo_import(batch.batch_id, "测试员")
    assert desk.get(address).status_code == 404
    page = text_of(desk.get(address + "?known=2"))
    assert "台账现无这件权利" in page and "密封结构之5" in page


def test_strangers_are_not_shown_in_an_old_snapshot_what_is_hidden_now(client, city, tmp_path):
    later = [small_city.patents(5)[4] | {"授权公告日": ""}]
    import_file("patents", small_city.write_csv(tmp_path / "乙.csv", later), "测试员")
    publish_snapshot("测试")
    shown = text_of(client.get("/register/?known=2"))
    assert "密封结构之5" not in shown and "密封结构之1" in shown
    # The name of a natural person is masked there too, and does not find.
    assert "张三丰" not in shown
    assert titles(client.get("/register/?known=2&text=张三丰")) == []
    person = next(iter(registry.search_rights(AnonymousUser(), "密封结构之2")))
    assert "张三丰" not in text_of(client.get(f"/register/rights/{person.pk}/?known=1"))


@pytest.mark.parametrize("known_by", ["", "&known=2"])
def test_a_day_asks_for_what_was_filed_and_held_in_the_region_by_then(desk, moved, known_by):
    def found(query):
        return len(titles(desk.get(f"/register/?{query}{known_by}")))

    assert found("on=2019-02-01") == 0
    assert found("on=2019-03-02") == 2
    assert (found("on=2022-04-30&region=990102"), found("on=2022-05-01&region=990102")) == (0, 1)
    assert (found("on=2022-04-30&region=990101"), found("on=2022-05-01&region=990101")) == (3, 2)
    page = text_of(desk.get(f"/register/?on=2021-06-02{known_by}"))
    assert page.count("尚未授权或注册") == 1 and page.count(">有效<") == 2
    assert desk.get("/register/?on=很久以前").status_code == 400


@pytest.mark.parametrize("known_by", ["", "&known=1"])
def test_a_right_is_shown_in_its_state_on_a_day(desk, city, known_by):
    one = next(iter(registry.search_rights(AnonymousUser(), "密封结构之1")))
    for day, state in (("2019-02-01", "当日尚未申请"), ("2020-01-01", "尚未授权或注册"),
                       ("2021-06-01", "有效"), ("2039-03-01", "失效")):  # fmt: skip
        page = text_of(desk.get(f"/register/rights/{one.pk}/?on={day}{known_by}"))
        assert f"<strong>{state}</strong>（截至 {day}）" in page


def test_what_is_exported_says_the_day_and_the_snapshot(desk, moved):
    answer = desk.get("/register/export/?format=csv&known=1&on=2021-06-02")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "2021-06-02 当日 · 按快照 1" in text and "当日状态" in text
    assert len([line for line in text.splitlines() if "密封结构" in line]) == 3


def test_the_register_and_the_snapshot_just_published_answer_alike(official, moved):
    """The two are written apart: one over the ledger, one over the lake."""
    dice = random.Random(7)
    for _ in range(40):
        wanted = Sought(
            dice.choice(["", "", "密封结构之1", "2019", "澄江", "张三丰"]),
            dice.choice(["", "", "invention", "design"]),
            dice.choice(["", "990100", "990101", "990102"]),
            dice.choice([None, date(2019, 3, 2), date(2021, 6, 2), date(2022, 5, 1)]),
        )
        for person in (official, AnonymousUser()):
            there, here = InSnapshot(moved, person, wanted), InRegister(person, wanted)
            rows = known.KnownRights(moved, person, wanted).page(["filed_on"], True, 50, 0)
            assert there.total == here.total == len(rows), wanted
            assert sorted(one.pk for one in rows) == sorted(one.pk for one in here._found.rows)
            if wanted.on:
                assert there.states(rows, wanted.on) == here.states(
                    list(here._found.rows), wanted.on
                )


def test_a_list_of_a_day_asks_as_often_for_many_rows_as_for_one(
    desk, moved, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk.get("/register/?on=2022-05-01")
    counts = []
    for region in ("990102", "990100"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(f"/register/?on=2022-05-01&region={region}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
