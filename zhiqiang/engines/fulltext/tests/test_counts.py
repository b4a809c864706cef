"""Hit counts are those of a scan."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from zhiqiang.engines.fulltext import Asked, Manner, OpenIndex, Shelf
from zhiqiang.engines.fulltext.tests import corpus

OPENED = {key: key for key in corpus.FIELDS.fields if key != "people"}
MANNER = Manner(corpus.FIELDS, OPENED)
ROWS = corpus.rows(8, 2_000)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    shelf = Shelf(tmp_path_factory.mktemp("index"), corpus.FIELDS)
    # The index of a snapshot that grew from another: in pieces, with rows changed and taken out.
    first = [dict(one, title=f"旧{one['title']}") if one["id"] % 7 == 0 else one for one in ROWS]
    shelf.publish(1, corpus.batches([*first[:1_700], dict(ROWS[0], id=99_999)]))
    shelf.publish(2, corpus.batches(ROWS))
    return shelf.open()


@pytest.mark.parametrize("seed", range(20))
def test_twenty_five_questions_count_and_find_what_a_scan_finds(
    seed: int, index: OpenIndex
) -> None:
    rand = random.Random(seed)
    for _ in range(25):
        one = corpus.question(rand, ROWS)
        expected = {row["id"] for row in ROWS if one.meets(row)}
        found = index.find(Asked(one.text, MANNER), limit=len(ROWS))
        assert found.total == len(expected), one.text
        assert set(found.ids) == expected, one.text


def test_the_questions_are_of_every_sort_and_most_find_something() -> None:
    rand = random.Random(0)
    asked = [corpus.question(rand, ROWS) for _ in range(100)]
    assert sum(any(one.meets(row) for row in ROWS) for one in asked) > 60
    for sign in ("NEAR", "OR", "NOT", "IPC=", "AD=", "TI="):
        assert any(sign in one.text for one in asked), sign


@pytest.mark.parametrize("looked", ["阀", "的", "水泵", "LED", "機電", "ＬＥＤ", "电 压", "Wi-Fi"])
def test_a_word_of_any_length_and_width_is_found(looked: str, index: OpenIndex) -> None:
    expected = sum(corpus.holds(row["title"], looked) for row in ROWS)
    assert expected
    assert index.count(Asked(f'TI="{looked}"', MANNER)) == expected


def test_facets_count_every_hit_once_for_each_value(index: OpenIndex) -> None:
    asked = Asked("水", MANNER, within={"shown": "yes"})
    found = [
        row
        for row in ROWS
        if row["shown"] == "yes" and any(corpus.holds(row[k], "水") for k in ("title", "abstract"))
    ]
    told = index.facets(asked, ["kind", "ipc", "filed_on", "region"])
    assert dict(told["kind"]) == Counter(row["kind"] for row in found)
    assert dict(told["filed_on"]) == Counter(
        str(row["filed_on"].year) for row in found if row["filed_on"]
    )
    sections = Counter(
        section
        for row in found
        for section in {one[0] for one in (row["ipc"] or "").split("; ") if one}
    )
    assert {k: v for k, v in told["ipc"] if len(k) == 1} == sections
    cities = Counter(row["region"][:4] for row in found if row["region"])
    assert {k: v for k, v in told["region"] if len(k) == 4} == cities


def test_chosen_facets_narrow_as_they_counted(index: OpenIndex) -> None:
    asked = Asked("水", MANNER)
    for key, values in index.facets(asked, ["kind", "ipc", "filed_on", "region"]).items():
        for value, count in values:
            chosen = Asked("水", MANNER, chosen={key: [value]})
            assert index.count(chosen) == count, (key, value)


def test_pages_of_every_order_are_parts_of_one_whole(index: OpenIndex) -> None:
    for order in ("", "filed_on", "-filed_on"):
        asked = Asked("水 OR 电", MANNER, order=order)
        whole = index.find(asked, limit=len(ROWS)).ids
        parts = [index.find(asked, 100, offset).ids for offset in range(0, len(whole), 100)]
        assert [one for part in parts for one in part] == list(whole)
        assert len(set(whole)) == len(whole)


def test_an_order_by_day_puts_those_without_one_last(index: OpenIndex) -> None:
    days = {row["id"]: row["filed_on"] for row in ROWS}
    for order in ("filed_on", "-filed_on"):
        found = index.find(Asked("水 OR 电", MANNER, order=order), limit=len(ROWS)).ids
        known = [days[one] for one in found if days[one]]
        assert known == sorted(known, reverse=order.startswith("-"))
        assert None not in [days[one] for one in found[: len(known)]]


def test_what_is_not_open_changes_no_count(index: OpenIndex) -> None:
    everywhere = Manner(corpus.FIELDS, {key: key for key in corpus.FIELDS.fields})
    looked = next(row["people"] for row in ROWS if row["people"]).split("; ")[0]
    hidden = [
        row
        for row in ROWS
        if corpus.holds(row["people"], looked)
        and not any(corpus.holds(row[key], looked) for key in ("title", "abstract"))
    ]
    assert hidden
    more = index.count(Asked(f'"{looked}"', everywhere))
    assert more == index.count(Asked(f'"{looked}"', MANNER)) + len(hidden)
