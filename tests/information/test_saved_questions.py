"""Questions that people keep: saved from the search page, run, told of new hits, forgotten."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhiqiang import pipeline
from zhiqiang.domains.information import actions
from zhiqiang.domains.information.actions import questions
from zhiqiang.domains.information.models import SavedQuestion
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.notices.queries import inbox
from zhiqiang.records.search.queries import Question

PUMP = "澄江水泵有限公司"


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture
def saved(cast):
    pipeline.tell_what_is_new("测试")
    return actions.save_question(cast.clerk, "密封件", Question("名称=密封"))


def test_a_new_snapshot_tells_of_new_hits_once_and_lists_them(cast, saved, arrive):
    arrive({"一种密封圈": PUMP, "一种水泵": PUMP})
    saved.refresh_from_db()
    assert (saved.snapshot, saved.new_total) == (2, 1)
    assert [one.title for one in inbox(cast.clerk)] == ["检索“密封件”新增 1 件"]
    page = browser(cast.clerk).get(f"/information/questions/{saved.pk}/").content.decode()
    assert "一种密封圈" in page and "一种水泵" not in page and "密封结构之1" not in page
    pipeline.tell_what_is_new("测试")
    arrive({"一种水泵之二": PUMP})
    saved.refresh_from_db()
    assert saved.new_total == 0 and inbox(cast.clerk).count() == 1


def test_nobody_is_told_of_what_he_may_not_see_or_does_not_follow(cast, saved, arrive):
    person = actions.save_question(cast.clerk, "人", Question("权利人=李四光"))
    theirs = actions.save_question(cast.official, "人", Question("权利人=李四光"))
    actions.follow_question(cast.clerk, saved.pk, False)
    hidden = {"授权公告日": "", "法律状态": "受理"}
    arrive({"密封甲": "李四光"}, 申请人类型="个人")
    arrive({"密封乙": "李四光"}, 申请人类型="个人", **hidden)
    for one, total in ((person, 0), (theirs, 0)):
        one.refresh_from_db()
        assert one.new_total == total
    assert [one.title for one in inbox(cast.official)] == ["检索“人”新增 1 件"]
    assert not inbox(cast.clerk).exists()


def test_a_question_belongs_to_one_person(cast, saved):
    for act in (actions.forget_question, lambda *a: actions.follow_question(*a, True)):
        with pytest.raises(NotFound):
            act(cast.official, saved.pk)
    assert browser(cast.official).get(f"/information/questions/{saved.pk}/").status_code == 404
    actions.forget_question(cast.clerk, saved.pk)
    assert not SavedQuestion.objects.for_program("test").exists()


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        (" ", Question("密封"), "请填写名称"),
        ("密封件", Question("密封"), "另取名称"),
        ("甲", Question(""), "检索式是空的"),
        ("甲", Question("名称=(密封"), "检索式有误"),
        ("甲", Question("密" * 4_001), "不超过 4,000 字"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast, saved, name, asked, words):
    with pytest.raises(Refused, match=words):
        actions.save_question(cast.clerk, name, asked)


def test_there_is_a_limit_and_visitors_sign_in_first(cast, saved, monkeypatch):
    monkeypatch.setattr(questions, "MOST", 1)
    with pytest.raises(Refused, match="最多保存 1 个检索，请先删除"):
        actions.save_question(cast.clerk, "又一个", Question("阀门"))
    with pytest.raises(Refused, match="登录后"):
        actions.save_question(AnonymousUser(), "又一个", Question("阀门"))


def test_a_question_that_can_no_longer_be_asked_says_so(cast, saved, arrive):
    SavedQuestion.objects.for_program("test").update(text="名称=(密封")
    arrive({"一种密封圈": PUMP})
    page = browser(cast.clerk).get("/information/questions/").content.decode()
    assert "未能检索" in page and "括号" in page


def test_the_search_page_saves_what_it_shows_and_the_list_runs_it_again(cast):
    client = browser(cast.clerk)
    page = client.get("/search/rights/?q=名称=密封&f=kind:invention&syn=1").content.decode()
    assert "保存这个检索" in page and 'name="f" value="kind:invention"' in page
    assert "保存这个检索" not in browser().get("/search/rights/?q=名称=密封").content.decode()
    sent = {"name": "密封件", "q": "名称=密封", "f": "kind:invention", "syn": "1", "told": "1"}
    assert client.post("/information/questions/save/", sent)["Location"] == (
        "/information/questions/"
    )
    page = client.get("/information/questions/").content.decode()
    address = page.partition('class="t"><a href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "共 3 件，含同义词" in client.get(address).content.decode()
    back = client.post("/information/questions/save/", sent)
    assert "另取名称" in client.get(back["Location"]).content.decode()


def test_the_list_of_one_and_of_three_asks_the_same_number_of_queries(cast, saved):
    client = browser(cast.clerk)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/information/questions/").status_code == 200
        return len(captured)

    asked()
    before = asked()
    for n in range(2):
        actions.save_question(cast.clerk, f"另一个{n}", Question("阀门"))
    assert asked() == before
