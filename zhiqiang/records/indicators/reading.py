"""Read the ledger as it stands at one moment, in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

AT_ONCE, KEYS_AT_ONCE = 20_000, 2_000


@contextmanager
def consistent_view() -> Iterator[None]:
    """Read all tables as they stand at one moment, without keeping writers waiting."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django would begin with IMMEDIATE, which takes the lock of the one writer.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def chunks(statement: str, ids: Sequence[int] | None = None) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the rows of a statement some at a time; on PostgreSQL through a server-side cursor.

    With ``ids`` (ascending) those of these keys alone, in order of key.
    """
    if ids is None:
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement.replace("{among}", "IS NOT NULL"))
            while found := cursor.fetchmany(AT_ONCE):
                yield found
        return
    with connection.cursor() as cursor:
        for some in batched(ids, KEYS_AT_ONCE):
            cursor.execute(statement.replace("{among}", f"IN ({', '.join(map(str, some))})"))
            yield cursor.fetchall()


def batched(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Cut numbers into runs of at most ``size``."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
