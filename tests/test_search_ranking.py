"""Known things are found among the first ten, on real titles (skipped where they are not at hand)."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from zhiqiang.engines.fulltext import Asked, Manner, OpenIndex, SearchFields, Shelf, Synonyms
from zhiqiang.kernel.catalogue import load

ROOT = Path(__file__).resolve().parents[1]
TITLES = ROOT.parent / "shared/data/patents_ipc_titles/cn_patent_titles_ipc_subclass.csv"
SEARCH = ROOT / "catalogue" / "search"
FIELDS = load(SEARCH / "fields.yml", SearchFields)
SYNONYMS = load(SEARCH / "synonyms.yml", Synonyms)
OPENED = FIELDS.open_to(frozenset())
ASKED = 300

pytestmark = pytest.mark.skipif(not TITLES.exists(), reason=f"the real titles are not at {TITLES}")


@pytest.fixture(scope="module")
def titles() -> dict[int, str]:
    with TITLES.open(encoding="utf-8") as source:
        return {at: row["title"] for at, row in enumerate(csv.DictReader(source), start=1)}


@pytest.fixture(scope="module")
def index(titles: dict[int, str], tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    kinds = {
        key: pa.date32() if f.kind == "day" else pa.string() for key, f in FIELDS.fields.items()
    }
    schema = pa.schema([("id", pa.int64()), *kinds.items()])
    empty = dict.fromkeys(FIELDS.fields)
    rows = [{**empty, "id": at, "title": title} for at, title in titles.items()]
    shelf = Shelf(tmp_path_factory.mktemp("titles"), FIELDS)
    shelf.publish(1, [pa.RecordBatch.from_pylist(rows, schema)])
    return shelf.open()


def share_found(index: OpenIndex, asked: Iterator[tuple[int, str]], manner: Manner) -> float:
    """Return which part of the wanted records stands among the first ten."""
    told = [wanted in index.find(Asked(text, manner), 10).ids for wanted, text in asked]
    assert len(told) == ASKED
    return sum(told) / ASKED


def halves(titles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Ask by one half of a title that at most ten titles share."""
    rand, left = random.Random(1), ASKED
    while left:
        wanted = rand.choice(list(titles))
        title = titles[wanted]
        middle = len(title) // 2
        half = title[:middle] if rand.random() < 0.5 else title[middle:]
        if len(half) > 3 and sum(half in one for one in titles.values()) <= 10:
            left -= 1
            yield wanted, f'"{half}"'


def reordered(titles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Ask by pieces of a title, four characters each, in another order."""
    rand, left = random.Random(2), ASKED
    while left:
        wanted = rand.choice(list(titles))
        title = titles[wanted]
        pieces = [title[at : at + 4] for at in range(0, len(title) - 3, 4)]
        pieces = [one for one in pieces if one.isalpha() and not one.isascii()]
        if len(pieces) > 2 and sum(all(p in t for p in pieces) for t in titles.values()) <= 10:
            rand.shuffle(pieces)
            left -= 1
            yield wanted, " ".join(f'"{one}"' for one in pieces)


def replaced(titles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Ask by a title in which one word is another of its group of synonyms."""
    rand, left = random.Random(3), ASKED
    while left:
        wanted = rand.choice(list(titles))
        title = titles[wanted].lower()
        known = [(g, w) for g in SYNONYMS.groups for w in g if w in title and len(w) > 1]
        if not known or any(sign in title for sign in '()（）"“”[]=<>*'):
            continue
        group, word = rand.choice(known)
        other = rand.choice([one for one in group if one != word])
        left -= 1
        yield wanted, title.replace(word, other, 1)


def test_half_a_title_finds_it(index: OpenIndex, titles: dict[int, str]) -> None:
    assert share_found(index, halves(titles), Manner(FIELDS, OPENED)) >= 0.9


def test_its_words_in_another_order_find_it(index: OpenIndex, titles: dict[int, str]) -> None:
    assert share_found(index, reordered(titles), Manner(FIELDS, OPENED)) >= 0.9


def test_a_title_with_a_word_replaced_finds_it(index: OpenIndex, titles: dict[int, str]) -> None:
    manner = Manner(FIELDS, OPENED, synonyms=SYNONYMS)
    assert share_found(index, replaced(titles), manner) >= 0.8


def test_without_synonyms_a_replaced_word_finds_little(
    index: OpenIndex, titles: dict[int, str]
) -> None:
    assert share_found(index, replaced(titles), Manner(FIELDS, OPENED)) < 0.2
