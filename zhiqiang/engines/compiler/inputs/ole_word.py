"""Read a binary Word or WPS file by its piece table; nothing in it is run."""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from dataclasses import dataclass

import olefile

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.ole_lists import inherited, read_lists, read_styles
from zhiqiang.engines.compiler.inputs.ole_properties import (
    Pages,
    Properties,
    apply,
    silent_ranges,
)
from zhiqiang.engines.compiler.inputs.ole_rows import Row, write_table
from zhiqiang.engines.compiler.inputs.refusal import Refusal, notice, warning
from zhiqiang.engines.compiler.inputs.word_lists import Numberer
from zhiqiang.kernel.finding import Finding

_MAGIC = 0xA5EC
_FIRST_PAIR = 0x9A
_STYLES, _RUNS, _PARAGRAPHS, _CLX, _LISTS, _OVERRIDES = 1, 12, 13, 33, 73, 74
_MOST_PIECES = 500_000
_ENDS = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14|\x15|$)")
_LETTERS = {
    0x0B: "\n", 0x09: " ", 0x1E: "-", 0x1F: "", 0x00: "", 0x01: "", 0x02: "", 0x03: "", 0x04: "",
    0x05: "", 0x06: "", 0x08: "", 0x0E: "\n", 0x14: "", 0x15: "", 0x13: "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters from ``cp`` on, whose bytes begin at ``place`` with ``width`` bytes each."""

    cp: int
    place: int
    width: int


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the text with printed numbers and tables; raises Refusal or one of DAMAGE."""
    with olefile.OleFileIO(io.BytesIO(content)) as package:
        streams = {"/".join(path).lower(): path for path in package.listdir()}
        if sum(package.get_size(path) for path in streams.values()) > limits.unpacked:
            raise Refusal("too_large", "的内容过大，请删去图片或拆成几份后重试。")
        document = package.openstream("WordDocument").read()
        flags = _checked_flags(document)
        named = "1table" if flags & 0x200 else "0table"
        table = package.openstream(streams[named]).read() if named in streams else b""
        store = package.openstream(streams["data"]).read() if "data" in streams else b""
        has_macros = any(path.startswith(("macros", "_vba_project")) for path in streams)
    reader = _Reader(document, table, store, limits)
    return reader.read(name, has_macros)


def _checked_flags(document: bytes) -> int:
    magic, version = struct.unpack_from("<2H", document)
    flags: int = struct.unpack_from("<H", document, 0x0A)[0]
    if flags & 0x8100:
        raise Refusal("encrypted", "带打开密码，请去掉密码后重新上传。")
    if magic != _MAGIC or version < 0xC1:
        raise Refusal(
            "unknown_format", "是 Word 95 或更早的文件，请用文字处理软件另存为 .docx 后重试。"
        )
    return flags


class _Reader:
    """Holds the streams of one file while its paragraphs are read in order."""

    def __init__(self, document: bytes, table: bytes, store: bytes, limits: Limits) -> None:
        self._document = document
        self._table = table
        self._store = store
        self._scribe = Scribe(limits.characters)
        self._pieces: list[_Piece] = []
        self._starts: list[int] = []
        self._paragraphs = Pages(document, self._plex(_PARAGRAPHS), of_paragraphs=True)
        runs = Pages(document, self._plex(_RUNS), of_paragraphs=False)
        self._silent, self._is_revised, self._is_hidden = silent_ranges(runs)
        self._styles = read_styles(self._plex(_STYLES))
        self._numberer = Numberer(read_lists(table, self._pair(_LISTS), self._pair(_OVERRIDES)))
        self._pictures = 0
        self._rows: list[Row] = []
        self._row: list[str] = []
        self._cell: list[str] = []

    def read(self, name: str, has_macros: bool) -> Manuscript:
        """Return what the main text, its notes and its text boxes hold."""
        # Body, notes, heads, (unused), remarks, end notes, boxes: they follow each other.
        counts = struct.unpack_from("<7i", self._document, 0x4C)
        if min(counts) < 0:
            raise Refusal("damaged_doc", "已损坏，请用文字处理软件打开并重新保存后重试。")
        text = self._text(sum(counts))
        self._pictures = text.count("\x01", 0, counts[0])
        self._story(text, 0, counts[0], "body")
        self._story(text, counts[0], counts[0] + counts[1], "footnote")
        boxes = sum(counts[:6])
        self._story(text, boxes, boxes + counts[6], "textbox")
        if self._scribe.is_empty:
            if self._pictures:
                raise Refusal(
                    "image_only",
                    f"里只有 {self._pictures} 幅图片，没有文字，请导出为 PDF 后上传（可识别扫描页）。",
                )
            raise Refusal("empty_document", "里没有文字，请提供可复制文字的版本。")
        return self._scribe.finish(self._findings(name, has_macros))

    def _findings(self, name: str, has_macros: bool) -> list[Finding]:
        found = []
        if has_macros:
            found.append(
                warning("macros", f"文件“{name}”带有宏，没有运行，只读了文字，请核对文件来源。")
            )
        if self._is_revised:
            message = f"文件“{name}”带有修订痕迹，按接受全部修订后的文字读取，请核对后定稿。"
            found.append(notice("tracked_changes", message))
        if self._is_hidden:
            message = f"文件“{name}”里有隐藏文字，打印时不出现，没有读取；如属正文请取消隐藏。"
            found.append(notice("hidden_text", message))
        if self._scribe.full:
            message = (
                f"文件“{name}”的文字超出一份计划的篇幅，只读了前面的部分，请核对是否传错了文件。"
            )
            found.append(warning("too_long", message))
        return found

    def _pair(self, index: int) -> tuple[int, int]:
        """Return offset and length of a part of the table stream."""
        at = _FIRST_PAIR + 8 * index
        if at + 8 > len(self._document):
            return 0, 0
        start, size = struct.unpack_from("<2I", self._document, at)
        return start, size

    def _plex(self, index: int) -> bytes:
        start, size = self._pair(index)
        return self._table[start : start + size]

    def _text(self, length: int) -> str:
        """Put the pieces together; deleted and hidden words become zero letters."""
        clx = self._plex(_CLX)
        at = 0
        while at < len(clx) and clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at >= len(clx) or clx[at] != 2:
            raise Refusal(
                "damaged_doc", "已损坏，找不到正文，请用文字处理软件打开并重新保存后重试。"
            )
        (size,) = struct.unpack_from("<I", clx, at + 1)
        plex = clx[at + 5 : at + 5 + size]
        count = min((len(plex) - 4) // 12, _MOST_PIECES)
        ends = struct.unpack_from(f"<{count + 1}I", plex)
        words = []
        for index in range(count):
            letters = ends[index + 1] - ends[index]
            if letters <= 0 or ends[index] >= length:
                continue
            (place,) = struct.unpack_from("<I", plex, 4 * (count + 1) + 8 * index + 2)
            words.append(self._piece(ends[index], letters, place))
        return "".join(words)[:length]

    def _piece(self, cp: int, letters: int, place: int) -> str:
        is_narrow = bool(place & 0x40000000)
        place, width = ((place & 0x3FFFFFFF) // 2, 1) if is_narrow else (place, 2)
        self._pieces.append(_Piece(cp, place, width))
        self._starts.append(cp)
        content = self._document[place : place + width * letters]
        text = content.decode("cp1252" if is_narrow else "utf-16-le", "replace")
        if len(text) != letters:
            # A pair of surrogates is one letter in Python and two here; places must not move.
            text = "".join(map(chr, struct.unpack(f"<{len(content) // width}H", content)))
        return self._silenced(text.ljust(letters, "\x00")[:letters], place, width)

    def _silenced(self, text: str, place: int, width: int) -> str:
        end = place + width * len(text)
        first = max(0, bisect_right(self._silent, (place,)) - 1)
        for start, stop in self._silent[first:]:
            if start >= end:
                break
            a, b = max(0, (start - place) // width), min(len(text), (stop - place) // width)
            if a < b:
                gone = "".join(one if one == "\x07" else "\x00" for one in text[a:b])
                text = text[:a] + gone + text[b:]
        return text

    def _place_of(self, cp: int) -> int:
        piece = self._pieces[max(0, bisect_right(self._starts, cp) - 1)]
        return piece.place + (cp - piece.cp) * piece.width

    def _story(self, text: str, start: int, end: int, part: str) -> None:
        """Write the paragraphs between two letters."""
        for found in _ENDS.finditer(text, start, end):
            self._paragraph(text[start : found.start()], found.start(), found[0], part)
            start = found.end()
        if start < end:
            self._paragraph(text[start:end], end - 1, "\r", part)
        self._end_table()

    def _paragraph(self, words: str, at: int, mark: str, part: str) -> None:
        settings = self._settings(at)
        style = self._styles.get(settings.style)
        words = _FIELD.sub("", words).translate(_LETTERS)
        words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        number = ""
        if settings.list_number and (words.strip() or mark == "\x07") and not settings.ends_row:
            number = self._numberer.next(str(settings.list_number), settings.list_level or 0)
        words = number + words.strip()
        if settings.in_table or settings.ends_row:
            self._in_table(words, mark, settings)
            return
        self._end_table()
        if style is not None and style.is_contents:
            return
        level = settings.style if 1 <= settings.style <= 9 else 0
        if not level and settings.outline is not None and settings.outline < 9:
            level = settings.outline + 1
        if part == "footnote" and words:
            words = f"注：{words}"
        self._scribe.paragraph(words, level=level, part=part)

    def _settings(self, at: int) -> Properties:
        content = self._paragraphs.at(self._place_of(at))
        style = struct.unpack_from("<H", content)[0] if len(content) >= 2 else 0
        found = inherited(style, self._styles)
        apply(found, content[2:], self._store)
        return found

    def _in_table(self, words: str, mark: str, settings: Properties) -> None:
        """Collect cells; those of a table inside a cell are words of that cell."""
        if settings.ends_row and settings.depth <= 1:
            self._rows.append(Row(self._row, settings.edges, settings.merged))
            self._row, self._cell = [], []
            return
        if words:
            self._cell.append(words)
        if mark == "\x07":
            self._row.append(" ".join(self._cell))
            self._cell = []

    def _end_table(self) -> None:
        if self._row or self._cell:
            self._rows.append(Row([*self._row, " ".join(self._cell)], (), ()))
            self._row, self._cell = [], []
        if self._rows:
            write_table(self._rows, self._scribe)
            self._rows = []
