"""Topic databases: founded by a question, curated with reasons, kept fresh, counted in the plan."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from zhiqiang.domains.information import actions
from zhiqiang.domains.information.models import FirmProfile, TopicDatabase
from zhiqiang.domains.information.queries import topics as queries
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.indicators.actions import publish_snapshot
from zhiqiang.records.indicators.queries import figure
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry import queries as registry

ANYBODY = AnonymousUser()


def told(**changes):
    values = {
        "title": "阀门专题数据库", "about": "供阀门企业检索", "question": "名称=密封",
        "access": "public", "founded_on": localdate() - timedelta(days=1), "region_code": small_city.REGION,
    }  # fmt: skip
    return actions.Founded(**values | changes)


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture
def topic(cast):
    return actions.found_topic(cast.official, told(), "k")


def titles(of, person=ANYBODY, **wanted):
    return sorted(
        queries.rights_in(of, person, queries.Wanted(**wanted)).values_list("title", flat=True)
    )


def seal(n):
    return f"一种阀门的密封结构之{n}"


def value(key):
    return figure(key, small_city.REGION, localdate()).value


def test_founding_one_moves_the_figures_of_the_plan_and_closing_it_moves_them_back(cast):
    publish_snapshot("测试")
    assert (value("topic_databases"), value("topic_databases_new_cumulative")) == (None, None)
    of = actions.found_topic(cast.official, told())
    publish_snapshot("测试")
    assert (value("topic_databases"), value("topic_databases_new_cumulative")) == (1, 1)
    record = registry.fact_of("designation", of.designation_id, cast.official)
    assert (record.name, record.party, record.region_code) == (of.title, None, small_city.REGION)
    of = actions.close_topic(cast.official, of.pk, of.version, localdate(), "并入另一个库")
    publish_snapshot("测试")
    assert value("topic_databases") == Decimal(0)
    assert value("topic_databases_new_cumulative") == 1


def test_it_holds_what_the_question_finds_and_what_officials_put_in_or_kept_out(
    cast, topic, arrive
):
    assert titles(topic) == [seal(1), seal(2), seal(3)]
    arrive({"一种截止阀": "澄江水泵有限公司"})
    new = registry.search_rights(ANYBODY, "截止阀").rows[0]
    topic.refresh_from_db()
    kept_out = registry.search_rights(ANYBODY, "密封结构之3").rows[0]
    actions.judge_entry(cast.official, topic.pk, 1, new.number, "in", "同一技术分支")
    actions.judge_entry(cast.official, topic.pk, 2, kept_out.pk, "out", "不属阀门")
    assert titles(topic) == sorted([seal(1), seal(2), "一种截止阀"])
    assert titles(topic, are_out=True) == [seal(3)]
    # The next snapshot keeps what people decided.
    arrive({seal(4): "澄江水泵有限公司"})
    assert titles(topic) == sorted([seal(1), seal(2), seal(4), "一种截止阀"])
    actions.judge_entry(cast.official, topic.pk, 3, kept_out.pk, "", "")
    assert seal(3) in titles(topic)
    acts = Entry.objects.for_program("test").filter(subject=f"topic:{topic.pk}")
    assert list(acts.order_by("sequence").values_list("act", flat=True)) == [
        "found_topic", "judge_entry", "judge_entry", "judge_entry",
    ]  # fmt: skip


def test_a_changed_question_lets_go_what_it_does_not_find_and_takes_it_back_later(cast, topic):
    of = actions.edit_topic(cast.official, topic.pk, 1, told(question="名称=密封结构之1"))
    assert titles(of) == [seal(1)]
    of = actions.edit_topic(cast.official, topic.pk, 2, told(question="名称=密封"))
    assert titles(of) == [seal(1), seal(2), seal(3)]
    with pytest.raises(Overtaken):
        actions.edit_topic(cast.official, topic.pk, 1, told())


def test_each_snapshot_freshens_it_and_says_what_is_new_since_the_last_visit(cast, topic, arrive):
    assert queries.seen_at(topic, cast.clerk) is None
    actions.mark_seen(cast.clerk, topic.pk)
    arrive({seal(7): "澄江水泵有限公司", "一种水泵": "澄江水泵有限公司"})
    topic.refresh_from_db()
    assert topic.snapshot == 2
    seen = queries.seen_at(topic, cast.clerk)
    assert titles(topic, cast.clerk, since=seen) == [seal(7)]
    page = browser(cast.clerk).get(f"/information/topics/{topic.pk}/?new=1").content.decode()
    assert "以来新增 1 件" in page and "共 1 件" in page
    actions.mark_seen(cast.clerk, topic.pk)
    assert titles(topic, cast.clerk, since=queries.seen_at(topic, cast.clerk)) == []


def test_a_question_that_can_no_longer_be_asked_keeps_what_is_there_and_says_why(
    cast, topic, arrive
):
    TopicDatabase.objects.for_program("test").update(question="名称=(密封")
    arrive({seal(8): "澄江水泵有限公司"})
    topic.refresh_from_db()
    assert titles(topic) == [seal(1), seal(2), seal(3)]
    assert "括号" in topic.trouble and topic.snapshot == 1
    assert "最近一次未能更新" in browser().get(f"/information/topics/{topic.pk}/").content.decode()


def test_who_may_read_one_is_the_same_for_list_page_count_and_file(cast):
    made = {
        access: actions.found_topic(
            cast.official,
            told(title=access, access=access, readers=[cast.firm.pk] if access == "firm" else []),
        )
        for access in ("public", "firm", "internal")
    } | {
        f"industry {code}": actions.found_topic(
            cast.official, told(title=f"industry {code}", access="industry", industry=code)
        )
        for code in ("C34", "35")
    }
    readers = {
        ANYBODY: {"public"},
        cast.stranger: {"public"},
        cast.clerk: {"public", "firm", "industry C34"},
        cast.official: made.keys(),
    }
    actions.make_own_profile(cast.clerk, cast.firm.pk)
    FirmProfile.objects.for_program("test").update(industry_code="C3443")
    for person, seen in readers.items():
        assert {one.title for one in queries.topics(person)} == seen
        assert queries.open_count(person) == len(seen)
        client = browser(person if person.pk else None)
        for access, one in made.items():
            status = 200 if access in seen else 404
            assert client.get(f"/information/topics/{one.pk}/").status_code == status
        if person is not cast.official:
            for one in made.values():
                assert client.get(f"/information/topics/{one.pk}/export/").status_code in (302, 403)
                assert client.post(f"/information/topics/{one.pk}/act/").status_code in (
                    302, 403, 404,
                )  # fmt: skip
            with pytest.raises(NotFound):
                queries.entry(made["internal"].entries.first().pk, person)


def test_the_register_that_everybody_reads_does_not_name_one_that_is_not_public(cast):
    of = actions.found_topic(cast.official, told(title="密存", access="internal"))
    page = browser().get("/register/designations/").content.decode()
    assert "密存" not in page and f"专题数据库 ZT-{of.pk}" in page


def test_the_name_of_a_natural_person_opens_nothing_to_visitors(cast):
    with pytest.raises(Refused, match="没有命中"):
        actions.found_topic(cast.official, told(question="权利人=张三丰"))
    of = actions.found_topic(cast.official, told())
    page = browser().get(f"/information/topics/{of.pk}/").content.decode()
    assert "张三丰" not in page and "其余权利人" in page
    assert queries.statistics(of, ANYBODY).other_holders == 1
    assert queries.statistics(of, cast.official).other_holders == 0


def test_statistics_add_up_and_follow_the_list(cast, topic):
    counted = queries.statistics(topic, cast.official)
    assert (counted.kinds, counted.years) == ([("invention", 3)], [(2019, 3)])
    assert counted.holders == [("澄江阀门有限公司", 2), ("张三丰", 1)]
    assert (counted.states, counted.total) == ([("授权", 3)], 3)


def test_notes_and_further_fields_are_kept_and_exported_with_their_origin(cast):
    of = actions.found_topic(cast.official, told(fields=["技术分支", "产品"]))
    right = registry.search_rights(ANYBODY, "密封结构之2").rows[0]
    one = of.entries.get(right_id=right.pk)
    values = {"技术分支": "密封", "别的": "不要"}
    actions.annotate(cast.official, one.pk, "重点跟踪", values)
    one.refresh_from_db()
    assert (one.note, one.values) == ("重点跟踪", {"技术分支": "密封"})
    client, address = browser(cast.official), f"/information/topics/{of.pk}/export/"
    assert client.get(f"{address}?format=xlsx").status_code == 200
    text = b"".join(client.get(f"{address}?format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    said = "".join(row[0] for row in rows[:3])
    assert "检索式 名称=密封" in said and "快照 1" in said and "共 3 件" in said
    head = next(place for place, row in enumerate(rows) if row[0] == "申请号或注册号")
    written = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
    line = next(one for one in written if one["名称"] == seal(2))
    assert (line["批注"], line["技术分支"], line["来源文件"], line["来源行"]) == (
        "重点跟踪", "密封", "专利清单.csv", "3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "请填写名称"),
        ({"about": ""}, "请填写用途"),
        ({"question": ""}, "请填写检索式"),
        ({"question": "名称=(密封"}, "检索式有误"),
        ({"question": "名称=灯塔"}, "没有命中"),
        ({"access": "all"}, "请选择开放范围"),
        ({"access": "firm"}, "至少选择一个单位"),
        ({"access": "industry", "industry": "C"}, "国民经济行业代码"),
        ({"access": "firm", "readers": [0]}, "单位已不存在"),
        ({"fields": list("123456789")}, "最多 8 个"),
        ({"founded_on": date(2099, 1, 1)}, "不晚于今天"),
    ],
)
def test_what_cannot_be_right_is_refused_and_leaves_nothing(cast, changes, words):
    with pytest.raises(Refused, match=words):
        actions.found_topic(cast.official, told(**changes))
    assert not TopicDatabase.objects.for_program("test").exists()


def test_refusals_of_curating_say_what_to_do(cast, topic):
    with pytest.raises(Refused, match="请写明理由"):
        actions.judge_entry(cast.official, topic.pk, 1, "x", "in", " ")
    with pytest.raises(Refused, match="没有与“999”相符"):
        actions.judge_entry(cast.official, topic.pk, 1, "999", "in", "要")
    with pytest.raises(Refused, match="管理信息服务"):
        actions.judge_entry(cast.clerk, topic.pk, 1, "999", "in", "要")
    of = actions.close_topic(cast.official, topic.pk, 1, localdate(), "不用了")
    with pytest.raises(Refused, match="已停用"):
        actions.judge_entry(cast.official, of.pk, 2, of.entries.first().right_id, "out", "要")
    assert actions.found_topic(cast.official, told()).pk != of.pk


def test_the_same_form_sent_twice_founds_one(cast, topic):
    assert actions.found_topic(cast.official, told(), "k").pk == topic.pk
    with pytest.raises(Refused, match="请另取名称"):
        actions.found_topic(cast.official, told(), "other")


def test_pages_lead_from_the_question_to_a_closed_database(cast):
    client = browser(cast.official)
    form = {
        "title": "密封", "about": "企业用", "question": "名称=(密封", "access": "public",
        "founded_on": "2024-3-5", "fields": "技术分支", "request_key": "w",
    }  # fmt: skip
    bad = client.post("/information/topics/found/", form)
    assert bad.status_code == 422 and "名称=(密封" in bad.content.decode()
    address = client.post("/information/topics/found/", form | {"question": "名称=密封"})[
        "Location"
    ]
    page = browser().get(address).content.decode()
    assert seal(1) in page and "收入一件" not in page and "2024-03-05 建成" in page
    of = TopicDatabase.objects.for_program("test").get()
    one = of.entries.first()
    client.post(f"/information/topics/entries/{one.pk}/", {"note": "好", "own0": "密封件"})
    out = {"act": "out", "version": 1, "right": one.right_id, "reason": "无关"}
    assert client.post(f"{address}act/", out).status_code == 302
    assert browser().get(address).content.decode().count("/register/rights/") == 2
    assert "无关" in client.get(f"{address}?out=1").content.decode()
    client.post(f"{address}act/", {"act": "close", "version": 2, "on": "2024-4-5", "reason": "完"})
    assert "2024-04-05 停用" in browser().get("/information/topics/").content.decode()


def test_lists_of_one_and_of_three_ask_the_same_number_of_queries(cast, arrive):
    actions.found_topic(cast.official, told(question="名称=密封结构之1"))
    client = browser(cast.official)

    def asked():
        out = []
        for address in ("/information/topics/", "/information/topics/1/?col=file"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            out.append(len(captured))
        return out

    of = TopicDatabase.objects.for_program("test").get()
    asked()
    before = asked()
    actions.edit_topic(cast.official, of.pk, 1, told())
    for n in range(2):
        actions.found_topic(cast.official, told(title=f"另一个{n}"))
    assert asked() == before
