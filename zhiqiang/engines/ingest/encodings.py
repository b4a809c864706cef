"""Which encoding a text file is in: told by its marks and by strict decoding, never by a guess."""

from __future__ import annotations

import codecs
from pathlib import Path

from zhiqiang.kernel.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20


def encoding_of(path: Path) -> str:
    """Return the encoding in which every byte of the file decodes: UTF-8, UTF-16 or GB18030.

    GB18030 contains GBK and GB2312. A file that none of them decodes is refused, with the place.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            _must_decode(path, name)
            return name
    if head.count(0) > len(head) // 8:
        name = (
            "utf-16-le"
            if head[1:2] == b"\0" or head[1::2].count(0) > head[::2].count(0)
            else "utf-16-be"
        )
        _must_decode(path, name)
        return name
    at_utf8 = _fails_at(path, "utf-8")
    if at_utf8 is None:
        return "utf-8"
    at_gb = _fails_at(path, "gb18030")
    if at_gb is None:
        return "gb18030"
    raise UnreadableFile(
        f"文件的文字编码无法识别：按 UTF-8 读到第 {at_utf8 + 1} 个字节出错，"
        f"按 GB18030 读到第 {at_gb + 1} 个字节出错。请用表格软件另存为 xlsx 或 UTF-8 的 CSV。"
    )


def _must_decode(path: Path, name: str) -> None:
    at = _fails_at(path, name)
    if at is not None:
        raise UnreadableFile(
            f"文件带有 {name.upper()} 标记，但第 {at + 1} 个字节起不是这种编码，文件可能已损坏。请重新导出。"
        )


def _fails_at(path: Path, name: str) -> int | None:
    """Return the offset of the first byte that does not decode, or nothing."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    read = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return max(read - pending + error.start, 0)
            read += len(block)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return read
    return None
