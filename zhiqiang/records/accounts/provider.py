"""Signing in with the identity provider of the city: OpenID Connect, authorization code with PKCE.

Set up in ``identity_provider.yml`` of the home folder (owner-readable; ``ZHIQIANG_PROVIDER`` names
another file)::

    name: 统一身份认证
    issuer: https://id.example.gov.cn/realms/city
    client_id: zhiqiang
    client_secret: …

What comes back is believed only if it answers a question that this very browser was sent with, once
(state), if the token is signed by a key of the issuer with an algorithm we name, and if it was made
for us, now, for this question (audience, times, nonce). The answer names a person by issuer and
subject; a user name is only used to link when ``link_by_username`` says that the city vouches for it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import Field

from zhiqiang.kernel.catalogue import Declared, load
from zhiqiang.kernel.errors import Misconfigured, Refused

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
#: how long somebody may take at the provider
ASKED_FOR = 600
LEEWAY = 60
MOST_BYTES = 1_000_000
FAILED = "统一身份认证没有通过，请重新登录。"


class Provider(Declared):
    """The identity provider of this installation."""

    name: str = "统一身份认证"
    issuer: str
    client_id: str
    client_secret: str = Field(repr=False)
    scopes: tuple[str, ...] = ("openid", "profile")
    username_claim: str = "preferred_username"
    link_by_username: bool = False
    certificates: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is at the provider."""

    issuer: str
    subject: str
    username: str


def configured() -> Provider | None:
    """Return the provider that the home folder names, or None; a bad file stops the program."""
    path = Path(os.environ.get("ZHIQIANG_PROVIDER") or settings.HOME / "identity_provider.yml")
    if not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise Misconfigured(f"{path} 含有密钥，只应由本程序的用户读取：请执行 chmod 600。")
    provider = load(path, Provider)
    _check_address(provider.issuer)
    return provider


def begin(provider: Provider, return_address: str) -> tuple[str, dict[str, Any]]:
    """Return where to send the browser, and what to keep for its return."""
    verifier = secrets.token_urlsafe(48)
    kept = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": verifier,
        "return": return_address,
        "at": int(time.time()),
    }
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_address,
        "scope": " ".join(provider.scopes),
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    start = _endpoint(_discover(provider), "authorization_endpoint")
    return f"{start}{'&' if '?' in start else '?'}{urlencode(asked)}", kept


def finish(provider: Provider, kept: dict[str, Any] | None, answer: dict[str, str]) -> Claims:
    """Return who came back, or refuse. ``kept`` must be taken out of the session before the call."""
    age = time.time() - kept["at"] if kept else 0
    if kept is None or not -LEEWAY <= age <= ASKED_FOR:
        raise Refused("统一身份认证的请求已经用过或已过期，请重新登录。")
    if not secrets.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise Refused(FAILED)
    if answer.get("error") or not answer.get("code"):
        raise Refused("统一身份认证没有允许登录，请重试或使用用户名登录。")
    found = _discover(provider)
    token = _fetch(
        provider,
        "POST",
        _endpoint(found, "token_endpoint"),
        data={
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": kept["return"],
            "client_id": provider.client_id,
            "client_secret": provider.client_secret,
            "code_verifier": kept["verifier"],
        },
    ).get("id_token")
    keys = _fetch(provider, "GET", _endpoint(found, "jwks_uri"))
    return _believe(provider, str(token or ""), keys, kept["nonce"])


def _believe(provider: Provider, token: str, keys: dict[str, Any], nonce: str) -> Claims:
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Refused(FAILED) from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise Refused(FAILED)
    username = claims.get(provider.username_claim, "")
    return Claims(provider.issuer, str(claims["sub"])[:255], str(username)[:60])


def _discover(provider: Provider) -> dict[str, Any]:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    found = _fetch(provider, "GET", address)
    if found.get("issuer") != provider.issuer:
        raise Refused("统一身份认证的配置有误：签发方与设置不一致，请告知系统管理员。")
    return found


def _endpoint(found: dict[str, Any], key: str) -> str:
    address = str(found.get(key, ""))
    _check_address(address)
    return address


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    is_local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        raise Misconfigured(f"身份认证服务的地址应以 https:// 开头：{address}")


def _fetch(provider: Provider, method: str, address: str, **more: Any) -> dict[str, Any]:
    try:
        with requests.Session() as session:
            session.trust_env = False  # No proxy and no credentials from the surroundings.
            got = session.request(
                method,
                address,
                timeout=(5, 10),
                allow_redirects=False,
                verify=provider.certificates or True,
                stream=True,
                **more,
            )
            text = got.raw.read(MOST_BYTES + 1, decode_content=True)
            if got.status_code != 200 or len(text) > MOST_BYTES:
                raise Refused(FAILED)
            values = json.loads(text)
    except (requests.RequestException, ValueError) as error:
        raise Refused("统一身份认证暂时无法连接，请稍后重试或使用用户名登录。") from error
    if not isinstance(values, dict):
        raise Refused(FAILED)
    return values
