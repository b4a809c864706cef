"""What kinds of file are taken, and whether a file is what its name says.

The name decides what a file claims to be; its bytes decide whether that is true. What is not in
the list is refused, and so is a file that lies.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.files.names import extension_of

MB = 2**20
#: what an archive may hold: files, bytes unpacked, bytes unpacked for each packed
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 10_000, 2048 * MB, 200
#: a byte order mark and blanks, which may stand before the content of a text
_BLANK = b"\xef\xbb\xbf \t\r\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken, by its extension."""

    extension: str
    label: str
    media: str
    most: int
    is_true: Callable[[Path], bool]


def check(path: Path, name: str) -> FileType:
    """Return the type of the file at ``path``, which calls itself ``name``.

    Raises ``Refused`` when the type is not taken, the file is empty or too large, or its content
    is something else than its name says.
    """
    kind = TYPES.get(extension_of(name))
    if kind is None:
        raise Refused(f"不接收“{name}”这类文件。可以接收：{'、'.join(TYPES)}。")
    size = path.stat().st_size
    if size == 0:
        raise Refused(f"文件“{name}”是空的。")
    if size > kind.most:
        raise Refused(
            f"文件“{name}”有 {size / MB:.1f} MB，超过{kind.label}的上限 {kind.most // MB} MB。"
        )
    try:
        is_true = kind.is_true(path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise Refused(f"文件“{name}”已损坏或加了密码，无法打开。") from error
    if not is_true:
        raise Refused(
            f"文件“{name}”的内容不是{kind.label}，与扩展名不符。请用原来的软件另存为 .{kind.extension} 后再上传。"
        )
    return kind


def _begins(*starts: bytes) -> Callable[[Path], bool]:
    def is_true(path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(16).startswith(starts)

    return is_true


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, path.stat().st_size - 2048))
        return b"%PDF-" in head and b"%%EOF" in file.read()


def _package(member: str) -> Callable[[Path], bool]:
    """Return the test for a zip package that must hold ``member`` and no macros."""

    def is_true(path: Path) -> bool:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if member not in names:
                return False
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("文件含有宏。请另存为不含宏的格式后再上传。")
            _unpack(archive)
        return True

    return is_true


def _is_archive(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts = name.replace("\\", "/").split("/")
            if ".." in parts or parts[0] == "" or ":" in parts[0]:
                raise Refused("压缩包中的文件名指向包外的位置，不能接收。")
        _unpack(archive)
    return True


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack into nothing, counting: what the directory of an archive claims may be untrue."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refused(f"压缩内容超过 {MOST_MEMBERS} 个文件，不能接收。")
    packed = max(1, sum(member.compress_size for member in members))
    unpacked = 0
    for member in members:
        with archive.open(member) as file:
            while block := file.read(MB):
                unpacked += len(block)
                is_bomb = unpacked > 50 * MB and unpacked / packed > MOST_RATIO
                if unpacked > MOST_UNPACKED or is_bomb:
                    raise Refused("压缩内容展开后过大，疑为恶意文件，不能接收。")


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(MB)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    # Readable, and yet something else.
    if (
        head.lstrip(_BLANK)
        .lower()
        .startswith((b"%pdf-", b"<html", b"<!doctype", b"<?xml", b"{\\rtf"))
    ):
        return False
    control = set(range(32)) - {9, 10, 12, 13}
    if not control.isdisjoint(head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _is_web_page(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(MB).lower()
    is_marked_up = any(
        tag in head for tag in (b"<html", b"<!doctype html", b"<body", b"<p", b"<div")
    )
    return is_marked_up and b"\0" not in head and head.lstrip(_BLANK)[:1] == b"<"


def _decodes(head: bytes, encoding: str) -> bool:
    # The block may end inside a character.
    for cut in range(4):
        try:
            head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    kind.extension: kind
    for kind in (
        FileType("docx", "Word 文档", f"{_OFFICE}.wordprocessingml.document", 50 * MB,
                 _package("word/document.xml")),
        FileType("xlsx", "Excel 工作簿", f"{_OFFICE}.spreadsheetml.sheet", 200 * MB,
                 _package("xl/workbook.xml")),
        FileType("doc", "Word 97-2003 文档", "application/msword", 50 * MB, _begins(_OLE)),
        FileType("wps", "WPS 文字文档", "application/vnd.ms-works", 50 * MB, _begins(_OLE)),
        FileType("xls", "Excel 97-2003 工作簿", "application/vnd.ms-excel", 100 * MB, _begins(_OLE)),
        FileType("et", "WPS 表格", "application/vnd.ms-excel", 100 * MB, _begins(_OLE)),
        FileType("csv", "CSV 文本", "text/csv", 200 * MB, _is_text),
        FileType("txt", "文本", "text/plain", 50 * MB, _is_text),
        FileType("html", "网页", "application/octet-stream", 20 * MB, _is_web_page),
        FileType("htm", "网页", "application/octet-stream", 20 * MB, _is_web_page),
        FileType("pdf", "PDF 文件", "application/pdf", 100 * MB, _is_pdf),
        FileType("ofd", "OFD 版式文件", "application/ofd", 100 * MB, _package("OFD.xml")),
        FileType("png", "PNG 图片", "image/png", 20 * MB, _begins(b"\x89PNG\r\n\x1a\n")),
        FileType("jpg", "JPEG 图片", "image/jpeg", 20 * MB, _begins(b"\xff\xd8\xff")),
        FileType("jpeg", "JPEG 图片", "image/jpeg", 20 * MB, _begins(b"\xff\xd8\xff")),
        FileType("tif", "TIFF 图片", "image/tiff", 50 * MB, _begins(b"II*\0", b"MM\0*")),
        FileType("tiff", "TIFF 图片", "image/tiff", 50 * MB, _begins(b"II*\0", b"MM\0*")),
        FileType("zip", "ZIP 压缩包", "application/zip", 200 * MB, _is_archive),
    )
}  # fmt: skip
