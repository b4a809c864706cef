"""Posts: giving a person a role in a body, ending it, deputies, hand-over, leaving.

A post is how rights are given and taken. All acts here are for holders of ``assign_posts``, and
nobody changes a post of one's own.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.models import Body, Deputy, Person, Post
from zhiqiang.records.accounts.queries import in_force, people_who_may
from zhiqiang.records.accounts.roles import VISITOR, Role, roles

LONGEST_DEPUTY = timedelta(days=366)


def assign_post(
    acting: Acting,
    person: Person,
    body: Body,
    role: str,
    from_on: date,
    until_on: date | None = None,
    title: str = "",
) -> Post:
    """Give ``person`` the role in the body from a day on; overlaps and excluded roles are refused."""
    _allow(acting, person)
    declared = _role(role)
    _check_span(from_on, until_on)
    if body.until_on is not None and body.until_on < from_on:
        raise Refused(f"“{body.name}”已于 {body.until_on} 撤销。")
    with transaction.atomic():
        _check_beside(person, body, declared, from_on, until_on)
        post = Post.objects.create(
            person=person, body=body, role=role, from_on=from_on, until_on=until_on, title=title
        )
        acting.record("post_assigned", subject_of(person), _detail(post))
    return post


def end_post(acting: Acting, post: Post, last_day: date) -> None:
    """End a post after ``last_day``; deputies for it end with it."""
    _allow(acting, post.person)
    with transaction.atomic():
        _end(post, last_day)
        acting.record("post_ended", subject_of(post.person), _detail(post))


def hand_over(acting: Acting, post: Post, successor: Person, from_on: date) -> Post:
    """End a post and give the same role in the same body to ``successor`` from ``from_on`` on."""
    _allow(acting, post.person)
    _allow(acting, successor)
    if successor.pk == post.person_id:
        raise Refused("接任人应为另一人。")
    if from_on <= post.from_on:
        raise Refused(f"接任日期应晚于任职日期 {post.from_on}。")
    with transaction.atomic():
        later = assign_post(
            acting, successor, post.body, post.role, from_on, post.until_on, post.title
        )
        _end(post, from_on - timedelta(days=1))
        detail = {**_detail(post), "successor": successor.username}
        acting.record("post_handed_over", subject_of(post.person), detail)
    return later


def leave(
    acting: Acting, person: Person, last_day: date, successors: dict[int, Person] | None = None
) -> int:
    """End all posts of somebody who leaves, hand over those with a successor, close the account.

    ``successors`` gives the person who takes over, by id of the post. The account opens until
    ``last_day``. Deputies that the person acts as end too. Return how many posts were handed over.
    """
    _allow(acting, person)
    acting.require("manage_people")
    successors, day_after = successors or {}, last_day + timedelta(days=1)
    with transaction.atomic():
        later = Q(until_on__isnull=True) | Q(until_on__gt=last_day)
        for post in Post.objects.filter(later, person=person).select_related("person", "body"):
            if post.pk in successors:
                hand_over(acting, post, successors[post.pk], max(day_after, post.from_on))
            else:
                end_post(acting, post, last_day)
        Deputy.objects.filter(person=person, from_on__gt=last_day).delete()
        Deputy.objects.filter(person=person, until_on__gt=last_day).update(until_on=last_day)
        Person.objects.filter(pk=person.pk).update(until_on=last_day, version=F("version") + 1)
        detail = {"last_day": str(last_day), "handed_over": len(successors)}
        acting.record("person_left", subject_of(person), detail)
    person.refresh_from_db()
    return len(successors)


def name_deputy(
    acting: Acting, post: Post, person: Person, from_on: date, until_on: date
) -> Deputy:
    """Let ``person`` act for the holder of a post for a span of at most a year."""
    _allow(acting, post.person)
    _allow(acting, person)
    if person.pk == post.person_id:
        raise Refused("代理人应为另一人。")
    role = _role(post.role)
    if not role.may_be_deputised:
        raise Refused(f"“{role.zh}”的权限不能代理，请改为登记任职。")
    _check_span(from_on, until_on)
    if until_on - from_on > LONGEST_DEPUTY:
        raise Refused("代理期限最长一年，请改为登记任职。")
    if from_on < post.from_on or (post.until_on is not None and until_on > post.until_on):
        raise Refused(f"代理期限应在任职期限之内（{post.from_on} 至 {post.until_on or '今'}）。")
    with transaction.atomic():
        _check_excluded(person, role, from_on, until_on)
        deputy = Deputy.objects.create(post=post, person=person, from_on=from_on, until_on=until_on)
        detail = {**_detail(post), "deputy": person.username, "until_on": str(until_on)}
        acting.record("deputy_named", subject_of(post.person), detail)
    return deputy


def end_deputy(acting: Acting, deputy: Deputy) -> None:
    """End a deputy today; one that has not begun is taken back."""
    _allow(acting, deputy.post.person)
    yesterday = localdate() - timedelta(days=1)
    with transaction.atomic():
        detail = {"post": deputy.post_id, "deputy": deputy.person.username}
        acting.record("deputy_ended", subject_of(deputy.post.person), detail)
        if deputy.from_on > yesterday:
            deputy.delete()
        else:
            deputy.until_on = min(deputy.until_on, yesterday)
            deputy.save(update_fields=["until_on"])


def _allow(acting: Acting, person: Person) -> None:
    acting.require("assign_posts")
    if acting.is_self(person):
        raise Refused("不能变更自己的任职，请由另一位管理员办理。")


def _role(key: str) -> Role:
    found = roles().get(key)
    if found is None or key == VISITOR:
        raise Refused(f"没有可以登记的角色“{key}”。")
    return found


def _check_span(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise Refused(f"截止日期 {until_on} 早于起始日期 {from_on}。")


def _overlapping(from_on: date, until_on: date | None) -> Q:
    begins_before = Q() if until_on is None else Q(from_on__lte=until_on)
    return begins_before & (Q(until_on__isnull=True) | Q(until_on__gte=from_on))


def _check_beside(
    person: Person, body: Body, role: Role, from_on: date, until_on: date | None
) -> None:
    same = Post.objects.filter(
        _overlapping(from_on, until_on), person=person, body=body, role=role.key
    )
    if same.exists():
        raise Refused(f"{person.display_name}在这段时间已任“{body.name}”的{role.zh}。")
    _check_excluded(person, role, from_on, until_on)


def _check_excluded(person: Person, role: Role, from_on: date, until_on: date | None) -> None:
    """Refuse two roles that exclude each other in one hand, whichever of them says so."""
    span = _overlapping(from_on, until_on)
    held = set(Post.objects.filter(span, person=person).values_list("role", flat=True))
    held |= set(Deputy.objects.filter(span, person=person).values_list("post__role", flat=True))
    for key in sorted(held):
        other = roles().get(key)
        if other is not None and (key in role.excludes or role.key in other.excludes):
            raise Refused(f"{person.display_name}已任“{other.zh}”，不得同时任“{role.zh}”。")


def _end(post: Post, last_day: date) -> None:
    if last_day < post.from_on:
        raise Refused(f"截止日期 {last_day} 早于任职日期 {post.from_on}。")
    _keep_an_administrator(post, last_day)
    changed = Post.objects.filter(pk=post.pk, version=post.version).update(
        until_on=last_day, version=F("version") + 1
    )
    if not changed:
        raise Refused("这项任职刚被他人修改，请刷新后重试。")
    post.refresh_from_db()
    post.deputies.filter(from_on__gt=last_day).delete()
    post.deputies.filter(until_on__gt=last_day).update(until_on=last_day)


def one_at_a_time() -> None:
    """Let those who take managers away wait for one another, to the end of their transaction.

    Two administrators who close each other's account would each still see the other one open.
    """
    managers = people_who_may("manage_people").values("pk")
    posters = people_who_may("assign_posts").values("pk")
    rows = Person.objects.filter(Q(pk__in=managers) | Q(pk__in=posters)).order_by("pk")
    list(rows.select_for_update().values_list("pk"))


def _keep_an_administrator(post: Post, last_day: date) -> None:
    """Refuse to end the last post from which somebody can manage accounts or posts."""
    one_at_a_time()
    declared = roles().get(post.role)
    for right in ("manage_people", "assign_posts"):
        if declared is None or right not in declared.rights:
            continue
        keys = [r.key for r in roles().values() if right in r.rights]
        day = max(last_day, localdate()) + timedelta(days=1)
        usable = Q(person__until_on__isnull=True) | Q(person__until_on__gte=day)
        others = Post.objects.filter(
            in_force(day), usable, role__in=keys, person__is_active=True
        ).exclude(pk=post.pk)
        if not others.exists():
            raise Refused(
                f"{post.person.display_name}是唯一能够管理账户或任职的人，"
                "请先为另一人登记这项任职。"
            )


def _detail(post: Post) -> dict[str, str | int | None]:
    return {
        "post": post.pk,
        "body": post.body.name,
        "role": post.role,
        "from_on": str(post.from_on),
        "until_on": str(post.until_on) if post.until_on else None,
    }
