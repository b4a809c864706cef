"""Full text: one immutable index of a snapshot, questions in the language of the field, exact counts."""

from zhiqiang.engines.fulltext.asking import Manner
from zhiqiang.engines.fulltext.declaration import SearchField, SearchFields
from zhiqiang.engines.fulltext.failures import BadQuestion
from zhiqiang.engines.fulltext.marking import marked
from zhiqiang.engines.fulltext.parsing import parse
from zhiqiang.engines.fulltext.searching import Asked, Found, OpenIndex
from zhiqiang.engines.fulltext.shelf import Kept, Shelf
from zhiqiang.engines.fulltext.synonyms import Synonyms

__all__ = [
    "Asked",
    "BadQuestion",
    "Found",
    "Kept",
    "Manner",
    "OpenIndex",
    "SearchField",
    "SearchFields",
    "Shelf",
    "Synonyms",
    "marked",
    "parse",
]
