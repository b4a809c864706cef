"""My account: password, where I am signed in, and what I may do."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiqiang.kernel.errors import Misconfigured, Refused
from zhiqiang.portal.people import entering
from zhiqiang.portal.people.devices import device_of
from zhiqiang.portal.people.forms import ChangePassword, SetMail
from zhiqiang.portal.people.gate import confirmed, signed_in
from zhiqiang.portal.people.identity import link_word
from zhiqiang.portal.people.recording import acting, address_of
from zhiqiang.portal.people.signing import locked
from zhiqiang.records.accounts import provider, queries, rights
from zhiqiang.records.accounts.actions import factors, identities, lockout, people, signing
from zhiqiang.records.accounts.roles import access_rights, roles


@never_cache
@signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what opens the account, where it is open, and the posts that give it rights."""
    person = queries.person(request.user.pk)
    held, declared = rights.held_by(person), roles()
    current = request.session.session_key
    needs_factor = held.needs_second_factor and not factors.has_second_factor(person)
    try:
        found = provider.configured()
    except Misconfigured:
        found = None
    context = {
        "person": person,
        "posts": [
            (post, declared[post.role].zh if post.role in declared else post.role)
            for post in queries.posts_of(person.pk)
        ],
        "deputised": queries.deputised_by(person.pk),
        "rights": [access_rights()[key].zh for key in access_rights() if key in held.everywhere],
        "has_code": queries.has_authenticator(person.pk),
        "passkeys": queries.passkeys_of(person.pk),
        "codes_left": factors.recovery_codes_left(person),
        "sessions": [
            (one, device_of(one.agent), signing.session_tag(one.pk), one.pk == current)
            for one in queries.sessions_of(person.pk)
        ],
        "tokens": queries.tokens_of(person.pk),
        "identities": queries.identities_of(person.pk),
        "provider": found.name if found else "",
        "link_word": link_word(request),
        "needs_factor": needs_factor,
    }
    return render(request, "portal/people/account.html", context)


@never_cache
@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; all other sessions end. A wrong one counts as at sign-in."""
    person = queries.person(request.user.pk)
    form = ChangePassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            lockout.begin(person.username, address_of(request))
            keep = request.session.session_key or ""
            people.change_password(acting(request), person, given["old"], given["new"], keep)
        except lockout.Locked as closed:
            return locked(request, closed)
        except people.WrongPassword as error:
            form.add_error("old", str(error))
        except Refused as error:
            lockout.take_back(person.username, address_of(request))
            form.add_error(None, str(error))
        else:
            lockout.take_back(person.username, address_of(request))
            update_session_auth_hash(request, person)
            entering.confirm(request)
            messages.success(request, "密码已更改，其他设备上的登录已全部退出。")
            return redirect("portal:account")
    context = {"form": form, "is_due": signing.must_change_password(person)}
    status = 400 if form.errors else 200
    return render(request, "portal/people/change_password.html", context, status=status)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def set_mail(request: HttpRequest) -> HttpResponse:
    """Say where one's own messages are sent by mail."""
    person = queries.person(request.user.pk)
    form = SetMail(request.POST or None, initial={"mail": person.mail})
    if request.method == "POST" and form.is_valid():
        try:
            people.set_mail(acting(request), person, form.cleaned_data["mail"])
        except Refused as error:
            form.add_error("mail", str(error))
        else:
            messages.success(request, "接收邮件的地址已保存。")
            return redirect("portal:account")
    context = {"form": form, "has_mail": bool(settings.MAIL)}
    status = 400 if form.errors else 200
    return render(request, "portal/people/mail.html", context, status=status)


@require_POST
@signed_in
def end_session(request: HttpRequest, tag: str) -> HttpResponse:
    """Sign out on one other device."""
    signing.end_session(acting(request), queries.person(request.user.pk), tag)
    messages.success(request, "该设备上的登录已退出。")
    return redirect("portal:account")


@require_POST
@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on all devices, this one included."""
    signing.sign_out_everywhere(acting(request), queries.person(request.user.pk))
    request.session.flush()
    return redirect("portal:sign_in")


@require_POST
@confirmed
def unlink_identity(request: HttpRequest, identity_id: int) -> HttpResponse:
    """Take the link to the identity provider away."""
    identities.unlink(acting(request), queries.person(request.user.pk), identity_id)
    messages.success(request, "已取消关联。")
    return redirect("portal:account")
