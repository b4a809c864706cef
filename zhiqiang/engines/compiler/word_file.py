"""Read a .docx into lines: one paragraph a line, one table row a line with its cells joined by tabs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.table import Table

from zhiqiang.kernel.errors import UnreadableFile

_WHITE = re.compile(r"[\s\x07]+")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


def read_word(content: bytes) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text and its (line number, heading level) pairs.

    Raises UnreadableFile, whose message completes "the file …", where the package is damaged.
    """
    try:
        document = docx.Document(io.BytesIO(content))
    except zipfile.BadZipFile as problem:
        raise UnreadableFile("不是完整的 .docx(可能没有传完)") from problem
    # lxml reports broken XML as a SyntaxError, zipfile an encrypted entry as a RuntimeError.
    except (
        OpcError,
        LookupError,
        ValueError,
        SyntaxError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
    ) as problem:
        raise UnreadableFile("已损坏") from problem
    lines: list[str] = []
    headings: list[tuple[int, int]] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            lines.extend(_table_rows(item))
            continue
        style = item.style.name if item.style is not None else ""
        for part in item.text.split("\n"):
            found = _HEADING.match(style or "")
            if found and part.strip():
                headings.append((len(lines), int(found.group(1))))
            lines.append(part.replace("\t", " "))
    return "\n".join(lines), tuple(headings)


def _table_rows(table: Any) -> list[str]:
    """Give each row all its columns: a cell merged downwards is repeated, one merged across is not."""
    above: dict[int, str] = {}
    rows: list[str] = []
    for row in table._tbl.tr_lst:
        cells: list[str] = []
        for cell in row.tc_lst:
            column = len(cells)
            if cell.vMerge == "continue":
                text = above.get(column, "")
            else:
                text = _WHITE.sub(
                    " ", "".join(node.text or "" for node in cell.iter("{*}t"))
                ).strip()
                above[column] = text
            cells.append(text)
            cells.extend("" for _ in range(cell.grid_span - 1))
        rows.append("\t".join(cells))
    return rows
