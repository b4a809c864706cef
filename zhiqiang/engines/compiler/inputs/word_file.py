"""Read a .docx paragraph by paragraph, so that the longest document needs little memory."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.packages import (
    local,
    main_part,
    open_package,
    parse,
    part,
    parts_of,
    relations,
)
from zhiqiang.engines.compiler.inputs.refusal import Refusal, notice, warning
from zhiqiang.engines.compiler.inputs.word_lists import Numberer
from zhiqiang.engines.compiler.inputs.word_styles import (
    ParagraphStyle,
    child,
    paragraph_settings,
    read_lists,
    read_styles,
    value,
    whole,
)
from zhiqiang.engines.compiler.inputs.word_words import Words, is_deleted, words_of
from zhiqiang.kernel.finding import Finding

_MOST_COLUMNS = 200
_CONTAINERS = ("body", "sdtContent", "customXml", "smartTag", "ins", "moveTo")


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the text with printed numbers, real tables and notes; raises Refusal or DAMAGE."""
    with open_package(content, limits) as package:
        main = main_part(package)
        folder = posixpath.dirname(main)
        related = {kind.rpartition("/")[2]: target for kind, target in relations(package, main)}

        def piece(kind: str) -> Any:
            return parse(part(package, related.get(kind, f"{folder}/{kind}.xml")))

        styles, default = read_styles(piece("styles"))
        numberer = Numberer(read_lists(piece("numbering"), styles))
        notes = {kind: piece(f"{kind}s") for kind in ("footnote", "endnote")}
        has_macros = any(entry.lower().endswith("vbaproject.bin") for entry in package.namelist())
        body = part(package, main)
    if not body:
        raise Refusal("damaged_docx", "里没有正文，请用文字处理软件打开并重新保存后重试。")
    reader = _Reader(Scribe(limits.characters), styles, default, numberer)
    reader.read_body(body)
    del body
    reader.read_notes(notes)
    return reader.finish(name, has_macros, "aFChunk" in related)


class _Reader:
    """Walks a document once; counts lists, pages and what has to be reported."""

    def __init__(
        self, scribe: Scribe, styles: dict[str, ParagraphStyle], default: str, numberer: Numberer
    ) -> None:
        self._scribe = scribe
        self._styles = styles
        self._default = default
        self._numberer = numberer
        self._page = 1
        self._pages_known = False
        self._held = ""
        self._notes: list[tuple[str, str]] = []
        self._pictures = 0
        self._revised = False
        self._hidden = False

    def read_body(self, content: bytes) -> None:
        """Read the paragraphs and tables of the main part in order, freeing each behind us."""
        self._pages_known = b"lastRenderedPageBreak" in content
        for element in parts_of(content, ("p", "tbl", "sdt")):
            if local(element) == "sdt" or not _stands_in_body(element):
                continue
            if local(element) == "tbl":
                self._read_table(element)
            elif not _is_in_contents(element):
                self._read_paragraph(element)
            element.clear(keep_tail=False)
            before = element.getprevious()
            while before is not None and local(before) in ("p", "tbl"):
                element.getparent().remove(before)
                before = element.getprevious()
            if self._scribe.full:
                return

    def read_notes(self, notes: dict[str, Any]) -> None:
        """Write foot and end notes after the text, where they interrupt no sentence."""
        for kind, key in dict.fromkeys(self._notes):
            for note in notes[kind] if notes[kind] is not None else ():
                if value_id(note) == key:
                    words = " ".join(self._words(p).text.strip() for p in note if local(p) == "p")
                    self._scribe.paragraph(f"注：{words.strip()}", part="footnote")

    def finish(self, name: str, has_macros: bool, has_chunks: bool) -> Manuscript:
        """Return the manuscript with what a person has to know about it."""
        if self._held:
            self._scribe.paragraph(self._held, page=self._shown_page)
        if self._scribe.is_empty:
            if self._pictures:
                raise Refusal(
                    "image_only",
                    f"里只有 {self._pictures} 幅图片，没有文字，请导出为 PDF 后上传（可识别扫描页），或提供可复制文字的版本。",
                )
            raise Refusal("empty_document", "里没有文字，请提供可复制文字的版本。")
        return self._scribe.finish(self._findings(name, has_macros, has_chunks))

    def _findings(self, name: str, has_macros: bool, has_chunks: bool) -> list[Finding]:
        found = []
        if has_macros:
            found.append(
                warning("macros", f"文件“{name}”带有宏，没有运行，只读了文字，请核对文件来源。")
            )
        if self._revised:
            message = f"文件“{name}”带有修订痕迹，按接受全部修订后的文字读取，请核对后定稿。"
            found.append(notice("tracked_changes", message))
        if self._hidden:
            message = f"文件“{name}”里有隐藏文字，打印时不出现，没有读取；如属正文请取消隐藏。"
            found.append(notice("hidden_text", message))
        if self._pictures:
            message = f"文件“{name}”里有 {self._pictures} 幅图片，图中的文字和表格没有读取，如有指标或任务请补成文字。"
            found.append(notice("pictures_not_read", message))
        if has_chunks:
            message = (
                f"文件“{name}”里嵌入了另一份文件，没有读取，请在 Word 中打开并重新保存后重试。"
            )
            found.append(warning("embedded_part", message))
        if self._scribe.full:
            message = (
                f"文件“{name}”的文字超出一份计划的篇幅，只读了前面的部分，请核对是否传错了文件。"
            )
            found.append(warning("too_long", message))
        return found

    @property
    def _shown_page(self) -> int:
        return self._page if self._pages_known else 0

    def _read_paragraph(self, paragraph: Any, part: str = "body") -> None:
        style = self._style_of(paragraph)
        words = self._words(paragraph)
        if style.is_contents:
            return
        text = self._held + words.text
        self._held = ""
        if is_deleted(paragraph, "pPr"):
            # Its end was deleted: it runs on into the next paragraph.
            self._revised, self._held = True, text
            return
        number = self._number(style, paragraph) if text.strip() or words.boxes else ""
        level = 0 if style.outline is None or style.outline > 8 else style.outline + 1
        page = self._shown_page - (words.pages - words.pages_before if self._pages_known else 0)
        if text.strip():
            self._scribe.paragraph(number + text.lstrip(), level=level, page=page, part=part)
        for box in words.boxes:
            self._read_box(box)

    def _read_box(self, box: Any) -> None:
        for item in box:
            if local(item) == "p":
                self._read_paragraph(item, "textbox")
            elif local(item) == "tbl":
                self._read_table(item)

    def _words(self, paragraph: Any) -> Words:
        words = words_of(paragraph)
        self._page += words.pages
        self._pictures += words.pictures
        self._revised |= words.is_revised
        self._hidden |= words.is_hidden
        self._notes.extend(words.notes)
        return words

    def _style_of(self, paragraph: Any) -> ParagraphStyle:
        settings = child(paragraph, "pPr")
        key = value(settings, "pStyle") if settings is not None else None
        style = self._styles.get(key or self._default, ParagraphStyle())
        own = paragraph_settings(settings)
        number = style.list_number if own.list_number is None else own.list_number
        level = own.list_level
        if level is None and number is not None:
            by_style = self._numberer.level_of_style(number, key or self._default)
            level = by_style if by_style is not None else style.list_level
        outline = style.outline if own.outline is None else own.outline
        return ParagraphStyle(style.parent, outline, number, level or 0, style.is_contents)

    def _number(self, style: ParagraphStyle, paragraph: Any) -> str:
        if not style.list_number or style.list_number == "0":
            return ""
        return self._numberer.next(style.list_number, style.list_level or 0)

    def _read_table(self, table: Any) -> None:
        """Give each row all its columns: a cell merged downwards is repeated, one merged across is not."""
        rows = [row for row in _rows(table) if not is_deleted(row, "trPr")]
        if all(len(list(_cells(row))) <= 1 for row in rows):
            for row in rows:
                for cell in _cells(row):
                    self._read_box(cell)
            return
        self._scribe.open_table()
        above: dict[int, str] = {}
        for number, row in enumerate(rows, 1):
            cells = [""] * (whole(value(row, "trPr", "gridBefore"), 0, _MOST_COLUMNS) or 0)
            for cell in _cells(row):
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and (value(merge) or "continue") == "continue":
                    text = above.get(len(cells), "")
                else:
                    text = above[len(cells)] = self._cell(cell)
                cells.append(text)
                span = whole(value(cell, "tcPr", "gridSpan"), 1, _MOST_COLUMNS) or 1
                cells.extend("" for _ in range(span - 1))
                if len(cells) > _MOST_COLUMNS:
                    break
            self._scribe.row(cells, number, page=self._shown_page)

    def _cell(self, cell: Any) -> str:
        """Return the paragraphs of a cell, those of a table inside it too, with spaces between."""
        pieces = []
        for paragraph in cell.iter("{*}p"):
            if next(paragraph.iterancestors("{*}txbxContent"), None) is not None:
                continue
            words = self._words(paragraph)
            if words.text.strip():
                pieces.append(
                    self._number(self._style_of(paragraph), paragraph) + words.text.strip()
                )
            elif self._style_of(paragraph).list_number:
                pieces.append(self._number(self._style_of(paragraph), paragraph))
        return " ".join(pieces)


def value_id(note: Any) -> str:
    """Return the key of a note."""
    return next((v for k, v in note.attrib.items() if k.rpartition("}")[2] == "id"), "")


def _rows(table: Any) -> Iterator[Any]:
    return _inside(table, "tr")


def _cells(row: Any) -> Iterator[Any]:
    return _inside(row, "tc")


def _inside(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of a name, also those that a content control or a change wraps."""
    for item in element:
        if local(item) == name:
            yield item
        elif local(item) in ("sdt", *_CONTAINERS):
            yield from _inside(item, name)


def _stands_in_body(element: Any) -> bool:
    parent = element.getparent()
    while parent is not None and local(parent) in ("sdt", *_CONTAINERS):
        if local(parent) == "body":
            return True
        parent = parent.getparent()
    return False


def _is_in_contents(element: Any) -> bool:
    """Say whether a paragraph belongs to the table of contents that Word itself makes."""
    for control in element.iterancestors("{*}sdt"):
        kind = child(control, "sdtPr", "docPartObj", "docPartGallery")
        if kind is not None and "contents" in (value(kind) or "").lower():
            return True
    return False
