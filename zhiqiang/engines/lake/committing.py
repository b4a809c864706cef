"""Record the files of a table as its next Delta version, so that other programs can read it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.transaction import AddAction

from zhiqiang.engines.lake.manifest import File
from zhiqiang.kernel.durable import write_whole

#: after so many versions the log is summed up in one file, so that nobody reads it from the start
SUMMED_UP = 50


def commit(folder: Path, schema: pa.Schema, files: Sequence[File]) -> int:
    """Make the files the whole of the table, in place of all earlier ones; return the version.

    No deletion vectors: a version is exactly its file list. The caller is the only writer.
    """
    if not DeltaTable.is_deltatable(str(folder)):
        DeltaTable.create(str(folder), schema)
    table = DeltaTable(str(folder))
    active = {Path(uri).name for uri in table.file_uris()}
    wanted = {Path(file.path).name: file for file in files}
    if active == wanted.keys():
        # A publisher was killed between this commit and its manifest.
        return int(table.version())
    if active & wanted.keys():
        return _share(folder, int(table.version()) + 1, active, wanted)
    moment = _now()
    actions = [
        AddAction(name, file.size, {}, moment, True, _statistics(file))
        for name, file in wanted.items()
    ]
    table.create_write_transaction(actions, mode="overwrite", schema=schema)
    table.update_incremental()
    return int(table.version())


def _share(folder: Path, version: int, active: set[str], wanted: dict[str, File]) -> int:
    """Write a version that keeps some files of the last; delta-rs can only replace all of them."""
    moment = _now()
    lines: list[dict[str, Any]] = [{"commitInfo": {"timestamp": moment, "operation": "WRITE"}}]
    lines += [
        {"remove": {"path": name, "deletionTimestamp": moment, "dataChange": True}}
        for name in sorted(active - wanted.keys())
    ]
    lines += [
        {"add": {
            "path": name, "partitionValues": {}, "size": wanted[name].size,
            "modificationTime": moment, "dataChange": True, "stats": _statistics(wanted[name]),
        }}
        for name in sorted(wanted.keys() - active)
    ]  # fmt: skip
    log = folder / "_delta_log"
    write_whole(log / f"{version:020}.json", "\n".join(map(json.dumps, lines)) + "\n")
    if version % SUMMED_UP == 0:
        DeltaTable(str(folder)).create_checkpoint()
    return version


def _now() -> int:
    return int(time.time() * 1000)


def _statistics(file: File) -> str:
    return json.dumps({"numRecords": file.rows})
