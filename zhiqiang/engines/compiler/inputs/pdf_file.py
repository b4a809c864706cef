"""Read a PDF page by page: letters by their places, ruled tables, and scans by recognition."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Any

import pypdfium2
from pypdfium2 import raw

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.printed_lines import Letter, Page, lines_of
from zhiqiang.engines.compiler.inputs.printed_pages import write_pages
from zhiqiang.engines.compiler.inputs.refusal import Refusal, warning
from zhiqiang.engines.compiler.inputs.ruled_grid import cut_out
from zhiqiang.engines.compiler.inputs.rulings import Turn, tables_of
from zhiqiang.engines.compiler.inputs.scan import Recogniser, findings_of_scans
from zhiqiang.kernel.finding import Finding

_FEW_LETTERS = 15
_MOST_LETTERS = 100_000
_SPACES = (0x20, 0xA0, 0x3000)


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the text of a PDF; pages without text are recognised as far as time allows."""
    started = time.monotonic()
    document = _open(content)
    try:
        count = len(document)
        if not count:
            raise Refusal("empty_document", "里没有一页，请重新导出后上传。")
        scans = Recogniser(limits, started)
        pages: list[Page] = []
        for number in range(min(count, limits.pages)):
            if not scans.is_used and time.monotonic() - started > limits.seconds:
                break
            pages.append(_page(document, number, scans))
    finally:
        document.close()
    scribe = Scribe(limits.characters)
    write_pages(pages, scribe)
    findings = _findings(name, len(pages), count, limits) + findings_of_scans(name, pages, scans)
    if scribe.is_empty:
        if scans.is_used and scans.refusal is not None:
            raise scans.refusal
        raise Refusal(
            "image_only",
            "里没有可以读出的文字（可能是空白页或看不清的扫描页），请提供可复制文字的版本。",
        )
    if scribe.full:
        findings.append(
            warning("too_long", f"文件“{name}”的文字超出一份计划的篇幅，只读了前面的部分。")
        )
    return scribe.finish(findings)


def _open(content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(problem).lower():
            raise Refusal("encrypted", "带打开密码，请去掉密码后重新上传。") from problem
        raise Refusal("damaged_pdf", "已损坏或没有传完，请重新导出 PDF 后上传。") from problem


def _page(document: Any, number: int, scans: Recogniser) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(number + 1, 595.0, 842.0, problem="damaged")
    try:
        turn = _turn(page)
        letters, unreadable = _letters(page, turn)
        width, height = page.get_size()
        out = Page(number + 1, width, height)
        count = sum(1 for letter in letters if letter.text != " ")
        few = count < _FEW_LETTERS or unreadable * 3 > count + unreadable
        if few and (unreadable or _has_picture(page)):
            scans.read_page(page, out)
            return out
        kept, tables = cut_out(letters, tables_of(page, turn))
        out.items = sorted([*lines_of(kept), *tables], key=lambda item: item.top)
        return out
    finally:
        page.close()


def _letters(page: Any, turn: Turn) -> tuple[list[Letter], int]:
    """Return the letters of a page, and how many have no meaning that a program could read."""
    text_page = page.get_textpage()
    handle = text_page.raw
    box_of = _boxes(handle)
    letters: list[Letter] = []
    unreadable = 0
    high = ""
    for index in range(min(raw.FPDFText_CountChars(handle), _MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (0, 0xFFFD, 0xFFFE) or 0xE000 <= code <= 0xF8FF:
            unreadable += 1
            continue
        if code in _SPACES and raw.FPDFText_IsGenerated(handle, index) == 0:
            code = 32
        elif code <= 32 or code in _SPACES or 0x7F <= code < 0xA0:
            continue
        if 0xD800 <= code < 0xDC00:
            high = chr(code)
            continue
        letter = chr(code)
        if 0xDC00 <= code < 0xE000:
            letter = (high + letter).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        left, top, right, bottom = turn(*box_of(index))
        if bottom > top and right >= left:
            letters.append(Letter(letter, left, top, right, bottom))
    text_page.close()
    return letters, unreadable


def _boxes(handle: Any) -> Callable[[int], tuple[float, float, float, float]]:
    """Return a function that gives left, top, right and bottom of a letter in the page's space.

    The height comes from base line and font size: some programs draw a letter as a picture of its
    own, whose box is as flat as the stroke of 一.
    """
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    at_box, at_matrix, at_x, at_y = map(ctypes.byref, (box, matrix, x, y))

    def box_of(index: int) -> tuple[float, float, float, float]:
        raw.FPDFText_GetLooseCharBox(handle, index, at_box)
        raw.FPDFText_GetMatrix(handle, index, at_matrix)
        if abs(matrix.b) + abs(matrix.c) > 0.1 * (abs(matrix.a) + abs(matrix.d)):
            return box.left, box.top, box.right, box.bottom
        size = raw.FPDFText_GetFontSize(handle, index) * abs(matrix.d)
        raw.FPDFText_GetCharOrigin(handle, index, at_x, at_y)
        return min(box.left, x.value), y.value + 0.88 * size, box.right, y.value - 0.12 * size

    return box_of


def _turn(page: Any) -> Turn:
    """Return how a box of the page's own space stands on the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    rotation = page.get_rotation()

    def shown(x0: float, y1: float, x1: float, y0: float) -> tuple[float, float, float, float]:
        x0, x1, y0, y1 = x0 - left, x1 - left, y0 - bottom, y1 - bottom
        if rotation == 90:
            return y0, x0, y1, x1
        if rotation == 180:
            return width - x1, y0, width - x0, y1
        if rotation == 270:
            return height - y1, width - x1, height - y0, width - x0
        return x0, height - y1, x1, height - y0

    return shown


def _has_picture(page: Any) -> bool:
    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_PATH]
    return next(iter(page.get_objects(filter=kinds, max_depth=4)), None) is not None


def _findings(name: str, read_pages: int, count: int, limits: Limits) -> list[Finding]:
    if read_pages >= count:
        return []
    why = f"超过 {limits.pages} 页的上限" if read_pages == limits.pages else "读取时间用完"
    message = f"文件“{name}”共 {count} 页，{why}，只读了前 {read_pages} 页，请拆成几份后重试。"
    return [warning("cut_short", message)]
