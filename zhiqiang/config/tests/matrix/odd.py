"""What nobody's browser sends: odd paths, questions, bodies and headers, drawn from one number."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Sequence
from urllib.parse import quote


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: names that some page or form reads; every third parameter has a name that none reads
NAMES = _words(
    "region as_of page size sort col q text kind state since by format row sheet from_on until_on act"
    " actor subject next at paper parent closed dissolved source wait group field heading name file"
    " from key code answer note period correction reason on as username password display_name body role"
    " title version post deputy successor successor-1 last_day old new repeated days value evidence"
    " indicator region_code body_name mail lamp link basis order years min max id csrfmiddlewaretoken"
)
SENSIBLE = _words(
    "1 2 20 50 990100 990200 990101 2024-12-31 2023-12-31 2019-01-01 xlsx csv json invention waiting"
    " tasks report docx T001 -granted_on filed_on number -number title holder 方案 阀门 欧阳 满意度 region"
    " patents 0 on true edit assign reset_password leave close add_alias dissolve remove fill check lock"
    " return official administrator figures_clerk user_official user_visitor 2024 soft hard body done"
)
#: as they stand in an address, encoded by hand where the damage is in the encoding
RAW = (
    "", "0", "-1", "-0", "1e9", "0x10", "NaN", "9" * 18, "9" * 19, "9" * 40, "1.5", "%20", "+", "%00", "a%00b",
    "%ED%A0%80", "%FF%FE", "%C0%AF", "%", "%zz", "%2F", "..%2F..%2Fetc%2Fpasswd", "..%5C..%5Cwin.ini",
    "%0d%0aSet-Cookie:%20a=b", "%E2%80%AEexe.csv", "%F0%9F%98%80", "%EF%BC%91", "%D9%A3", "%C2%B2",
    "2024-13-45", "2024-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "0001-01-01", "-2024-1-1",
    "99999999", "20240230", "2024%E5%B9%B42%E6%9C%8830%E6%97%A5", "%27%20OR%201=1--", "%25_%5C", "*", "(((",
    "%7B%7B7*7%7D%7D", "%3Cscript%3Ealert(1)%3C/script%3E", "=cmd%7C%27/C%20calc%27!A0", "__class__", "None",
    "null", "undefined", "%7B%22a%22:1%7D", "[]", "//evil.example", "https:evil.example", "%5C%5Cevil.example",
    "javascript:alert(1)", "a" * 300, "%E7%9F%A5" * 90, "9" * 5000,
)  # fmt: skip
_TEXTS = (
    "", " ", "0", "-1", "9" * 30, "x" * 70, "知" * 400, "\u202e反", "\x00", "a\r\nb: c", "{{7*7}}", "{% debug %}",
    "<img src=x onerror=alert(1)>", "=1+1", "+cmd", "../../../etc/passwd", "2024-02-30", "2024-12-31",
    "10000-01-01", "NaN", "Infinity", "1e999", "-0.0000001", "\ud800", "null", "[]", '{"a": {}}', "y" * 100_000,
)  # fmt: skip
_HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP_HX_REQUEST", ("true", "false", "x")),
    ("HTTP_HX_TARGET", ("main", "'><b>")),
    ("HTTP_HX_CURRENT_URL", ("https://evil.example/", "::::", "http://[")),
    ("HTTP_HX_BOOSTED", ("true",)),
    ("HTTP_RANGE", ("bytes=0-5", "bytes=-1", "bytes=9999999-", "bytes=5-1", "lines=1", "bytes=0-0,2-3")),
    ("HTTP_ACCEPT", ("application/json", "text/event-stream", "*/*;q=x", "\xff", "")),
    ("HTTP_ACCEPT_LANGUAGE", ("en", "xx-" * 300, "zh;q=999", "*")),
    ("HTTP_ACCEPT_ENCODING", ("gzip", "br;q=nan", "identity;q=0")),
    ("HTTP_IF_NONE_MATCH", ("*", 'W/"x"', '"' * 9)),
    ("HTTP_IF_MODIFIED_SINCE", ("Thu, 01 Jan 2099 00:00:00 GMT", "yesterday", "-1")),
    ("HTTP_X_FORWARDED_FOR", ("127.0.0.1", "::1, evil", "' OR 1=1")),
    ("HTTP_X_FORWARDED_HOST", ("evil.example",)),
    ("HTTP_X_FORWARDED_PROTO", ("https", "gopher")),
    ("HTTP_X_FORWARDED_USER", ("user_administrator",)),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", ("DELETE", "PUT")),
    ("HTTP_X_ORIGINAL_URL", ("/people/",)),
    ("HTTP_HOST", ("evil.example", "testserver:99999", "testserver@evil", "[::1", "")),
    ("HTTP_REFERER", ("https://evil.example/", "\xff\xfe")),
    ("HTTP_ORIGIN", ("null", "https://evil.example")),
    ("HTTP_AUTHORIZATION", ("Bearer zq_nothing", "Basic dXNlcjpwYXNz", "Bearer", "\xff " * 60)),
    ("HTTP_USER_AGENT", ("", "x" * 5000, "\xff")),
    ("CONTENT_LENGTH", ("abc", "-5", "9" * 15)),
    ("REMOTE_USER", ("user_administrator",)),
)  # fmt: skip
_MEDIA = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=bogus", "text/plain",
    "application/x-www-form-urlencoded; charset=utf-16", "application/json", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300, "application/xml", "",
)  # fmt: skip


def query(draw: random.Random) -> str:
    """Return a question mark and parameters: known and unknown, doubled, huge, broken."""
    if draw.random() < 0.25:
        return ""
    many = draw.choice((1, 1, 2, 2, 3, 4, 7, 70))
    pairs = [f"{_name(draw)}={_raw(draw)}" for _ in range(many)]
    if draw.random() < 0.3:
        pairs += [draw.choice(pairs).split("=")[0] + f"={_raw(draw)}"]
    return "?" + draw.choice(("&", "&", "&", ";", "&&")).join(pairs)


def segment(draw: random.Random) -> str:
    """Return what may stand between two slashes of an address, or break out of there."""
    return draw.choice(RAW)


def bent(draw: random.Random, path: str) -> str:
    """Return an address that is hardly the one it was."""
    return draw.choice(
        (
            path.rstrip("/"), path + "/", path.replace("/", "//"), path.upper(), path + "%00", path + "..;/",
            path + "%2e%2e/", "/." + path, path + ";a=b", path + "%3Fformat=csv", path + "index.html",
        )
    )  # fmt: skip


def headers(draw: random.Random) -> dict[str, str]:
    """Return some headers that claim, ask for, or are, anything."""
    many = draw.choice((0, 0, 1, 1, 2, 4))
    return {name: draw.choice(values) for name, values in draw.sample(_HEADERS, many)}


def form(draw: random.Random, names: Sequence[str]) -> tuple[bytes, str]:
    """Return a body and the kind that it claims to be; ``names`` are of fields worth filling."""
    fields = [(name, _text(draw)) for name in draw.sample(names, min(len(names), 4))]
    fields += [(_name(draw), _text(draw)) for _ in range(draw.randrange(4))]
    if draw.random() < 0.3 and fields:
        fields.append((draw.choice(fields)[0], _text(draw)))
    way = draw.random()
    if way < 0.45:
        text = "&".join(f"{quote(k)}={quote(v, errors='surrogatepass')}" for k, v in fields)
        return text.encode(), _MEDIA[0]
    if way < 0.75:
        return _multipart(draw, fields)
    if way < 0.85:
        return json.dumps(dict(fields)).encode(), draw.choice(_MEDIA)
    return draw.randbytes(draw.choice((0, 1, 60, 3000))), draw.choice(_MEDIA)


def _multipart(draw: random.Random, fields: Sequence[tuple[str, str]]) -> tuple[bytes, str]:
    out = bytearray()
    for name, text in fields:
        out += f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        out += text.encode("utf-8", "surrogatepass") + b"\r\n"
    for field in draw.sample(("file", "file", "evidence", "files"), draw.randrange(3)):
        name, content, media = draw.choice(_files())
        head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        out += head.encode() + f"Content-Type: {media}\r\n\r\n".encode() + content + b"\r\n"
    out += b"--b--\r\n"
    if draw.random() < 0.25:
        out = out[: draw.randrange(len(out))]
    return bytes(out), "multipart/form-data; boundary=b"


def _files() -> list[tuple[str, bytes, str]]:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("word/document.xml", "<w:document")
    rows = "申请号,专利名称,专利类型,申请日\n201910000001.0,=cmd,发明,2019-01-01\n"
    return [
        ("清单.csv", rows.encode(), "text/csv"),
        ("清单.csv", b"\xff\xfe\x00\x01" * 40, "text/csv"),
        ("清单.xlsx", package.getvalue(), "application/zip"),
        ("方案.docx", package.getvalue(), "text/plain"),
        ("方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ""),
        ("扫描.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF", "application/pdf"),
        ("方案.txt", "一、主要目标\n到2027年，发明专利达到9件。".encode("gb18030"), "text/plain"),
        ("方案.html", b"<html><p>1</p><script>x</script></html>", "text/html"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + bytes(9), "image/png"),
        ("../../../etc/cron.d/x.csv", b"a,b\n", "text/csv"),
        ("", b"a", "text/csv"),
        ("x" * 400 + ".csv", b"a,b\n1,2\n", "text/csv"),
        ("空.csv", b"", "text/csv"),
        ("程序.exe", b"MZ", "text/csv"),
    ]


def _name(draw: random.Random) -> str:
    known = draw.random() < 0.7
    return draw.choice(NAMES) if known else draw.choice(("x", "sort[]", "__proto__", "q%00", "%FF"))


def _raw(draw: random.Random) -> str:
    return quote(draw.choice(SENSIBLE)) if draw.random() < 0.5 else draw.choice(RAW)


def _text(draw: random.Random) -> str:
    return draw.choice(SENSIBLE) if draw.random() < 0.55 else draw.choice(_TEXTS)
