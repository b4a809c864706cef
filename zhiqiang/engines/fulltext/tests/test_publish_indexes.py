"""An index takes the place of another at once or not at all."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from zhiqiang.engines.fulltext import Asked, Manner, SearchFields, Shelf
from zhiqiang.engines.fulltext.tests import corpus
from zhiqiang.kernel.errors import NotFound, UnreadableFile

MANNER = Manner(corpus.FIELDS, {key: key for key in corpus.FIELDS.fields})
KILLS = int(os.environ.get("ZHIQIANG_INDEX_KILLS", "10"))


def titled(title: str, count: int = 10) -> list[dict[str, object]]:
    return [
        {**dict.fromkeys(corpus.FIELDS.fields), "id": at, "title": f"{title}{at}"}
        for at in range(1, count + 1)
    ]


def test_an_empty_corpus_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, corpus.FIELDS)
    shelf.publish(1, corpus.batches([]))
    assert shelf.open().count(Asked("", MANNER)) == 0
    assert shelf.open().facets(Asked("水", MANNER), ["kind", "filed_on"]) == {
        "kind": [],
        "filed_on": [],
    }


def test_before_the_first_index_readers_are_told_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="尚未建立"):
        Shelf(tmp_path, corpus.FIELDS).open()


def test_a_reader_keeps_the_index_that_it_has_opened(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, corpus.FIELDS)
    shelf.publish(1, corpus.batches(titled("水泵")))
    old = shelf.open()
    shelf.publish(2, corpus.batches(titled("阀门")))
    shelf.publish(3, corpus.batches(titled("电压")))
    shelf.publish(4, corpus.batches(titled("镁合金")))
    assert old.count(Asked("水泵", MANNER)) == 10
    assert shelf.open().count(Asked("水泵", MANNER)) == 0
    assert shelf.open().count(Asked("镁合金", MANNER)) == 10


def test_only_what_changed_is_written_anew(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, corpus.FIELDS)
    assert shelf.publish(1, corpus.batches(titled("水泵"))).changed == 10
    rows = titled("水泵")
    rows[3]["title"] = "阀门"
    told = shelf.publish(2, corpus.batches(rows[:-1]))
    assert (told.rows, told.changed, told.gone) == (9, 1, 1)
    index = shelf.open()
    assert (index.rows, index.count(Asked("水泵", MANNER)), index.count(Asked("阀门", MANNER))) == (
        9,
        8,
        1,
    )
    assert shelf.publish(2, corpus.batches([])) == told


def test_other_fields_are_another_index(tmp_path: Path) -> None:
    Shelf(tmp_path, corpus.FIELDS).publish(1, corpus.batches(titled("水泵")))
    fields = {key: one for key, one in corpus.FIELDS.fields.items() if key != "abstract"}
    other = Shelf(tmp_path, SearchFields(title="试验", fields=fields))
    with pytest.raises(NotFound, match="正在重新建立"):
        other.open()
    assert other.publish(1, corpus.batches(titled("水泵"))).changed == 10
    assert other.open().rows == 10


def test_a_damaged_note_is_said_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, corpus.FIELDS)
    (tmp_path / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="重新建立索引"):
        shelf.open()


def test_readers_read_while_indexes_follow_one_another(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, corpus.FIELDS)
    shelf.publish(1, corpus.batches(titled("水泵")))
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        own = Shelf(tmp_path, corpus.FIELDS)
        while not done.is_set():
            try:
                count = own.open().count(Asked("水泵", MANNER))
                if count != 10:
                    wrong.append(count)
            except Exception as error:  # noqa: BLE001 - told below
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for one in readers:
        one.start()
    for snapshot in range(2, 12):
        rows = titled("水泵") + [{**one, "id": snapshot * 100} for one in titled("阀门", 1)]
        shelf.publish(snapshot, corpus.batches(rows))
    done.set()
    for one in readers:
        one.join()
    assert not wrong


def test_a_killed_writer_leaves_the_old_index(tmp_path: Path) -> None:
    """``ZHIQIANG_INDEX_KILLS=100`` kills a hundred times."""
    shelf = Shelf(tmp_path, corpus.FIELDS)
    shelf.publish(1, corpus.batches(corpus.rows(0, 1_500)))
    rand = random.Random(5)
    began = time.perf_counter()
    told = [shelf.open().count(Asked("水泵", MANNER)), shelf.current().snapshot]  # type: ignore[union-attr]
    taken, killed = 1.0, 0
    for at in range(KILLS):
        command = [sys.executable, "-m", "zhiqiang.engines.fulltext.tests.kill_points"]
        child = subprocess.Popen(
            [*command, str(tmp_path), str(at + 2), str(at + 1)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        began = time.perf_counter()
        try:
            child.wait(rand.uniform(0.0, taken))
        except subprocess.TimeoutExpired:
            killed += 1
        child.kill()
        child.wait()
        child.stdout.close()
        reader = Shelf(tmp_path, corpus.FIELDS)
        current = reader.current()
        assert current is not None
        if child.returncode == 0:
            taken = time.perf_counter() - began
            assert current.snapshot == at + 2
            expected = corpus.rows(at + 1, 1_500)
            count = sum(
                any(corpus.holds(row[key], "水泵") for key in ("title", "abstract", "people"))
                for row in expected
            )
            told = [count, at + 2]
        # Killed between the rename and its end, the new one is there; else the old one as it was.
        if current.snapshot == told[1]:
            assert reader.open().count(Asked("水泵", MANNER)) == told[0]
        else:
            assert current.snapshot == at + 2
            told = [reader.open().count(Asked("水泵", MANNER)), at + 2]
        assert reader.open().rows == 1_500
    assert killed > KILLS // 4
    # The next writer removes what the killed ones left.
    shelf.publish(10_000, corpus.batches(corpus.rows(0, 100)))
    assert len([one for one in tmp_path.iterdir() if one.is_dir()]) <= 2
    assert shelf.open().rows == 100
