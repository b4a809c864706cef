"""Read a web page: the document and its tables, without what the site puts around them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript, Scribe
from zhiqiang.engines.compiler.inputs.plain_text import decode
from zhiqiang.engines.compiler.inputs.refusal import Refusal, warning
from zhiqiang.engines.compiler.inputs.web_furniture import content_of, is_furniture, strip
from zhiqiang.engines.compiler.inputs.web_words import Piece, pieces_of
from zhiqiang.kernel.finding import Finding

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "hz-gb-2312")
_LABEL = re.compile(
    r"\s*(?:索\s*引\s*号|发文机关|发布机构|制发机关|发布单位|文\s*号|发文字号|公文字号|成文日期|发布日期|印发日期|"
    r"生成日期|标\s*题|名\s*称|主题分类|有\s*效\s*性|公开方式|组配分类|体裁分类)\s*[:：|\t]?"
)
_TITLE_METAS = ("ArticleTitle", "articletitle")


def read(content: bytes, name: str, limits: Limits) -> Manuscript:
    """Return the text of the page; scripts are dropped unread, frames and pictures not fetched."""
    text, doubt = _decoded(content)
    findings: list[Finding] = []
    if doubt:
        findings.append(
            warning(doubt, f"网页“{name}”的编码无法确定，有些字可能不对，请另存为 UTF-8 后重试。")
        )
    root = _parsed(text)
    if root is None:
        raise Refusal("empty_document", "里没有文字，请在浏览器里打开后另存为完整网页再上传。")
    titles = _titles(root)
    strip(root)
    body = root.find("body") if root.find("body") is not None else root
    main = content_of(body)
    scribe = Scribe(limits.characters)
    before = [] if main is body else _before(body, main)
    pieces = [piece for piece in pieces_of(main, limits) if not is_furniture(piece)]
    _write_title(titles, [*before, *pieces], scribe)
    for piece in (*before, *pieces):
        _write(piece, scribe)
    if scribe.is_empty:
        raise Refusal(
            "empty_document",
            "里没有正文（可能由脚本载入或只有图片），请在浏览器里打开后复制到 Word 或另存为 PDF 再上传。",
        )
    if scribe.full:
        findings.append(
            warning("too_long", f"网页“{name}”的文字超出一份计划的篇幅，只读了前面的部分。")
        )
    return scribe.finish(findings)


def _decoded(content: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(content, 0, 4096)
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        word = declared[1].decode("ascii").lower()
        try:
            return content.decode("gb18030" if word in _CHINESE else word), ""
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


def _parsed(text: str) -> Any:
    # What HTML cannot hold is dropped, else the parser stops at it.
    text = re.sub("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", _DECLARATION.sub("", text))
    if not text.strip():
        return None
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        return html.document_fromstring(text, parser=parser)
    except etree.ParserError:
        return None


def _titles(root: Any) -> list[str]:
    """Return what the page says its document is called: its first heading, or its description."""
    found = [" ".join(head.text_content().split()) for head in root.iter("h1")]
    for meta in root.iter("meta"):
        if meta.get("name") in _TITLE_METAS:
            found.append(" ".join((meta.get("content") or "").split()))
    return [title for title in found if 6 <= len(title) <= 200]


def _write_title(titles: list[str], pieces: list[Piece], scribe: Scribe) -> None:
    """Write the title first where the text itself does not print it near its beginning."""
    opening = "".join(piece.words for piece in pieces[:40])
    opening = re.sub(r"\s+", "", opening)
    for title in titles:
        if re.sub(r"\s+", "", title) in opening:
            return
    if titles:
        scribe.paragraph(titles[0])


def _before(body: Any, main: Any) -> list[Piece]:
    """Return the labelled facts that pages print above the text: index, issuer, number, date."""
    found = []
    for piece in pieces_of(body, Limits(), stop=main):
        if piece.rows:
            rows = [row for row in piece.rows if any(_LABEL.match(cell) for cell in row)]
            if rows:
                found.append(Piece(rows=rows))
        elif _LABEL.match(piece.words) and len(piece.words) < 120:
            found.append(piece)
    return found


def _write(piece: Piece, scribe: Scribe) -> None:
    if not piece.rows:
        scribe.paragraph(piece.text, level=piece.level)
        return
    if all(len([cell for cell in row if cell]) <= 1 for row in piece.rows):
        for row in piece.rows:
            scribe.paragraph("".join(row))
        return
    scribe.open_table()
    for number, row in enumerate(piece.rows, 1):
        scribe.row(row, number)
