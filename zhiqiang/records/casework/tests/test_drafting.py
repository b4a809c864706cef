"""A bureau writes an item of its own: every fault with its place, the next version, a file for others."""

import pytest
import yaml

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.casework import actions, drafting
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.models import Case, ServiceDraft, ServiceVersion
from zhiqiang.records.casework.published import digest_of, item_of, newest
from zhiqiang.records.casework.queries import open_cases
from zhiqiang.records.casework.tests.office import FIELDS, key
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.models import Designation

ITEMS = catalogue_items()
AID = ITEMS["rights_aid"]


def values(item=AID):
    return yaml.safe_load(drafting.text_of(item))


def written(**more):
    """Return the text of an item made from that of aid, with other words."""
    given = values() | {"title": "知识产权公益咨询", "code": "GY"} | more
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False)


@pytest.fixture
def manager(office):
    return office.keeper


@pytest.mark.parametrize("name", ITEMS)
def test_the_text_of_every_item_is_read_again_as_the_same_item(db, name) -> None:
    text = drafting.text_of(ITEMS[name])
    assert digest_of(drafting.checked_item(name, text)) == digest_of(ITEMS[name])
    assert drafting.imported_key("x.yml", text) == name


def step(place, **more):
    steps = values()["steps"]
    steps[place] |= more
    return steps


def field(**more):
    fields = values()["fields"]
    fields["properties"]["other_side"] |= more
    return fields


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": None}, "title：应为文字"),
        ({"unheard_of": 1}, "unheard_of：没有这一项"),
        ({"code": "gy"}, "code：写法不对"),
        ({"code": "ZY"}, "code：代号 ZY 已由“专利权质押登记”使用"),
        ({"steps": []}, "steps：不能为空"),
        ({"visibility": "open"}, "visibility：应为以下之一：'restricted'、'sealed'"),
        ({"steps": step(0, right="fly")}, "steps.acceptance.right：没有权限 fly"),
        ({"steps": step(0, verbs=["fly"])}, "steps.acceptance.verbs：fly 不是工作人员的办理动作"),
        ({"oversight": "fly"}, "oversight：没有权限 fly"),
        ({"rule": {"rules": "absent"}}, "rule.rules：没有规则 absent"),
        ({"rule": {"rules": "training_report", "facts": {"weather": "holder"}}},
         "rule.facts：规则 training_report 没有事实 weather"),
        ({"outcomes": [{"key": "aided", "zh": "已援助", "granted": True,
                        "leaves": [{"activity": "picnic"}]}]},
         "outcomes.aided.leaves.1.activity：没有种类 picnic"),
        ({"official_fields": ["absent"]}, "official_fields：没有字段 absent"),
        ({"fields": {"type": "object"}}, "fields.properties：应列出至少一个字段"),
        ({"fields": values()["fields"] | {"required": 5}}, "fields.required：应为列表"),
        ({"fields": field(maxLength="长")}, "fields.properties.other_side.maxLength：应为整数"),
        ({"fields": field(title=3)}, "fields.properties.other_side.title：应为文字"),
        ({"outcomes": 3}, "outcomes：应为列表"),
        ({"basis": [{"document": "某规定", "mark": "Z"}]}, "basis.0.mark：应为以下之一"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_nothing_is_published(manager, more, said) -> None:
    with pytest.raises(drafting.FaultyText) as told:
        drafting.publish_text(manager, "public_advice", written(**more))
    assert any(said in one for one in told.value.faults), told.value.faults
    assert newest("public_advice") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: [", "行：写法不对"),
        ("a: 1\na: 2", "键重复 a"),
        ("- 一", "应为键值对"),
        ("", "应为键值对"),
        ("a: &x [1]\nb: *x", "不能使用锚点"),
        ("a: !!python/object:os.system x", "写法不对"),
        ("title: 甲\x00", "不是有效的"),
        ("[" * 5000, "层次过深"),
        ("? [a]\n: b", "不是有效的"),
        ("a" * 200_001, "过长"),
    ],
)
def test_what_is_no_text_of_an_item_is_refused_in_words(db, text, said) -> None:
    with pytest.raises(drafting.FaultyText) as told:
        drafting.checked_item("public_advice", text)
    assert said in str(told.value)


def test_several_faults_are_told_at_once(db) -> None:
    with pytest.raises(drafting.FaultyText) as told:
        drafting.checked_item("9", written(title=None, fee=None, unheard_of=1))
    assert len(told.value.faults) == 4


def test_an_own_item_is_published_applied_for_closed_exported_and_imported(office, manager) -> None:
    made = drafting.publish_text(manager, "public_advice", written())
    assert (made.number, made.title) == (1, "知识产权公益咨询")
    case = actions.begin_case(office.applicant, "public_advice", office.body, request_key=key())
    office.do("save_draft", office.applicant, case, fields=FIELDS["rights_aid"])
    actions.add_document(office.applicant, case.pk, "identity", office.paper, "a.pdf")
    case = office.do("submit", office.applicant, case)
    assert case.number.startswith("GY")
    case = office.do("accept", office.clerk, case)
    filled = {"aided_on": "2026-03-02", "advice": "建议先行取证。"}
    office.do("amend", office.official, case, fields=filled)
    office.do("close", office.official, case, outcome="aided")
    assert Designation.objects.for_program("test").get().kind == "rights_assistance"

    text = drafting.text_of(item_of(made))
    ServiceVersion.objects.for_program("test").filter(item="public_advice").exclude(
        pk=made.pk
    ).delete()
    again = drafting.publish_text(manager, drafting.imported_key("f.yml", text), text)
    assert again.pk == made.pk
    acts = Entry.objects.for_program("test").filter(act="publish_service_text")
    assert acts.count() == 1


def test_open_cases_stay_on_their_text_when_the_next_is_published_and_the_item_withdrawn(
    office, manager
) -> None:
    case = office.running("rights_aid")
    text = drafting.text_of(AID).replace(f"title: {AID.title}", "title: 知识产权维权服务", 1)
    made = drafting.publish_text(manager, "rights_aid", text)
    assert made.number == 2
    assert drafting.changes_between(AID, item_of(made)) == ["title"]
    actions.withdraw_item("rights_aid", "测试")
    assert open_cases() == {"rights_aid": 1}
    with pytest.raises(Refused, match="已停办"):
        actions.begin_case(office.applicant, "rights_aid", office.body, request_key=key())
    fresh = Case.objects.for_program("test").get(pk=case.pk)
    assert fresh.service.number == 1
    filled = {"aided_on": "2026-03-02", "advice": "建议先行取证。"}
    office.do("amend", office.official, case, fields=filled)
    office.do("close", office.official, case, outcome="aided")


def test_a_draft_is_kept_right_or_wrong_and_gone_once_published(manager) -> None:
    drafting.save_text(manager, "public_advice", "title: [")
    drafting.save_text(manager, "public_advice", written())
    assert [one.text for one in drafting.drafts(manager)] == [written()]
    drafting.publish_text(
        manager, "public_advice", drafting.draft_of(manager, "public_advice").text
    )
    assert not ServiceDraft.objects.for_program("test").exists()


def test_only_who_manages_items_reads_or_writes_their_texts(office) -> None:
    for who in (office.official, office.approver, office.applicant):
        for act in (
            lambda who=who: drafting.save_text(who, "public_advice", "x"),
            lambda who=who: drafting.publish_text(who, "public_advice", written()),
            lambda who=who: drafting.drafts(who),
            lambda who=who: drafting.draft_of(who, "rights_aid"),
        ):
            with pytest.raises(Refused):
                act()
    assert newest("public_advice") is None


@pytest.mark.parametrize("wrong", ["", "9a", "A", "a b", "../x", "a" * 61])
def test_a_key_is_of_small_letters(manager, wrong) -> None:
    with pytest.raises(Refused, match="标识应为"):
        drafting.save_text(manager, wrong, "title: 甲")
