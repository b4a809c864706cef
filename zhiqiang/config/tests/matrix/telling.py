"""Everything that an answer tells, as one text: headers, body, and what its files hold inside."""

from __future__ import annotations

import html
import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote


def told_by(answer: Any) -> str:
    """Return the headers and the body of an answer in plain characters, however it wrote them."""
    body = answer.getvalue() if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = answer.cookies.output()
    text = body.decode("utf-8", "replace")
    parts = [headers, unquote(headers), cookies, unquote(cookies), text, html.unescape(text)]
    if body and "json" in answer.headers.get("Content-Type", ""):
        parts.append(str(json.loads(body)))
    if body.startswith(b"PK\x03\x04"):
        parts += _inside(body)
    return "\n".join(parts)


def _inside(body: bytes) -> list[str]:
    """Return names and contents of the members of a workbook or document."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return [*archive.namelist(), *texts, *(html.unescape(text) for text in texts)]
