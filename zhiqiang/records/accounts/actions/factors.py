"""Second factors: one-time codes and recovery codes. Passkeys are in ``passkeys``."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import time
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils.timezone import now

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.accounts.acting import Acting
from zhiqiang.records.accounts.actions.signing import subject_of
from zhiqiang.records.accounts.models import (
    Authenticator,
    Passkey,
    Person,
    RecoveryCode,
    Session,
)
from zhiqiang.records.accounts.rights import held_by
from zhiqiang.records.accounts.sealing import fingerprint, seal, unseal

STEP = 30
#: steps before and after the present one whose code is taken: phones are seldom exact
TOLERANCE = 1
CODES = 10
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def has_second_factor(person: Person) -> bool:
    """Say whether a second factor stands between the password and the account."""
    return (
        Authenticator.objects.filter(person=person).exists()
        or Passkey.objects.filter(person=person).exists()
    )


def needs_second_factor(person: Person) -> bool:
    """Say whether a role held today demands a second factor."""
    return held_by(person).needs_second_factor


def new_secret() -> bytes:
    """Return a fresh secret for an authenticator app."""
    return secrets.token_bytes(20)


def readable(secret: bytes) -> str:
    """Return a secret as it is typed into an app."""
    return base64.b32encode(secret).decode().rstrip("=")


def address_for_app(person: Person, secret: bytes) -> str:
    """Return the address that an app reads from the QR code."""
    label = quote(f"知强:{person.username}")
    return f"otpauth://totp/{label}?secret={readable(secret)}&issuer={quote('知强')}&period={STEP}&digits=6"


def code_at(secret: bytes, step: int) -> str:
    """Return the six digits of one half minute."""
    totp = TOTP(secret, 6, SHA1(), STEP, enforce_key_length=False)  # noqa: S303
    return totp.generate(step * STEP).decode()


def _step_of(secret: bytes, code: str, after: int) -> int | None:
    present = int(time.time()) // STEP
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), code):
            return step
    return None


def start_authenticator(acting: Acting, person: Person, secret: bytes, code: str) -> None:
    """Put an authenticator app in place once it shows a right code; replaces the one before."""
    _allow_self(acting, person)
    step = _step_of(secret, digits(code), 0)
    if step is None:
        raise Refused(
            "动态口令不正确。请核对手机与本系统的时间是否一致，再输入当前显示的 6 位数字。"
        )
    with transaction.atomic():
        Authenticator.objects.update_or_create(
            person=person,
            defaults={
                "secret": seal(secret, subject_of(person)),
                "last_step": step,
                "made_at": now(),
            },
        )
        acting.record("authenticator_started", subject_of(person), {})


def stop_authenticator(acting: Acting, person: Person) -> None:
    """Take the authenticator app away; refused where a role demands a second factor and it is the last."""
    _allow_self(acting, person)
    with transaction.atomic():
        Authenticator.objects.filter(person=person).delete()
        keep_a_factor(person)
        acting.record("authenticator_stopped", subject_of(person), {})


def keep_a_factor(person: Person) -> None:
    """Refuse, after a removal, to leave a person without a factor that a role demands."""
    if not has_second_factor(person) and needs_second_factor(person):
        raise Refused("您的角色须使用第二因素登录，请先启用另一种，再移除这一种。")


def accept_code(person: Person, code: str) -> bool:
    """Say whether ``code`` is right now and was not used; it cannot be used again.

    The step only ever grows, and grows in the one statement that checks it: of two requests with
    the same code one is refused, and a clock that is set back brings no used code back.
    """
    held = Authenticator.objects.filter(person=person).first()
    if held is None:
        return False
    step = _step_of(unseal(held.secret, subject_of(person)), digits(code), held.last_step)
    if step is None:
        return False
    taken = Authenticator.objects.filter(pk=held.pk, last_step__lt=step).update(last_step=step)
    return taken == 1


def make_recovery_codes(acting: Acting, person: Person) -> list[str]:
    """Return ten new codes, shown this once; those made before stop working."""
    _allow_self(acting, person)
    codes = [
        "-".join("".join(secrets.choice(_CODE_LETTERS) for _ in range(5)) for _ in range(2))
        for _ in range(CODES)
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, hash=_hash(person, code), made_at=now()) for code in codes
        )
        acting.record("recovery_codes_made", subject_of(person), {"codes": len(codes)})
    return codes


def accept_recovery_code(person: Person, code: str) -> bool:
    """Say whether ``code`` is an unused recovery code; it is used by this."""
    unused = RecoveryCode.objects.filter(
        person=person, hash=_hash(person, code), used_at__isnull=True
    )
    return unused.update(used_at=now()) == 1


def recovery_codes_left(person: Person) -> int:
    """Return how many recovery codes are still unused."""
    return RecoveryCode.objects.filter(person=person, used_at__isnull=True).count()


def reset_factors(acting: Acting, person: Person) -> None:
    """Take all second factors of somebody who lost them; by ``manage_people``, not for oneself."""
    acting.require("manage_people")
    if acting.is_self(person):
        raise Refused("不能重置自己的第二因素，请由另一位管理员办理，或使用恢复码。")
    with transaction.atomic():
        for kind in (Authenticator, Passkey, RecoveryCode, Session):
            kind.objects.filter(person=person).delete()
        acting.record("factors_reset", subject_of(person), {})


def digits(code: str) -> str:
    """Return six digits as typed, whatever blanks and full-width figures they carry."""
    out = re.sub(r"\D", "", code[:40])
    return "".join(str(int(c)) for c in out)


def _hash(person: Person, code: str) -> str:
    return fingerprint(re.sub(r"[^A-Z0-9]", "", code[:40].upper()), subject_of(person))


def _allow_self(acting: Acting, person: Person) -> None:
    if not acting.is_self(person):
        raise Refused("只能设置自己的登录方式。")
