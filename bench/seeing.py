"""What rights cost: a page of fifty and the number of all, for a person and for nobody.

Baseline is the same question without any predicate, in the same run and in turn; the median of the
rounds counts. ``register`` is the list of rights as its page asks for it, by default, filtered by
kind, region and a word. ``rows of bodies`` are rows of 2,000 bodies in a tree that
are public, internal, restricted or sealed, where most of the cost is counting. The rights of a person are
read once before, as they are once in a request.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from bench.measuring import Line, interleaved

ROUNDS, PAGE, REGION, COUNTY = 25, 50, "990100", "990103"


def measure(size: int) -> list[Line]:
    """Ask as a stranger, a clerk of a department and an official."""
    people = _people()
    notes = _rows_of_bodies(size)
    lines = []
    for who, person in people.items():
        for what, ask in {**_register(), **_bodies(notes)}.items():
            ask(person), ask(None)
            ours, raw = interleaved(lambda a=ask, p=person: a(p), lambda a=ask: a(None), ROUNDS)
            lines.append(Line(f"{what}, {who}", size, ours, raw, "no rights at all"))
    return lines


def _register() -> dict[str, Callable[[Any], object]]:
    from zhiqiang.records.registry.models import Right
    from zhiqiang.records.registry.queries.rights import found_among

    def asked(kind: str = "", region: str = "", word: str = "") -> Callable[[Any], object]:
        def ask(person: Any) -> object:
            everything = Right.objects.for_program("measures what rights cost")
            rows = everything if person is None else Right.objects.visible_to(person)
            found = found_among(rows, word, kind, region, sees_people=True)
            return found.total, found.items

        return ask

    return {
        "register": asked(),
        "register, kind": asked("invention"),
        "register, region": asked(region=REGION),
        "register, county": asked(region=COUNTY),
        "register, kind and region": asked("invention", REGION),
        "register, word": asked(word="型发明装置"),
        "register, word and region": asked(word="型发明装置", region=REGION),
        "register, rare word": asked(word="测速97型发明"),
    }


def _bodies(notes: Any) -> dict[str, Callable[[Any], object]]:
    def asked(**filters: Any) -> Callable[[Any], object]:
        def ask(person: Any) -> object:
            everything = notes.objects.for_program("measures what rights cost")
            rows = everything if person is None else notes.objects.visible_to(person)
            return _page(rows.filter(**filters).order_by("-made_on", "-id"))

        return ask

    return {
        "rows of bodies": asked(),
        "rows of bodies, filtered": asked(subject__lt=50),
        "rows of bodies, word": asked(text__contains="77"),
    }


def _page(rows: Any) -> tuple[int, int]:
    return len(list(rows[:PAGE])), rows.count()


def _people() -> dict[str, Any]:
    from django.contrib.auth.models import AnonymousUser

    from zhiqiang.records.accounts.acting import Acting, without_lines
    from zhiqiang.records.accounts.actions import bodies, posts, register_person
    from zhiqiang.records.accounts.models import Body

    program = Acting(None, without_lines)
    top = bodies.add_body(program, "测速市人民政府", "government", REGION)
    department = bodies.add_body(program, "测速局", "department", REGION, top)
    for parent, count in ((department, 40), (top, 1_960)):
        start = (Body.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        Body.objects.bulk_create(
            Body(
                pk=start + n,
                name=f"{parent.name}{n}",
                kind="department",
                region_code=REGION,
                parent=parent,
                path=f"{parent.path}{start + n}/",
            )
            for n in range(count)
        )
    clerk = register_person("bench_clerk", "某", "visitor", "四季-青山-2719-桥")
    posts.assign_post(program, clerk, department, "body_clerk", date(2020, 1, 1))
    official = register_person("bench_official", "某", "official", "四季-青山-2719-桥")
    return {"stranger": AnonymousUser(), "clerk": clerk, "official": official}


def _rows_of_bodies(size: int) -> Any:
    from django.db import connection, models

    from zhiqiang.records.accounts.models import Body
    from zhiqiang.records.accounts.visibility import GuardedModel, Visibility, clause

    class Note(GuardedModel):
        text = models.TextField()
        made_on = models.DateField()
        subject = models.IntegerField()
        visibility = models.CharField(max_length=12, choices=Visibility.choices)
        body = models.ForeignKey(Body, models.CASCADE, related_name="+")

        class Meta:
            app_label = "accounts"
            db_table = "bench_note"

        @classmethod
        def visible_clause(cls, person: Any) -> models.Q:
            return clause(person)

    with connection.schema_editor() as editor:
        editor.create_model(Note)
    rng, ids = Random("notes"), list(Body.objects.values_list("pk", flat=True))  # noqa: S311
    kinds = [*["public"] * 4, *["internal"] * 4, "restricted", "sealed"]
    Note.objects.bulk_create(
        (
            Note(
                text=f"第{n}条记录：" + "关于落实责任分工的办理情况。" * 20,
                made_on=date(2020, 1, 1) + timedelta(days=rng.randrange(2_000)),
                subject=rng.randrange(1_000),
                visibility=rng.choice(kinds),
                body_id=rng.choice(ids),
            )
            for n in range(size)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        # The register has no statistics in use, so that it gets none here.
        cursor.execute(f"ANALYZE {Note._meta.db_table}")
        cursor.execute(f"ANALYZE {Body._meta.db_table}")
    return Note
