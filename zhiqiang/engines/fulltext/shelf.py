"""The indexes of one corpus: one immutable index a snapshot, the newest named by one small file."""

from __future__ import annotations

import fcntl
import hashlib
import json
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from zhiqiang.engines.fulltext.declaration import SearchFields
from zhiqiang.engines.fulltext.documents import RECIPE
from zhiqiang.engines.fulltext.searching import OpenIndex
from zhiqiang.engines.fulltext.writing import write_index
from zhiqiang.kernel.durable import write_whole
from zhiqiang.kernel.errors import NotFound, UnreadableFile


@dataclass(frozen=True, slots=True)
class Kept:
    """Which folder holds the index of which snapshot, by which recipe, and what it came to."""

    folder: str
    snapshot: int
    recipe: str
    rows: int
    changed: int
    gone: int


class Shelf:
    """The indexes below one folder. What ``current.json`` does not name is never read.

    A new index is written beside the old one and takes its place when the file is renamed; readers
    keep the one they have opened. A writer that is killed leaves a folder that the next removes.
    """

    def __init__(self, root: Path, fields: SearchFields) -> None:
        self.root, self.fields = root, fields
        stated = json.dumps(fields.model_dump(mode="json"), sort_keys=True)
        self._recipe = hashlib.sha256(f"{RECIPE} {stated}".encode()).hexdigest()[:16]
        self._lock = threading.Lock()
        self._open: tuple[str, OpenIndex] | None = None

    def publish(self, snapshot: int, batches: Iterable[pa.RecordBatch]) -> Kept:
        """Write the index of a snapshot and make it the one that is read; waits for another writer.

        Where the newest index is of this snapshot and these fields, nothing is written.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._alone():
            before = self.current()
            if before is not None and before.recipe != self._recipe:
                before = None
            if before is not None and before.snapshot == snapshot:
                return before
            self._clear(keep=self.current())
            name = f"{snapshot:08}-{secrets.token_hex(4)}"
            old = self.root / before.folder if before is not None else None
            told = write_index(self.root / name, self.fields, batches, old)
            kept = Kept(name, snapshot, self._recipe, told.rows, told.changed, told.gone)
            write_whole(self.root / "current.json", json.dumps(asdict(kept)))
            return kept

    def current(self) -> Kept | None:
        """Return which index is read now, or None where none was published."""
        try:
            return Kept(**json.loads((self.root / "current.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise UnreadableFile(
                f"检索索引的说明 {self.root / 'current.json'} 无法读取：{error}。请重新建立索引。"
            ) from error

    def open(self) -> OpenIndex:
        """Return the newest index for reading, opened once a process; ``NotFound`` where none is."""
        kept = self.current()
        if kept is None:
            raise NotFound("检索索引尚未建立。发布数据快照后会自动建立，请稍后再试。")
        with self._lock:
            if self._open is None or self._open[0] != kept.folder:
                folder = self.root / kept.folder
                # The file may have been renamed, and the folder it named removed, since it was read.
                fields = self.fields if kept.recipe == self._recipe else None
                if fields is None:
                    raise NotFound("检索字段已经更改，索引正在重新建立，请稍后再试。")
                self._open = (kept.folder, OpenIndex(folder, fields, kept.snapshot))
            return self._open[1]

    def _clear(self, keep: Kept | None) -> None:
        """Remove the folders that no reader can come to any more: all but the newest."""
        for path in self.root.iterdir():
            if path.is_dir() and (keep is None or path.name != keep.folder):
                with suppress(OSError):
                    shutil.rmtree(path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.root / "publish.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
