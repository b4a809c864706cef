"""Snapshots are numbered without gaps, whole or not there at all, and never change."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from zhiqiang.engines.lake import Lake
from zhiqiang.engines.lake.writing import GROUP_ROWS
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile


def _rows(count: int, word: str = "甲") -> list[pa.RecordBatch]:
    batch = pa.RecordBatch.from_pydict({"id": list(range(count)), "name": [word] * count})
    return [batch]


def _files(lake: Lake) -> set[str]:
    return {file.path for state in lake.manifest().tables.values() for file in state.files}


def test_numbers_count_from_one_without_gaps(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert [lake.publish({"a": _rows(n)}).number for n in (1, 2, 3)] == [1, 2, 3]
    assert lake.numbers() == [1, 2, 3]


def test_a_table_that_did_not_change_keeps_its_version_and_files(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = lake.publish({"a": _rows(3), "b": _rows(1)})
    second = lake.publish({"a": _rows(3), "b": _rows(2)})
    assert second.tables["a"] == first.tables["a"]
    assert second.tables["b"].version > first.tables["b"].version


def test_where_nothing_changed_no_number_is_spent(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = lake.publish({"a": _rows(3)})
    assert lake.publish({"a": _rows(3)}) == first
    assert lake.numbers() == [1]


def test_the_bytes_do_not_depend_on_how_rows_were_cut_into_batches(tmp_path: Path) -> None:
    whole = _rows(GROUP_ROWS + 10)[0]
    cut = [whole.slice(0, 7), whole.slice(7, GROUP_ROWS), whole.slice(GROUP_ROWS + 7)]
    lake = Lake(tmp_path)
    assert lake.publish({"a": [whole]}) == lake.publish({"a": cut})


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(0)})
    table = lake.open().table("a")
    assert table.columns == ("id", "name")
    assert table.count().execute() == 0


def test_older_snapshots_give_their_own_rows(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for word in ("甲", "乙", "甲"):
        lake.publish({"a": _rows(1, word)})
    names = [lake.open(n).table("a").execute()["name"][0] for n in (1, 2, 3)]
    assert names == ["甲", "乙", "甲"]


def test_delta_readers_see_the_version_that_the_manifest_names(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for count in (5, 9):
        lake.publish({"a": _rows(count)})
    for number, count in ((1, 5), (2, 9)):
        version = lake.manifest(number).tables["a"].version
        table = DeltaTable(str(tmp_path / "tables" / "a"), version=version)
        assert table.to_pyarrow_table().num_rows == count


def test_a_publisher_that_fails_midway_leaves_the_old_snapshot(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(3), "b": _rows(3)})

    def breaks() -> Iterator[pa.RecordBatch]:
        yield from _rows(1)
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        lake.publish({"a": _rows(4), "b": breaks()})
    assert lake.manifest().number == 1
    assert lake.open().table("a").count().execute() == 3
    assert lake.publish({"a": _rows(4), "b": _rows(3)}).number == 2


def _publish_and_die(root: Path) -> None:
    def dies() -> Iterator[pa.RecordBatch]:
        yield from _rows(1)
        os.kill(os.getpid(), signal.SIGKILL)

    Lake(root).publish({"a": _rows(8), "b": dies()})


def test_a_killed_publisher_leaves_the_old_snapshot_and_no_lock(tmp_path: Path) -> None:
    lake = Lake(tmp_path, patience=5)
    lake.publish({"a": _rows(3), "b": _rows(3)})
    killed = multiprocessing.get_context("spawn").Process(target=_publish_and_die, args=(tmp_path,))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert lake.open().table("a").count().execute() == 3
    published = lake.publish({"a": _rows(8), "b": _rows(1)})
    assert (published.number, lake.open().table("a").count().execute()) == (2, 8)


def test_a_second_publisher_is_refused_when_the_first_does_not_end(tmp_path: Path) -> None:
    lake = Lake(tmp_path, patience=0.2)

    def waits() -> Iterator[pa.RecordBatch]:
        with pytest.raises(Refused, match="另一个发布正在进行"):
            Lake(tmp_path, patience=0.2).publish({"a": _rows(1)})
        yield from _rows(2)

    assert lake.publish({"a": waits()}).tables["a"].rows == 2


def test_a_missing_file_is_named_when_the_snapshot_is_opened(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(3)})
    (tmp_path / _files(lake).pop()).unlink()
    with pytest.raises(NotFound, match="快照 1 的表 a 缺少文件"):
        lake.open()


def test_a_file_of_another_size_is_refused_and_other_bytes_are_found(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(3)})
    name = _files(lake).pop()
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1] + b"\0")
    assert lake.damaged_files() == [name]
    (tmp_path / name).write_bytes(content + b"\0")
    with pytest.raises(UnreadableFile, match="已被改动"):
        lake.open()


def test_before_the_first_publish_people_are_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="还没有发布过数据快照"):
        Lake(tmp_path).open()


def test_a_number_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(1)})
    with pytest.raises(NotFound, match="现有快照编号为 1 至 1"):
        lake.manifest(7)


def test_statements_are_kept_for_the_next_process(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(9)})
    least = ibis.param("int64")

    class Above:
        key = "above"
        tables = frozenset({"a"})
        parameters = {"least": least}
        built = 0

        def build(self) -> ibis.Table:
            Above.built += 1
            table = ibis.table({"id": "int64", "name": "string"}, name="a")
            return table.filter(table.id >= least).aggregate(rows=ibis._.count())

    answers = [lake.open().fetch(Above(), {"least": least_id}) for least_id in (0, 7)]
    assert answers == [[{"rows": 9}], [{"rows": 2}]]
    assert Above.built == 1
