"""The search in the register as people and programs use it: page, file, API, command."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from typer.testing import CliRunner

from tests.desk import text_of
from zhiqiang import pipeline
from zhiqiang.cli import main
from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry.actions import import_file

FIND = "/search/rights/"


@pytest.fixture
def stranger(client):
    return client


def ask(browser, text, more=""):
    return browser.get(f"{FIND}?q={quote(text)}{more}")


def test_a_citizen_finds_chooses_a_facet_and_opens_the_record(city, stranger):
    page = text_of(ask(stranger, "名称=密封"))
    assert "共 3 件" in page and "<mark>密封</mark>" in page
    assert f"{FIND}?q=" not in page and "f=holder%3A" in page
    page = text_of(ask(stranger, "名称=密封", "&f=holder:" + quote("澄江阀门有限公司")))
    assert "共 2 件" in page and "张三丰" not in page
    page = text_of(ask(stranger, small_city.application_number(2019, 3)))
    assert "共 1 件" in page
    href = page.partition('class="hit-title"><a href="')[2].partition('"')[0]
    assert "密封结构之3" in text_of(stranger.get(href))


def test_a_question_that_cannot_be_read_is_shown_with_its_place(city, stranger):
    answer = ask(stranger, "名称=(密封 OR 阀门")
    assert answer.status_code == 400
    assert "左括号没有对应的右括号" in text_of(answer) and "<mark>(</mark>" in text_of(answer)


def test_nothing_found_says_so_and_offers_synonyms_that_would_find(city, stranger):
    assert "没有符合条件的记录" in text_of(ask(stranger, "水轮灯塔"))
    page = text_of(ask(stranger, "密封构造"))
    assert "用同义词再找，有 3 件" in page
    assert "共 3 件，含同义词" in text_of(ask(stranger, "密封构造", "&syn=1"))


def test_the_form_writes_the_question(city, stranger):
    answer = stranger.get(
        f"{FIND}?write=1&q=a OR b&w_title=密封 结构&w_from=2019-03-02&w_kind=发明"
    )
    assert answer.status_code == 302
    page = text_of(stranger.get(answer.url))
    assert "(a OR b) AND 名称=&quot;密封 结构&quot; AND 申请日&gt;=2019-03-02 AND 种类=发明" in page
    assert "共 2 件" in text_of(
        stranger.get(f"{FIND}?q={quote('名称=密封 申请日>=2019-03-02 种类=发明')}")
    )


@pytest.mark.parametrize("more", ["&f=secret:1", "&f=filed_on:19", "&order=title", "&page=99"])
def test_an_address_that_asks_for_what_is_not_there_is_refused(city, stranger, more):
    assert ask(stranger, "密封", more).status_code == 400


def test_before_the_first_snapshot_the_page_says_what_is_missing(db, settings, tmp_path, stranger):
    settings.HOME = tmp_path
    answer = ask(stranger, "密封")
    assert answer.status_code == 200 and "检索索引尚未建立" in text_of(answer)


def test_the_page_asks_the_ledger_as_often_for_three_hits_as_for_one(city, desk):
    ask(desk, "密封")
    counts = []
    for text, total in (("密封结构之1", "共 1 件"), ("密封", "共 3 件")):
        with CaptureQueriesContext(connection) as told:
            assert total in text_of(ask(desk, text))
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_an_official_saves_all_hits_with_question_and_origin(city, desk):
    answer = desk.get(f"{FIND}export/?q={quote('名称=密封')}&order=filed_on&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert "检索式 名称=密封" in lines[0] and "快照 1" in lines[0]
    assert [f"之{n}" in line for n, line in enumerate(lines[3:], start=1)] == [True] * 3
    assert all("专利清单.csv" in line for line in lines[3:])


def test_the_search_over_everything_asks_the_same_index(city, stranger, tmp_path):
    assert "密封结构之2" in text_of(stranger.get("/search/?q=密封结构之2"))
    assert "没有找到" in text_of(stranger.get("/search/?q=(水轮"))
    row = small_city.patents(4)[3] | {"专利名称": "镁合金 (压铸) 件"}
    import_file("patents", small_city.write_csv(tmp_path / "x.csv", [row]), small_city.ACTOR)
    pipeline.publish(small_city.ACTOR)
    assert "镁合金 (压铸) 件" in text_of(stranger.get("/search/?q=" + quote("镁合金 (压铸")))


def test_the_api_answers_hits_facets_and_the_place_of_an_error(city, stranger):
    told = stranger.get(f"/api/v1/search/rights?q={quote('名称=密封')}&f=kind:invention").json()
    assert (told["total"], told["snapshot"], len(told["items"])) == (3, 1, 3)
    assert told["facets"]["kind"] == [{"value": "invention", "count": 3}]
    assert "张三丰" not in json.dumps(told, ensure_ascii=False)
    wrong = stranger.get("/api/v1/search/rights?q=(")
    assert wrong.status_code == 400 and "第 2 个字符" in wrong.json()["detail"]


def test_the_command_prints_what_everybody_may_see(city):
    told = CliRunner().invoke(main.app, ["search", "密封", "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.output)["total"] == 3
    wrong = CliRunner().invoke(main.app, ["search", "(密封"])
    assert wrong.exit_code != 0
