"""Passkeys (WebAuthn) as second factor: a key on a device or token answers a fresh challenge.

``begin_*`` returns what the browser needs and the state to keep on the server for the answer; the
state is for one answer only. The host name is part of every signature, so a passkey made for one
name does not open another; a bare IP address cannot have passkeys at all.
"""

from __future__ import annotations

import ipaddress
import json
import struct
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions.factors import keep_a_factor
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.models import Passkey, Person

MOST = 10
FAILED = "通行密钥没有通过验证，请重试。"
#: what a malformed or forged answer makes the library raise
WRONG = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    OverflowError,
    RecursionError,
    InvalidSignature,
    UnsupportedAlgorithm,
    struct.error,
)


def works_on(host: str) -> bool:
    """Say whether passkeys can be used on ``host``: names can, addresses cannot."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def begin_adding(person: Person, host: str) -> tuple[dict[str, Any], Any]:
    """Return options for ``navigator.credentials.create`` and the state to keep."""
    if not works_on(host):
        raise Refused("通行密钥须通过域名访问本系统才能使用（本机请用 localhost）。")
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(
            id=subject_of(person).encode(), name=person.username, display_name=person.display_name
        ),
        _credentials(person),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options.public_key), state


def add_passkey(
    acting: Acting, person: Person, host: str, state: Any, answer: str, name: str
) -> Passkey:
    """Keep the key that the browser made; by its owner."""
    if not acting.is_self(person):
        raise Refused("只能登记自己的通行密钥。")
    if Passkey.objects.filter(person=person).count() >= MOST:
        raise Refused(f"最多登记 {MOST} 个通行密钥，请先移除不用的。")
    name = name.strip()[:60] or "通行密钥"
    try:
        made = _server(host).register_complete(state, json.loads(answer))
    except WRONG as error:
        raise Refused(FAILED) from error
    credential = made.credential_data
    if credential is None:
        raise Refused(FAILED)
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                person=person,
                name=name,
                credential_id=bytes(credential.credential_id),
                credential=bytes(credential),
                count=made.counter,
                made_at=now(),
            )
            acting.record("passkey_added", subject_of(person), {"name": name})
    except IntegrityError as error:
        raise Refused("这个通行密钥已经登记过。") from error
    return passkey


def remove_passkey(acting: Acting, person: Person, passkey_id: int) -> None:
    """Take one passkey away; by its owner."""
    if not acting.is_self(person):
        raise Refused("只能移除自己的通行密钥。")
    with transaction.atomic():
        for passkey in Passkey.objects.filter(person=person, pk=passkey_id):
            passkey.delete()
            keep_a_factor(person)
            acting.record("passkey_removed", subject_of(person), {"name": passkey.name})


def begin_asking(person: Person, host: str) -> tuple[dict[str, Any], Any] | None:
    """Return options for ``navigator.credentials.get`` and the state to keep; None without passkeys."""
    known = _credentials(person)
    if not known or not works_on(host):
        return None
    options, state = _server(host).authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options.public_key), state


def accept_answer(person: Person, host: str, state: Any, answer: str) -> bool:
    """Say whether a passkey of ``person`` answered the challenge in ``state``.

    A key that counts its uses must have counted on: a count that stands still or falls back is
    that of a copy.
    """
    try:
        values = json.loads(answer)
        used = _server(host).authenticate_complete(state, _credentials(person), values)
        count = AuthenticationResponse.from_dict(values).response.authenticator_data.counter
    except WRONG:
        return False
    held = Passkey.objects.filter(person=person, credential_id=bytes(used.credential_id))
    if count or held.filter(count__gt=0).exists():
        held = held.filter(count__lt=count)
    return held.update(count=count, used_at=now()) == 1


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="知强"))


def _credentials(person: Person) -> list[AttestedCredentialData]:
    return [
        AttestedCredentialData(bytes(one.credential))
        for one in Passkey.objects.filter(person=person)
    ]
