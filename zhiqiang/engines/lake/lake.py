"""The lake: publish snapshots one after the other, and open them."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from zhiqiang.engines.lake import manifest as manifests
from zhiqiang.engines.lake.engines import engine as named
from zhiqiang.engines.lake.manifest import Manifest, TableState
from zhiqiang.engines.lake.parts import Rows
from zhiqiang.engines.lake.snapshot import OpenSnapshot
from zhiqiang.engines.lake.writing import BaseLost, write_table
from zhiqiang.kernel.errors import NotFound, Refused, UnreadableFile


class Lake:
    """Snapshots of tables below one folder.

    ``tables/<name>/`` are Delta Lake tables, ``snapshots/<number>.json`` the manifests. What no
    manifest names (files of a publisher that was killed) is never read. ``engine`` is the address
    of what reads them, see ``engines``.
    """

    def __init__(self, root: Path, patience: float = 120.0, engine: str = "") -> None:
        self.root = root
        self._patience = patience
        self._engine = engine

    def publish(
        self, tables: Mapping[str, Rows | Iterable[pa.RecordBatch]], note: str = ""
    ) -> Manifest:
        """Write all tables, then the manifest that makes them one snapshot, and return it.

        A table whose rows are those of the snapshot before keeps its version and files. Where
        that holds for every table, no number is spent and the snapshot before is returned.
        A publisher that finds another at work waits, and is ``Refused`` when that takes too long.
        """
        with self.publishing():
            return self.publish_on(None, tables, note)

    def publish_on(
        self,
        base: Manifest | None,
        tables: Mapping[str, Rows | Iterable[pa.RecordBatch]],
        note: str = "",
        counts: Mapping[str, int] | None = None,
    ) -> Manifest:
        """Do it for one who holds ``publishing``; tables may tell their changes since ``base``.

        Raises ``BaseLost``, and leaves no snapshot, where a file of ``base`` is not what it was, or
        a table does not come to as many rows as ``counts`` says.
        """
        known = manifests.numbers(self.root)
        before = manifests.read(self.root) if known else None
        states: dict[str, TableState] = {}
        for name, given in tables.items():
            rows = given if isinstance(given, Rows) else Rows(given)
            old, upon = (one.tables.get(name) if one else None for one in (before, base))
            states[name] = write_table(self.root, name, rows, old, upon)
        for name, count in (counts or {}).items():
            if states[name].rows != count:
                raise BaseLost(f"{name}: {states[name].rows} rows in place of {count}")
        if before is not None and dict(before.tables) == states:
            return before
        number = known[-1] + 1 if known else 1
        new = Manifest(number, datetime.now(UTC), note, states)
        manifests.write(self.root, new)
        return new

    def manifest(self, number: int | None = None) -> Manifest:
        """Return the manifest of a snapshot, the newest by default; ``NotFound`` where none is."""
        return manifests.read(self.root, number)

    def numbers(self) -> list[int]:
        """Return the numbers of all snapshots, ascending."""
        return manifests.numbers(self.root)

    def open(self, number: int | None = None) -> OpenSnapshot:
        """Return a snapshot for reading, after every file is seen to be there in full size."""
        manifest = self.manifest(number)
        for name, state in manifest.tables.items():
            for file in state.files:
                path = self.root / file.path
                if not path.exists():
                    raise NotFound(
                        f"快照 {manifest.number} 的表 {name} 缺少文件 {path}。请从备份恢复该文件；"
                        "未恢复前可使用其他快照。"
                    )
                if path.stat().st_size != file.size:
                    raise UnreadableFile(
                        f"快照 {manifest.number} 的文件 {path} 大小应为 {file.size} 字节，"
                        f"实为 {path.stat().st_size} 字节，已被改动。请从备份恢复该文件。"
                    )
        return OpenSnapshot(self.root, manifest, named(self._engine))

    def damaged_files(self, number: int | None = None) -> list[str]:
        """Return the files of a snapshot whose bytes are not those that were published."""
        manifest = self.manifest(number)
        out = []
        for state in manifest.tables.values():
            for file in state.files:
                try:
                    with (self.root / file.path).open("rb") as source:
                        digest = hashlib.file_digest(source, "sha256").hexdigest()
                except FileNotFoundError:
                    digest = ""
                if digest != file.hash:
                    out.append(file.path)
        return out

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Hold the publisher's lock, which the system lets go when a process ends or is killed."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "publish.lock").open("a") as handle:
            end = time.monotonic() + self._patience
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= end:
                        raise Refused(
                            "另一个发布正在进行，等候已超时，本次没有发布。请待其完成后重试。"
                        ) from None
                    time.sleep(0.05)
            try:
                yield
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)
