"""Read a plain text in any encoding that Chinese offices use, also in two of them at once."""

from __future__ import annotations

import codecs
import re

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Anchor, Anchors, Manuscript
from zhiqiang.engines.compiler.inputs.refusal import Refusal, warning
from zhiqiang.kernel.finding import Finding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LONE_RETURN = re.compile("\r(?!\n)")
_ASCII_ONLY = re.compile(rb"[\x00-\x7f]*")


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the text with its lines as anchors; bytes that are no text at all are refused."""
    text, doubt = decode(content)
    if len(_CONTROL.findall(text, 0, 20_000)) * 20 > min(len(text), 20_000):
        raise Refusal(
            "not_text", "不是文本文件（内容是二进制数据），请确认文件类型，用原来的软件另存后重试。"
        )
    findings: list[Finding] = []
    if doubt:
        findings.append(warning(doubt, f"文件“{name}”{_DOUBTS[doubt]}"))
    # Old Macintosh line ends: one character for one, so that places stay.
    text = _LONE_RETURN.sub("\n", text)
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    anchors = Anchors((start, Anchor(paragraph=n)) for n, start in enumerate(starts, 1))
    return Manuscript(text, (), tuple(findings), anchors)


_DOUBTS = {
    "uncertain_encoding": "的编码无法确定，有些字可能不对，请另存为 UTF-8 后重试。",
    "mixed_encodings": "里混用了两种编码（UTF-8 和 GB 18030），已逐行分别读取，请核对有没有乱码。",
    "truncated_text": "的末尾缺了半个字，可能没有传完，请核对结尾后重新上传。",
}


def decode(content: bytes) -> tuple[str, str]:
    """Decode UTF-8, UTF-16 or GB 18030; the second value is the code of a doubt, or empty."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding), ""
            except UnicodeDecodeError:
                return content.decode(encoding, errors="replace"), "uncertain_encoding"
    wide = _decode_wide(content)
    if wide is not None:
        return wide, ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as problem:
        if problem.start >= len(content) - 3 and not _ASCII_ONLY.fullmatch(content[:-3]):
            return content.decode("utf-8", errors="ignore"), "truncated_text"
    try:
        text = content.decode("gb18030")
        # Bytes of UTF-8 often pass as rare characters; what is mostly UTF-8 is damaged UTF-8.
        if not _is_mostly_utf8(content):
            return text, ""
    except UnicodeDecodeError as problem:
        if problem.start >= len(content) - 3:
            return content.decode("gb18030", errors="ignore"), "truncated_text"
    return _decode_lines(content)


def _decode_wide(content: bytes) -> str | None:
    """Decode UTF-16 without a mark: Chinese has few zero bytes, line ends and digits have."""
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if (even + odd) * 20 <= len(sample) or min(even, odd) * 4 > max(even, odd):
        return None
    return content.decode("utf-16-le" if odd >= even else "utf-16-be", errors="replace")


def _is_mostly_utf8(piece: bytes) -> bool:
    text = piece.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for letter in text if "\u2e80" <= letter < "\ufffd")
    return good > 3 * bad


def _decode_lines(content: bytes) -> tuple[str, str]:
    """Decode line by line, each by what fits it."""
    lines: list[str] = []
    used: set[str] = set()
    for line in content.split(b"\n"):
        text, way = _decode_line(line)
        lines.append(text)
        if way:
            used.add(way)
    mixed = used == {"utf-8", "gb18030"}
    return "\n".join(lines), "mixed_encodings" if mixed else "uncertain_encoding"


def _decode_line(line: bytes) -> tuple[str, str]:
    if _ASCII_ONLY.fullmatch(line):
        return line.decode("ascii"), ""
    for way in ("utf-8", "gb18030"):
        try:
            text = line.decode(way)
        except UnicodeDecodeError:
            continue
        if way == "utf-8" or not _is_mostly_utf8(line):
            return text, way
    way = "utf-8" if _is_mostly_utf8(line) else "gb18030"
    return line.decode(way, errors="replace"), "damaged"
