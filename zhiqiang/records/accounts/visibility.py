"""Rows that not everybody may see: four kinds of visibility, and a queryset that fails closed.

A table of guarded rows takes two steps:

1. it inherits from ``GuardedModel``;
2. it has a classmethod ``visible_clause(person) -> Q``, mostly one call of ``clause`` or
   ``for_holders`` below.

From then on ``Model.objects.visible_to(person)`` is the only way to its rows: a list, a count, a
sum, a page, an export or a subquery that was not asked for a person raises ``NobodyAsked``. What
the program does for nobody in particular (publish, migrate, verify) says so:
``Model.objects.for_program("publishes a snapshot")``. What hangs on a row that somebody was given
(``programme.targets``) needs no second question.
"""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q

from zhiqiang.records.accounts import rights
from zhiqiang.records.accounts.rights import NobodyAsked


class Visibility(models.TextChoices):
    """Who may see a row."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    RESTRICTED = "restricted", "受限"
    SEALED = "sealed", "密封"


#: the right that opens each kind
RIGHTS = {
    Visibility.PUBLIC: "see_public",
    Visibility.INTERNAL: "see_internal",
    Visibility.RESTRICTED: "see_restricted",
    Visibility.SEALED: "see_sealed",
}


def clause(person: Any, visibility: str = "visibility", body: str = "body") -> Q:
    """Return the condition on rows that ``person`` may see.

    ``visibility`` is the column with a ``Visibility``; ``body`` leads to the id of the body that the
    row belongs to. Bodies are looked up once, by the index of their path, and not row by row. A
    kind of visibility that nobody declared matches no condition: hidden.
    """
    from zhiqiang.records.accounts.models import Body

    held = rights.held_by(person)
    everywhere = [str(kind) for kind, right in RIGHTS.items() if right in held.everywhere]
    out = Q(**{f"{visibility}__in": everywhere})
    kinds: dict[tuple[str, ...], list[str]] = {}
    for kind, right in RIGHTS.items():
        if str(kind) not in everywhere and (paths := held.paths(right)):
            kinds.setdefault(paths, []).append(str(kind))
    for paths, opened in kinds.items():
        beneath = Q()
        for path in paths:
            beneath |= Q(path__startswith=path)
        inside = Body.objects.filter(beneath).order_by().values("pk")
        out |= Q(**{f"{visibility}__in": opened, f"{body}__in": inside})
    return out


#: the condition that no row meets
NOTHING = Q(pk__in=())


def for_holders(person: Any, right: str, others: Q = NOTHING) -> Q:
    """Return "every row" for those who hold ``right`` everywhere, ``others`` for all else."""
    return Q() if rights.may(person, right) else others


class Guarded(models.QuerySet[Any]):
    """A queryset that gives nothing away before it knows for whom."""

    _admitted = False

    def visible_to(self, person: Any) -> Self:
        """Return the rows that ``person`` may see; an anonymous visitor is a person, None is not."""
        rights.require_person(person)
        return self._admit(self.filter(self.model.visible_clause(person)))

    def for_program(self, reason: str) -> Self:
        """Return all rows for work that is done for nobody in particular; ``reason`` says which."""
        if not reason.strip():
            raise NobodyAsked("不为某个人员查询时，须说明理由。")
        return self._admit(self.all())

    @staticmethod
    def _admit(queryset: Any) -> Any:
        queryset._admitted = True
        return queryset

    def _add_hints(self, **hints: Any) -> None:
        # Django says so of rows that are reached through an instance: it was given to somebody.
        super()._add_hints(**hints)
        if hints.get("instance") is not None:
            self._admitted = True

    def _clone(self) -> Self:
        out = super()._clone()
        out._admitted = self._admitted
        return out

    def _refuse(self) -> NoReturn:
        raise NobodyAsked(
            f"“{self.model._meta.verbose_name}”的查询没有说明为谁而查："
            "请用 visible_to(person)；程序自身的工作用 for_program(理由)。"
        )

    # Every way from a queryset to the database. Reading, counting, and standing inside another
    # query go through these; slices, get, first, in_bulk and values do so by way of them.

    def _fetch_all(self) -> None:
        if not self._admitted:
            self._refuse()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        if not self._admitted:
            self._refuse()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        if not self._admitted:
            self._refuse()
        return super().count()

    def exists(self) -> bool:
        if not self._admitted:
            self._refuse()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if not self._admitted:
            self._refuse()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if not self._admitted:
            self._refuse()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if not self._admitted:
            self._refuse()
        return super().delete()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        if not self._admitted:
            self._refuse()
        return super().resolve_expression(*args, **kwargs)

    def _combinator_query(self, combinator: str, *others: Any, **kwargs: Any) -> Any:
        if not all(getattr(one, "_admitted", False) for one in (self, *others)):
            self._refuse()
        return super()._combinator_query(combinator, *others, **kwargs)

    def __and__(self, other: Any) -> Any:
        return self._both(other, super().__and__(other))

    def __or__(self, other: Any) -> Any:
        return self._both(other, super().__or__(other))

    def _both(self, other: Any, out: Any) -> Any:
        # One side that asked for nobody would open the rows that the other side hides.
        if not (self._admitted and getattr(other, "_admitted", False)):
            self._refuse()
        return self._admit(out)


class GuardedModel(models.Model):
    """A table whose rows are had for a person only, or for the program with a reason."""

    objects = Guarded.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_clause(cls, person: Any) -> Q:
        """Return the condition on the rows that ``person`` may see."""
        raise NotImplementedError(f"{cls.__name__} does not say who may see its rows")
