"""Comparing again looks at what changed only, and comes to what comparing all anew would."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from zhiqiang.engines.linking import Comparer, Known, Memory, Subject, candidates, remembering
from zhiqiang.engines.linking.names import NameReader
from zhiqiang.engines.linking.tests.reading import COMPARER

CITIES, BRANDS = ("", "杭州", "温州", "浙江"), ("云帆", "远山", "青禾", "云凡", "云帆远")
TRADES, FORMS = ("测控", "环境", "环镜", "材料科技"), ("有限公司", "股份有限公司", "厂", "集团")
CODES = ("", "", "", "91990100MA0000015X", "91990100MA0000023N")


def drawn(chance: Random) -> Subject:
    parts = (CITIES, BRANDS, TRADES, FORMS)
    names = ["".join(chance.choice(words) for words in parts) for _ in range(2)]
    former = (names[1],) if chance.random() < 0.2 else ()
    return Subject(names[0], chance.choice(CODES), chance.choice(("", "330102")), former)


def all_anew(subjects: dict[int, Subject]):
    found = Known(COMPARER, subjects).resembling()
    listed = sorted(found, key=lambda one: (one.one, one.other))
    return sorted(listed, key=lambda one: -one.match.weight)


@pytest.mark.parametrize("most", [2, 6, 60])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_changes_and_goes_the_answer_is_that_of_comparing_all(
    tmp_path, monkeypatch, most, seed
):
    """Blocks that come to hold too many, or do no longer, among them: ``most`` is small here."""
    for module in (candidates, remembering):
        monkeypatch.setattr(module, "MOST_IN_BLOCK", most)
    chance, memory = Random(seed), Memory(tmp_path / "names.parquet", "one basis")
    subjects = {body: drawn(chance) for body in range(0, 80, 2)}
    assert remembering.resembling(COMPARER, subjects, memory) == all_anew(subjects)
    for _ in range(12):
        for _ in range(chance.choice((0, 1, 1, 3))):
            body = chance.randrange(120)
            if body in subjects and chance.random() < 0.5:
                del subjects[body]
            elif body in subjects and chance.random() < 0.3:
                subjects[body] = replace(subjects[body], region_code="330302")
            else:
                subjects[body] = drawn(chance)
        subjects = dict(sorted(subjects.items()))
        assert remembering.resembling(COMPARER, subjects, memory) == all_anew(subjects)


class CountingReader(NameReader):
    """Counts the names that it reads."""

    def __init__(self) -> None:
        super().__init__(COMPARER.reader.words, COMPARER.reader.regions)
        self.count = 0

    def read(self, name):
        self.count += 1
        return super().read(name)


def read_names(subjects: dict[int, Subject], memory: Memory) -> int:
    reader = CountingReader()
    assert remembering.resembling(Comparer(reader), subjects, memory) == all_anew(subjects)
    return reader.count


def many() -> dict[int, Subject]:
    signs = [chr(0x5000 + n) for n in range(600)]
    return {n: Subject(f"{''.join(signs[n : n + 3])}有限公司") for n in range(500)}


def test_only_what_changed_and_what_shares_a_key_with_it_is_read(tmp_path):
    subjects, memory = many(), Memory(tmp_path / "names.parquet", "one basis")
    assert read_names(subjects, memory) == 500
    assert read_names(subjects, memory) == 0
    subjects[600] = Subject(subjects[7].name.replace("有限公司", "股份有限公司"))
    assert 0 < read_names(subjects, memory) < 20
    del subjects[7]
    assert read_names(subjects, memory) == 0


@pytest.mark.parametrize("lost", ["absent", "damaged", "of another basis"])
def test_without_a_memory_that_holds_all_are_compared(tmp_path, lost):
    path = tmp_path / "names.parquet"
    subjects, memory = many(), Memory(path, "one basis")
    read_names(subjects, memory)
    if lost == "absent":
        path.unlink()
    elif lost == "damaged":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        memory = Memory(path, "other words of trades")
    assert read_names(subjects, memory) == 500
    assert read_names(subjects, memory) == 0
