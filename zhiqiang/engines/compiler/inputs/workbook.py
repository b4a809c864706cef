"""Read a workbook: every sheet is a table under its name; formulas are not computed, macros not run."""

from __future__ import annotations

import io
from typing import Any

import python_calamine

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.packages import open_package
from zhiqiang.engines.compiler.inputs.refusal import Refusal, notice, warning
from zhiqiang.kernel.finding import Finding

_MOST_COLUMNS = 100
_MOST_ROWS = 20_000
_PLAIN_NAMES = ("sheet", "工作表")


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the visible sheets as tables; anchors give sheet, row and column as the program shows."""
    findings: list[Finding] = []
    if content.startswith(b"PK"):
        with open_package(content, limits) as package:
            names = [entry.lower() for entry in package.namelist()]
        if any(entry.endswith("vbaproject.bin") for entry in names):
            message = f"文件“{name}”带有宏，没有运行，只读了单元格里的值，请核对文件来源。"
            findings.append(warning("macros", message))
    book = _open(content)
    scribe = Scribe(limits.characters)
    hidden = []
    for sheet in book.sheets_metadata:
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        elif sheet.typ == python_calamine.SheetTypeEnum.WorkSheet:
            _read_sheet(book.get_sheet_by_name(sheet.name), sheet.name, scribe, findings, name)
    if hidden:
        message = (
            f"文件“{name}”里隐藏的工作表（{'、'.join(hidden[:5])}）没有读取，如有内容请取消隐藏。"
        )
        findings.append(notice("hidden_sheets", message))
    if scribe.is_empty:
        raise Refusal("empty_document", "里没有填写内容的工作表，请核对后重新上传。")
    if scribe.full:
        message = f"文件“{name}”的文字超出一份计划的篇幅，只读了前面的部分，请核对是否传错了文件。"
        findings.append(warning("too_long", message))
    return scribe.finish(findings)


def _open(content: bytes) -> Any:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError as problem:
        raise Refusal("encrypted", "带打开密码，请去掉密码后重新上传。") from problem
    except python_calamine.CalamineError as problem:
        raise Refusal(
            "damaged_xlsx", "已损坏或没有传完，请用表格软件打开并重新保存后重试。"
        ) from problem


def _read_sheet(sheet: Any, title: str, scribe: Scribe, findings: list[Finding], name: str) -> None:
    rows = sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    if not any(any(cell != "" for cell in row) for row in rows):
        return
    if not title.lower().startswith(_PLAIN_NAMES):
        scribe.paragraph(title, part="sheet")
    scribe.open_table()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _spread(rows, top, left, bottom, right)
    for number, row in enumerate(rows, 1):
        cells = [_words(cell) for cell in row[:_MOST_COLUMNS]]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and cells[0]:
            # A line across the sheet: its title, or a note under it.
            scribe.paragraph(filled[0], part="sheet")
        else:
            scribe.row(cells, number, sheet=title)
    if sheet.height > _MOST_ROWS:
        message = f"文件“{name}”的工作表“{title}”有 {sheet.height} 行，只读了前 {_MOST_ROWS} 行。"
        findings.append(warning("cut_short", message))


def _spread(rows: list[list[Any]], top: int, left: int, bottom: int, right: int) -> None:
    """Repeat a cell that is merged downwards; one merged across stands in its first column only."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    for row in range(top + 1, min(bottom + 1, len(rows))):
        if left < len(rows[row]):
            rows[row][left] = rows[top][left]


def _words(cell: Any) -> str:
    """Return a value as the sheet shows it in its plainest form."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
    return str(cell)
