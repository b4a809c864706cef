"""Unpack an archive of lists within bounds."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhiqiang.kernel.errors import UnreadableFile

LISTS = (".xlsx", ".xls", ".et", ".csv", ".txt")
MOST_MEMBERS, MOST_BYTES, BLOCK = 200, 4 * 2**30, 2**20
#: of a name, so much is kept at its end; a sheet is called by it
LONGEST = 80


@dataclass(frozen=True)
class Member:
    """One file of an archive; ``path`` is None for one that is no list."""

    name: str
    path: Path | None


def is_archive(path: Path) -> bool:
    """Say whether a file is a plain archive, and not a document or workbook packed as one."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return not {"[Content_Types].xml", "mimetype"} & set(archive.namelist())


@contextmanager
def unpacked(path: Path) -> Iterator[list[Member]]:
    """Unpack the lists of an archive for as long as they are read, in order of their names.

    What an archive claims about itself is not believed: bytes are counted as they come. Names that
    are not marked as UTF-8 are read as GB18030, as programs in China write them. Raises
    ``UnreadableFile``.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path, metadata_encoding="gb18030") as archive:
                members = list(_members(archive, Path(folder)))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableFile("压缩包已损坏，无法展开。请重新压缩后导入。") from error
        except UnicodeDecodeError as error:
            raise UnreadableFile("压缩包中的文件名无法识别。请改名后重新压缩。") from error
        yield members


def _members(archive: zipfile.ZipFile, folder: Path) -> Iterator[Member]:
    found = [one for one in archive.infolist() if not one.is_dir() and not _is_by_the_way(one)]
    if len(found) > MOST_MEMBERS:
        raise UnreadableFile(
            f"压缩包中有 {len(found)} 个文件，超过 {MOST_MEMBERS} 个。请分批导入。"
        )
    if any(one.flag_bits & 1 for one in found):
        raise UnreadableFile("压缩包有密码。请去掉密码后重新导入。")
    room = MOST_BYTES
    for number, one in enumerate(sorted(found, key=lambda one: one.filename), 1):
        name = one.filename
        short = name if len(name) <= LONGEST else f"{number}…{name[-LONGEST:]}"
        if PurePosixPath(name).suffix.lower() not in LISTS:
            yield Member(short, None)
            continue
        path = folder / f"{number}"
        room = _unpack(archive, one, path, room)
        yield Member(short, path)


def _is_by_the_way(one: zipfile.ZipInfo) -> bool:
    """Say whether a file was put there by a computer for itself."""
    parts = PurePosixPath(one.filename).parts
    return parts[0] == "__MACOSX" or parts[-1].startswith((".", "~$")) or parts[-1] == "Thumbs.db"


def _unpack(archive: zipfile.ZipFile, one: zipfile.ZipInfo, path: Path, room: int) -> int:
    with archive.open(one) as packed, path.open("wb") as out:
        while block := packed.read(BLOCK):
            room -= len(block)
            if room < 0:
                most = MOST_BYTES // 2**30
                raise UnreadableFile(f"压缩包展开后超过 {most} GB，未接收。请分批导入。")
            out.write(block)
    return room
