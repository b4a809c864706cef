"""Snapshots are numbered without gaps, whole or not there at all, and never change."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from zhiqiang.engines.lake import BaseLost, Lake, Rows, committing, parts
from zhiqiang.engines.lake.parts import GROUP_ROWS, PART_KEYS
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


def _named(names: dict[int, str]) -> list[pa.RecordBatch]:
    columns = {"id": sorted(names), "name": [names[key] for key in sorted(names)]}
    return [pa.RecordBatch.from_pydict(columns, pa.schema({"id": pa.int64(), "name": pa.string()}))]


def _keys(*ids: int) -> pa.Array:
    return pa.array(ids, pa.int64())


def test_changes_upon_a_snapshot_come_to_the_bytes_of_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_KEYS", 4)
    names = dict.fromkeys((*range(1, 11), *range(20, 23)), "甲")
    lake = Lake(tmp_path / "built")
    base = lake.publish({"a": Rows(_named(names), "id")})
    assert len(base.tables["a"].files) == 4
    changed = {2: "乙", 9: None, 20: None, 21: None, 22: None, 30: "丙"}
    fresh = {key: word for key, word in changed.items() if word}
    with lake.publishing():
        built = lake.publish_on(base, {"a": Rows(_named(fresh), "id", _keys(*sorted(changed)))})
    now = {key: word for key, word in {**names, **changed}.items() if word}
    whole = Lake(tmp_path / "whole").publish({"a": Rows(_named(now), "id")})
    assert [file.hash for file in built.tables["a"].files] == [
        file.hash for file in whole.tables["a"].files
    ]
    shared = {file.path for file in base.tables["a"].files} & {
        file.path for file in built.tables["a"].files
    }
    assert len(shared) == 1
    for number, rows in ((1, names), (2, now)):
        version = lake.manifest(number).tables["a"].version
        table = DeltaTable(str(tmp_path / "built" / "tables" / "a"), version=version)
        ids = table.to_pyarrow_table()["id"].to_pylist()
        assert sorted(ids) == sorted(rows)


def test_many_versions_that_share_files_stay_readable_for_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_KEYS", 2)
    monkeypatch.setattr(committing, "SUMMED_UP", 3)
    lake = Lake(tmp_path)
    base = lake.publish({"a": Rows(_named({1: "甲", 2: "甲", 5: "甲"}), "id")})
    for number in range(8):
        with lake.publishing():
            base = lake.publish_on(base, {"a": Rows(_named({5: f"第{number}"}), "id", _keys(5))})
    table = DeltaTable(str(tmp_path / "tables" / "a"))
    assert table.version() == base.tables["a"].version
    assert set(table.to_pyarrow_table()["name"].to_pylist()) == {"甲", "第7"}


def test_a_table_whose_rows_all_went_keeps_its_columns(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    base = lake.publish({"a": Rows(_named({1: "甲"}), "id")})
    with lake.publishing():
        lake.publish_on(base, {"a": Rows(_named({}), "id", _keys(1))})
    table = lake.open().table("a")
    assert (table.columns, table.count().execute()) == (("id", "name"), 0)


def test_nothing_is_built_upon_a_file_that_is_not_what_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    base = lake.publish({"a": Rows(_named({1: "甲", 2: "甲"}), "id")})
    name = _files(lake).pop()
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:20] + b"\0" + content[21:])
    with lake.publishing(), pytest.raises(BaseLost):
        lake.publish_on(base, {"a": Rows(_named({1: "乙"}), "id", _keys(1))})
    assert lake.numbers() == [1]


def test_a_snapshot_of_another_size_than_told_is_not_published(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    base = lake.publish({"a": Rows(_named({1: "甲", 2: "甲"}), "id")})
    with lake.publishing(), pytest.raises(BaseLost, match="2 rows in place of 3"):
        lake.publish_on(base, {"a": Rows(_named({1: "乙"}), "id", _keys(1))}, "", {"a": 3})
    assert lake.numbers() == [1]


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    late = PART_KEYS * 2
    rows = [*_named({late: "甲"}), *_named({1: "甲"})]
    with pytest.raises(ValueError, match="not ascending"):
        Lake(tmp_path).publish({"a": Rows(rows, "id")})


class _Doubled:
    """A question over a table of one's own, joined with one of the snapshot."""

    key, parameters, tables = "doubled", {"least": ibis.param("int64")}, frozenset({"a", "own"})

    def build(self) -> ibis.Table:
        a = ibis.table({"id": "int64", "name": "string"}, name="a")
        own = ibis.table({"id": "int64"}, name="own")
        rows = a.semi_join(own, a.id == own.id).filter(a.id >= self.parameters["least"])
        return rows.select("id").order_by("id")


def test_a_table_of_ones_own_is_joined_and_the_answer_written(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.publish({"a": _rows(6)})
    shared = lake.open()
    opened = shared.again()
    pq.write_table(pa.table({"id": pa.array([1, 3, 5, 7], pa.int64())}), tmp_path / "own.parquet")
    opened.add("own", tmp_path / "own.parquet")
    assert [row["id"] for row in opened.fetch(_Doubled(), {"least": 2})] == [3, 5]
    opened.write(_Doubled(), {"least": 2}, tmp_path / "out.parquet")
    opened.add("out", tmp_path / "out.parquet")
    assert opened.table("out").count().execute() == 2
    assert not list(tmp_path.glob("*.draft"))
    with pytest.raises(Exception, match="own"):
        shared.fetch(_Doubled(), {"least": 2})
