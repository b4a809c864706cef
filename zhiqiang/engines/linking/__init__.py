"""Who is who: names of organisations that mean one body, each match with its reasons."""

import hashlib
from pathlib import Path

from zhiqiang.engines.linking.candidates import Known, Link, Resemblance
from zhiqiang.engines.linking.comparing import Comparer, Decision, Match, Subject
from zhiqiang.engines.linking.names import Name, NameReader
from zhiqiang.engines.linking.pairs import (
    Answer,
    Histories,
    Pair,
    answers,
    read_pairs,
    read_renamings,
    score,
)
from zhiqiang.engines.linking.remembering import Memory, resembling
from zhiqiang.engines.linking.words import NameWords, Regions, key_of, load_name_words
from zhiqiang.kernel import traditional_script
from zhiqiang.kernel.divisions import Divisions

__all__ = [
    "Answer",
    "Comparer",
    "Decision",
    "Histories",
    "Known",
    "Link",
    "Match",
    "Memory",
    "Name",
    "NameReader",
    "NameWords",
    "Pair",
    "Regions",
    "Resemblance",
    "Subject",
    "answers",
    "basis_of",
    "comparer",
    "key_of",
    "load_name_words",
    "read_pairs",
    "read_renamings",
    "resembling",
    "score",
]


def comparer(catalogue: Path, divisions: Divisions) -> Comparer:
    """Return a comparer by the word lists of a catalogue and a table of divisions."""
    words = load_name_words(catalogue / "parameters" / "name_words.yml")
    return Comparer(NameReader(words, Regions(divisions)))


def basis_of(compares: Comparer, divisions: Divisions) -> str:
    """Return a word for all that the answers of a comparer depend on but the bodies: data and code."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(traditional_script.__file__)]
    whole = hashlib.sha256(b"".join(one.read_bytes() for one in sources))
    whole.update(compares.reader.words.model_dump_json().encode())
    whole.update(repr(divisions.all()).encode())
    return whole.hexdigest()
