"""The ways by which messages leave the program, as the installation has set them.

``ZHIQIANG_MAIL`` is a mail server, ``smtp://name:password@host:port?from=address`` (``smtps`` speaks
TLS from the start, ``smtp+tls`` turns to it). ``ZHIQIANG_GATEWAY`` is where the bureau's own gateway
takes messages up: a folder, where each is one JSON file, or an ``https`` (``http``) address, to which
each is sent as JSON. With ``ZHIQIANG_GATEWAY_KEY`` the header ``X-Signature`` carries the HMAC-SHA-256
of what is sent. ``ZHIQIANG_ADDRESS`` is the address of the pages, put before the links in messages.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from zhiqiang.kernel.errors import Misconfigured, why

SECONDS = 20
#: a message tells so much of each matter; the rest stands behind its link
_LONGEST = 2_000


class Later(Exception):
    """It was certainly not sent; another attempt may do. The message says why, in Chinese."""


class Never(Exception):
    """It was certainly not sent, and no attempt will do. The message says why, in Chinese."""


class Unsure(Exception):
    """Nobody knows whether it was sent. The message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One message; ``link`` is empty where the installation does not say its address."""

    title: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told at once. ``key`` is the same whenever the same is sent again."""

    key: str
    username: str
    name: str
    mail: str
    matters: Sequence[Matter]


class Way(Protocol):
    """A way out. ``is_repeatable`` where the receiver knows a letter that comes twice by its key."""

    key: str
    is_repeatable: bool

    def takes(self, mail: str) -> bool:
        """Say whether a person with this address of mail is reached."""

    def send(self, letter: Letter) -> None:
        """Send a letter, or raise ``Later``, ``Never`` or ``Unsure``."""


@dataclass(frozen=True, slots=True)
class ByMail:
    """Mail over SMTP. What a server returns later as undeliverable goes to the sender's box."""

    server: str
    sender: str
    key: str = "mail"
    is_repeatable: bool = False

    def takes(self, mail: str) -> bool:
        return bool(mail)

    def send(self, letter: Letter) -> None:
        self.post(self._message(letter))

    def post(self, message: EmailMessage) -> None:
        """Hand a message to the server, or raise ``Later``, ``Never`` or ``Unsure``."""
        try:
            backend = self._backend()
            backend.open()
        except smtplib.SMTPAuthenticationError as error:
            raise Later("邮件服务器不接受所设的用户名或密码。") from error
        except OSError as error:
            raise Later(f"无法连接邮件服务器（{_why(error)}）。") from error
        try:
            backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code = max((code for code, _ in error.recipients.values()), default=550)
            raise _refused(code, "收件地址") from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, "邮件") from error
        except UnicodeError as error:
            raise Never("收件地址含有邮件服务器不能处理的字符。") from error
        except OSError as error:
            raise Unsure(f"寄送途中连接中断（{_why(error)}），为免重复没有再寄。") from error
        finally:
            _close(backend)

    def _backend(self) -> BaseEmailBackend:
        parts = urlsplit(self.server)
        return get_connection(
            host=parts.hostname,
            port=parts.port or (465 if parts.scheme == "smtps" else 25),
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            use_tls=parts.scheme == "smtp+tls",
            use_ssl=parts.scheme == "smtps",
            timeout=SECONDS,
        )

    def _message(self, letter: Letter) -> EmailMessage:
        titles = [one.title for one in letter.matters]
        subject = titles[0] if len(titles) == 1 else f"{titles[0]}等 {len(titles)} 件事项"
        lines = [f"{letter.name}：", ""]
        for at, one in enumerate(letter.matters, start=1):
            lines += [f"{at}. {one.title}" if len(titles) > 1 else one.title]
            lines += [part for part in (one.text[:_LONGEST], one.link) if part] + [""]
        lines += ["本邮件由系统自动发出，请勿回复。可在“我的账户”中更改或删除接收邮件的地址。"]
        return EmailMessage(
            subject=" ".join(subject.split()),
            body="\n".join(lines),
            from_email=self.sender,
            to=[letter.mail],
            headers=self.headers(letter.key),
        )

    def headers(self, key: str) -> dict[str, str]:
        """Return the headers of a letter: servers know one that comes again by its name."""
        domain = parseaddr(self.sender)[1].partition("@")[2]
        return {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}


@dataclass(frozen=True, slots=True)
class ToFolder:
    """One JSON file a letter, put in place whole; the gateway takes it away."""

    folder: Path
    key: str = "gateway"
    is_repeatable: bool = True

    def takes(self, mail: str) -> bool:
        return True

    def send(self, letter: Letter) -> None:
        place, draft = self.folder / f"{letter.key}.json", self.folder / f".{letter.key}.part"
        try:
            draft.write_bytes(_as_json(letter))
            draft.replace(place)
        except OSError as error:
            raise Later(f"无法写入网关目录（{why(error)}）。") from error


@dataclass(frozen=True, slots=True)
class ToAddress:
    """One JSON a letter, sent to the gateway's address; anything but 2xx is tried again."""

    address: str
    secret: bytes = b""
    key: str = "gateway"
    is_repeatable: bool = True

    def takes(self, mail: str) -> bool:
        return True

    def send(self, letter: Letter) -> None:
        body = _as_json(letter)
        headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
        if self.secret:
            headers["X-Signature"] = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
        asked = urllib.request.Request(self.address, body, headers, method="POST")  # noqa: S310
        opener = urllib.request.build_opener(_NoRedirects)
        try:
            with opener.open(asked, timeout=SECONDS) as answer:
                answer.read(1)
        except urllib.error.HTTPError as error:
            error.close()
            raise Later(f"网关答复 {error.code}。") from error
        except OSError as error:
            raise Later(f"无法连接网关（{_why(error)}）。") from error


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing: messages go where the installation says, nowhere else."""


def _as_json(letter: Letter) -> bytes:
    told = {
        "key": letter.key,
        "person": {"username": letter.username, "name": letter.name, "mail": letter.mail},
        "matters": [asdict(one) for one in letter.matters],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _refused(code: int, what: str) -> Exception:
    """Return what a refusal of the server means: 4xx for now, 5xx for good (RFC 5321, 4.2.1)."""
    said = f"邮件服务器拒收{what}（{code}）。"
    return Later(said) if code < 500 else Never(said)


def _why(error: OSError) -> str:
    """Return why no connection held; libraries wrap the reason of the system, or give their own."""
    inner = getattr(error, "reason", None)
    cause = inner if isinstance(inner, OSError) else error
    if isinstance(cause, ssl.SSLError):
        return "无法建立加密连接"
    if isinstance(cause, smtplib.SMTPException):
        return "服务器没有按邮件协议应答"
    return why(cause)


def _close(backend: BaseEmailBackend) -> None:
    with contextlib.suppress(OSError):
        backend.close()


def configured() -> list[Way]:
    """Return the ways that this installation has. Raises ``Misconfigured`` for one that cannot be."""
    mail = by_mail()
    return [*([mail] if mail else []), *_gateway(settings.GATEWAY)]


def by_mail() -> ByMail | None:
    """Return the mail of this installation, if it has any. Raises ``Misconfigured`` as above."""
    server = settings.MAIL
    if not server:
        return None
    parts = urlsplit(server)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise Misconfigured(
            "ZHIQIANG_MAIL 应为 smtp://user:password@host:25?from=office@example.cn 的形式，"
            "也可以 smtps 或 smtp+tls 开头。"
        )
    if "@" not in parseaddr(sender)[1]:
        raise Misconfigured(
            "ZHIQIANG_MAIL 缺少发件地址，请在末尾写明，如 ?from=office@example.cn。"
        )
    return ByMail(server, sender)


def _gateway(place: str) -> list[Way]:
    if not place:
        return []
    if urlsplit(place).scheme in ("http", "https"):
        return [ToAddress(place, settings.GATEWAY_KEY.encode())]
    folder = Path(place)
    if not folder.is_dir():
        raise Misconfigured(f"ZHIQIANG_GATEWAY 所指的目录不存在：{place}。请先建立该目录。")
    return [ToFolder(folder)]
