"""Who a person is at the identity provider: linking, unlinking, and finding the person again."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting, Record
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.models import ExternalIdentity, Person
from zhiqiang.records.accounts.provider import Claims


def person_of(claims: Claims, link_by_username: bool, record: Record) -> Person:
    """Return the person whom the provider vouched for; nobody gets an account by this.

    Where the city vouches for user names, the first sign-in links the account of that name.
    """
    found = ExternalIdentity.objects.filter(issuer=claims.issuer, subject=claims.subject)
    identity = found.select_related("person").first()
    person = identity.person if identity else None
    if person is None and link_by_username and claims.username:
        # One who is linked already came with another subject: the name has changed hands there.
        unlinked = ~Q(identities__issuer=claims.issuer)
        person = Person.objects.filter(unlinked, username=claims.username).first()
        if person is not None:
            link(Acting(person, record), person, claims)
    if person is None or not person.is_open:
        record("sign_in_failed", "account/", {"step": "provider", "subject": claims.subject})
        raise Refused(
            "您的统一身份尚未关联本系统的账户。请先用用户名登录，在“我的账户”中关联，"
            "或请管理员为您建立账户。"
        )
    return person


def link(acting: Acting, person: Person, claims: Claims) -> None:
    """Link one's own account with an identity; one that belongs to somebody else is refused."""
    if not acting.is_self(person):
        raise Refused("只能关联自己的账户。")
    try:
        with transaction.atomic():
            ExternalIdentity.objects.filter(person=person, issuer=claims.issuer).delete()
            ExternalIdentity.objects.create(
                person=person, issuer=claims.issuer, subject=claims.subject, linked_at=now()
            )
            acting.record("identity_linked", subject_of(person), {"issuer": claims.issuer})
    except IntegrityError as error:
        raise Refused("这个统一身份已关联另一个账户。") from error


def unlink(acting: Acting, person: Person, identity_id: int) -> None:
    """Take the link away; one's own, or with ``manage_people``."""
    if not acting.is_self(person):
        acting.require("manage_people")
    with transaction.atomic():
        for one in ExternalIdentity.objects.filter(person=person, pk=identity_id):
            acting.record("identity_unlinked", subject_of(person), {"issuer": one.issuer})
            one.delete()
