"""Who may do what: ``may(person, right, body)``, and the predicate of what a person may see.

A right is held everywhere, or in a body and all bodies beneath it, through the roles of the posts
held today, one's own or as a deputy. Everybody, signed in or not, holds the rights of the role
``visitor``. What a person holds is read with one query and kept on the person for the request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused, ZhiqiangError
from zhiqiang.records.accounts.roles import VISITOR, access_rights, roles

if TYPE_CHECKING:
    from zhiqiang.records.accounts.models import Body, Person


class NobodyAsked(ZhiqiangError):
    """Rows that not everybody may see were asked for without saying for whom."""


@dataclass(frozen=True, slots=True)
class Held:
    """The rights of one person on one day; ``within`` gives paths of bodies and rights in them."""

    on: date
    everywhere: frozenset[str]
    within: tuple[tuple[str, frozenset[str]], ...] = ()
    needs_second_factor: bool = False

    def paths(self, right: str) -> tuple[str, ...]:
        """Return the paths of the bodies in which ``right`` is held, the outermost only."""
        found = sorted({path for path, rights in self.within if right in rights})
        return tuple(
            path for path in found if not any(path != o and path.startswith(o) for o in found)
        )


def require_person(person: Any) -> Person | AnonymousUser:
    """Return ``person``, signed in or anonymous; anything else is a mistake of the caller."""
    from zhiqiang.records.accounts.models import Person

    # request.user is a lazy stand-in; isinstance looks through it.
    if isinstance(person, Person | AnonymousUser):
        return person
    raise NobodyAsked("查询须说明是为谁而查：请传入人员，未登录时传入匿名访客。")


def held_by(person: Any) -> Held:
    """Return what ``person`` holds today; one query, then none for as long as the object lives."""
    person, on = require_person(person), localdate()
    kept: Held | None = getattr(person, "_held", None)
    if kept is None or kept.on != on:
        kept = _read(person, on)
        person._held = kept
    return kept


def _read(person: Person | AnonymousUser, on: date) -> Held:
    from zhiqiang.records.accounts.queries import roles_on

    declared = roles()
    everywhere, within, needs = set(declared[VISITOR].rights), [], False
    if not isinstance(person, AnonymousUser) and person.pk and person.is_open:
        for key, path in roles_on(person.pk, on):
            role = declared.get(key)
            if role is None:
                continue  # A role that the catalogue no longer knows gives nothing.
            needs |= role.needs_second_factor
            if role.reach == "everywhere":
                everywhere |= set(role.rights)
            else:
                within.append((path, frozenset(role.rights)))
    return Held(on, frozenset(everywhere), tuple(within), needs)


def may(person: Any, right: str, body: Body | None = None) -> bool:
    """Say whether ``person`` holds ``right`` in ``body``; without a body, everywhere.

    A right that the catalogue does not declare is a mistake of the caller, not a no.
    """
    if right not in access_rights():
        raise LookupError(f"access right {right!r} is not declared")
    held = held_by(person)
    if right in held.everywhere:
        return True
    return body is not None and any(body.path.startswith(path) for path in held.paths(right))


def may_somewhere(person: Any, right: str) -> bool:
    """Say whether ``person`` holds ``right`` everywhere or in at least one body."""
    return may(person, right) or bool(held_by(person).paths(right))


def require(person: Any, right: str, body: Body | None = None) -> None:
    """Raise ``Refused`` with the name of the missing right unless ``person`` holds it."""
    if not may(person, right, body):
        where = f"（{body.name}）" if body is not None else ""
        raise Refused(f"当前账户没有“{access_rights()[right].zh}”权限{where}。")


def reach_clause(person: Any, right: str, path: str = "body__path") -> Q:
    """Return the condition "in a body where ``person`` holds ``right``"; ``path`` is the lookup."""
    if may(person, right):
        return Q()
    clause = Q(pk__in=[])
    for one in held_by(person).paths(right):
        clause |= Q(**{f"{path}__startswith": one})
    return clause
