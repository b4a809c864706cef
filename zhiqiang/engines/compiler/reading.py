"""Open a file and say what text it holds; what cannot be opened becomes a finding."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from zhiqiang.engines.compiler.word_file import read_word
from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.kernel.finding import Finding, Severity

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = (".txt", ".text", ".md", "")


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The text of a file; ``headings`` are (line number, level) where the file itself marks them."""

    text: str
    headings: tuple[tuple[int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


def read_file(path: Path) -> Manuscript:
    """Return the text of a ``.txt`` or ``.docx``; never raises for what the file contains."""
    suffix = path.suffix.lower()
    try:
        content = path.read_bytes()
    except OSError as problem:
        return _refusal(
            "unreadable_file",
            f"文件“{path.name}”打不开({problem.strerror}),请检查路径和权限后重试。",
        )
    if not content:
        return _refusal("empty_file", f"文件“{path.name}”是空的,没有可编译的内容,请重新上传。")
    if suffix == ".docx":
        return _read_docx(path, content)
    if suffix not in _TEXT_SUFFIXES:
        return _refusal(
            "unknown_format",
            f"暂不能读取“{suffix}”格式的文件“{path.name}”,目前可读 .txt 和 .docx,请另存为其中一种后重试。",
        )
    return _read_text(path, content)


def _read_docx(path: Path, content: bytes) -> Manuscript:
    if content.startswith(_OLE):
        return _refusal(
            "encrypted_docx",
            f"文件“{path.name}”带密码,或其实是旧版 .doc 文件,请去掉密码并另存为 .docx 后重试。",
        )
    try:
        text, headings = read_word(content)
    except UnreadableFile as problem:
        return _refusal(
            "damaged_docx", f"文件“{path.name}”{problem},请用文字处理软件打开并重新保存后重试。"
        )
    if not text.strip():
        return _refusal(
            "empty_document",
            f"文件“{path.name}”里没有文字(可能是扫描图片),请提供可复制文字的版本。",
        )
    return Manuscript(text, headings)


def _read_text(path: Path, content: bytes) -> Manuscript:
    text, doubt = decode(content)
    findings: tuple[Finding, ...] = ()
    if doubt:
        message = f"文件“{path.name}”的编码无法确定,有些字可能不对,请另存为 UTF-8 后重试。"
        findings = (Finding(Severity.WARNING, "uncertain_encoding", message),)
    return Manuscript(text, (), findings)


def decode(content: bytes) -> tuple[str, bool]:
    """Decode UTF-8, UTF-16 or GB 18030; the second value is true where bytes had to be replaced."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding), False
            except UnicodeDecodeError:
                return content.decode(encoding, errors="replace"), True
    sample = content[:4000]
    # Chinese in UTF-16 has no zero bytes to speak of, but its line ends and digits have.
    if sample.count(0) * 20 > len(sample):
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        encoding = "utf-16-le" if little else "utf-16-be"
        return content.decode(encoding, errors="replace"), False
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), False
        except UnicodeDecodeError:
            continue
    as_utf8 = content.decode("utf-8", errors="replace")
    as_gb = content.decode("gb18030", errors="replace")
    better = min((as_utf8, as_gb), key=lambda text: text.count("\ufffd"))
    return better, True


def _refusal(code: str, message: str) -> Manuscript:
    return Manuscript("", (), (Finding(Severity.ERROR, code, message),))
