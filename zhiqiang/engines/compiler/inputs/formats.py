"""Tell what a file is by its first bytes and its parts; the suffix decides only between texts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from zhiqiang.engines.compiler.inputs.refusal import DAMAGE, Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF87a", b"GIF89a",
)  # fmt: skip
_OFFICE_SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf")
_WEB_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_TEXT_SUFFIXES = (".txt", ".text", ".md")
_IMAGE_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp",
)  # fmt: skip
# The endings of what is read without another program, for forms that ask for a file.
SUFFIXES = _OFFICE_SUFFIXES + _WEB_SUFFIXES + _TEXT_SUFFIXES + _IMAGE_SUFFIXES
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p)[\s>]", re.IGNORECASE)
_READABLE = "Word（.docx、.doc）、WPS（.wps）、PDF、扫描图片、网页（.html）、文本（.txt）、表格（.xlsx、.xls、.et）"
# Formats that people send and that another program has to turn into one that we read.
_FOREIGN = {
    "rtf": "是 RTF 文件",
    "odt": "是 OpenDocument 文字文件",
    "word_old": "是 Word 95 或更早的文件",
}
FOREIGN = tuple(_FOREIGN)


def kind_of(content: bytes, name: str) -> str:
    """Return text, web, word, ole, sheet, pdf, image or one of ``FOREIGN``; raises Refusal."""
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_package(content)
    if content.startswith(OLE):
        return _kind_of_ole(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_IMAGES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "image"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith((b"\xdb\xa5", b"\x31\xbe\x00\x00")):
        return "word_old"
    return _kind_of_text(content, suffix)


def _kind_of_text(content: bytes, suffix: str) -> str:
    head = content[:2000].replace(b"\x00", b"")
    if re.match(rb"\s*MIME-Version:", head, re.IGNORECASE):
        raise Refusal(
            "unknown_format",
            "是网页存档（.mht），请在浏览器里另存为 .html，或用 Word 另存为 .docx 后重试。",
        )
    if suffix in _WEB_SUFFIXES or (suffix != ".txt" and _WEB.search(head)):
        return "web"
    if re.match(rb"\xef?\xbb?\xbf?\s*<(?:!doctype html|html)[\s>]", head, re.IGNORECASE):
        return "web"
    if suffix in _OFFICE_SUFFIXES:
        raise Refusal(
            f"damaged_{suffix[1:]}",
            f"不是完整的 {suffix} 文件（可能没有传完），请用文字处理软件打开并重新保存后重试。",
        )
    if suffix and suffix not in _TEXT_SUFFIXES:
        raise Refusal(
            "unknown_format",
            f"的格式“{suffix}”暂不能读取，目前可读{_READABLE}，请另存为其中一种后重试。",
        )
    return "text"


def _kind_of_package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:80] if "mimetype" in names else b""
    except DAMAGE as problem:
        raise Refusal(
            "damaged_docx",
            "不是完整的文件（可能没有传完），请用文字处理软件打开并重新保存后重试。",
        ) from problem
    folders = {name.replace("\\", "/").split("/")[0].lower() for name in names}
    if "xl" in folders or b"opendocument.spreadsheet" in kind:
        return "sheet"
    if b"opendocument.text" in kind:
        return "odt"
    if "OFD.xml" in names:
        raise Refusal("unknown_format", "是 OFD 版式文件，请用阅读器另存为 PDF 后重试。")
    if "word" in folders or "[Content_Types].xml" in names and "ppt" not in folders:
        return "word"
    raise Refusal("unknown_format", f"是压缩包或其他格式，请解压后逐个上传；目前可读{_READABLE}。")


def _kind_of_ole(content: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as package:
            streams = {entry[0].lower() for entry in package.listdir()}
    except DAMAGE as problem:
        raise Refusal(
            "damaged_doc", "已损坏或没有传完，请用文字处理软件打开并重新保存后重试。"
        ) from problem
    if "encryptedpackage" in streams:
        raise Refusal("encrypted", "带打开密码，请去掉密码后重新上传。")
    if "worddocument" in streams:
        return "ole"
    if streams & {"workbook", "book"}:
        return "sheet"
    raise Refusal("unknown_format", f"不是文字文件，目前可读{_READABLE}，请另存为其中一种后重试。")


def refuse_foreign(kind: str) -> Refusal:
    """Return the refusal of a format that only LibreOffice reads, where that is not installed."""
    return Refusal("unknown_format", f"{_FOREIGN[kind]}，请用文字处理软件另存为 .docx 后重试。")
