"""Personal tokens: how a program reads in the name of a person, no longer than it needs to."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.models import AccessToken, Person
from zhiqiang.records.accounts.queries import tokens_of
from zhiqiang.records.accounts.sealing import fingerprint

PREFIX = "zq_"
#: days for which a token may be asked
DAYS = (7, 30, 90)
#: tokens in force at once
MOST = 5
#: a use is written down when the last one known is so long ago, so that reading does not write
SEEN_EVERY = timedelta(minutes=10)
_OWNER = "token"


def issue(acting: Acting, person: Person, name: str, days: int) -> str:
    """Make a token for oneself and return its secret, which is shown this once and kept nowhere.

    Refused for somebody else, without a name, for another number of days than offered, and when
    five are in force. Journalled without the secret.
    """
    if not acting.is_self(person):
        raise Refused("只能为自己签发访问令牌。")
    if not (name := name.strip()[:60]):
        raise Refused("请写明令牌的用途，如“每日取数脚本”。")
    if days not in DAYS:
        raise Refused(f"有效期可选 {'、'.join(str(one) for one in DAYS)} 天。")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        # Two pages of the same person wait for each other, so that neither passes the limit.
        Person.objects.select_for_update().get(pk=person.pk)
        if tokens_of(person.pk).count() >= MOST:
            raise Refused(f"有效的令牌已有 {MOST} 个，请先撤销不用的。")
        token = AccessToken.objects.create(
            person=person,
            name=name,
            digest=fingerprint(secret, _OWNER),
            hint=secret[:8],
            made_at=now(),
            until_on=localdate() + timedelta(days=days),
        )
        detail = {"token": token.pk, "name": name, "until_on": token.until_on}
        acting.record("token_issued", subject_of(person), detail)
    return secret


def revoke(acting: Acting, person: Person, token_id: int) -> None:
    """End a token at once; one's own, or with ``manage_people``. One that is not there is past."""
    if not acting.is_self(person):
        acting.require("manage_people")
    with transaction.atomic():
        token = tokens_of(person.pk).select_for_update().filter(pk=token_id).first()
        if token is not None:
            token.revoked_at = now()
            token.save(update_fields=["revoked_at"])
            detail = {"token": token.pk, "name": token.name}
            acting.record("token_revoked", subject_of(person), detail)


def person_of(secret: str) -> Person | None:
    """Return whose token this is; nobody when it has run out, was revoked, or the account is closed.

    A password that was reset by somebody else closes the tokens too, until it is changed.
    """
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    found = AccessToken.objects.select_related("person").filter(
        digest=fingerprint(secret, _OWNER), revoked_at__isnull=True, until_on__gte=localdate()
    )
    token = found.first()
    if token is None or not token.person.is_open or token.person.must_change_password:
        return None
    if token.used_at is None or abs(now() - token.used_at) > SEEN_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(used_at=now())
    return token.person
