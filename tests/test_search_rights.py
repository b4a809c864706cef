"""Search in the register for different people: the same question, counted by what each may see."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from zhiqiang import pipeline
from zhiqiang.engines.fulltext import BadQuestion
from zhiqiang.kernel.errors import NotFound
from zhiqiang.portal.tests import small_city
from zhiqiang.records.registry.actions import import_file
from zhiqiang.records.search.queries import Question, Search

STRANGER = AnonymousUser()
#: an application that was filed, and no more is known of it
HIDDEN = {"专利名称": "密存的阀门", "授权公告日": "", "法律状态": ""}
FACETS = ("kind", "region", "ipc", "holder", "filed_on", "granted_on")


@pytest.fixture
def register(city, tmp_path):
    """Rights of a firm, one held by a natural person, and an application that nobody published."""
    rows = small_city.patents(6)
    rows[4] |= {"申请人": "王小明", "申请人类型": "个人"}
    rows[5] |= HIDDEN
    import_file("patents", small_city.write_csv(tmp_path / "more.csv", rows), small_city.ACTOR)
    pipeline.publish(small_city.ACTOR)
    return city


def titles(text, person, **more):
    return {one.title for one in Search(Question(text, **more), person).page(50)}


def test_before_the_first_snapshot_there_is_nothing_to_search(db, tmp_path, settings):
    settings.HOME = tmp_path
    with pytest.raises(NotFound, match="尚未建立"):
        Search(Question("阀门"), STRANGER)


def test_words_numbers_and_conditions_find_rights(register, official):
    assert titles("密封结构之1", STRANGER) == {"一种阀门的密封结构之1"}
    number = next(iter(Search(Question("密封结构"), STRANGER).page(1))).number
    (found,) = Search(Question(f"ZL{number}"), STRANGER).page(5)
    assert found.number == number
    everything = Search(Question(""), official)
    assert everything.total == len(list(everything.all()))


def test_a_hidden_application_changes_nothing_that_a_stranger_sees(register, official, tmp_path):
    asked = [Question(""), Question("密存"), Question("阀门"), Question("NOT 密封")]
    before = [(Search(q, STRANGER).total, Search(q, STRANGER).facets(FACETS)) for q in asked]
    assert Search(Question("密存"), official).total == 1
    assert before[1][0] == 0
    visible = {one.pk for one in Search(Question(""), STRANGER).all()}
    assert len(visible) == before[0][0]
    # Another one that nobody published: nothing moves for strangers, all of it for officials.
    seen = Search(Question(""), official).total
    rows = [small_city.patents(8)[7] | HIDDEN]
    import_file("patents", small_city.write_csv(tmp_path / "b.csv", rows), small_city.ACTOR)
    pipeline.publish(small_city.ACTOR)
    after = [(Search(q, STRANGER).total, Search(q, STRANGER).facets(FACETS)) for q in asked]
    assert after == before
    assert Search(Question(""), official).total == seen + 1


def test_the_name_of_a_natural_person_finds_and_counts_for_officials_only(register, official):
    for text in ("王小明", "小明", "申请人=王小明", "权利人=王小明", "王小*", "申请人=明"):
        try:
            assert Search(Question(text), STRANGER).total == 0, text
        except BadQuestion:
            assert "*" in text
    assert Search(Question("王小明"), official).total == 1
    told = Search(Question(""), STRANGER).facets(["holder"])["holder"]
    assert "王小明" not in dict(told) and dict(told)["个人"] == 2
    assert dict(Search(Question(""), official).facets(["holder"])["holder"])["王小明"] == 1


def test_a_right_withdrawn_since_the_snapshot_is_not_shown(register, official):
    search = Search(Question("密封结构"), STRANGER)
    shown = search.page(50)
    everything = apps.get_model("registry", "Right").objects.for_program("test")
    everything.filter(pk=shown[0].pk).update(
        is_published=False,
        published_on=None,
        granted_on=None,
        publication_number="",
        grant_number="",
    )
    assert shown[0].pk not in {one.pk for one in search.page(50)}


def test_a_title_is_marked_where_it_was_found(register):
    search = Search(Question("名称=密封 结构"), STRANGER)
    assert search.marks("一种密封结构", "title") == [("一种", False), ("密封结构", True)]
    assert search.marks("一種密　封裝置", "title") == [
        ("一種", False),
        ("密　封", True),
        ("裝置", False),
    ]
