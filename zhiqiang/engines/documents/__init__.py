"""Documents out: official Word files (GB/T 9704) and workbooks. Knows paper, not plans."""

from zhiqiang.engines.documents.charting import Bars
from zhiqiang.engines.documents.official import Column, OfficialDocument
from zhiqiang.engines.documents.printing import as_pdf
from zhiqiang.engines.documents.wording import in_words, numeral
from zhiqiang.engines.documents.workbook import Sheet, save_workbook, write_workbook

__all__ = [
    "Bars",
    "Column",
    "OfficialDocument",
    "Sheet",
    "as_pdf",
    "in_words",
    "numeral",
    "save_workbook",
    "write_workbook",
]
