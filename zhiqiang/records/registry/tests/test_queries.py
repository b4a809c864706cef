"""What can be asked of the register, and by whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.rights import NobodyAsked
from zhiqiang.records.accounts.tests.someone import OFFICIALS, holder_of
from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.registry.models import Party, Right
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

pytestmark = pytest.mark.django_db


OFFICIAL = holder_of(*OFFICIALS)
STRANGER = AnonymousUser()
VISITORS = [STRANGER, holder_of(), holder_of("read_journal")]


@pytest.fixture
def batch_id(tmp_path):
    rows = [
        patent(1),
        patent(2, 申请人="王小明; 甲科技有限公司", 地址="北京市海淀区1号"),
        patent(3),
    ]
    return import_file("patents", patents(tmp_path / "甲.csv", rows, ("备用",)), "测试员").batch_id


def test_a_received_row_comes_back_cell_by_cell_with_the_field_of_each(batch_id):
    row = queries.received_row(batch_id, "", 3, OFFICIAL)
    assert (row.file_name, row.sheet, row.row) == ("甲.csv", "", 3)
    assert row.cells[0] == ("申请号", numbered(2015, 1, 2), "application_number")
    assert ("备用", "", None) in row.cells
    for sheet, number in (("", 99), ("没有", 3)):
        with pytest.raises(NotFound):
            queries.received_row(batch_id, sheet, number, OFFICIAL)


@pytest.mark.parametrize("visitor", VISITORS)
def test_visitors_see_rights_but_no_persons_names_and_no_origins(batch_id, visitor):
    right = Right.objects.for_program("test").get(title="一种第2号装置")
    person = right.holder
    assert person.kind == "person"
    assert queries.shown_name(person, visitor) == "王**"
    assert queries.shown_names(right.applicants, visitor) == "王**; 甲科技有限公司"
    assert [line.text for line in queries.history_of(right, visitor) if line.kind == "holding"] == [
        "王**"
    ]
    assert "import" not in {line.kind for line in queries.history_of(right, visitor)}
    assert not queries.visible_batches(visitor).exists()
    assert queries.search_parties("王小明", visitor) == []
    with pytest.raises(NotFound):
        queries.party_by_id(person.pk, visitor)


def test_officials_see_names_and_origins(batch_id):
    right = Right.objects.for_program("test").get(title="一种第2号装置")
    assert queries.shown_names(right.applicants, OFFICIAL) == "王小明; 甲科技有限公司"
    assert "import" in {line.kind for line in queries.history_of(right, OFFICIAL)}
    assert queries.party_by_id(right.holder_id, OFFICIAL).name == "王小明"
    assert queries.visible_batches(OFFICIAL).count() == 1


def test_rights_are_found_by_number_title_and_region(batch_id):
    assert queries.search_rights(STRANGER, numbered(2015, 1, 1)).total == 1
    assert queries.search_rights(STRANGER, "ZL" + numbered(2015, 1, 1)[:-2]).total == 1
    assert queries.search_rights(STRANGER, "第3号").total == 1
    assert queries.search_rights(STRANGER, region="330000").total == 2
    assert queries.search_rights(STRANGER, region="110108", kind="invention").total == 1
    found = queries.search_rights(STRANGER, size=2, page=2)
    assert (found.total, found.pages, len(found.items)) == (3, 2, 1)


def test_who_may_not_read_a_persons_name_finds_nothing_by_it(batch_id):
    assert queries.search_rights(OFFICIAL, "王小明").total > 0
    assert queries.search_rights(STRANGER, "王小明").total == 0
    assert queries.search_rights(STRANGER, "甲科技").total > 0


def test_a_search_for_nobody_is_an_error(batch_id):
    with pytest.raises(NobodyAsked):
        queries.search_rights(None)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_rights_takes_the_same_number_of_queries(
    tmp_path, django_assert_num_queries, rows
):
    listed = [patent(serial) for serial in range(1, rows + 1)]
    import_file("patents", patents(tmp_path / "甲.csv", listed), "测试员")
    with django_assert_num_queries(3):
        found = queries.search_rights(STRANGER)
        assert [one.holder.name for one in found.items] == ["甲科技有限公司"] * rows
        assert found.total == rows


def test_a_party_known_by_name_gets_its_code_and_keeps_its_rights(batch_id, tmp_path):
    headings = ("企业名称", "统一社会信用代码", "企业规模", "区划代码")
    code = "91440300708461136T"
    row = {
        "企业名称": "甲科技有限公司",
        "统一社会信用代码": code,
        "企业规模": "小型",
        "区划代码": "330302",
    }
    result = import_file("parties", write(tmp_path / "名录.csv", headings, [row]), "测试员")
    assert (result.rows, result.changed + result.same) == (1, 1)
    party = Party.objects.for_program("test").get(name="甲科技有限公司")
    assert (party.identity, party.size) == (f"USCC:{code}", "small")
    assert queries.rights_of(party.pk, OFFICIAL).total == 2
    assert import_file("parties", tmp_path / "名录.csv", "测试员").same == 1


UNPUBLISHED = {"公开(公告)号": "", "公开(公告)日": ""}


@pytest.fixture
def unpublished(tmp_path):
    rows = [patent(1), patent(2, **UNPUBLISHED)]
    import_file("patents", patents(tmp_path / "乙.csv", rows), "测试员")
    return Right.objects.for_program("test").get(title="一种第2号装置")


def test_an_application_that_nobody_published_is_for_few(unpublished):
    assert not unpublished.is_published
    assert queries.search_rights(STRANGER).total == 1
    assert queries.search_rights(STRANGER, unpublished.number).total == 0
    assert queries.search_rights(OFFICIAL).total == 2
    with pytest.raises(NotFound):
        queries.right_by_id(unpublished.pk, STRANGER)
    assert queries.right_by_id(unpublished.pk, OFFICIAL) == unpublished
    assert queries.rights_of(unpublished.holder_id, STRANGER).total == 1
    assert queries.holdings_of(unpublished.pk, STRANGER) == []
    assert queries.hidden_of("right", [unpublished.pk], STRANGER) == {unpublished.pk}
    assert queries.hidden_of("right", [unpublished.pk], OFFICIAL) == set()


def test_it_is_public_from_the_day_that_a_list_prints_its_publication(unpublished, tmp_path):
    row = patent(2, **UNPUBLISHED | {"公开(公告)日": "2016-08-01"})
    import_file("patents", patents(tmp_path / "丙.csv", [row]), "测试员")
    assert queries.search_rights(STRANGER, unpublished.number).total == 1


@pytest.mark.parametrize("person", [STRANGER, holder_of("report_progress"), OFFICIAL])
@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_rights_ask_the_same_number_of_queries_of_any_number_of_rows(
    db, django_assert_num_queries, size, person
):
    Right.objects.bulk_create(
        Right(identity=f"CN:{n}", kind="invention", number=str(n), title="一种装置",
              region_code="330302", published_on=date(2020, 1, 1) if n % 10 else None,
              is_published=n % 10 > 0)
        for n in range(size)
    )  # fmt: skip
    hidden = 0 if person is OFFICIAL else (size + 9) // 10
    with django_assert_num_queries(3 if size > hidden else 1):
        found = queries.search_rights(person, kind="invention", region="330300")
        assert found.total == size - hidden
        assert len(found.items) == min(50, size - hidden)


def test_a_region_is_a_range_of_codes():
    assert queries.found.within("000000") == Q()
    assert queries.found.within("330302") == Q(region_code__gte="330302", region_code__lt="330303")
    assert queries.found.within("330900") == Q(region_code__gte="3309", region_code__lt="3310")
    assert queries.found.within("990000") == Q(region_code__gte="99")


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize("order", ["-filed_on", "title", "kind"])
def test_few_rows_and_many_come_the_same_way(batch_id, monkeypatch, few, order):
    """A walk along the index of the order, and a sort, find the same rows in the same order."""
    monkeypatch.setattr(queries.found, "FEW", few)
    for asked in ({}, {"kind": "invention"}, {"region": "330000"}, {"text": "装置"},
                  {"kind": "invention", "region": "330300", "text": "第3号"}):  # fmt: skip
        found = queries.search_rights(OFFICIAL, **asked)
        by_hand = [
            one.pk for one in Right.objects.for_program("test").order_by(order, "-pk")
            if one.kind == asked.get("kind", one.kind)
            and one.region_code.startswith(asked.get("region", "").rstrip("0"))
            and asked.get("text", "") in one.title
        ]  # fmt: skip
        assert [one.pk for one in found.rows.order_by(order, "-pk")] == by_hand
        assert found.total == len(by_hand) > 0


@pytest.fixture
def many(db):
    """Rights of two regions and kinds, some without a day, every tenth not published."""
    Right.objects.bulk_create(
        Right(identity=f"CN:{n}", kind="invention" if n % 3 else "design", number=f"2015{n:04}",
              title=f"一种{'阀门' if n % 4 else '轴承'}装置{n % 7}", region_code=f"33030{n % 2 + 1}",
              filed_on=date(2015, 1, 1 + n % 25) if n % 11 else None,
              published_on=date(2020, 1, 1) if n % 10 else None, is_published=n % 10 > 0)
        for n in range(1, 121)
    )  # fmt: skip


def _in_order(person, name, is_down):
    """Put the rights that somebody may see in order by hand: those without a value come last."""
    rows = sorted(Right.objects.visible_to(person), key=lambda one: one.pk, reverse=is_down)
    known = [one for one in rows if getattr(one, name) is not None]
    known.sort(key=lambda one: getattr(one, name), reverse=is_down)
    return known + [one for one in rows if getattr(one, name) is None]


@pytest.mark.parametrize("few", [0, 1_000])
@pytest.mark.parametrize("person", [STRANGER, OFFICIAL])
@pytest.mark.parametrize(
    ("name", "is_down"), [("filed_on", True), ("filed_on", False), ("title", True), ("kind", False)]
)
def test_the_pages_of_a_list_put_together_are_the_list(
    many, monkeypatch, person, few, name, is_down
):
    monkeypatch.setattr(queries.found, "FEW", few)

    def order(rows):
        by = F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True)
        return rows.order_by(by, "-pk" if is_down else "pk")

    whole = _in_order(person, name, is_down)
    found = queries.search_rights(person)
    pages = [found.part(offset, 7, order) for offset in range(0, len(whole), 7)]
    assert [one.pk for page in pages for one in page] == [one.pk for one in whole]
    assert found.part(len(whole), 7, order) == []
    if (name, is_down) == ("filed_on", True):
        assert [one.pk for one in found[3:9]] == [one.pk for one in whole[3:9]]


@pytest.mark.parametrize("kept", [0, 10_000])
def test_a_word_is_found_wherever_the_ids_are_kept(many, monkeypatch, kept):
    monkeypatch.setattr(queries.found, "KEPT", kept)
    for person in (STRANGER, OFFICIAL):
        for region in ("", "330301"):
            for text, has in (("轴承", lambda one: "轴承" in one.title),
                              ("2015003", lambda one: one.number.startswith("2015003"))):  # fmt: skip
                found = queries.search_rights(person, text, region=region)
                by_hand = [
                    one.pk
                    for one in _in_order(person, "filed_on", True)
                    if has(one) and one.region_code.startswith(region)
                ]
                assert [one.pk for one in found.part(0, 100)] == by_hand
                assert found.total == len(by_hand) > 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's way of telling a plan")
@pytest.mark.parametrize("person", [STRANGER, OFFICIAL])
@pytest.mark.parametrize("asked", [{}, {"kind": "invention"}, {"region": "330300"},
                                   {"kind": "invention", "region": "330300"}])  # fmt: skip
def test_count_and_first_page_each_read_an_index_only_and_sort_nothing(
    many, monkeypatch, person, asked
):
    monkeypatch.setattr(queries.found, "FEW", -1)
    with CaptureQueriesContext(connection) as seen:
        found = queries.search_rights(person, **asked)
        assert found.total > 50 and len(found.items) == 50
    count, page = (_plan(one["sql"]) for one in seen.captured_queries[:2])
    assert len(count) == 1 and "COVERING INDEX" in count[0]
    assert page == ["SCAN registry_right USING COVERING INDEX registry_right_filed"]


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]
