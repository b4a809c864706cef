"""Bulletins and reports of a programme: what they say, as Word and as tables."""

from zhiqiang.portal.bulletins.saying import Bulletin, bulletin
from zhiqiang.portal.bulletins.writing import as_document, as_pdf, as_tables

__all__ = ["Bulletin", "as_document", "as_pdf", "as_tables", "bulletin"]
