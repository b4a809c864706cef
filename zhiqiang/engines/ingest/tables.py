"""Open a received file as sheets of rows of texts, whatever its name claims it to be."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine

from zhiqiang.engines.ingest.archives import Member, is_archive, unpacked
from zhiqiang.engines.ingest.encodings import encoding_of
from zhiqiang.kernel.errors import UnreadableFile, why

Row = list[str]
csv.field_size_limit(10_000_000)


#: nobody who looks at the workbook sees what stands there: old rows, lists to choose from
HIDDEN = "是隐藏的工作表"


@dataclass(frozen=True)
class Table:
    """One sheet: its name (empty for a text file) and its rows from the first line on.

    Rows of a damaged file may hold ``UNREADABLE`` signs. A sheet with ``trouble`` has no rows: it
    says why a file of an archive, or a hidden sheet, was not read.
    """

    name: str
    rows: Iterator[Row]
    is_damaged: bool = False
    trouble: str = ""


@contextmanager
def tables(path: Path) -> Iterator[Iterator[Table]]:
    """Open ``path`` and give its sheets in order.

    What the file is, is told by its first bytes, so that a workbook named ``.csv`` is a workbook.
    The sheets of an archive are those of all lists in it, named after their files.
    """
    with ExitStack() as held:
        yield _sheets(path, held)


def _sheets(path: Path, held: ExitStack) -> Iterator[Table]:
    """Give the sheets of a file; what has to stay open for them is ``held``."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise UnreadableFile(f"文件无法打开：{why(error)}。请核对路径后重试。") from error
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("文件是空的，没有任何内容。请确认发送方导出成功后重新发送。")
    if head.startswith(b"PK") and is_archive(path):
        return _archive(held.enter_context(unpacked(path)), held)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook(path)
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise UnreadableFile("文件实际是网页格式。请用表格软件打开后另存为 xlsx 再导入。")
    if head.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")):
        raise UnreadableFile(
            "文件不是表格（是 PDF、图片、文稿或其他压缩格式）。请提供 xlsx、CSV 或其 ZIP 压缩包。"
        )
    name, is_damaged = encoding_of(path)
    errors = "replace" if is_damaged else "strict"
    text = held.enter_context(path.open(encoding=name, errors=errors, newline=""))
    return iter((Table("", _delimited(text), is_damaged),))


def _archive(members: list[Member], held: ExitStack) -> Iterator[Table]:
    for member in members:
        if member.path is None:
            yield Table(member.name, iter(()), trouble="不是表格文件")
            continue
        try:
            for sheet in _sheets(member.path, held):
                name = f"{member.name}/{sheet.name}" if sheet.name else member.name
                yield replace(sheet, name=name)
        except UnreadableFile as error:
            raise UnreadableFile(f"压缩包中的“{member.name}”：{error}") from error


def _workbook(path: Path) -> Iterator[Table]:
    try:
        book = python_calamine.load_workbook(path)
        names = book.sheet_names
    except python_calamine.PasswordError as error:
        raise UnreadableFile("工作簿有密码。请去掉密码后重新导入。") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise UnreadableFile(
            "工作簿无法打开，文件可能已损坏或不是表格。请用表格软件打开后另存为 xlsx 再导入。"
        ) from error
    hidden = {
        one.name
        for one in book.sheets_metadata
        if one.visible != python_calamine.SheetVisibleEnum.Visible
    }
    for name in names:
        if name in hidden and len(hidden) < len(names):
            yield Table(name, iter(()), trouble=HIDDEN)
            continue
        try:
            sheet = book.get_sheet_by_name(name)
        except python_calamine.CalamineError as error:
            raise UnreadableFile(f"工作表“{name}”无法读取，文件可能已损坏。请重新导出。") from error
        yield Table(name, map(_texts_of, sheet.iter_rows()))


def _texts_of(row: list[Any]) -> Row:
    # Nearly all cells are texts: to ask that here costs half of what a call for each would.
    return [cell if cell.__class__ is str else text_of(cell) for cell in row]


def text_of(value: Any) -> str:
    """Return a workbook's cell as the text that a person would type for it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _delimited(text: Iterator[str]) -> Iterator[Row]:
    """Give the records of a text file; a quoted cell may hold line breaks."""
    head = list(islice(text, 60))
    counts = {sign: max((line.count(sign) for line in head), default=0) for sign in "\t,;"}
    # A comma inside text is common, so that it wins only where it is most frequent.
    delimiter = max(counts, key=lambda sign: counts[sign])
    lines = _chained(head, text)
    reader = csv.reader(lines, delimiter=delimiter if counts[delimiter] else ",", strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(
                f"第 {reader.line_num} 行附近的引号或分隔符有误，其后的内容无法对应到列。请重新导出。"
            ) from error
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"第 {reader.line_num} 行起编码有误。请重新导出。") from error
        yield row


def _chained(head: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from head
    yield from rest
