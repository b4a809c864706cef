"""Which encoding a text file is in: told by its marks and by strict decoding, never by a guess."""

from __future__ import annotations

import codecs
import mmap
import re
from pathlib import Path
from typing import NamedTuple

from zhiqiang.kernel.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
# What stands where a byte of a damaged file could not be read.
UNREADABLE = "\ufffd"
_MOST_DAMAGED = 0.1
# Eight Chinese letters of UTF-8 on end, signs between cells aside: text of GB18030 never looks so.
_CHINESE_UTF8 = re.compile(rb"(?:[\xe3-\xef][\x80-\xbf]{2}[\x00-\x7f]{0,2}){8}")


class Encoding(NamedTuple):
    """How a file is decoded; of a damaged one some bytes are read as ``UNREADABLE``."""

    name: str
    is_damaged: bool = False


def encoding_of(path: Path) -> Encoding:
    """Return the encoding in which every byte of the file decodes: UTF-8, UTF-16 or GB18030.

    GB18030 contains GBK and GB2312. Where a few bytes decode in none of them, the file is damaged
    and in the one that reads nine tenths of its other letters: text of one encoding taken for the
    other fails nearly everywhere. A file that none of them reads is refused, with the place; so is
    one that is pieced together of UTF-8 and GB18030, since GB18030 would read both, one of them as
    other words.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            if name == "utf-8-sig" and _is_mostly(path, name):
                return Encoding(name, _fails_at(path, name) is not None)
            _must_decode(path, name)
            return Encoding(name)
    if head.count(0) > len(head) // 8:
        name = (
            "utf-16-le"
            if head[1:2] == b"\0" or head[1::2].count(0) > head[::2].count(0)
            else "utf-16-be"
        )
        _must_decode(path, name)
        return Encoding(name)
    at_utf8 = _fails_at(path, "utf-8")
    if at_utf8 is None:
        return Encoding("utf-8")
    if _is_mostly(path, "utf-8"):
        return Encoding("utf-8", is_damaged=True)
    _must_not_be_mixed(path, at_utf8)
    at_gb = _fails_at(path, "gb18030")
    if at_gb is None:
        return Encoding("gb18030")
    if _is_mostly(path, "gb18030"):
        return Encoding("gb18030", is_damaged=True)
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


def _must_not_be_mixed(path: Path, at_other: int) -> None:
    """Refuse a file with lines of UTF-8; ``at_other`` is its first byte that is not of UTF-8."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _CHINESE_UTF8.search(content)
        if found is None:
            return
        own, other = (content[:at].count(b"\n") + 1 for at in (found.start(), at_other))
    raise UnreadableFile(
        f"文件的文字编码前后不一：第 {own} 行是 UTF-8，第 {other} 行不是（第 {at_other + 1} 个字节起）。"
        "请把两部分分别另存为 xlsx 或 UTF-8 的 CSV 后再导入。"
    )


def _is_mostly(path: Path, name: str) -> bool:
    """Say whether nearly all letters beyond ASCII decode."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    foreign = broken = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            foreign += len(text) - len(text.encode("ascii", "ignore"))
            broken += text.count(UNREADABLE)
    return broken <= foreign * _MOST_DAMAGED


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
