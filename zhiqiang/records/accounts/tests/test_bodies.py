"""Bodies stand in a tree without loops; what people stand in is not taken away."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts
from zhiqiang.records.accounts.actions.people import Overtaken
from zhiqiang.records.accounts.models import Body
from zhiqiang.records.accounts.tests.conftest import REGION

pytestmark = pytest.mark.django_db


def path_of(*chain):
    """Return the path of the last of ``chain``, each standing beneath the one before it."""
    return "/" + "".join(f"{body.pk:06d}/" for body in chain)


def test_the_path_names_every_body_above(government, department, centre):
    assert centre.path == path_of(government, department, centre)
    assert queries.above(centre) == [government, department]


def test_moving_a_body_takes_along_all_beneath(program, lines, government, department, centre):
    zone = bodies.add_body(program, "高新技术园区管理委员会", "zone", REGION)
    bodies.edit_body(program, department, department.version, parent=zone)
    centre.refresh_from_db()
    assert centre.path == path_of(zone, department, centre)
    assert lines[-1][2]["parent"] == ["人民政府", "高新技术园区管理委员会"]


def test_a_loop_is_refused(program, government, department, centre):
    for body in (department, centre):
        with pytest.raises(Refused, match="不能作为它的上级单位"):
            bodies.edit_body(program, government, government.version, parent=body)
        government.refresh_from_db()
    with pytest.raises(Refused):
        bodies.edit_body(program, government, government.version, parent=government)


def test_bodies_side_by_side_are_listed_as_they_were_entered(program, government):
    names = [f"第{number}处" for number in range(1, 13)]
    for name in names:
        bodies.add_body(program, name, "department", REGION, government)
    listed = [body.name for body in queries.bodies()]
    assert listed == [government.name, *names]


def test_of_two_moves_that_would_close_a_loop_together_the_second_is_refused(program, government):
    """Two administrators have the same tree on their screens and each moves one under the other."""
    first, second = (
        bodies.add_body(program, name, "agency", REGION, government)
        for name in ("甲中心", "乙中心")
    )
    seen = Body.objects.get(pk=first.pk), Body.objects.get(pk=second.pk)
    bodies.edit_body(program, first, first.version, parent=seen[1])
    with pytest.raises(Refused, match="不能作为它的上级单位"):
        bodies.edit_body(program, second, second.version, parent=seen[0])
    assert Body.objects.get(pk=second.pk).path == path_of(government, second)


def test_the_database_itself_refuses_a_body_above_itself(government):
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.filter(pk=government.pk).update(parent=government)


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(by, department):
    mine = queries.body(department.pk)
    theirs = queries.body(department.pk)
    bodies.edit_body(by, mine, mine.version, name="市知识产权管理局")
    with pytest.raises(Overtaken, match="已被他人修改"):
        bodies.edit_body(by, theirs, theirs.version, name="市知识产权总局")
    assert queries.body(department.pk).name == "市知识产权管理局"


def test_a_body_with_people_in_it_is_neither_removed_nor_dissolved(program, clerk, department):
    with pytest.raises(Refused, match="1 项任职记录"):
        bodies.remove_body(program, department)
    with pytest.raises(Refused, match="1 项任职"):
        bodies.dissolve_body(program, department, localdate())
    posts.end_post(program, clerk.posts.get(), localdate() - timedelta(days=1))
    bodies.dissolve_body(program, department, localdate())
    with pytest.raises(Refused):  # What was is not removed either.
        bodies.remove_body(program, department)


def test_a_body_with_bodies_beneath_it_is_neither_removed_nor_dissolved(
    program, government, department
):
    with pytest.raises(Refused, match="1 个下级单位"):
        bodies.remove_body(program, government)
    with pytest.raises(Refused, match="1 个下级单位"):
        bodies.dissolve_body(program, government, localdate())


def test_a_body_entered_by_mistake_is_removed_with_a_line(program, lines, centre):
    bodies.remove_body(program, centre)
    assert not Body.objects.filter(name=centre.name).exists()
    assert lines[-1][:1] == ("body_removed",)


@pytest.mark.parametrize(
    "values",
    [
        ("局", "department", REGION),
        ("", "department", REGION),
        ("某局", "king", REGION),
        ("某局", "department", "999999"),
        ("人民政府", "department", REGION),
    ],
)
def test_bad_bodies_are_refused(program, government, values):
    with pytest.raises(Refused):
        bodies.add_body(program, *values)


def test_the_same_name_may_come_again_after_the_first_was_dissolved(program, centre):
    bodies.dissolve_body(program, centre, date(2025, 12, 31))
    bodies.add_body(program, centre.name, "agency", REGION)


def test_only_holders_of_the_right_change_bodies(official, clerk, visitor, department, lines):
    for person in (official, clerk, visitor):
        who = Acting(person, lines)
        for act in (
            lambda who=who: bodies.add_body(who, "某局", "department", REGION),
            lambda who=who: bodies.edit_body(who, department, 1, name="某某局"),
            lambda who=who: bodies.dissolve_body(who, department, localdate()),
            lambda who=who: bodies.remove_body(who, department),
            lambda who=who: bodies.add_alias(who, department, "市知产局"),
            lambda who=who: bodies.remove_alias(who, department, 1),
        ):
            with pytest.raises(Refused, match="管理单位"):
                act()


def test_an_act_whose_line_cannot_be_written_is_undone(department):
    def broken(*line):
        raise OSError("the journal is closed")

    with pytest.raises(OSError, match="closed"):
        bodies.add_alias(Acting(None, broken), department, "市知产局")
    assert not department.aliases.exists()


class Trees(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 7), st.none() | st.integers(0, 7)), max_size=25))
    def test_whatever_is_moved_where_paths_and_parents_agree(self, moves):
        program = Acting(None, without_lines)
        tree = [bodies.add_body(program, f"单位{n}", "department", REGION) for n in range(8)]
        for number, under in moves:
            body = queries.body(tree[number].pk)
            parent = None if under is None else queries.body(tree[under].pk)
            try:
                bodies.edit_body(program, body, body.version, parent=parent)
            except Refused:
                assert parent is not None and parent.path.startswith(body.path)
        for body in Body.objects.select_related("parent"):
            above = body.parent.path if body.parent else "/"
            assert body.path == f"{above}{body.pk:06d}/"
