"""Write the plans of the example city and of a county in it; ``examples/`` holds what this writes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from zhiqiang.demo.material import material

FILE_NAME = "望澜市知识产权强市建设试点城市工作方案（2022—2025年）.docx"
COUNTY_FILE_NAME = "霁川县知识产权强县建设工作方案（2023—2025年）.docx"
_WORDS = {FILE_NAME: "plan", COUNTY_FILE_NAME: "county_plan"}
_EPOCH = (2022, 6, 20, 9, 0, 0)


def write_plan(path: Path, name: str = FILE_NAME) -> Path:
    """Write the plan that is kept under ``name`` to ``path``: the same bytes every time."""
    paper = Document()
    paper.core_properties.author = "知强示例"
    paper.core_properties.created = paper.core_properties.modified = datetime(*_EPOCH)  # noqa: DTZ001
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    for part in material(_WORDS[name]):
        kind, content = ("text", part) if isinstance(part, str) else next(iter(part.items()))
        _add(paper, kind, content)
    held = io.BytesIO()
    paper.save(held)
    path.write_bytes(_undated(held))
    return path


def _add(paper: Paper, kind: str, content: Any) -> None:
    if kind == "table":
        _add_table(paper, content)
        return
    if kind == "page":
        paper.add_page_break()
        return
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(content)
    run.bold = kind in ("title", "h1", "h2", "h3")
    if kind in ("title", "center"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if kind == "title":
        run.font.size = Pt(22)


def _add_table(paper: Paper, rows: list[list[str]]) -> None:
    table = paper.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for line, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text


def _undated(held: io.BytesIO) -> bytes:
    """Return the package with one fixed time on every part, so that equal texts are equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(held) as package, zipfile.ZipFile(out, "w") as fixed:
        for name in package.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, package.read(name))
    return out.getvalue()
