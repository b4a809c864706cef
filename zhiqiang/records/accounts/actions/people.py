"""Accounts: making, changing, closing them; passwords."""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, lockout, posts
from zhiqiang.records.accounts.actions.signing import changes_of, subject_of
from zhiqiang.records.accounts.masking import mask_mail
from zhiqiang.records.accounts.models import FormerPassword, Person, Session
from zhiqiang.records.accounts.queries import people_who_may

USERNAME = re.compile(r"[\w.@-]{2,60}")
KEPT_PASSWORDS = 5
# Without 0 O 1 l I, which are misread when a password is read out.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class Overtaken(Refused):
    """Somebody else changed the same thing in the meantime; nothing was written."""


class WrongPassword(Refused):
    """The password that was to be known was not the one in place."""


def add_person(
    acting: Acting,
    username: str,
    display_name: str,
    password: str | None = None,
    until_on: date | None = None,
) -> tuple[Person, str]:
    """Make an account and return it with its password; without one given, a random one is made.

    By holders of ``manage_people``. The account opens nothing before a post gives it rights. The
    password has to be changed at the first sign-in.
    """
    acting.require("manage_people")
    username, display_name = username.strip(), display_name.strip()
    if not USERNAME.fullmatch(username):
        raise Refused("用户名应为 2 至 60 个字母、汉字、数字或 . @ - _，不含空格。")
    if not display_name:
        raise Refused("请填写姓名。")
    person = Person(username=username, display_name=display_name, until_on=until_on)
    given = password or temporary_password()
    _check(given, person)
    person.set_password(given)
    person.password_set_at, person.must_change_password = now(), True
    with transaction.atomic():
        if Person.objects.filter(username__iexact=username).exists():
            raise Refused(f"用户名“{username}”已被使用，请换一个。")
        person.save()
        acting.record("person_added", subject_of(person), {"username": username})
    return person, given


def edit_person(
    acting: Acting, person: Person, version: int, display_name: str, until_on: date | None
) -> None:
    """Change name and last day of an account, as read at ``version``; by ``manage_people``."""
    acting.require("manage_people")
    if not display_name.strip():
        raise Refused("请填写姓名。")
    after = {"display_name": display_name.strip(), "until_on": until_on}
    with transaction.atomic():
        if until_on is not None and until_on < localdate():
            keep_an_administrator(person)
        _write(acting, person, version, "person_edited", after)


def set_active(acting: Acting, person: Person, version: int, is_active: bool) -> None:
    """Close an account at once and end its sessions, or open it again; by ``manage_people``."""
    acting.require("manage_people")
    if acting.is_self(person):
        raise Refused("不能停用或启用自己的账户，请由另一位管理员办理。")
    with transaction.atomic():
        if not is_active:
            keep_an_administrator(person)
            Session.objects.filter(person=person).delete()
        act = "person_opened" if is_active else "person_closed"
        _write(acting, person, version, act, {"is_active": is_active})


def _write(acting: Acting, person: Person, version: int, act: str, after: dict[str, Any]) -> None:
    before = {key: getattr(person, key) for key in after}
    changed = Person.objects.filter(pk=person.pk, version=version).update(
        **after, version=F("version") + 1
    )
    if not changed:
        raise Overtaken(
            f"“{person.display_name}”的资料在您编辑期间已被他人修改，您的修改没有保存。"
            "请核对下方的最新内容后重新提交。"
        )
    person.refresh_from_db()
    acting.record(act, subject_of(person), changes_of(before, after))


def keep_an_administrator(person: Person, beside_post: int | None = None) -> None:
    """Refuse an act that would leave nobody who can manage accounts or posts."""
    posts.one_at_a_time()
    for right in ("manage_people", "assign_posts"):
        others = people_who_may(right).exclude(pk=person.pk)
        if people_who_may(right).filter(pk=person.pk).exists() and not others.exists():
            raise Refused(
                f"{person.display_name}是唯一能够管理账户或任职的人，请先为另一人登记这项任职。"
            )


def set_mail(acting: Acting, person: Person, mail: str) -> None:
    """Say where one's own messages are sent by mail; nothing: nowhere."""
    if not acting.is_self(person):
        raise Refused("只能填写自己的邮件地址。")
    try:
        mail and validate_email(mail)
    except ValidationError as error:
        raise Refused("这不是完整的邮件地址，应如 name@example.gov.cn。") from error
    with transaction.atomic():
        before = mask_mail(person.mail) if person.mail else ""
        person.mail = mail
        person.save(update_fields=["mail"])
        after = mask_mail(mail) if mail else ""
        acting.record("mail_set", subject_of(person), {"mail": [before, after]})


def change_password(acting: Acting, person: Person, old: str, new: str, keep: str = "") -> None:
    """Change one's own password, knowing the old one; sessions other than ``keep`` end."""
    if not acting.is_self(person):
        raise Refused("只能修改自己的密码。")
    if not person.check_password(old):
        raise WrongPassword("现用密码不正确。")
    _check(new, person)
    with transaction.atomic():
        set_password(person, new)
        Session.objects.filter(person=person).exclude(pk=keep).delete()
        acting.record("password_changed", subject_of(person), {})


def reset_password(acting: Acting, person: Person) -> str:
    """Give an account a random password, to be changed at the next sign-in; by ``manage_people``."""
    acting.require("manage_people")
    if acting.is_self(person):
        raise Refused("请在“我的账户”中修改自己的密码。")
    given = temporary_password()
    with transaction.atomic():
        set_password(person, given, must_change=True)
        Session.objects.filter(person=person).delete()
        lockout.reopen(person.username)
        acting.record("password_reset", subject_of(person), {})
    return given


def unlock(acting: Acting, person: Person) -> bool:
    """Open an account that failures closed; by ``manage_people``. Return whether it was closed."""
    acting.require("manage_people")
    with transaction.atomic():
        was_closed = lockout.reopen(person.username)
        if was_closed:
            acting.record("account_unlocked", subject_of(person), {})
    return was_closed


def set_password(person: Person, password: str, must_change: bool = False) -> None:
    """Put a password in place and keep the one before it, so that it does not come back."""
    if person.has_usable_password():
        FormerPassword.objects.create(person=person, password=person.password, replaced_at=now())
        kept = person.former_passwords.values_list("pk", flat=True)[:KEPT_PASSWORDS]
        person.former_passwords.exclude(pk__in=list(kept)).delete()
    person.set_password(password)
    person.password_set_at, person.must_change_password = now(), must_change
    person.save(update_fields=["password", "password_set_at", "must_change_password"])


def temporary_password() -> str:
    """Return a random password of four groups that can be read out."""
    while True:
        text = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        if any(c.isupper() for c in text) and any(c.isdigit() for c in text):
            return text


def _check(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error


def register_person(username: str, display_name: str, role: str, password: str) -> Person:
    """Make an account with a post of ``role`` in the office of this installation.

    For the example and for tests, by the program itself; whoever calls writes the line.
    """
    acting = Acting(None, without_lines)
    with transaction.atomic():
        try:
            person, _ = add_person(acting, username, display_name, password)
        except IntegrityError as error:
            raise Refused(f"用户名“{username}”已被使用，请换一个。") from error
        Person.objects.filter(pk=person.pk).update(must_change_password=False)
        person.refresh_from_db()
        if role != "visitor":
            posts.assign_post(acting, person, bodies.office(acting), role, localdate())
    return person


def create_official(username: str, display_name: str) -> str:
    """Make an official of the installation's office with a random password, and return it."""
    password = temporary_password()
    register_person(username, display_name, "official", password)
    return password


def renew_password(username: str) -> str:
    """Give an account of the example a new random password, and return it; by the program itself."""
    password = temporary_password()
    with transaction.atomic():
        set_password(Person.objects.get(username=username), password)
    return password
