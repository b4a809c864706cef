"""People: who has an account, which posts they hold, and what is done with both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhiqiang.kernel.errors import Refused
from zhiqiang.portal.people import asking, entering
from zhiqiang.portal.people.forms import AddPerson, AssignPost, EditPerson
from zhiqiang.portal.people.gate import SEE_PEOPLE, confirmed, needs
from zhiqiang.portal.people.recording import acting
from zhiqiang.records.accounts import queries, rights
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions import factors, lockout, posts, signing
from zhiqiang.records.accounts.actions import people as actions
from zhiqiang.records.accounts.queries import Person
from zhiqiang.records.accounts.roles import roles
from zhiqiang.ui.asked import read_number, read_size
from zhiqiang.ui.tables import Page


def page_of(request: HttpRequest, found: QuerySet[Any]) -> Page:
    """Return the page of a list that the address asks for; past the end, the last one."""
    size, total = read_size(request.GET), found.count()
    number = min(read_number(request.GET, "page", "页码", 1), max(1, -(-total // size)))
    return Page(number, size, total, list(found[(number - 1) * size : number * size]))


@never_cache
@needs(*SEE_PEOPLE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List accounts with the posts held today."""
    text, closed = request.GET.get("q", "").strip(), request.GET.get("closed") == "1"
    names = {role.key: role.zh for role in roles().values()}
    page = page_of(request, queries.people(text, closed=closed))
    rows = [
        (one, [(post.body.name, names.get(post.role, post.role)) for post in one.posts_today])
        for one in page.items
    ]
    context = {
        "page": page,
        "rows": rows,
        "q": text,
        "closed": closed,
        "may_add": rights.may(request.user, "manage_people"),
    }
    return render(request, "portal/people/people.html", context)


@never_cache
@needs("manage_people")
@confirmed
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """Make an account and show its first password, once."""
    form = AddPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person, password = actions.add_person(
                acting(request),
                given["username"],
                given["display_name"],
                until_on=given["until_on"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _show_password(request, person, password, "账户已建立")
    status = 400 if form.errors else 200
    return render(request, "portal/people/add_person.html", {"form": form}, status=status)


def _show_password(request: HttpRequest, person: Person, password: str, title: str) -> HttpResponse:
    context = {"person": person, "password": password, "title": title}
    return render(request, "portal/people/new_password.html", context)


@never_cache
@needs(*SEE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one person; a form of the page names its act."""
    one = queries.person(person_id)
    if request.method != "POST":
        return _page(request, one)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Refused("没有这项操作，请刷新页面后重试。")
    return _do(request, one, act)


@confirmed
def _do(request: HttpRequest, one: Person, act: Act) -> HttpResponse:
    try:
        return act(request, acting(request), one)
    except Refused as error:
        return _page(request, queries.person(one.pk), error=str(error))


def _page(
    request: HttpRequest,
    one: Person,
    error: str = "",
    edit: EditPerson | None = None,
    assign: AssignPost | None = None,
) -> HttpResponse:
    may, names = rights.may, {role.key: role for role in roles().values()}
    held = queries.posts_of(one.pk)
    # Forms are shown to those who have just shown their password, so that none is sent in vain.
    is_confirmed = entering.is_confirmed(request)
    holds_any = may(request.user, "manage_people") or may(request.user, "assign_posts")
    may_assign = is_confirmed and may(request.user, "assign_posts") and request.user.pk != one.pk
    now = {"version": one.version, "display_name": one.display_name, "until_on": one.until_on}
    context = {
        "person": one,
        "posts": [(post, names.get(post.role), asking.is_open(post)) for post in held],
        "deputised": queries.deputised_by(one.pk),
        "is_self": request.user.pk == one.pk,
        "may_edit": is_confirmed and may(request.user, "manage_people"),
        "asks_password": holds_any and not is_confirmed,
        "may_assign": may_assign,
        "edit": edit or EditPerson(initial=now),
        "assign": assign or AssignPost(),
        "bodies": queries.bodies() if may_assign else [],
        "colleagues": queries.people().exclude(pk=one.pk) if may_assign else [],
        "closed_for": -(-lockout.seconds_closed(one.username) // 60),
        "sessions": queries.sessions_of(one.pk).count(),
        "has_factor": factors.has_second_factor(one),
        "error": error,
    }
    bad = error or (edit and edit.errors) or (assign and assign.errors)
    return render(request, "portal/people/person.html", context, status=400 if bad else 200)


Act = Callable[[HttpRequest, Acting, Person], HttpResponse]


def _back(request: HttpRequest, one: Person, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("portal:person", one.pk)


def _edit(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    form = EditPerson(request.POST)
    if not form.is_valid():
        return _page(request, one, edit=form)
    given = form.cleaned_data
    try:
        actions.edit_person(who, one, given["version"], given["display_name"], given["until_on"])
    except actions.Overtaken as error:
        # What was typed stays in the form, beside what is now in place; sent again it is a
        # change of the newest version.
        newest = queries.person(one.pk)
        form = EditPerson(request.POST.dict() | {"version": newest.version})
        form.is_valid()
        return _page(request, newest, error=str(error), edit=form)
    return _back(request, one, "已保存。")


def _reset_password(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    return _show_password(request, one, actions.reset_password(who, one), "密码已重置")


def _unlock(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    was = actions.unlock(who, one)
    return _back(request, one, "已解除锁定。" if was else "账户没有锁定。")


def _reset_factors(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    factors.reset_factors(who, one)
    return _back(request, one, "第二因素已重置，该账户在各设备上的登录已退出。")


def _close(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    actions.set_active(who, one, one.version, False)
    return _back(request, one, "账户已停用，各设备上的登录已退出。")


def _open(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    actions.set_active(who, one, one.version, True)
    return _back(request, one, "账户已启用。")


def _sign_out(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    ended = signing.sign_out_everywhere(who, one)
    return _back(request, one, f"已退出 {ended} 处登录。")


def _assign(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    form = AssignPost(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            body = asking.body_of(given["body"])
            posts.assign_post(
                who, one, body, given["role"], given["from_on"], given["until_on"], given["title"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _back(request, one, "任职已登记。")
    return _page(request, one, assign=form)


def _end_post(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    posts.end_post(who, asking.post_of(request, one), asking.day(request, "until_on", "截止日期"))
    return _back(request, one, "任职已终止。")


def _hand_over(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    successor = asking.person_of(request, "successor", "接任人")
    from_on = asking.day(request, "from_on", "接任日期")
    posts.hand_over(who, asking.post_of(request, one), successor, from_on)
    return _back(request, one, f"已交接给{successor.display_name}，自 {from_on} 起。")


def _name_deputy(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    deputy = asking.person_of(request, "deputy", "代理人")
    begin = asking.day(request, "from_on", "起始日期")
    end = asking.day(request, "until_on", "截止日期")
    posts.name_deputy(who, asking.post_of(request, one), deputy, begin, end)
    return _back(request, one, f"{deputy.display_name}自 {begin} 至 {end} 代理。")


def _end_deputy(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    posts.end_deputy(who, asking.deputy_of(request, one))
    return _back(request, one, "代理已终止。")


def _leave(request: HttpRequest, who: Acting, one: Person) -> HttpResponse:
    last_day = asking.day(request, "last_day", "最后工作日")
    handed = posts.leave(who, one, last_day, asking.successors(request, one))
    return _back(request, one, f"离任已登记：交接 {handed} 项任职，账户 {last_day} 后停用。")


ACTS: dict[str, Act] = {
    "edit": _edit,
    "reset_password": _reset_password,
    "unlock": _unlock,
    "reset_factors": _reset_factors,
    "close": _close,
    "open": _open,
    "sign_out": _sign_out,
    "assign": _assign,
    "end_post": _end_post,
    "hand_over": _hand_over,
    "name_deputy": _name_deputy,
    "end_deputy": _end_deputy,
    "leave": _leave,
}
