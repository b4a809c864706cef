"""Two sources that contradict each other: both are kept, one is carried, nothing flips to and fro."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.errors import BadCatalogue
from zhiqiang.records.accounts.actions import register_person
from zhiqiang.records.registry.actions import (
    Stated,
    correct_fact,
    import_file,
    score_register,
    undo_import,
)
from zhiqiang.records.registry.correctable import field_of
from zhiqiang.records.registry.models import Batch, Claim, Party, QualityScore, Right
from zhiqiang.records.registry.queries import contradictions_of, failing, mark_of, quality_rule
from zhiqiang.records.registry.tests.lists import patent, patents, write
from zhiqiang.records.registry.trust import SourceTrust

pytestmark = pytest.mark.django_db
CODE = "91440300708461136T"
HEADS = ("企业名称", "统一社会信用代码", "地址", "企业规模")
FIRM = {
    "企业名称": "甲阀门有限公司",
    "统一社会信用代码": CODE,
    "地址": "浙江省温州市鹿城区人民路1号",
}


@pytest.fixture
def official():
    return register_person("chen", "陈某", "official", "Siji-Qingshan-2719")


@pytest.fixture
def send(tmp_path):
    """Take over a list of firms under a file name; ``heads`` are its headings."""

    def import_rows(name, *rows, heads=HEADS):
        result = import_file(
            "parties", write(tmp_path / f"{name}.csv", heads, list(rows)), "测试员"
        )
        assert result.batch_id is not None and not result.refused, result.findings
        return result

    return import_rows


def firm():
    return Party.objects.for_program("test").get(credit_code=CODE)


def codes(result):
    return [one.code for one in result.findings if one.code == "sources_contradict"]


def claims():
    rows = Claim.objects.for_program("test").order_by("field", "batch_id")
    return [(one.field, one.value, one.batch.file_name, one.row) for one in rows]


def test_the_trusted_source_is_carried_whichever_comes_first(send, official):
    send("统计局名录库", FIRM | {"企业规模": "小型"})
    told = send("企业登记名录", FIRM | {"企业规模": "中型", "地址": "浙江省温州市瓯海区学院路2号"})
    # Size: statistics are believed; address: the registration is, though it came later.
    assert (firm().size, firm().address) == ("small", "浙江省温州市瓯海区学院路2号")
    assert claims() == [
        ("address", "浙江省温州市鹿城区人民路1号", "统计局名录库.csv", 2),
        ("address", "浙江省温州市瓯海区学院路2号", "企业登记名录.csv", 2),
        ("region_code", "330302", "统计局名录库.csv", 2),
        ("region_code", "330304", "企业登记名录.csv", 2),
        ("size", "small", "统计局名录库.csv", 2),
        ("size", "medium", "企业登记名录.csv", 2),
    ]
    assert len(codes(told)) == 3
    (message,) = [one.message for one in told.findings if "企业规模" in one.message]
    assert "统计局名录库.csv" in message and "第 2 行" in message and "仍以后者为准" in message
    found = contradictions_of("party", [firm()], official)[firm().pk]
    carried = {one.field.name: [said.is_carried for said in one.said] for one in found}
    assert carried == {
        "address": [True, False],
        "region_code": [True, False],
        "size": [False, True],
    }
    assert contradictions_of("party", [firm()], AnonymousUser()) == {}


def test_a_later_list_of_the_same_origin_is_news_and_no_contradiction(send):
    send("甲局", FIRM | {"企业规模": "小型"})
    told = send("甲局又", FIRM | {"企业规模": "中型"})
    assert firm().size == "medium" and claims() == [] and codes(told) == []


def test_of_origins_trusted_alike_the_later_holds_and_neither_writes_over_the_other_again(send):
    send("甲局", FIRM | {"企业规模": "小型"})
    other = {"企业名称": FIRM["企业名称"], "统一社会信用代码": CODE, "企业规模": "中型"}
    told = send("乙局", other, heads=tuple(other))
    assert firm().size == "medium" and len(claims()) == 2 and len(codes(told)) == 1
    for name, row, heads in (
        ("甲局又", FIRM | {"企业规模": "小型"}, HEADS),
        ("乙局又", other, tuple(other)),
        ("甲局再", FIRM | {"企业规模": "小型"}, HEADS),
    ):
        told = send(name, row, heads=heads)
        assert (told.changed, told.same, codes(told)) == (0, 1, [])
        assert firm().size == "medium"
    # Something new of the first is heard again.
    assert send("甲局四", FIRM | {"企业规模": "大型"}).changed == 1
    assert firm().size == "large"
    # What both say is no contradiction any more.
    send("乙局四", other | {"企业规模": "大型"}, heads=tuple(other))
    assert {value for _, value, _, _ in claims()} == {"large"}


def test_what_differs_in_its_writing_only_contradicts_nothing(send):
    send("统计局名录库", FIRM)
    send("企业登记名录", FIRM | {"地址": "浙江省温州市鹿城区人民路１号"})
    assert claims() == []


def test_the_city_alone_neither_contradicts_its_district_nor_writes_over_it(send):
    send("统计局名录库", FIRM)
    told = send("企业登记名录", FIRM | {"地址": "浙江省温州市人民路1号"})
    assert firm().region_code == "330302" and firm().address == "浙江省温州市人民路1号"
    assert {field for field, *_ in claims()} == {"address"} and len(codes(told)) == 1


def test_rights_are_weighed_too_and_old_states_of_affairs_contradict_nothing(tmp_path):
    heads = ("法律状态",)
    import_file(
        "patents", patents(tmp_path / "某库.csv", [patent(1, 法律状态="审中")], heads), "员"
    )
    row = patent(1, 名称="一种改了名的装置", 法律状态="授权") | {"IPC主分类号": "F16K 1/00"}
    told = import_file(
        "patents", patents(tmp_path / "又库.csv", [row], (*heads, "IPC主分类号")), "员"
    )
    assert {field for field, *_ in claims()} == {"title", "status_text"} and len(codes(told)) == 2
    Claim.objects.for_program("test").delete()
    Batch.objects.for_program("test").update(taken_over_at=timezone.now() - timedelta(days=200))
    row = patent(1, 名称="一种改了名的装置", 法律状态="有效")
    import_file("patents", patents(tmp_path / "某库又.csv", [row], heads), "员")
    assert claims() == []
    assert Right.objects.for_program("test").get().status_text == "有效"


def test_the_same_file_again_changes_nothing_and_undoing_takes_the_claims_back(tmp_path, send):
    send("统计局名录库", FIRM | {"企业规模": "小型"})
    before = Party.objects.for_program("test").values().get()
    batch = send("企业登记名录", FIRM | {"企业规模": "中型"})
    kept = claims()
    again = import_file("parties", tmp_path / "企业登记名录.csv", "测试员")
    assert (again.changed, again.new, again.same) == (0, 0, 1) and claims() == kept
    undo_import(again.batch_id, "测试员")
    undo_import(batch.batch_id, "测试员")
    assert claims() == [] and Party.objects.for_program("test").values().get() == before


def test_an_official_decides_and_the_contradiction_is_settled(send, official, monkeypatch):
    today = timezone.localdate()
    send("统计局名录库", FIRM | {"企业规模": "小型"})
    send("企业登记名录", FIRM | {"企业规模": "中型"})

    def failed():
        score_register(today)
        rows = QualityScore.objects.for_program("test").filter(rule="party_sources_agree")
        return sum(one.failed for one in rows)

    assert failed() == 1
    rule = quality_rule("party_sources_agree")
    assert [one.name for one in failing(rule, official)] == ["甲阀门有限公司"]
    size = field_of("party", "size")
    stated = Stated("medium", "向企业核实", mark_of(size, firm(), None))
    correct_fact(official, "party", firm().pk, "size", stated)
    (one,) = contradictions_of("party", [firm()], official)[firm().pk]
    assert one.is_decided and firm().size == "medium"
    assert failed() == 0 and not failing(rule, official)


def test_a_rule_that_names_what_there_is_not_is_refused(tmp_path):
    path = tmp_path / "source_trust.yml"
    text = "title: t\nfields: [{subject: party, field: size, trust: [nobody]}]\nbasis: [{document: d, mark: C}]\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCatalogue, match="没有来源 nobody"):
        catalogue.load(path, SourceTrust)
    path.write_text(text.replace("size", "colour").replace("[nobody]", "[]"), encoding="utf-8")
    with pytest.raises(BadCatalogue, match="没有可以核对的字段"):
        catalogue.load(path, SourceTrust)
