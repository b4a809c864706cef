"""Templates of official papers that an office makes in Word: head, foot, styles, and one mark."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.sax import SAXException

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import LxmlError

from zhiqiang.engines.documents.official import MARK, OfficialDocument
from zhiqiang.kernel.errors import UnreadableFile

#: a template holds a letterhead, not a library
_MOST_BYTES, _MOST_PARTS = 20 * 1024 * 1024, 500
#: what a template may point to outside of itself
_HARMLESS = "/hyperlink"


def blank() -> OfficialDocument:
    """Return a document of the standard's page and styles that holds nothing but the mark."""
    document = OfficialDocument()
    document.paragraph(MARK)
    return document


def check(path: Path) -> None:
    """Refuse a file that cannot be a template, with what to do. Raises ``UnreadableFile``."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (OSError, zipfile.BadZipFile) as error:
        raise UnreadableFile(
            "这不是 .docx 文件。请在 Word 中另存为“Word 文档（.docx）”。"
        ) from error
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_BYTES:
        raise UnreadableFile("模板展开后超过 20 MB。请去掉其中的图片后重新上传。")
    if any("vbaProject" in one.filename for one in parts):
        raise UnreadableFile("模板带有宏，不能使用。请另存为不带宏的“Word 文档（.docx）”。")
    try:
        document = Document(str(path))
        marks = [one for one in document.paragraphs if one.text.strip() == MARK]
        outside = _outside(document)
    except (PackageNotFoundError, KeyError, ValueError, LxmlError, SAXException) as error:
        raise UnreadableFile(
            "Word 文件已损坏，不能作为模板。请在 Word 中打开并另存后重试。"
        ) from error
    if outside:
        raise UnreadableFile(
            f"模板引用了外部内容（{outside[0][:80]}）。请改为嵌入或删除后重新上传。"
        )
    if len(marks) != 1:
        found = "没有" if not marks else f"有 {len(marks)} 个"
        raise UnreadableFile(
            f"模板中应有且只有一个单独成段的“{MARK}”，现在{found}。请在正文所在位置写上它，不放在表格内。"
        )


def _outside(document: Any) -> list[str]:
    """Return where parts of the file lead out of it, links in the text aside."""
    return [
        rel.target_ref
        for part in document.part.package.iter_parts()
        for rel in part.rels.values()
        if rel.is_external and not rel.reltype.endswith(_HARMLESS)
    ]
