"""Parties that may be one: found, judged, merged, and taken apart again as if nothing had been."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import (
    earlier,
    find_pairs,
    import_file,
    judge_apart,
    judge_same,
    take_back,
    undo_import,
)
from zhiqiang.records.registry.actions.staging import rows_of
from zhiqiang.records.registry.models import MovedRow, Party, PartyMatch, PartyMerge, PartyPair
from zhiqiang.records.registry.queries import search_parties
from zhiqiang.records.registry.tests.lists import patent, patents, write

pytestmark = pytest.mark.django_db
FIRM, SHARE, OTHER = "温州云帆测控有限公司", "温州云帆测控股份有限公司", "温州远山材料有限公司"
CODE, SECOND = "91440300708461136T", "91990100MA0000015X"
LISTS = {
    "patents": (),
    "designations": ("认定种类", "名称", "认定日期", "区划代码", "文号"),
    "parties": ("企业名称", "统一社会信用代码", "地址", "企业规模"),
    "pledges": ("质押登记号", "专利号", "出质人", "质权人", "质押登记日期", "质押金额"),
    "patent_events": ("申请号", "事务类型", "事务日期", "原权利人", "新权利人", "新区划代码"),
}
DESIGNATED = {"认定种类": "国家知识产权优势企业", "名称": SHARE, "认定日期": "2022-05-01"}


@pytest.fixture
def take(tmp_path):
    """Take over rows of one kind of list; return the number of the batch."""
    names = iter(range(1, 100))

    def import_rows(source, *rows):
        path = tmp_path / f"{next(names)}.csv"
        if source == "patents":
            patents(path, list(rows), ("当前权利人", "代理机构"))
        else:
            write(path, LISTS[source], list(rows))
        result = import_file(source, path, "测试员")
        assert result.batch_id is not None and not result.refused
        return result.batch_id

    return import_rows


def held(serial, by, **more):
    return patent(serial, 申请人=by, 当前权利人=by) | more


def register():
    """Return every row of the tables that imports write, as it stands, but for what merges note."""
    tables = [table for table in earlier.TABLES if table != "registry_moved_row"]
    return {table: rows_of(f"SELECT * FROM {table} ORDER BY id") for table in tables}


def pair_of(*names):
    pairs = PartyPair.objects.for_program("test").select_related("first", "second")
    return next(one for one in pairs if {one.first.name, one.second.name} == set(names))


def party(name):
    return Party.objects.for_program("test").get(name=name)


@pytest.fixture
def two_forms(take):
    """A firm under two legal forms, each with rights, one designated, one transferring."""
    take("patents", held(1, FIRM), held(2, FIRM), held(3, SHARE, 代理机构="某代理所"))
    take("patents", held(4, OTHER))
    take("designations", DESIGNATED)
    take(
        "patent_events",
        {
            "申请号": held(3, SHARE)["申请号"],
            "事务类型": "转让",
            "事务日期": "2020-05-01",
            "原权利人": SHARE,
            "新权利人": OTHER,
            "新区划代码": "330302",
        },
    )
    assert find_pairs().merged == 0


def test_a_doubtful_pair_waits_with_its_reasons_and_what_hangs_on_it(two_forms):
    pair = pair_of(FIRM, SHARE)
    assert (pair.state, pair.proposal) == ("open", "queue")
    assert "可能是改制" in "".join(pair.reasons)
    assert ["地址相同", "浙江省温州市鹿城区人民路1号"] in pair.evidence
    # two rights held by the one; of the other a designation and the transfer that it made
    assert pair.facts == 4
    assert [one.pk for one in PartyPair.objects.for_program("test")] == [pair.pk]
    before = PartyPair.objects.for_program("test").values().get()
    assert (find_pairs().waiting, find_pairs().opened) == (1, 0)
    assert PartyPair.objects.for_program("test").values().get() == before


def test_a_merge_moves_everything_and_parting_brings_back_every_row(two_forms):
    before = register()
    pair = pair_of(FIRM, SHARE)
    made = judge_same(pair.pk, "判定员", "工商登记显示为改制")
    assert {made.kept.name, made.gone.name} == {FIRM, SHARE}
    gone = made.gone_id
    for table, column in (
        ("registry_right", "holder_id"),
        ("registry_holding", "party_id"),
        ("registry_event", "party_id"),
        ("registry_designation", "party_id"),
    ):
        assert rows_of(f"SELECT 1 FROM {table} WHERE {column} = %s", gone) == []
    assert [one.pk for one in search_parties(made.gone.name, AnonymousUser())] == [made.kept_id]
    assert find_pairs().waiting == 0
    take_back(pair.pk, "判定员", "判错了")
    assert register() == before
    pair.refresh_from_db()
    assert (pair.state, find_pairs().waiting) == ("open", 1)
    acts = Entry.objects.for_program("test").order_by("sequence").values_list("act", flat=True)
    assert list(acts)[-2:] == ["merge_parties", "part_parties"]


def test_what_was_decided_cannot_be_decided_again_before_it_is_taken_back(two_forms):
    pair = pair_of(FIRM, SHARE)
    with pytest.raises(Refused, match="还没有判定"):
        take_back(pair.pk, "判定员")
    judge_apart(pair.pk, "判定员", "母子公司")
    with pytest.raises(Refused, match="已判为“不同主体”。.*先撤回"):
        judge_same(pair.pk, "判定员")
    with pytest.raises(NotFound):
        judge_same(pair.pk + 99, "判定员")
    take_back(pair.pk, "判定员")
    judge_same(pair.pk, "判定员")


def test_a_pair_declared_apart_stays_apart_until_something_new_speaks_for_one(two_forms, take):
    pair = pair_of(FIRM, SHARE)
    judge_apart(pair.pk, "判定员", "母子公司")
    assert find_pairs().waiting == 0
    take("patents", held(5, FIRM))
    assert find_pairs().waiting == 0
    take("patents", held(6, FIRM, 代理机构="某代理所"), held(7, SHARE, 代理机构="某代理所"))
    assert (find_pairs().waiting, find_pairs().opened) == (1, 0)
    pair.refresh_from_db()
    assert (pair.state, pair.why) == ("open", "母子公司")
    assert ["代理机构相同", "某代理所"] in pair.evidence


def test_two_credit_codes_are_never_merged(take):
    take("parties", {"企业名称": FIRM, "统一社会信用代码": CODE}, {"企业名称": SHARE})
    find_pairs()
    pair = pair_of(FIRM, SHARE)
    Party.objects.for_program("test").filter(name=SHARE).update(credit_code=SECOND)
    with pytest.raises(Refused, match="各有统一社会信用代码"):
        judge_same(pair.pk, "判定员")
    find_pairs()
    assert not PartyPair.objects.for_program("test").exists()


def test_the_one_with_a_code_stays_and_gets_what_it_lacked_until_parted(take):
    take("parties", {"企业名称": FIRM, "统一社会信用代码": CODE})
    take("parties", {"企业名称": SHARE, "地址": "浙江省温州市鹿城区江滨路2号", "企业规模": "小型"})
    take("patents", held(1, SHARE, 地址=""), held(2, SHARE, 地址=""))
    find_pairs()
    before = register()
    made = judge_same(pair_of(FIRM, SHARE).pk, "判定员")
    kept = party(FIRM)
    assert made.kept_id == kept.pk
    assert (kept.address, kept.size, kept.region_code) == (
        "浙江省温州市鹿城区江滨路2号",
        "small",
        "330302",
    )
    take_back(made.pair_id, "判定员")
    assert register() == before


def test_an_import_that_a_merge_leans_on_says_so_and_can_go_after_parting(take):
    take("patents", held(1, FIRM))
    batch_id = take("patents", held(2, SHARE))
    find_pairs()
    made = judge_same(pair_of(FIRM, SHARE).pk, "判定员")
    with pytest.raises(Refused, match=f"“{made.gone.name}”并入“{made.kept.name}”时依托于它"):
        undo_import(batch_id, "撤销员")
    take_back(made.pair_id, "判定员")
    undo_import(batch_id, "撤销员")


@pytest.mark.parametrize("steps", ["import merge", "merge import part", "merge import part merge"])
def test_an_undone_import_leaves_what_the_merges_of_today_make_of_its_rows(two_forms, take, steps):
    """Whatever is merged and parted around an import, undoing it is as if it had never come."""
    pair = pair_of(FIRM, SHARE)

    def do(step):
        if step == "merge":
            judge_same(pair.pk, "判定员")
        elif step == "part":
            take_back(pair.pk, "判定员")
        else:
            changed = DESIGNATED | {"文号": "国知发〔2022〕1号"}
            return take("designations", changed, DESIGNATED | {"认定日期": "2023-05-01"})
        return None

    words = steps.split()
    with transaction.atomic():
        for step in words:
            if step != "import":
                do(step)
        wanted = register()
        transaction.set_rollback(True)
    batches = [do(step) for step in words]
    undo_import(next(filter(None, batches)), "撤销员")
    assert register() == wanted


def test_a_pair_declared_apart_is_remembered_when_its_list_goes_and_comes_again(take):
    take("patents", held(1, FIRM))
    batch_id = take("patents", held(2, SHARE))
    find_pairs()
    judge_apart(pair_of(FIRM, SHARE).pk, "判定员", "母子公司")
    undo_import(batch_id, "撤销员")
    assert find_pairs().waiting == 0
    take("patents", held(2, SHARE))
    assert find_pairs().waiting == 0
    assert pair_of(FIRM, SHARE).state == "apart"


def test_a_chain_of_merges_is_taken_apart_from_its_end(take):
    third = "温州云帆测控有限责任公司"
    take("patents", held(1, FIRM), held(2, FIRM), held(3, SHARE), held(4, SHARE), held(5, third))
    find_pairs()
    before = register()
    first = judge_same(pair_of(SHARE, third).pk, "判定员")
    find_pairs()
    second = judge_same(pair_of(FIRM, SHARE).pk, "判定员")
    assert party(third).same_as_id == second.kept_id
    if second.gone_id == first.kept_id:
        with pytest.raises(Refused, match="先拆分后来的合并"):
            take_back(first.pair_id, "判定员")
    take_back(second.pair_id, "判定员")
    assert party(third).same_as_id == first.kept_id
    take_back(first.pair_id, "判定员")
    assert register() == before
    assert PartyMerge.objects.for_program("test").filter(parted_at=None).count() == 0
    assert MovedRow.objects.for_program("test").exists()


def test_lists_that_name_what_was_merged_mean_the_party_that_stayed(two_forms, take):
    """And parting gives each party what the lists said under its own name, also since the merge."""
    made = judge_same(pair_of(FIRM, SHARE).pk, "判定员")
    gone = made.gone.name
    holdings = rows_of("SELECT COUNT(*) FROM registry_holding")
    take("patents", held(3, OTHER), held(8, gone), held(9, made.kept.name))
    assert rows_of("SELECT COUNT(*) FROM registry_holding") == [(holdings[0][0] + 2,)]
    take("designations", DESIGNATED | {"名称": gone, "认定日期": "2024-05-01"})
    assert rows_of("SELECT 1 FROM registry_right WHERE holder_id = %s", made.gone_id) == []
    last = PartyMatch.objects.for_program("test").order_by("-pk")[0]
    assert (last.ground, last.party_id, last.merge_id) == ("decision", made.kept_id, made.pk)
    take_back(made.pair_id, "判定员")
    titles = rows_of("SELECT title FROM registry_right WHERE holder_id = %s", made.gone_id)
    assert ("一种第8号装置",) in titles and ("一种第9号装置",) not in titles
    named = rows_of("SELECT from_on FROM registry_designation WHERE party_id = %s", made.gone_id)
    assert "2024-05-01" in {str(day) for (day,) in named}
    assert (
        rows_of(
            "SELECT 1 FROM registry_right r JOIN registry_holding h ON h.right_id = r.id "
            "AND h.until_on IS NULL WHERE h.party_id <> r.holder_id"
        )
        == []
    )


def test_a_list_of_parties_does_not_rename_what_another_name_was_merged_into(two_forms, take):
    made = judge_same(pair_of(FIRM, SHARE).pk, "判定员")
    take("parties", {"企业名称": made.gone.name, "企业规模": "小型"})
    kept = Party.objects.for_program("test").get(pk=made.kept_id)
    assert (kept.name, kept.size) == (made.kept.name, "small")


def test_names_that_differ_in_their_writing_only_are_one_party_and_near_names_are_not(take):
    take("patents", held(1, "云帆(温州)测控有限公司"), held(2, "雲帆（溫州）測控有限公司"))
    take("patents", held(3, "云帆·温州测控有限公司"), held(4, "云帆(温州)测控股份有限公司"))
    grounds = PartyMatch.objects.for_program("test").order_by("pk")
    assert [(one.party.name, one.ground) for one in grounds.select_related("party")] == [
        ("云帆(温州)测控有限公司", "new"),
        ("云帆(温州)测控有限公司", "form"),
        ("云帆(温州)测控有限公司", "form"),
        ("云帆(温州)测控股份有限公司", "new"),
    ]
