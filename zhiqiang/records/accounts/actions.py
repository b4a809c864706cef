"""Accounts: making one, and signing in with it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.models import FailedSignIn, Person, Role

ATTEMPTS = 5
CLOSED_FOR = timedelta(minutes=15)


def register_person(username: str, display_name: str, role: str, password: str) -> Person:
    """Make an account with a password; a name that is taken or a weak password is refused."""
    if role not in Role.values:
        raise Refused(f"角色“{role}”不存在，应为 {'、'.join(Role.values)} 之一。")
    person = Person(username=username, display_name=display_name, role=role)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    person.set_password(password)
    with transaction.atomic():
        if Person.objects.filter(username=username).exists():
            raise Refused(f"用户名“{username}”已被使用。")
        person.save()
    return person


def sign_in(username: str, password: str, address: str) -> Person:
    """Return the person of a name and password.

    Refuses a wrong pair, and every pair once ``ATTEMPTS`` in a row failed for the name from the
    network address, until ``CLOSED_FOR`` has passed. Says the same for unknown names.
    """
    username, since = username.strip()[:60], now() - CLOSED_FOR
    failed = FailedSignIn.objects.filter(username=username, address=address)
    if failed.filter(at__gte=since).count() >= ATTEMPTS:
        raise Refused(f"连续 {ATTEMPTS} 次登录失败，请 15 分钟后再试。")
    person = authenticate(username=username, password=password)
    if not isinstance(person, Person):
        FailedSignIn.objects.filter(at__lt=since).delete()
        FailedSignIn.objects.create(username=username, address=address, at=now())
        raise Refused("用户名或密码不正确。")
    failed.delete()
    return person
