"""Answers are judged by the schema, and a wrong schema is refused with place and reason."""

import pytest

from zhiqiang.kernel.errors import BadCatalogue
from zhiqiang.records.casework.fields import errors_in, faults_of
from zhiqiang.records.casework.items import catalogue_items, read_item

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "sort"],
    "properties": {
        "name": {"title": "名称", "type": "string", "minLength": 2, "maxLength": 4},
        "sort": {"title": "种类", "type": "string", "enum": ["a", "b"], "x-labels": {"a": "甲"}},
        "on": {"title": "日期", "type": "string", "format": "date"},
        "number": {"title": "专利号", "type": "string", "format": "application-number"},
        "code": {"title": "信用代码", "type": "string", "format": "credit-code"},
        "count": {"title": "件数", "type": "integer", "minimum": 1, "maximum": 9},
        "sum": {"title": "金额", "type": "number", "exclusiveMinimum": 0},
        "phone": {"title": "电话", "type": "string", "pattern": "^[0-9]{7}$"},
        "list": {
            "title": "清单", "type": "array", "minItems": 2, "maxItems": 3, "uniqueItems": True,
            "items": {"title": "项", "type": "string", "maxLength": 2},
        },
    },
}  # fmt: skip
SOUND = {"name": "某公司", "sort": "a"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"name": "", "sort": None}, {"name": "请填写“名称”。", "sort": "请填写“种类”。"}),
        (SOUND | {"name": "某"}, {"name": "“名称”至少 2 个字。"}),
        (SOUND | {"name": "某某公司呀"}, {"name": "“名称”最多 4 个字，现有 5 个。"}),
        (SOUND | {"sort": "c"}, {"sort": "“种类”应为以下之一：甲、b。"}),
        (SOUND | {"on": "2024-02-30"}, {"on": "“日期”应为日期，例如 2024-03-05。"}),
        (SOUND | {"number": "201310699744.3"},
         {"number": "“专利号”不是正确的申请号（专利号），请核对。"}),
        (SOUND | {"code": "91440300708461163L"},
         {"code": "“信用代码”不是正确的统一社会信用代码，请核对。"}),
        (SOUND | {"count": 0}, {"count": "“件数”不小于 1。"}),
        (SOUND | {"count": True}, {"count": "“件数”应为整数。"}),
        (SOUND | {"count": 1.5}, {"count": "“件数”应为整数。"}),
        (SOUND | {"sum": 0}, {"sum": "“金额”应大于 0。"}),
        (SOUND | {"phone": "12345678"}, {"phone": "“电话”格式不对。"}),
        (SOUND | {"list": ["a"]}, {"list": "“清单”至少填 2 项，现有 1 项。"}),
        (SOUND | {"list": ["a", "a"]}, {"list": "“清单”有重复的项。"}),
        (SOUND | {"list": ["a", "abc"]}, {"list.2": "“项”最多 2 个字，现有 3 个。"}),
        (SOUND | {"strange": 1}, {"strange": "表单没有“strange”这一项，请删除。"}),
        ([], {"": "“表单”应为一组内容。"}),
        (SOUND, {}),
    ],
)  # fmt: skip
def test_each_wrong_answer_is_told_at_its_field(answers, said) -> None:
    assert dict(errors_in(SCHEMA, answers)) == said


def test_of_a_draft_nothing_is_required() -> None:
    assert list(errors_in(SCHEMA, {"name": ""}, is_complete=False)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "text"}, "fields.properties.name.type：应为 string"),
        ({"minimum": 3, "if": {}}, "fields.properties.name：不支持的关键字 if"),
        ({"format": "email"}, "fields.properties.name.format：应为 date"),
        ({"pattern": "("}, "fields.properties.name.pattern：不是正确的正则表达式"),
        ({"title": ""}, "fields.properties.name.title：缺少显示名称"),
        ({"enum": []}, "fields.properties.name.enum：应为非空列表"),
    ],
)
def test_a_wrong_schema_is_told_with_its_place(change, said) -> None:
    schema = {**SCHEMA, "properties": {"name": {**SCHEMA["properties"]["name"], **change}}}
    schema |= {"required": ["name"]}
    assert any(one.startswith(said) for one in faults_of(schema))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"additionalProperties": True}, "additionalProperties：应为 false"),
        ({"required": ["absent"]}, "没有字段 absent"),
        ({"properties": {}}, "应列出至少一个字段"),
        (
            {"properties": {"Name": {"type": "string", "title": "名"}}, "required": []},
            "字段名 'Name'",
        ),
    ],
)
def test_a_wrong_form_is_told(change, said) -> None:
    assert any(said in one for one in faults_of(SCHEMA | change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": [{"key": "a", "zh": "甲", "right": "x", "verbs": ["submit"]}]},
         "steps.a.verbs：submit 不是工作人员的办理动作"),
        ({"refusal_grounds": []}, "可以不予受理的事项应列出理由"),
        ({"pause_grounds": []}, "可以中止计时的事项应列出理由"),
        ({"official_fields": ["absent"]}, "official_fields：没有字段 absent"),
        ({"code": "Z"}, "code"),
    ],
)  # fmt: skip
def test_a_wrong_item_is_refused_with_place_and_reason(change, said) -> None:
    content = catalogue_items()["pledge_registration"].model_dump(mode="json", by_alias=True)
    with pytest.raises(BadCatalogue, match=said):
        read_item("wrong", content | change)
