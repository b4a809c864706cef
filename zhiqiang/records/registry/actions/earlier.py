"""What an import changes, kept as it was, and which rows it adds: by these it can be undone.

Whatever statement changes or removes a row of the register meanwhile, a trigger keeps the row as
it was before; rows that the import itself added need no keeping. The triggers live for one import
and are seen by its connection only; on PostgreSQL they are made and removed in its transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from zhiqiang.records.registry.actions.staging import run, value_of
from zhiqiang.records.registry.models import (
    Activity,
    Budget,
    Claim,
    Designation,
    Event,
    Holding,
    MovedRow,
    Party,
    PartyMatch,
    PartyName,
    Provenance,
    RecordCorrection,
    Right,
    RightKey,
    Statistic,
)

#: the tables that imports write, each before those that it refers to
MODELS = (
    *(Claim, RecordCorrection, Provenance, MovedRow, PartyMatch, PartyName),
    *(Event, Holding, RightKey, Right),
    *(Designation, Activity, Statistic, Budget, Party),
)
TABLES = tuple(model._meta.db_table for model in MODELS)
KEPT = "registry_earlier_row"
#: of each table, the first and the last id of the rows that an import added
Made = dict[str, list[int]]

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION pg_temp.registry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {KEPT} (batch_id, place, row_id, "row")
  VALUES (CAST(TG_ARGV[0] AS bigint), TG_TABLE_NAME, OLD.id, to_jsonb(OLD)) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$
"""  # noqa: S608


def columns_of(table: str) -> list[str]:
    """Return the columns of a table of ``TABLES``."""
    model = MODELS[TABLES.index(table)]
    return [field.column for field in model._meta.concrete_fields]


def one_at_a_time() -> None:
    """Let imports, and what undoes them, write one after another: their rows have ids in a row."""
    if connection.vendor == "postgresql":
        run("LOCK TABLE registry_batch IN SHARE ROW EXCLUSIVE MODE")


@contextmanager
def kept(batch_id: int) -> Iterator[Made]:
    """Keep what changes meanwhile as it was; afterwards, say which rows were added.

    The caller holds the transaction, and ``one_at_a_time``.
    """
    marks = {table: _last_id(table) for table in TABLES}
    make = _make_sqlite if connection.vendor == "sqlite" else _make_postgresql
    made: Made = {}
    make(batch_id, marks)
    yield made
    unwatch()
    for table, mark in marks.items():
        last = _last_id(table)
        if last > mark:
            made[table] = [mark + 1, last]


def _last_id(table: str) -> int:
    return int(value_of(f"SELECT COALESCE(MAX(id), 0) FROM {table}"))


def _make_sqlite(batch_id: int, marks: dict[str, int]) -> None:
    for table, mark in marks.items():
        row = ", ".join(f"'{name}', OLD.\"{name}\"" for name in columns_of(table))
        for verb in ("UPDATE", "DELETE"):
            name = f"temp.{_trigger(table, verb)}"
            run(f"DROP TRIGGER IF EXISTS {name}")
            run(
                f"CREATE TEMPORARY TRIGGER {_trigger(table, verb)} AFTER {verb} ON main.{table} "
                f"WHEN OLD.id <= {mark} AND NOT EXISTS (SELECT 1 FROM {KEPT} WHERE "
                f"batch_id = {int(batch_id)} AND place = '{table}' AND row_id = OLD.id) "
                f'BEGIN INSERT INTO {KEPT} (batch_id, place, row_id, "row") '
                f"VALUES ({int(batch_id)}, '{table}', OLD.id, json_object({row})); END"
            )


def _make_postgresql(batch_id: int, marks: dict[str, int]) -> None:
    run(_FUNCTION)
    for table, mark in marks.items():
        run(
            f"CREATE TRIGGER {_trigger(table)} AFTER UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"WHEN (OLD.id <= {mark}) "
            f"EXECUTE FUNCTION pg_temp.registry_keep('{int(batch_id)}')"
        )


def _trigger(table: str, verb: str = "") -> str:
    return f"{table}_keep_{verb.lower()}".rstrip("_")


def unwatch() -> None:
    """Remove the triggers of this connection."""
    if connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                run(f"DROP TRIGGER IF EXISTS temp.{_trigger(table, verb)}")
        return
    # A table whose foreign keys are still to be checked lets go of no trigger.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in TABLES:
        run(f"DROP TRIGGER {_trigger(table)} ON {table}")
    run("SET CONSTRAINTS ALL DEFERRED")


def restore(batch_id: int, table: str) -> None:
    """Put the kept rows of a table back as they were."""
    mine = f"batch_id = {int(batch_id)} AND place = '{table}'"
    run(f"DELETE FROM {table} WHERE id IN (SELECT row_id FROM {KEPT} WHERE {mine})")
    if connection.vendor == "sqlite":
        names = columns_of(table)
        listed = ", ".join(f'"{name}"' for name in names)
        read = ", ".join(f"json_extract(\"row\", '$.{name}')" for name in names)
        run(f"INSERT INTO {table} ({listed}) SELECT {read} FROM {KEPT} WHERE {mine}")
    else:
        run(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(CAST(NULL AS {table}), "
            f'"row")).* FROM {KEPT} WHERE {mine}'
        )
