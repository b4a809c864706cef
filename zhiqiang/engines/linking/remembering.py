"""Compare all bodies again, at the cost of those that changed since the last time.

What a comparison came to is kept as one table: of each body what was said of it, the keys under
which it is found, and whom it resembles. A body that is new or changed is compared with those that
share a key with it, and so are those of a block that came to hold too many, or does no longer. For
all others the answer of the last time stands: it is the same that comparing all anew would give.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhiqiang.engines.linking.candidates import (
    MOST_IN_BLOCK,
    Known,
    Resemblance,
    is_block,
    met_by,
)
from zhiqiang.engines.linking.comparing import Comparer, Decision, Match, Subject

_PAIR = pa.struct(
    [
        ("other", pa.int64()),
        ("decision", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("weight", pa.float64()),
    ]
)
_SCHEMA = pa.schema(
    [
        ("body", pa.int64()),
        ("said", pa.int64()),
        ("keys", pa.list_(pa.string())),
        ("pairs", pa.list_(_PAIR)),
    ]
)
_BASIS = b"basis"


class Memory:
    """What the last comparison came to, in a file of one's own; without it all is compared.

    ``basis`` is everything else that the answers depend on; by another basis nothing is remembered.
    """

    def __init__(self, path: Path, basis: str) -> None:
        self._path, self._basis = path, basis.encode()

    def read(self, columns: list[str] | None = None) -> pa.Table | None:
        """Return what was kept, or nothing where it is absent, damaged or of another basis."""
        try:
            table = pq.read_table(self._path, columns=columns)
        except (OSError, pa.ArrowInvalid):
            return None
        if table.schema.metadata is None or table.schema.metadata.get(_BASIS) != self._basis:
            return None
        return table.combine_chunks()

    def write(self, table: pa.Table) -> None:
        """Keep a table in the place of the one before, by rename."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".draft")
        pq.write_table(table.replace_schema_metadata({_BASIS: self._basis}), draft)
        draft.replace(self._path)


def resembling(
    comparer: Comparer, subjects: Mapping[int, Subject], memory: Memory
) -> list[Resemblance]:
    """Return what ``Known.resembling`` returns for subjects in order of their numbers."""
    said = {body: _digest(subject) for body, subject in subjects.items()}
    before = memory.read(["body", "said", "pairs"])
    if before is not None and not any(_changed(said, before)):
        return _in_order(_kept(before, set()))
    before = memory.read() if before is not None else None
    if before is None:
        return _all(comparer, subjects, said, memory)
    fresh, left = _changed(said, before)
    if 4 * len(fresh) > len(subjects):
        return _all(comparer, subjects, said, memory)
    again = _Again(comparer, subjects, before, fresh, left)
    pairs = _in_order([*_kept(before, again.affected | left), *again.pairs])
    memory.write(_table(again.table, said, pairs))
    return pairs


def _changed(said: Mapping[int, int], before: pa.Table) -> tuple[set[int], set[int]]:
    """Return the bodies to compare, of which something else is said now, and those to forget."""
    was = dict(zip(before["body"].to_pylist(), before["said"].to_pylist(), strict=True))
    fresh = {body for body, digest in said.items() if was.get(body) != digest}
    return fresh, {body for body, digest in was.items() if said.get(body) != digest}


def _all(
    comparer: Comparer, subjects: Mapping[int, Subject], said: dict[int, int], memory: Memory
) -> list[Resemblance]:
    known = Known(comparer, subjects)
    pairs = _in_order(known.resembling())
    memory.write(_table(_found_under(known.keys()), said, pairs))
    return pairs


class _Again:
    """Compares what changed: ``fresh`` are the bodies to compare, ``left`` those to forget.

    ``affected`` are all whose answers may be other ones than before, ``pairs`` theirs.
    """

    def __init__(
        self,
        comparer: Comparer,
        subjects: Mapping[int, Subject],
        before: pa.Table,
        fresh: Collection[int],
        left: Collection[int],
    ) -> None:
        self._left = frozenset(left)
        found = before["keys"].combine_chunks()
        self._owners = before["body"].combine_chunks().take(pc.list_parent_indices(found))
        self._keys = pc.list_flatten(found)
        new = Known(comparer, {body: subjects[body] for body in sorted(fresh)}).keys()
        stays = pc.invert(pc.is_in(before["body"], pa.array(sorted(left), pa.int64())))
        kept = before.select(["body", "keys"]).filter(stays)
        self.table = pa.concat_tables([kept, _found_under(new)]).sort_by("body")
        gone = self._of(left)
        crossed = self._crossed(new, gone)
        self.affected = {*fresh, *(body for _, body in self._under(crossed) if body not in left)}
        asked = {key for keys in new.values() for key in keys}
        asked |= {key for _, key in self._of(self.affected - {*fresh})}
        stood = [pair for pair in self._under({one for key in asked for one in met_by(key)})
                 if pair[1] not in self._left]  # fmt: skip
        sizes = Counter(key for key, _ in stood)
        sizes.update(key for keys in new.values() for key in keys)
        crowded = {key for key in asked if is_block(key) and sizes[key] > MOST_IN_BLOCK}
        near = {body for key, body in stood if key not in crowded}
        some = {body: subjects[body] for body in sorted(self.affected | near)}
        self.pairs = Known(comparer, some, crowded).resembling(self.affected)

    def _of(self, bodies: Collection[int]) -> list[tuple[int, str]]:
        """Return some bodies with each key that they were found under."""
        which = pc.is_in(self._owners, pa.array(sorted(bodies), pa.int64()))
        owners, keys = self._owners.filter(which), self._keys.filter(which)
        return list(zip(owners.to_pylist(), keys.to_pylist(), strict=True))

    def _under(self, keys: Collection[str]) -> list[tuple[str, int]]:
        """Return some keys with each body that was found under them."""
        which = pc.is_in(self._keys, pa.array(sorted(keys), pa.string()))
        owners, found = self._owners.filter(which), self._keys.filter(which)
        return list(zip(found.to_pylist(), owners.to_pylist(), strict=True))

    def _crossed(
        self, new: Mapping[Hashable, Iterable[str]], gone: Iterable[tuple[int, str]]
    ) -> set[str]:
        """Return the blocks that came to tell nothing, or to tell something, by what changed."""
        moved = Counter(key for keys in new.values() for key in keys)
        moved.subtract(key for _, key in gone)
        blocks = {key: by for key, by in moved.items() if by and is_block(key)}
        sizes = Counter(key for key, _ in self._under(blocks))
        return {
            key
            for key, by in blocks.items()
            if (sizes[key] <= MOST_IN_BLOCK) != (sizes[key] + by <= MOST_IN_BLOCK)
        }


def _found_under(keys: Mapping[Hashable, list[str]]) -> pa.Table:
    schema = pa.schema([_SCHEMA.field("body"), _SCHEMA.field("keys")])
    return pa.table([list(keys), list(keys.values())], schema=schema)


def _table(found: pa.Table, said: Mapping[int, int], pairs: Iterable[Resemblance]) -> pa.Table:
    """Lay out what is to be remembered; a pair stands with the first of the two."""
    by_first: dict[Hashable, list[dict[str, Any]]] = {}
    for one in pairs:
        told: dict[str, Any] = {"other": one.other, "decision": one.match.decision.value}
        told |= {"reasons": list(one.match.reasons), "weight": one.match.weight}
        by_first.setdefault(one.one, []).append(told)
    bodies = found["body"].to_pylist()
    columns = [
        found["body"],
        pa.array([said[body] for body in bodies], pa.int64()),
        found["keys"],
        pa.array([by_first.get(body, []) for body in bodies], _SCHEMA.field("pairs").type),
    ]
    return pa.table(columns, schema=_SCHEMA)


def _kept(before: pa.Table, without: Collection[int]) -> Iterator[Resemblance]:
    """Give the pairs of the last time of which neither is among some bodies."""
    rows = before.select(["body", "pairs"]).filter(
        pc.greater(pc.list_value_length(before["pairs"]), 0)
    )
    for body, pairs in zip(rows["body"].to_pylist(), rows["pairs"].to_pylist(), strict=True):
        for one in pairs:
            if body not in without and one["other"] not in without:
                match = Match(Decision(one["decision"]), tuple(one["reasons"]), one["weight"])
                yield Resemblance(body, one["other"], match)


def _in_order(pairs: Iterable[Resemblance]) -> list[Resemblance]:
    listed = sorted(pairs, key=lambda one: (one.one, one.other))
    return sorted(listed, key=lambda one: -one.match.weight)


def _digest(subject: Subject) -> int:
    said = (subject.name, subject.credit_code, subject.region_code, subject.former)
    whole = repr((*said, sorted(subject.traces))).encode()
    return int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest(), "big", signed=True)
