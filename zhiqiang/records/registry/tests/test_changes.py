"""What changed in a right, from where it became known, and what it was before."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhiqiang.records.registry import queries
from zhiqiang.records.registry.actions import import_file, withdraw_correction
from zhiqiang.records.registry.correctable import fields_of
from zhiqiang.records.registry.models import Right
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write
from zhiqiang.records.registry.tests.test_correct_records import EVENTS, OFFICIAL, correct, the

pytestmark = pytest.mark.django_db


def take(folder, name, *rows):
    return import_file("patents", patents(folder / name, list(rows)), "测试员").batch_id


def told(field=None):
    found = queries.changes_of(the(Right), OFFICIAL)
    return [
        (one.field.name, one.before, one.after, one.batch and one.batch.pk, one.row)
        for one in found
        if field in (None, one.field.name)
    ]


def test_each_change_tells_its_row_its_batch_and_what_stood_there_before(tmp_path):
    first = take(tmp_path, "1.csv", patent(1))
    second = take(tmp_path, "2.csv", patent(7), patent(1, 名称="一种阀门"))
    right = Right.objects.for_program("test").get(number=numbered(2015, 1, 1))
    Right.objects.for_program("test").exclude(pk=right.pk).delete()
    assert told("title") == [
        ("title", "一种第1号装置", "一种阀门", second, 3),
        ("title", "", "一种第1号装置", first, 2),
    ]
    assert told("filed_on") == [("filed_on", "", "2015-06-01", first, 2)]
    assert ("agency", "", "", first, 2) not in told()


def test_corrections_stand_between_the_lists_in_the_order_they_came(tmp_path):
    first = take(tmp_path, "1.csv", patent(1))
    one = correct("title", "乙")
    second = take(tmp_path, "2.csv", patent(1, 名称="丙", 申请日="2015-06-02"))
    withdraw_correction(OFFICIAL, one.pk, "误填")
    third = take(tmp_path, "3.csv", patent(1, 名称="丁"))
    assert told("title") == [
        ("title", "丙", "丁", third, 2),
        ("title", "乙", "丙", None, None),
        ("title", "一种第1号装置", "乙", None, None),
        ("title", "", "一种第1号装置", first, 2),
    ]
    assert told("filed_on")[1] == ("filed_on", "2015-06-01", "2015-06-02", second, 2)


def test_events_of_the_right_are_told_of_with_it(tmp_path):
    take(tmp_path, "1.csv", patent(1))
    row = {"申请号": numbered(2015, 1, 1), "事务类型": "TR01", "事务日期": "2020-05-01",
           "原权利人": "甲科技有限公司", "新权利人": "乙实业有限公司", "登记号": "9"}  # fmt: skip
    batch = import_file("patent_events", write(tmp_path / "e.csv", EVENTS, [row]), "李某").batch_id
    found = [one for one in queries.changes_of(the(Right), OFFICIAL) if one.about]
    assert {(one.about, one.field.name, one.after, one.by) for one in found} >= {
        ("转让", "happened_on", "2020-05-01", "李某"), ("转让", "document_number", "9", "李某"),
    }  # fmt: skip
    assert {one.batch.pk for one in found} == {batch}
    holder = next(one for one in queries.changes_of(the(Right), OFFICIAL)
                  if one.field.name == "holder" and not one.about)  # fmt: skip
    assert holder.batch.pk == batch


def test_strangers_are_told_nothing_and_the_number_of_queries_does_not_grow(
    tmp_path, django_assert_num_queries
):
    take(tmp_path, "1.csv", patent(1))
    assert queries.changes_of(the(Right), AnonymousUser()) == []
    correct("title", "乙")
    for index in range(3):
        take(tmp_path, f"2{index}.csv", patent(1, 申请日=f"2015-06-0{index + 2}"))
    right = the(Right)
    with django_assert_num_queries(5):
        assert len(queries.changes_of(right, OFFICIAL)) > 5


class Histories(TestCase):
    """Whatever lists and corrections come, the changes lead from nothing to what stands there."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from("LLCW"), st.integers(1, 4)), min_size=1, max_size=6))
    def test_the_changes_of_a_field_follow_one_another_without_a_gap(self, steps):
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            take(Path(folder), "0.csv", patent(1))
            for number, (what, which) in enumerate(steps, 1):
                if what == "L":
                    take(Path(folder), f"{number}.csv", patent(1, 名称=f"名称{which}"))
                    continue
                held = queries.held_correction("right", the(Right).pk, "title", OFFICIAL)
                if what == "C" and the(Right).title != f"名称{which}":
                    correct("title", f"名称{which}")
                elif what == "W" and held and held.state == "standing":
                    withdraw_correction(OFFICIAL, held.pk, "误填")
        right = the(Right)
        found = queries.changes_of(right, OFFICIAL)
        for field in fields_of("right"):
            own = [one for one in found if one.field.name == field.name and not one.about]
            chain = [one.after for one in own] + [""]
            assert chain[0] == field.held(right), field.name
            assert [one.before for one in own] == chain[1:], field.name
