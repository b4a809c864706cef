"""Who is who: names of organisations that mean one body, each match with its reasons."""

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
from zhiqiang.engines.linking.words import NameWords, Regions, key_of, load_name_words
from zhiqiang.kernel.divisions import Divisions

__all__ = [
    "Answer",
    "Comparer",
    "Decision",
    "Histories",
    "Known",
    "Link",
    "Match",
    "Name",
    "NameReader",
    "NameWords",
    "Pair",
    "Regions",
    "Resemblance",
    "Subject",
    "answers",
    "comparer",
    "key_of",
    "load_name_words",
    "read_pairs",
    "read_renamings",
    "score",
]


def comparer(catalogue: Path, divisions: Divisions) -> Comparer:
    """Return a comparer by the word lists of a catalogue and a table of divisions."""
    words = load_name_words(catalogue / "parameters" / "name_words.yml")
    return Comparer(NameReader(words, Regions(divisions)))
