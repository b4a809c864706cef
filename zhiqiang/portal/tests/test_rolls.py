"""The rolls of the register: found by their own values, sorted, saved, open to whom they are."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

LISTS = {
    "pledges": (
        "质押登记号,专利号,出质人,质权人,登记日,质押金额\n"
        "Y2024980001,{first},澄江阀门有限公司,澄江银行股份有限公司,2024-03-01,200万元\n"
        "Y2024980002,{third},澄江阀门有限公司,澄江银行股份有限公司,2024-09-01,50万元\n"
    ),
    "designations": (
        "认定种类,级别,名称,认定日期,失效日期,文号,区划代码\n"
        "高新技术企业,,澄江阀门有限公司,2023-11-01,2026-11-01,澄科〔2023〕8号,990101\n"
        "贯标,市级,澄江阀门有限公司,2020-05-01,2023-05-01,,990101\n"
        "维权援助,,王小明,2024-01-01,,,990102\n"
    ),
    "activities": (
        "活动种类,活动名称,举办日期,地点,主办单位,人次,条数,区划代码\n"
        "培训,质押融资培训班,2024-04-01,东岸区,澄江阀门有限公司,30,,990101\n"
        "宣讲,商标宣讲,2024-06-01,西坪县,市市场监管局,45,,990102\n"
    ),
    "statistics": (
        "指标,区划代码,年度,数值,单位,发布单位,出处\n"
        "地区生产总值,990100,2023,120,亿元,市统计局,统计公报\n"
        "地区生产总值,990100,2024,130,亿元,市统计局,统计公报\n"
    ),
    "budgets": (
        "年度,单位,用途,预算金额（元）,支出金额（元）,文件,区划代码\n"
        "2024,市市场监管局,专利导航,1000,600,财行1号,990100\n"
        "2023,市市场监管局,宣传培训,500,500,财行2号,990100\n"
    ),
}
ROLLS = ("parties", "events", "designations", "activities", "statistics", "budgets")


@pytest.fixture
def rolls(city, home):
    """The small city with two or three records of every kind."""
    numbers = {"first": _number(1), "third": _number(3)}
    for source, text in LISTS.items():
        path = home / f"{source}.csv"
        path.write_text(text.format(**numbers), encoding="utf-8")
        taken = import_file(source, path, small_city.ACTOR)
        assert [one.message for one in taken.errors] == []
    return city


def _number(serial):
    return small_city.application_number(2019, serial)


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def heads(page):
    """Return what names each row."""
    rows = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r'<th scope="row"[^>]*>(?:<a[^>]*>)?([^<]*)', rows)


def saved(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_roll_is_found_by_the_values_that_its_rows_have(rolls, desk):
    page = text_of(desk.get("/register/events/?kind=pledge"))
    assert len(heads(page)) == 2 and "质押登记（2）" in page and "授权（3）" in page
    page = text_of(desk.get("/register/designations/?level=national"))
    assert heads(page) == ["澄江阀门有限公司"] and "国家级（1）" in page and "市级（1）" in page
    assert heads(text_of(desk.get("/register/activities/?kind=training"))) == ["质押融资培训班"]
    assert heads(text_of(desk.get("/register/statistics/?year=2023"))) == ["地区生产总值"]
    assert heads(text_of(desk.get("/register/budgets/?year=2024"))) == ["专利导航"]
    page = text_of(desk.get("/register/parties/?kind=firm&text=银行"))
    assert heads(page) == ["澄江银行股份有限公司"]


def test_a_roll_is_found_by_words_days_and_region(rolls, desk):
    found = heads(text_of(desk.get("/register/events/?text=之3&kind=pledge")))
    assert found == ["一种阀门的密封结构之3"]
    assert len(heads(text_of(desk.get("/register/events/?text=澄江银行")))) == 2
    assert len(heads(text_of(desk.get("/register/events/?text=Y2024980002")))) == 1
    query = "/register/events/?kind=pledge&since=2024-04-01&until=2024年12月31日"
    assert heads(text_of(desk.get(query))) == ["一种阀门的密封结构之3"]
    assert heads(text_of(desk.get("/register/activities/?region=990102"))) == ["商标宣讲"]
    # Of a pledge that states no region, the right's is meant.
    assert len(heads(text_of(desk.get("/register/events/?kind=pledge&region=990101")))) == 2
    assert "没有符合条件" in text_of(desk.get("/register/events/?kind=pledge&region=990102"))
    held = heads(text_of(desk.get("/register/designations/?current=1&as_of=2024-12-31")))
    assert sorted(held) == ["澄江阀门有限公司", "王小明"]


def test_the_sums_of_a_roll_agree_with_its_filter(rolls, desk):
    assert "人次 75" in text_of(desk.get("/register/activities/"))
    assert "人次 30" in text_of(desk.get("/register/activities/?kind=training"))
    page = text_of(desk.get("/register/budgets/?year=2024"))
    assert "预算（元） 1,000 · 支出（元） 600" in page and "60.0%" in page


def test_budgets_are_for_officials_and_a_person_is_found_and_named_by_them_only(
    rolls, desk, stranger
):
    assert stranger.get("/register/budgets/").status_code == 302
    assert stranger.get("/register/budgets/export/").status_code == 302
    assert "经费" not in text_of(stranger.get("/register/events/"))
    page = text_of(stranger.get("/register/designations/"))
    assert "王**" in page and "王小明" not in page and "澄江阀门有限公司" in page
    assert "没有符合条件" in text_of(stranger.get("/register/designations/?text=小明"))
    assert heads(text_of(desk.get("/register/designations/?text=小明"))) == ["王小明"]
    assert "张三丰" not in text_of(stranger.get("/register/events/"))
    assert "没有符合条件" in text_of(stranger.get("/register/events/?text=张三丰"))
    assert "张三丰" not in text_of(stranger.get("/register/parties/"))
    assert stranger.get("/register/events/export/").status_code == 302


def test_a_row_leads_officials_to_its_record_and_everybody_to_its_right(rolls, desk, stranger):
    address = "/register/events/?kind=pledge&sort=happened_on"
    record = re.search(r"/register/records/event/\d+/", text_of(desk.get(address)))
    page = text_of(desk.get(record[0]))
    assert "澄江银行股份有限公司" in page and "出质人" in page and "pledges.csv" in page
    seen = text_of(stranger.get(address))
    assert "/register/records/" not in seen and "/register/rights/" in seen


@pytest.mark.parametrize("name", ROLLS)
def test_a_roll_is_saved_with_the_row_that_each_record_came_from(rolls, desk, name):
    lines = saved(desk.get(f"/register/{name}/export/?format=csv"))
    assert lines[2][-3:] == ["来源文件", "来源工作表", "来源行"]
    assert all(line[-3] and line[-1].isdigit() for line in lines[3:] if name != "parties")
    total = int(re.search(r"共 ([\d,]+) 条", lines[1][0])[1])
    assert len(lines) - 3 == total > 1


def test_what_cannot_be_asked_is_refused_in_words(rolls, desk):
    for query in (
        "statistics/?year=zwanzig",
        "budgets/?year=20245",
        "events/?party=x",
        "events/?since=2024-13-01",
        "events/?sort=king",
        "parties/?page=99",
    ):
        assert desk.get(f"/register/{query}").status_code == 400, query
    assert desk.get("/register/events/?party=999999").status_code == 404


def test_rights_are_filtered_by_their_category_now_and_as_known(rolls, desk, home):
    mark = {"注册号": "1234567", "商标名称": "澄", "申请人名称": "澄江阀门有限公司", "国际分类": "7",
            "区划代码": "990101", "注册公告日期": "2020-01-01", "商标类型": "集体商标"}  # fmt: skip
    taken = import_file("trademarks", small_city.write_csv(home / "商标.csv", [mark]), "测试")
    assert taken.new == 1
    small_city.publish()
    assert "类别</label>" in text_of(desk.get("/register/"))
    for query in ("", "&known=2", "&region=990101", "&text=澄", "&kind=trademark"):
        page = text_of(desk.get(f"/register/?category=collective_mark{query}"))
        assert heads(page) == ["澄"], query
    assert "没有符合条件" in text_of(desk.get("/register/?category=literary_work"))
    assert desk.get("/register/?category=king").status_code == 400
    lines = saved(desk.get("/register/export/?category=collective_mark&format=csv"))
    assert "集体商标" in lines[0][0] and len(lines) == 4


@pytest.mark.parametrize("name", ROLLS)
def test_a_roll_asks_as_often_for_one_row_as_for_three(city, desk, home, name):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert desk.get(f"/register/{name}/").status_code == 200
        return len(caught)

    if name not in ("parties", "events"):
        head, *rows = LISTS[name].splitlines()
        _take(home, name, head, rows[:1])
    asked()  # what every first page of a snapshot asks once
    before = asked()
    for source, text in LISTS.items():
        head, *rows = text.format(first=_number(1), third=_number(3)).splitlines()
        _take(home, source, head, rows)
    assert asked() == before


def _take(home, source, head, rows):
    path = home / f"{source}.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    import_file(source, path, small_city.ACTOR)


def test_a_visitor_sees_no_event_of_an_application_that_nobody_published(rolls, home, desk):
    row = small_city.patents(4)[3] | {"授权公告日": "", "法律状态": "审查中"}
    import_file("patents", small_city.write_csv(home / "新.csv", [row]), small_city.ACTOR)
    (right,) = list(registry.search_rights(desk_person(), _number(4)))
    assert not right.is_published
    seen = registry.Roll("event", AnonymousUser(), registry.Wanted())
    assert right.pk not in set(seen.rows.values_list("right_id", flat=True))


def desk_person():
    from zhiqiang.records.accounts.queries import person_named

    return person_named("chen")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's way of telling a plan")
def test_events_of_a_county_are_counted_from_an_index_alone(rolls, official):
    with CaptureQueriesContext(connection) as seen:
        found = registry.Roll("event", official, registry.Wanted(region="990101"))
        assert found.total > 0 and found.facets()["kind"]
    asked = [one["sql"] for one in seen if 'FROM "registry_event"' in one["sql"]]
    assert len(asked) == 2
    for query in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = [row[3] for row in cursor.fetchall()]
        of_events = [step for step in plan if "registry_event" in step]
        assert of_events and all("registry_event_region" in step for step in of_events), plan


@pytest.mark.parametrize("few", [0, 2_000])
def test_events_of_a_county_are_the_same_however_they_are_met(rolls, official, monkeypatch, few):
    monkeypatch.setattr("zhiqiang.records.registry.queries.rolls.FEW", few)
    for region in ("990101", "990102", "990103"):
        found = registry.Roll("event", official, registry.Wanted(region=region))
        of_place = [
            one.pk
            for one in registry.Roll("event", official, registry.Wanted(region="000000")).rows
            if (one.region_code or getattr(one.right, "region_code", "")
                or getattr(one.party, "region_code", "")) == region
        ]  # fmt: skip
        assert [one.pk for one in found.rows] == of_place
        assert found.total == len(of_place)
