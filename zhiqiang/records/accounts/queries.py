"""Questions about people and bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.models import (
    AccessToken,
    Authenticator,
    Body,
    BodyKind,
    Deputy,
    ExternalIdentity,
    Lock,
    Passkey,
    Person,
    Post,
    Session,
)
from zhiqiang.records.accounts.naming import Named as Named
from zhiqiang.records.accounts.naming import bodies_named as bodies_named
from zhiqiang.records.accounts.naming import resolve_names as resolve_names
from zhiqiang.records.accounts.roles import roles

BODY_KINDS = BodyKind.choices


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition "from a day to a day, both included, holds on ``on``"."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gte": on})
    )


def roles_on(person_id: int, on: date) -> list[tuple[str, str]]:
    """Return role and path of the body of each post held or deputised on ``on``; one query."""
    mine = Q(person_id=person_id) | (Q(deputies__person_id=person_id) & in_force(on, "deputies__"))
    standing = Q(body__until_on__isnull=True) | Q(body__until_on__gte=on)
    found = Post.objects.filter(mine, in_force(on), standing)
    return sorted(set(found.values_list("role", "body__path")))


def has_people() -> bool:
    """Say whether anybody has an account."""
    return Person.objects.exists()


def person(person_id: int) -> Person:
    """Return one person, or raise ``NotFound``."""
    found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise NotFound("没有这个人员。")
    return found


def person_named(username: str) -> Person | None:
    """Return the person of a user name, if there is one."""
    return Person.objects.filter(username=username).first()


def username_exists(username: str) -> bool:
    """Say whether somebody has this user name."""
    return Person.objects.filter(username__iexact=username).exists()


def people(text: str = "", body: Body | None = None, closed: bool = False) -> QuerySet[Person]:
    """Return people by user name, with the posts held today as ``posts_today``."""
    on = localdate()
    found = Person.objects.prefetch_related(
        Prefetch(
            "posts",
            Post.objects.filter(in_force(on)).select_related("body"),
            to_attr="posts_today",
        )
    )
    if text:
        found = found.filter(
            Q(username__icontains=text)
            | Q(display_name__icontains=text)
            | Q(pk__in=Post.objects.filter(body__name__icontains=text).values("person"))
        )
    if body is not None:
        held = Post.objects.filter(in_force(on), body__path__startswith=body.path)
        found = found.filter(pk__in=held.values("person"))
    open_now = Q(is_active=True) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return found if closed else found.filter(open_now)


def posts_of(person_id: int) -> QuerySet[Post]:
    """Return all posts of a person, newest first, with body and deputies."""
    return (
        Post.objects.filter(person_id=person_id)
        .select_related("body")
        .prefetch_related(Prefetch("deputies", Deputy.objects.select_related("person")))
    )


def post(post_id: int) -> Post:
    """Return one post with person and body, or raise ``NotFound``."""
    found = Post.objects.select_related("person", "body").filter(pk=post_id).first()
    if found is None:
        raise NotFound("没有这项任职。")
    return found


def deputised_by(person_id: int) -> QuerySet[Deputy]:
    """Return the posts for which a person acts as deputy, newest first."""
    return Deputy.objects.filter(person_id=person_id).select_related("post__body", "post__person")


def bodies(text: str = "", dissolved: bool = False) -> QuerySet[Body]:
    """Return bodies in the order of the tree, with ``held``: how many people hold posts today."""
    on = localdate()
    in_post = Q(posts__from_on__lte=on) & (
        Q(posts__until_on__isnull=True) | Q(posts__until_on__gte=on)
    )
    found = Body.objects.annotate(held=Count("posts__person", filter=in_post, distinct=True))
    if text:
        named = Body.objects.filter(Q(name__icontains=text) | Q(aliases__name__icontains=text))
        found = found.filter(pk__in=named.values("pk"))
    if not dissolved:
        found = found.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    return found.order_by("path")


def body(body_id: int) -> Body:
    """Return one body, or raise ``NotFound``."""
    found = Body.objects.select_related("parent").filter(pk=body_id).first()
    if found is None:
        raise NotFound("没有这个单位。")
    return found


def body_names(keys: Iterable[int | None]) -> dict[int, str]:
    """Return the names of these bodies by key; one query."""
    return dict(Body.objects.filter(pk__in=set(keys) - {None}).values_list("pk", "name"))


def people_names(keys: Iterable[int | None]) -> dict[int, str]:
    """Return the display names of these people by key; one query, none for nobody."""
    found = Person.objects.filter(pk__in=set(keys) - {None})
    return dict(found.values_list("pk", "display_name"))


def above(one: Body) -> list[Body]:
    """Return the bodies above ``one``, the outermost first."""
    ids = [int(part) for part in one.path.strip("/").split("/")[:-1]]
    return sorted(Body.objects.filter(pk__in=ids), key=lambda body: len(body.path))


def posts_in(one: Body) -> QuerySet[Post]:
    """Return the posts held in a body today, itself only."""
    return (
        Post.objects.filter(in_force(localdate()), body=one)
        .select_related("person")
        .order_by("role", "person__username")
    )


def people_who_may(right: str, on: date | None = None) -> QuerySet[Person]:
    """Return the open accounts that hold ``right`` everywhere by a post of their own."""
    on = on or localdate()
    keys = [r.key for r in roles().values() if right in r.rights and r.reach == "everywhere"]
    held = Post.objects.filter(in_force(on), role__in=keys)
    open_then = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return Person.objects.filter(open_then, is_active=True, pk__in=held.values("person"))


def sessions_of(person_id: int) -> QuerySet[Session]:
    """Return where a person is signed in, the newest activity first."""
    return Session.objects.filter(person_id=person_id).order_by("-seen_at")


def passkeys_of(person_id: int) -> QuerySet[Passkey]:
    """Return the passkeys of a person, the oldest first."""
    return Passkey.objects.filter(person_id=person_id)


def tokens_of(person_id: int) -> QuerySet[AccessToken]:
    """Return the tokens of a person that open something today, the newest first."""
    return AccessToken.objects.filter(
        person_id=person_id, revoked_at__isnull=True, until_on__gte=localdate()
    )


def identities_of(person_id: int) -> QuerySet[ExternalIdentity]:
    """Return who a person is at identity providers."""
    return ExternalIdentity.objects.filter(person_id=person_id)


def closed_doors(keys: Iterable[str]) -> QuerySet[Lock]:
    """Return the locks that stand for ``keys``."""
    return Lock.objects.filter(key__in=list(keys), closed_until__isnull=False)


def has_authenticator(person_id: int) -> bool:
    """Say whether a person uses an authenticator app."""
    return Authenticator.objects.filter(person_id=person_id).exists()


def people_in_bodies(right: str, bodies: Iterable[int]) -> QuerySet[Any]:
    """Return the ids of open accounts that hold ``right`` by a post in one of ``bodies`` today."""
    on = localdate()
    keys = [one.key for one in roles().values() if right in one.rights]
    held = Post.objects.filter(in_force(on), role__in=keys, body_id__in=set(bodies))
    open_then = Q(until_on__isnull=True) | Q(until_on__gte=on)
    found = Person.objects.filter(open_then, is_active=True, pk__in=held.values("person"))
    return found.values_list("pk", flat=True)


def posts_with(right: str, bodies: Iterable[int]) -> list[tuple[int, int]]:
    """Return person and body of the posts that give ``right`` today in ``bodies``; open accounts only."""
    on = localdate()
    keys = [one.key for one in roles().values() if right in one.rights]
    open_then = Q(person__until_on__isnull=True) | Q(person__until_on__gte=on)
    held = Post.objects.filter(in_force(on), open_then, role__in=keys, person__is_active=True)
    wanted = sorted(set(bodies))
    return [
        pair
        for start in range(0, len(wanted), 800)
        for pair in held.filter(body_id__in=wanted[start : start + 800])
        .order_by("pk")
        .values_list("person_id", "body_id")
    ]


def bodies_where(right: str, on: date) -> QuerySet[Body]:
    """Return the bodies in which somebody with an open account holds ``right`` by a post there."""
    keys = [one.key for one in roles().values() if right in one.rights]
    open_then = Q(person__until_on__isnull=True) | Q(person__until_on__gte=on)
    held = Post.objects.filter(in_force(on), open_then, role__in=keys, person__is_active=True)
    there = Body.objects.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    return there.filter(pk__in=held.order_by().values("body_id")).order_by("path")


def bodies_of_person(person_id: int | None, on: date) -> QuerySet[Post, int]:
    """Return the ids of the bodies in which a person holds a post or deputises on a day."""
    mine = Q(person_id=person_id) | (Q(deputies__person_id=person_id) & in_force(on, "deputies__"))
    return Post.objects.filter(mine, in_force(on)).order_by().values_list("body_id", flat=True)


def deputises_for(person_id: int, holder_id: int, on: date) -> bool:
    """Say whether a person deputises for another on a day, in any post."""
    return Deputy.objects.filter(
        in_force(on), in_force(on, "post__"), person_id=person_id, post__person_id=holder_id
    ).exists()


def people_who_may_in(right: str, body: Body, on: date | None = None) -> QuerySet[Person]:
    """Return the open accounts that hold ``right`` in ``body`` on a day (today), by name."""
    on = on or localdate()
    keys = {True: [], False: []}  # type: dict[bool, list[str]]
    for role in roles().values():
        if right in role.rights:
            keys[role.reach == "everywhere"].append(role.key)
    above_it = [body.path[:end] for end in range(1, len(body.path) + 1)]
    held = Q(role__in=keys[True]) | Q(role__in=keys[False], body__path__in=above_it)
    posts = Post.objects.filter(held, in_force(on)).order_by().values("person")
    open_then = Q(until_on__isnull=True) | Q(until_on__gte=on)
    return Person.objects.filter(open_then, is_active=True, pk__in=posts).order_by("username")


def anybody_may(right: str, body: Body, on: date) -> bool:
    """Say whether somebody with an open account holds ``right`` in ``body`` on a day."""
    return people_who_may_in(right, body, on).exists()
