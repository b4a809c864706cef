"""The manifest of a snapshot: which files of which tables make it, so that a reader needs no log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zhiqiang.kernel.durable import write_whole
from zhiqiang.kernel.errors import NotFound, UnreadableFile


@dataclass(frozen=True, slots=True)
class File:
    """One Parquet file: path below the lake's folder, size in bytes, SHA-256 of the bytes."""

    path: str
    size: int
    hash: str
    rows: int


@dataclass(frozen=True, slots=True)
class TableState:
    """One table in a snapshot: its Delta version and the files that hold it at that version."""

    version: int
    rows: int
    hash: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A numbered snapshot that spans tables. Numbers count from 1 and leave no gap."""

    number: int
    published_at: datetime
    note: str
    tables: Mapping[str, TableState]

    def as_json(self) -> dict[str, Any]:
        """Return what an administrator asks of a snapshot: number, rows of each table, rows in all."""
        return {
            "snapshot": self.number,
            "published_at": self.published_at.isoformat(),
            "tables": {name: state.rows for name, state in self.tables.items()},
            "rows": sum(state.rows for state in self.tables.values()),
        }


def path_of(root: Path, number: int) -> Path:
    """Return where the manifest of a snapshot is kept."""
    return root / "snapshots" / f"{number:08}.json"


def numbers(root: Path) -> list[int]:
    """Return the numbers of all published snapshots, ascending."""
    return sorted(int(path.stem) for path in (root / "snapshots").glob("[0-9]*.json"))


def read(root: Path, number: int | None = None) -> Manifest:
    """Return a manifest, the newest by default, or raise ``NotFound``."""
    known = numbers(root)
    if not known:
        raise NotFound("还没有发布过数据快照。请先导入数据并发布快照。")
    number = known[-1] if number is None else number
    if number not in known:
        raise NotFound(f"没有编号为 {number} 的快照；现有快照编号为 {known[0]} 至 {known[-1]}。")
    path = path_of(root, number)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        tables = {
            name: TableState(
                version=state["version"],
                rows=state["rows"],
                hash=state["hash"],
                files=tuple(File(**file) for file in state["files"]),
            )
            for name, state in values["tables"].items()
        }
        return Manifest(
            number=values["number"],
            published_at=datetime.fromisoformat(values["published_at"]),
            note=values["note"],
            tables=tables,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(
            f"快照 {number} 的清单 {path} 无法读取：{error}。请从备份恢复该文件。"
        ) from error


def write(root: Path, manifest: Manifest) -> None:
    """Write a manifest under its number, by rename, so that a reader finds all of it or nothing."""
    path = path_of(root, manifest.number)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise FileExistsError(f"snapshot {manifest.number} exists and is never overwritten")
    values = asdict(manifest) | {"published_at": manifest.published_at.isoformat()}
    write_whole(path, json.dumps(values, ensure_ascii=False, indent=1))
