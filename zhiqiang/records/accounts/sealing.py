"""Secrets at rest: sealed with a key derived from this installation's own, bound to their owner."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zhiqiang.kernel.errors import Refused


def _key(purpose: bytes) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhiqiang " + purpose)
    return derive.derive(settings.SECRET_KEY.encode())


def seal(secret: bytes, owner: str) -> bytes:
    """Return ``secret`` encrypted; it opens only for the same ``owner``."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(_key(b"seal")).encrypt(nonce, secret, owner.encode())


def unseal(sealed: bytes, owner: str) -> bytes:
    """Return what was sealed for ``owner``; refused when the key of the installation has changed."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_key(b"seal")).decrypt(sealed[:12], sealed[12:], owner.encode())
    except InvalidTag as error:
        raise Refused(
            "第二因素无法读取：本系统的密钥已经更换。请用恢复码登录，或请管理员重置第二因素。"
        ) from error


def fingerprint(text: str, owner: str) -> str:
    """Return a keyed hash of ``text`` for ``owner``; useless without the key of the installation."""
    return hmac.new(_key(b"fingerprint"), f"{owner}:{text}".encode(), hashlib.sha256).hexdigest()
