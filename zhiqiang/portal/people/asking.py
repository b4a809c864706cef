"""What a small form on the page of a person or a body names: days, people, posts, bodies."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts import queries
from zhiqiang.records.accounts.queries import Body, Deputy, Person, Post
from zhiqiang.records.accounts.regions import installation_region
from zhiqiang.ui.asked import BadAddress, read_day


def day(request: HttpRequest, name: str, label: str) -> date:
    """Return a day that has to be given."""
    text = request.POST.get(name, "").strip()
    if not text:
        raise Refused(f"请填写{label}。")
    try:
        return read_day(text)
    except BadAddress as error:
        raise Refused(f"{label}：{error}") from error


def person_of(request: HttpRequest, name: str, label: str) -> Person:
    """Return the person whose user name was typed or chosen."""
    text = request.POST.get(name, "").strip()
    found = queries.person_named(text)
    if found is None:
        raise Refused(
            f"没有用户名为“{text}”的{label}，请从列表中选择。" if text else f"请选择{label}。"
        )
    return found


def post_of(request: HttpRequest, person: Person) -> Post:
    """Return the post that the form is about; it must be one of ``person``."""
    found = queries.post(_number(request, "post"))
    if found.person_id != person.pk:
        raise NotFound("没有这项任职。")
    return found


def deputy_of(request: HttpRequest, person: Person) -> Deputy:
    """Return the deputy that the form is about; for a post of ``person``."""
    found = Deputy.objects.select_related("post__person", "person").filter(
        pk=_number(request, "deputy"), post__person=person
    )
    if (one := found.first()) is None:
        raise NotFound("没有这项代理。")
    return one


def successors(request: HttpRequest, person: Person) -> dict[int, Person]:
    """Return who takes over which post of ``person``; posts left empty are not handed over."""
    out = {}
    for post in queries.posts_of(person.pk):
        name = f"successor-{post.pk}"
        if request.POST.get(name, "").strip():
            out[post.pk] = person_of(request, name, "接任人")
    return out


def body_of(name: str) -> Body:
    """Return the body that a typed name means: as written, else as documents print it."""
    exact = queries.bodies().filter(name=name.strip())
    if len(exact) == 1:
        return exact[0]
    found = queries.bodies_named(name, installation_region())
    if found.body_id is None:
        many = "、".join(full for _, full in found.bodies)
        raise Refused(
            f"“{name}”可以指 {many}，请填写全称。"
            if many
            else f"没有名为“{name}”的单位，请先建立。"
        )
    return queries.body(found.body_id)


def is_open(post: Post) -> bool:
    """Say whether a post lasts today or begins later."""
    return post.until_on is None or post.until_on >= localdate()


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise NotFound("表单内容不完整，请刷新页面后重试。")
    return int(text)
