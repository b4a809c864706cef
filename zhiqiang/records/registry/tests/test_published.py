"""What is public is a column that the database holds to its rule, however a right was written."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhiqiang.records.registry.actions.importing import import_file
from zhiqiang.records.registry.models import Right
from zhiqiang.records.registry.models.rights import IS_PUBLISHED
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write

pytestmark = pytest.mark.django_db
UNPUBLISHED = {"公开(公告)号": "", "公开(公告)日": ""}


def rights():
    return Right.objects.for_program("test")


def agree():
    """Say whether the column says of every right what the rule says."""
    return set(rights().filter(is_published=True)) == set(rights().filter(IS_PUBLISHED))


def shown():
    return list(rights().order_by("number").values_list("is_published", flat=True))


def test_a_new_right_is_published_by_a_day_or_a_number(tmp_path):
    granted = {"授权公告日": "2018-01-02"}
    rows = [
        patent(1, **UNPUBLISHED),
        patent(2),
        patent(3, **UNPUBLISHED | {"公开(公告)日": "2016-03-02"}),
        patent(4, **UNPUBLISHED | granted),
    ]
    import_file("patents", patents(tmp_path / "甲.csv", rows, ("授权公告日",)), "测试员")
    assert shown() == [False, True, True, True]
    assert agree()


def test_a_correction_publishes_and_a_later_list_without_the_day_does_not_take_it_back(tmp_path):
    def take(name, **given):
        import_file("patents", patents(tmp_path / name, [patent(1, **given)]), "测试员")
        assert agree()
        return shown()

    assert take("甲.csv", **UNPUBLISHED) == [False]
    assert take("乙.csv", **UNPUBLISHED, 名称="另一名称") == [False]
    assert take("丙.csv", 名称="又一名称") == [True]
    assert take("丁.csv", **UNPUBLISHED, 名称="再一名称") == [True]
    assert take("丙.csv", 名称="又一名称") == [True]


def test_a_right_joined_with_its_publication_is_published(tmp_path):
    by_publication = patent(1, 申请号="")
    both = patents(tmp_path / "甲.csv", [patent(1, **UNPUBLISHED), by_publication])
    import_file("patents", both, "测试员")
    assert shown() == [False, True]
    import_file("patents", patents(tmp_path / "乙.csv", [patent(1)]), "测试员")
    assert shown() == [True]
    assert agree()


def test_a_grant_that_a_list_of_events_tells_publishes(tmp_path):
    import_file("patents", patents(tmp_path / "甲.csv", [patent(1, **UNPUBLISHED)]), "测试员")
    row = {"申请号": numbered(2015, 1, 1), "事务类型": "授权", "事务日期": "2018-01-02"}
    result = import_file("patent_events", write(tmp_path / "乙.csv", tuple(row), [row]), "测试员")
    assert result.new == 1
    assert rights().get().granted_on == date(2018, 1, 2)
    assert shown() == [True]


@pytest.mark.parametrize("is_published", [True, False])
def test_the_database_refuses_a_right_that_says_otherwise(is_published):
    day = None if is_published else date(2020, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        rights().create(
            identity="CN:1", kind="invention", number="1", title="一种装置",
            published_on=day, is_published=is_published,
        )  # fmt: skip


CELLS = st.fixed_dictionaries(
    {
        "公开(公告)号": st.sampled_from(["", "CN105000001A", "CN105000001B"]),
        "公开(公告)日": st.sampled_from(["", "2016-03-02"]),
        "授权公告日": st.sampled_from(["", "2018-01-02"]),
        "名称": st.sampled_from(["一种装置", "另一名称"]),
    }
)


class Lists(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(st.lists(CELLS, min_size=1, max_size=4))
    def test_after_any_lists_the_column_says_what_the_rule_says(self, lists):
        with tempfile.TemporaryDirectory() as folder:
            for at, cells in enumerate(lists):
                path = patents(Path(folder) / f"{at}.csv", [patent(1, **cells)], ("授权公告日",))
                import_file("patents", path, "测试员")
                assert agree()
