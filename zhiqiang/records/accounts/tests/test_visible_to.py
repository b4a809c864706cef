"""A worked example of guarded rows: what another room writes, and what it gets for it.

Notes belong to a body and are public, internal, restricted or sealed. The model takes two lines:
the queryset and the predicate.
"""

import pytest
from django.db import connection, models
from django.db.models import Count, Q, Sum
from django.test.utils import isolate_apps

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts import masking, rights
from zhiqiang.records.accounts.actions import posts
from zhiqiang.records.accounts.rights import NobodyAsked
from zhiqiang.records.accounts.visibility import Guarded, Visibility, clause

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def note_model():
    with isolate_apps("zhiqiang.records.accounts"):

        class Note(models.Model):
            text = models.CharField(max_length=40)
            amount = models.IntegerField(default=1)
            visibility = models.CharField(max_length=12, choices=Visibility.choices)
            # A real table has a foreign key to the body.
            body = models.BigIntegerField(db_index=True)

            objects = Guarded.as_manager()

            class Meta:
                app_label = "accounts"
                db_table = "example_note"

            @classmethod
            def visible_clause(cls, person):
                return clause(person)

    return Note


@pytest.fixture
def notes(db, note_model, government, department, centre):
    serial = "BIGSERIAL" if connection.vendor == "postgresql" else "INTEGER"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE example_note (id {serial} PRIMARY KEY, text VARCHAR(40), amount INTEGER,"
            " visibility VARCHAR(12), body BIGINT)"
        )
    for body in (government, department, centre):
        for kind in Visibility.values:
            text = f"{body.name} {kind}"
            note_model(text=text, visibility=kind, body=body.pk).save()
    return note_model.objects


def seen_by(notes, person):
    return {text for (text,) in notes.visible_to(person).values_list("text")}


def test_each_sees_what_the_posts_open(
    notes, stranger, official, clerk, visitor, program, department, centre
):
    public = {f"{name} public" for name in ("人民政府", "市知识产权局", "知识产权保护中心")}
    assert seen_by(notes, stranger) == seen_by(notes, visitor) == public
    own = {
        f"{body.name} {kind}"
        for body in (department, centre)
        for kind in ("internal", "restricted")
    }
    assert seen_by(notes, clerk) == public | own
    assert len(seen_by(notes, official)) == 9
    posts.assign_post(program, visitor, centre, "protection_official", visitor.created_at.date())
    assert len(seen_by(notes, type(visitor).objects.get(pk=visitor.pk))) == 12


def test_a_kind_that_nobody_declared_is_hidden_from_everybody(notes, official, note_model):
    note_model(text="odd", visibility="odd", body=1).save()
    assert "odd" not in seen_by(notes, official)


WAYS = {
    "list": list,
    "len": len,
    "truth": bool,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=1),
    "slice": lambda rows: list(rows[:3]),
    "item": lambda rows: rows[0],
    "filter": lambda rows: list(rows.filter(text="x")),
    "values": lambda rows: list(rows.values("text")),
    "iterator": lambda rows: list(rows.iterator()),
    "sum": lambda rows: rows.aggregate(Sum("amount")),
    "groups": lambda rows: list(rows.values("visibility").annotate(n=Count("pk"))),
    "in_bulk": lambda rows: rows.in_bulk(),
    "dates": lambda rows: rows.contains(rows.model(pk=1)),
    "subquery": lambda rows: list(rows.for_program("test").filter(pk__in=rows.values("pk"))),
    "union": lambda rows: list(rows.for_program("test").union(rows.all())),
    "or": lambda rows: list(rows.for_program("test") | rows.all()),
    "and": lambda rows: list(rows.for_program("test") & rows.all()),
    "update": lambda rows: rows.update(text="x"),
    "delete": lambda rows: rows.delete(),
    "pickle": lambda rows: __import__("pickle").dumps(rows.all()),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_to_the_rows_without_saying_for_whom(notes, way):
    with pytest.raises(NobodyAsked):
        WAYS[way](notes.all())
    assert notes.for_program("counts").count() == 12


@pytest.mark.parametrize("nobody", [None, 7, "chen"])
def test_nobody_is_not_a_person(notes, nobody):
    with pytest.raises(NobodyAsked):
        notes.visible_to(nobody)


def test_the_program_has_to_give_a_reason(notes):
    with pytest.raises(NobodyAsked):
        notes.for_program(" ")


def test_sums_and_counts_tell_nothing_of_hidden_rows(notes, stranger, official):
    assert notes.visible_to(stranger).aggregate(n=Sum("amount"))["n"] == 3
    assert notes.visible_to(official).filter(text__contains="sealed").count() == 0
    groups = notes.visible_to(stranger).values("visibility").annotate(n=Count("pk"))
    assert {row["visibility"] for row in groups} == {"public"}


def test_a_filter_after_the_guard_cannot_open_it(notes, stranger):
    rows = notes.visible_to(stranger).filter(Q(visibility="sealed") | Q(visibility="public"))
    assert rows.count() == 3


@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_the_number_of_queries_does_not_depend_on_the_rows(
    notes, note_model, clerk, department, size, django_assert_num_queries
):
    row = {"visibility": "internal", "body": department.pk}
    note_model.objects.bulk_create(note_model(text=str(n), **row) for n in range(size))
    person = type(clerk).objects.get(pk=clerk.pk)
    with django_assert_num_queries(3):
        assert len(notes.visible_to(person)[:20]) <= 20
        assert notes.visible_to(person).count() == 7 + size


def test_the_outermost_bodies_are_asked_for_only(program, clerk, centre):
    posts.assign_post(program, clerk, centre, "body_clerk", clerk.created_at.date())
    person = type(clerk).objects.get(pk=clerk.pk)
    assert len(rights.held_by(person).within) == 2
    assert len(rights.held_by(person).paths("see_internal")) == 1


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("name", "张三丰", "张**"),
        ("name", "王", "*"),
        ("identity_number", "330302199001011234", "3303**********1234"),
        ("identity_number", "not a number", "****"),
        ("phone", "13812345678", "138****5678"),
        ("phone", "0577-88881234", "05778888****"),
        ("phone", "12", "****"),
        ("account", "6222 0212 0300 1234567", "****4567"),
        ("mail", "zhang@example.cn", "z***@example.cn"),
        ("mail", "zhang", "****"),
        ("address", "某省某市某区某路1号", "某省某市某区****"),
        ("address", "某省某市某路1号", "某省某市****"),
        ("address", "无法辨认", "****"),
    ],
)
def test_personal_data_are_masked_for_those_without_the_right(official, kind, value, masked):
    assert masking.shown(official, kind, value) == masked


def test_the_right_to_unmask_shows_them_whole_once_they_were_asked_for(
    program, visitor, department, official
):
    posts.assign_post(
        program, visitor, department, "protection_official", visitor.created_at.date()
    )
    person = type(visitor).objects.get(pk=visitor.pk)
    assert masking.shown(person, "phone", "13812345678") == "138****5678"
    masking.read_clear(person)
    assert masking.shown(person, "phone", "13812345678") == "13812345678"
    again = type(visitor).objects.get(pk=visitor.pk)
    assert masking.shown(again, "phone", "13812345678") == "138****5678"
    with pytest.raises(Refused):
        masking.read_clear(official)
