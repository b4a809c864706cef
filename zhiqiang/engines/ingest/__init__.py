"""From a received sheet to typed rows and findings, by a declaration of the catalogue."""

from zhiqiang.engines.ingest.cells import Surroundings
from zhiqiang.engines.ingest.declaration import (
    Code,
    CodeList,
    Column,
    Source,
    load_codes,
    load_source,
    normal_heading,
    words,
)
from zhiqiang.engines.ingest.headings import SheetPlan
from zhiqiang.engines.ingest.matching import Match, matches, read_heads, sheets_as
from zhiqiang.engines.ingest.reading import CHUNK_ROWS, Chunk, Reading, opened

__all__ = [
    "CHUNK_ROWS",
    "Chunk",
    "Code",
    "CodeList",
    "Column",
    "Match",
    "Reading",
    "SheetPlan",
    "Source",
    "Surroundings",
    "load_codes",
    "load_source",
    "matches",
    "normal_heading",
    "opened",
    "read_heads",
    "sheets_as",
    "words",
]
