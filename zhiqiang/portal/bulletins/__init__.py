"""Bulletins and reports of a programme: what they say, as Word and as tables."""

from datetime import date
from typing import Any

from zhiqiang.domains.duties.spans import Span
from zhiqiang.portal.bulletins.acceptance import acceptance
from zhiqiang.portal.bulletins.listing import work_list, work_of_body
from zhiqiang.portal.bulletins.saying import Bulletin, bulletin
from zhiqiang.portal.bulletins.status import status
from zhiqiang.portal.bulletins.writing import as_document, as_tables, document_of

__all__ = [
    "Bulletin",
    "as_document",
    "as_tables",
    "bulletin",
    "document_of",
    "paper_of",
    "work_of_body",
]

_KINDS = {"progress": bulletin, "list": work_list, "status": status, "acceptance": acceptance}


def paper_of(of: Any, span: Span, as_of: date, person: Any) -> Bulletin:
    """Return what the paper of a span says, of whatever kind it is."""
    return _KINDS[span.kind](of, span, as_of, person)
