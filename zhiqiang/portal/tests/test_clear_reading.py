"""Personal data are masked for everybody; who holds the right reads them for a reason, journalled."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.timezone import localdate

from zhiqiang.portal.tests import small_city
from zhiqiang.portal.tests.conftest import SECRET
from zhiqiang.portal.tests.test_party_page import FIRMS, take
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.personal import shown_cells, shown_words

NUMBER, PHONE, HOME = "11010519491231002X", "13812345678", "澄江市东岸区桥头弄3号"
COVERED = ("1101**********002X", "138****5678", "澄江市东岸区****")


@pytest.fixture
def guardian(db, settings):
    """The browser of somebody who holds the right to read personal data whole."""
    settings.SECOND_FACTOR_BY_ROLE = False
    person = register_person("bao", "鲍某", "official", SECRET)
    acting = Acting(None, without_lines)
    body = bodies.add_body(acting, "澄江市知识产权保护中心", "department", small_city.REGION)
    posts.assign_post(acting, person, body, "protection_official", localdate())
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def received(city, home):
    """A list with a row of a natural person and a row of a firm, and one that is refused."""
    rows = [
        one | {"地址": address, "身份证号": number, "联系电话": phone}
        for one, address, number, phone in zip(
            small_city.patents(8)[4:],
            (HOME, "澄江市东岸区水厂路1号", HOME, HOME),
            (NUMBER, "", NUMBER, NUMBER),
            (PHONE, "", PHONE, PHONE),
            strict=True,
        )
    ]
    rows[0] |= {"申请人": "张三丰", "申请人类型": "个人"}
    rows[2] |= {"申请人": "张三丰", "申请人类型": "个人", "申请日": "2019-13-45"}
    rows[3] |= {"申请人": "张三丰", "申请人类型": "个人", "申请日": NUMBER}
    taken = import_file("patents", small_city.write_csv(home / "附身份.csv", rows), "测试")
    assert (taken.new, taken.refused) == (2, 2)
    take(home, "parties", FIRMS)
    return taken.batch_id


def told(answer):
    """Return all that an answer says, in workbooks too."""
    assert answer.status_code == 200
    body = answer.getvalue() if answer.streaming else answer.content
    if not body.startswith(b"PK"):
        return body.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def lines_about(act="read_clear"):
    return [
        (one.actor, one.subject, one.detail)
        for one in journal.whole().order_by("sequence")
        if one.act == act
    ]


def addresses(batch, official):
    (person,) = registry.search_parties("张三丰", official)
    return {
        f"/imports/{batch}/row/?row=2": (f"batch:{batch}", COVERED),
        f"/imports/{batch}/refused/": (f"batch:{batch}", COVERED),
        f"/register/parties/{person.pk}/": (f"party:{person.pk}", COVERED[2:]),
        f"/register/records/party/{person.pk}/": (f"party:{person.pk}", COVERED[2:]),
        "/register/parties/export/?col=address&format=csv": (
            "list:/register/parties/export/",
            COVERED[2:],
        ),
    }


def test_personal_data_are_masked_everywhere_until_a_reason_is_given(
    received, official, desk, guardian
):
    for address, (subject, covered) in addresses(received, official).items():
        for browser in (desk, guardian):
            seen = told(browser.get(address))
            assert not [one for one in (NUMBER, PHONE, HOME) if one in seen], address
            assert [one for one in covered if one not in seen] == [], address
        before = len(lines_about())
        clear = told(guardian.post(address, {"clear_reason": "核对举报人身份"}))
        assert HOME in clear, address
        assert len(covered) == 1 or (NUMBER in clear and PHONE in clear), address
        made = lines_about()[before:]
        assert [one[:2] for one in made] == [("bao", subject)], address
        assert made[0][2]["reason"] == "核对举报人身份"
        assert HOME not in told(guardian.get(address)), address
    assert lines_about()[0][2]["about"] == "第 2 行"


def test_who_lacks_the_right_or_a_reason_reads_nothing_whole(received, official, desk, guardian):
    for address in addresses(received, official):
        assert desk.post(address, {"clear_reason": "想看"}).status_code == 403, address
        assert Client().post(address, {"clear_reason": "想看"}).status_code == 403, address
        refused = guardian.post(address, {"clear_reason": "  "})
        assert refused.status_code == 403 and "请写明" in refused.content.decode(), address
        assert guardian.post(address, {"clear_reason": "字" * 501}).status_code == 403
    assert lines_about() == []


def test_the_way_to_it_is_offered_to_those_only_who_may(received, official, desk, guardian):
    for address in addresses(received, official):
        if not address.endswith(("/refused/", "csv")):
            assert "查看完整个人信息" in told(guardian.get(address)), address
            assert "查看完整个人信息" not in told(desk.get(address)), address
    assert "导出完整个人信息" in told(guardian.get("/register/parties/"))
    assert "下载完整的拒收行" in told(guardian.get(f"/imports/{received}/"))
    assert "下载完整的拒收行" not in told(desk.get(f"/imports/{received}/"))


def test_the_api_gives_them_for_a_reason_too(received, official, desk, guardian):
    (person,) = registry.search_parties("张三丰", official)
    for address, word in (
        (f"/api/v1/parties/{person.pk}", HOME),
        (f"/api/v1/imports/{received}/rows/2", NUMBER),
    ):
        assert word not in told(guardian.get(address))
        assert word in told(guardian.get(f"{address}?reason=核对身份"))
        assert desk.get(f"{address}?reason=核对身份").status_code == 403
    assert len(lines_about()) == 2
    assert HOME not in told(desk.get("/api/v1/parties?text=张三丰"))


def test_an_identity_number_in_a_remark_is_masked_with_the_cell(received, desk):
    findings = f"/imports/{received}/findings/?format=csv"
    for address in (f"/imports/{received}/", findings, f"/imports/{received}/row/?row=5"):
        assert NUMBER not in told(desk.get(address)), address
    rows = list(csv.reader(io.StringIO(told(desk.get(findings)))))
    assert any("1101**********002X" in cell for row in rows for cell in row)
    assert NUMBER not in told(desk.get(f"/api/v1/imports/{received}/findings"))


def test_what_only_looks_like_an_identity_number_stays():
    code, bad = "91440300708461136T", "110105194912310021"
    for text in (code, bad, "202010000001999912310021", f"A{NUMBER}"):
        assert shown_words(text, AnonymousUser()) == text
    assert shown_words(f"（{NUMBER.lower()}）", None) == "（1101**********002x）"


@pytest.mark.django_db
def test_the_address_of_a_firm_stays_and_that_of_a_person_does_not():
    home = ("地址", HOME, "address")
    firm = [("申请人", "澄江阀门有限公司", "applicants"), home]
    person = [("申请人", "王小明", "applicants"), home, ("备注", "", None)]
    said = [("类型", "自然人", None), ("申请人", "张工作室", "applicants"), home]
    shown = shown_cells([firm, person, said], None)
    assert [row[-1 if row[-1][0] == "地址" else 1][1] for row in shown] == [
        HOME,
        COVERED[2],
        COVERED[2],
    ]
