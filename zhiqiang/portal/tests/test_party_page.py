"""One party on one page: what it holds, did, is recognised as, was called, and where from."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.test_rolls import LISTS, rolls, text_of  # noqa: F401 - a fixture
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file

CODE = "91440300708461136T"
FIRMS = (
    "企业名称,统一社会信用代码,类型,地址,企业规模,区划代码\n"
    f"澄江阀门有限公司,{CODE},企业,澄江市东岸区水厂路1号,小型,990101\n"
    "张三丰,,个人,澄江市东岸区桥头弄3号,,990101\n"
)
MOVES = f"主体名称,统一社会信用代码,变更日期,变更后地址,变更后区划代码\n澄江阀门有限公司,{CODE},2022-05-01,澄江市东岸区新区路9号,990101\n"
NAMES = (
    f"统一社会信用代码,现用名称,曾用名,变更日期\n{CODE},澄江阀门有限公司,澄江阀门厂,2015-03-01\n"
)


def take(home, source, text):
    path = home / f"{source}表.csv"
    path.write_text(text, encoding="utf-8")
    taken = import_file(source, path, small_city.ACTOR)
    assert [one.message for one in taken.errors] == []


@pytest.fixture
def firm(rolls, home):  # noqa: F811
    """The city's firm with everything that a party can have; its address."""
    for source, text in (("parties", FIRMS), ("address_changes", MOVES), ("name_histories", NAMES)):
        take(home, source, text)
    (found,) = registry.search_parties("澄江阀门", AnonymousUser())
    return f"/register/parties/{found.pk}/"


def section(page, name):
    start = page.index(f'id="{name}"')
    return page[start : page.index("</section>", start)]


def test_what_a_party_holds_and_did_is_counted_and_leads_on(firm, desk):
    page = text_of(desk.get(firm))
    counts = section(page, "counts")
    assert "发明" in counts and f'href="{firm}?kind=invention#rights"' in counts
    events = section(page, "events")
    assert "质押登记" in events and "出质人" in events and "2024-09-01" in events
    number = re.search(r"\d+", firm)[0]
    assert f"/register/events/?party={number}&amp;kind=pledge" in events
    listed = text_of(desk.get(f"/register/events/?party={number}&kind=pledge"))
    assert "共 2 条" in listed and "不分地区" in listed
    bank = registry.search_parties("澄江银行", AnonymousUser())[0]
    assert "质权人" in text_of(desk.get(f"/register/parties/{bank.pk}/"))
    chosen = text_of(desk.get(f"{firm}?kind=design"))
    assert "没有以其为第一权利人的权利" in chosen and "全部种类" in chosen
    assert desk.get(f"{firm}?kind=king").status_code == 400


def test_what_a_party_is_recognised_as_is_its_label_while_it_lasts(firm, desk):
    page = text_of(desk.get(f"{firm}?as_of=2024-12-31"))
    assert '<span class="mark">高新技术企业</span>' in page
    assert '<span class="mark">知识产权管理规范贯标认证</span>' not in page
    assert "知识产权管理规范贯标认证" in section(page, "designations")
    earlier = text_of(desk.get(f"{firm}?as_of=2021-12-31"))
    assert '<span class="mark">知识产权管理规范贯标认证</span>' in earlier
    assert "质押融资培训班" in section(page, "activities")


def test_names_addresses_and_the_cell_of_each_value_stand_on_the_page(firm, desk):
    page = text_of(desk.get(firm))
    assert "澄江阀门厂" in section(page, "names") and "2015-03-01" in section(page, "names")
    addresses = section(page, "addresses")
    assert "新区路9号" in addresses and "2022-05-01" in addresses and "水厂路1号" in addresses
    facts = section(page, "facts")
    assert CODE in facts and "小型" in facts and "small" not in page
    assert re.search(r"/imports/\d+/row/\?row=2&amp;field=address", facts)
    assert "parties表.csv" in section(page, "origins")
    assert "水厂路1号" in section(page, "changes")
    timeline = section(page, "history")
    assert (
        timeline.index("2024-09-01") < timeline.index("2022-05-01") < timeline.index("2015-03-01")
    )


def test_visitors_see_what_is_public_of_a_firm_and_nothing_of_where_it_came_from(firm, stranger):
    page = text_of(stranger.get(firm))
    assert "高新技术企业" in page and "水厂路1号" in page
    for hidden in ("表.csv", "/imports/", "变更历史", "更正", "澄江阀门厂</a>"):
        assert hidden not in page, hidden


def test_the_address_of_a_natural_person_is_masked_for_officials_too(firm, desk, official):
    (person,) = registry.search_parties("张三丰", official)
    page = text_of(desk.get(f"/register/parties/{person.pk}/"))
    assert "澄江市东岸区****" in page and "桥头弄" not in page
    correct = f"/register/records/party/{person.pk}/correct/address/"
    for address in (f"/register/records/party/{person.pk}/", correct):
        assert "桥头弄" not in text_of(desk.get(address)), address
    assert "桥头弄" not in text_of(desk.get("/register/parties/?text=张三丰&col=address"))


def test_a_size_is_corrected_by_its_word_and_no_other(firm, desk, official):
    address = f"{firm.replace('parties', 'records/party')}correct/size/"
    form = text_of(desk.get(address))
    seen = re.search(r'name="seen" value="([^"]*)"', form)[1]
    sent = {"value": "medium", "reason": "据年报", "seen": seen}
    assert desk.post(address, sent).status_code == 302
    page = text_of(desk.get(firm))
    assert "中型" in section(page, "facts") and "medium" not in page
    assert "据年报" in section(page, "corrections")


def test_a_party_with_one_record_of_each_kind_asks_as_often_as_with_three(firm, desk, home):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(firm).status_code == 200
        return len(caught)

    asked()
    before = asked()
    more = small_city.patents(6)[3:]
    import_file("patents", small_city.write_csv(home / "又.csv", more), small_city.ACTOR)
    head, first, second = LISTS["pledges"].strip().splitlines()
    rows = "\n".join(
        first.replace("Y2024980001", f"Y202498001{n}").replace("{first}", one["申请号"])
        for n, one in enumerate(more)
    )
    take(home, "pledges", f"{head}\n{rows}\n")
    head, *designated = LISTS["designations"].strip().splitlines()
    rows = "\n".join(designated[0].replace("2023-11-01", f"2023-0{n}-01") for n in (1, 2, 3))
    take(home, "designations", f"{head}\n{rows}\n")
    take(home, "activities", LISTS["activities"].replace("质押融资", "再次质押融资"))
    take(home, "name_histories", NAMES.replace("澄江阀门厂", "澄江五金厂").replace("2015", "2010"))
    take(home, "address_changes", MOVES.replace("2022-05", "2020-05").replace("新区路", "老区路"))
    assert asked() == before
