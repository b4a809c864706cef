"""An official defines an indicator in a form: looks at its value, keeps it, takes it back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from zhiqiang.engines.metrics import SHAPES
from zhiqiang.portal.defining.columns import COLUMNS, TABLES, values_of
from zhiqiang.portal.tests import small_city
from zhiqiang.records.indicators import actions, queries
from zhiqiang.records.indicators.rules import rules

pytestmark = pytest.mark.usefixtures("city")
KEY, NEW = "valid_invention_patents", "/figures/definitions/new/?kind=stock&measure=rights"
AT = "as_of=2024-12-31"
SENT = {
    "name": "统计日有效的阀门发明",
    "key": "valve_inventions",
    "aliases": "阀门发明、阀门专利",
    "unit": "件",
    "group": "creation",
    "direction": "up",
    "load": "专利清单（来源 patents）",
    "start": "2020年1月1日",
    "text": "截至统计日有效、名称含“阀门”的发明专利件数。",
    "uncertain": "名称不含“阀门”的阀门专利未计入。",
    "decimals": "0",
    "measure-when": "in_force",
    "measure-where-0-column": "kind",
    "measure-where-0-test": "is",
    "measure-where-0-text": "发明专利",
    "measure-where-1-column": "title",
    "measure-where-1-test": "contains",
    "measure-where-1-text": "阀门",
    "basis-0-document": "某市知识产权工作约定",
    "basis-0-mark": "C",
}


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(token|seen)" value="([^"]+)">', page))


def _kept(desk: Client, address: str, sent: dict[str, str]) -> Any:
    looked = _text(desk.post(f"{address}{'&' if '?' in address else '?'}{AT}", sent))
    assert "预览" in looked and "保存口径" in looked, looked
    return desk.post(address, {**sent, "act": "keep", **_hidden(looked)}, follow=True)


def test_a_new_indicator_is_looked_at_kept_computed_and_shown_as_local(
    desk: Client, stranger: Client, home: Path
) -> None:
    looked = _text(desk.post(f"{NEW}&{AT}", SENT))
    assert re.search(r"按此口径.*?>3<", looked, re.S), looked
    assert not (home / "indicators").exists()
    page = _text(_kept(desk, NEW, SENT))
    assert "已保存“统计日有效的阀门发明”2020-01-01 起的口径。" in page
    assert (home / "indicators" / "valve_inventions.yml").read_text(encoding="utf-8") == (
        "name: 统计日有效的阀门发明\n"
        "aliases: [阀门发明, 阀门专利]\n"
        "unit: 件\n"
        "kind: stock\n"
        "direction: up\n"
        "group: creation\n"
        "load: 专利清单（来源 patents）\n"
        "versions:\n"
        "  - from: 2020-01-01\n"
        "    text: 截至统计日有效、名称含“阀门”的发明专利件数。\n"
        "    basis:\n"
        "      - {document: 某市知识产权工作约定, mark: C}\n"
        "    uncertain:\n"
        "      - 名称不含“阀门”的阀门专利未计入。\n"
        "    measure:\n"
        "      table: rights\n"
        "      at: in_force\n"
        "      where: {kind: invention, title: {contains: [阀门]}}\n"
    )
    shown = _text(stranger.get(f"/indicators/valve_inventions/?{AT}"))
    assert "本地指标" in shown and "名称不含“阀门”的阀门专利未计入" in shown
    assert "本地指标" in _text(stranger.get(f"/indicators-table/?name=阀门发明&{AT}"))
    assert queries.figure("阀门专利", small_city.REGION, date(2024, 12, 31)).value == 3
    assert "统计日有效的阀门发明" in _text(desk.get("/figures/definitions/"))


def test_a_later_version_leaves_the_file_above_it_and_earlier_figures_as_they_are(
    desk: Client, home: Path
) -> None:
    shipped = (Path(settings.CATALOGUE) / "indicators" / f"{KEY}.yml").read_text(encoding="utf-8")
    before = queries.figure(KEY, small_city.REGION, date(2023, 12, 31)).value
    form = _text(desk.get(f"/figures/definitions/{KEY}/"))
    assert 'value="发明专利"' in form and "统计日有效" in form
    sent = {name: one for name, one in SENT.items() if name not in ("name", "key", "unit", "load")}
    _kept(desk, f"/figures/definitions/{KEY}/", {**sent, "start": "2024-06-01"})
    own = (home / "indicators" / f"{KEY}.yml").read_text(encoding="utf-8")
    assert own.startswith(shipped.rstrip()) and own.count("  - from:") == 2
    assert queries.figure(KEY, small_city.REGION, date(2023, 12, 31)).value == before
    later = queries.figure(KEY, small_city.REGION, date(2024, 12, 31))
    assert later.definition == f"{KEY}@2024-06-01"
    page = _text(desk.get(f"/indicators/{KEY}/?{AT}"))
    assert "口径自 2024-06-01 起有变，前后各数不能直接比较。" in page and "本地口径" in page
    taken = desk.post(f"/figures/definitions/{KEY}/take-back/", follow=True)
    assert "已撤回“有效发明专利拥有量”2024-06-01 起的口径。" in _text(taken)
    assert not (home / "indicators" / f"{KEY}.yml").exists()
    again = queries.figure(KEY, small_city.REGION, date(2024, 12, 31))
    assert again.definition == f"{KEY}@{rules().indicators[KEY].versions[0].start}"
    acts = apps.get_model("journal", "Entry").objects.for_program("test").order_by("pk")
    own_acts = [one.act for one in acts if "definition" in one.act or "define" in one.act]
    assert own_acts == ["define_indicator", "take_back_definition"]


def test_a_definition_that_published_figures_lean_on_stays(desk: Client) -> None:
    _kept(desk, NEW, SENT)
    actions.publish_figures("chen", small_city.REGION, date(2024, 12, 31), ["valve_inventions"])
    refused = desk.post("/figures/definitions/valve_inventions/take-back/")
    assert refused.status_code == 403 and "不能撤回" in _text(refused)
    assert "valve_inventions" in rules().indicators


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("key", "阀门", "代码用小写英文字母"),
        ("key", KEY, "已被“有效发明专利拥有量”使用"),
        ("name", "有效发明专利拥有量", "名称“有效发明专利拥有量”同时属于"),
        ("start", "去年", "日期“去年”无法识别"),
        ("basis-0-document", "", "请填写文件。"),
        ("measure-where-0-text", "发明物", "没有“发明物”这个值"),
        ("measure-when", "by:granted_on", "存量应按“统计日有效”"),
        ("measure-sum", "holder_id", "请从列表中选择求和"),
        ("measure-over", "ever", "期间只与日期同用"),
        ("measure-having_at_least", "3", "至少出现次数只与去重同用"),
        ("decimals", "两位", "小数位数应为整数"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(
    desk: Client, home: Path, name: str, value: str, said: str
) -> None:
    answer = desk.post(NEW, {**SENT, name: value, "act": "keep"})
    page = _text(answer)
    assert answer.status_code == 422
    assert re.search(rf'href="#id_{name}">[^<]*</a>：[^<]*{said}', page), page
    assert "某市知识产权工作约定" in page or name == "basis-0-document"
    assert not (home / "indicators").exists()


def test_what_was_changed_after_the_preview_is_shown_again_first(desk: Client, home: Path) -> None:
    looked = _text(desk.post(f"{NEW}&{AT}", SENT))
    changed = {**SENT, "measure-where-1-text": "螺栓", "act": "keep", **_hidden(looked)}
    answer = desk.post(NEW, changed)
    assert answer.status_code == 422 and "预览之后内容又有改动" in _text(answer)
    assert not (home / "indicators").exists()


def test_nobody_without_the_right_defines_anything(stranger: Client, home: Path) -> None:
    for address in (NEW, f"/figures/definitions/{KEY}/", "/figures/definitions/"):
        assert stranger.get(address).status_code in (302, 403)
    assert stranger.post(NEW, {**SENT, "act": "keep"}).status_code in (302, 403)
    assert not (home / "indicators").exists()


def test_every_column_of_a_table_has_a_word_that_officials_know() -> None:
    for table in TABLES:
        shape = SHAPES[table]
        missing = {*shape.columns, *shape.holders} - set(COLUMNS)
        assert missing == set(), table
        assert values_of(table, "kind") if "kind" in shape.columns else True
