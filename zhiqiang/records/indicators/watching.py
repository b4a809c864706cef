"""Triggers by which the ledger tells which published rows are not as they were at the last snapshot.

Whoever writes, and with whatever statement, is seen. Rows that are put in behind the last id that was
published need no line on SQLite, where one writer follows another; on PostgreSQL, where a row with a
smaller id may be committed later, every row has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LOG, STATE = "indicators_unpublished_change", "indicators_published_state"


@dataclass(frozen=True, slots=True)
class Watched:
    """A table: what lines its rows leave (subject, column), and columns that tell no snapshot anything."""

    table: str
    lines: tuple[tuple[str, str], ...]
    untold: tuple[str, ...] = ()


#: by subject; where lines name another subject, a row tells that this one is not as it was
WATCHED: Mapping[str, Watched] = {
    "right": Watched("registry_right", (("right", "id"),), ("family", "is_published")),
    "holding": Watched("registry_holding", (("right", "right_id"),)),
    "event": Watched(
        "registry_event",
        (("event", "id"), ("right", "right_id")),
        ("identity", "fee_year", "reduction_percent"),
    ),
    "party": Watched("registry_party", (("party", "id"),), ("identity", "name_key", "name_form")),
    "designation": Watched("registry_designation", (("designation", "id"),), ("identity",)),
    "activity": Watched("registry_activity", (("activity", "id"),), ("identity",)),
    "statistic": Watched("registry_statistic", (("statistic", "id"),), ("identity",)),
}


def install(connection: Any) -> None:
    """Make every trigger, in place of what stands under its name."""
    with connection.cursor() as cursor:
        for name, table, create, function in _triggers(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
            if function:
                cursor.execute(function)
            cursor.execute(create)


def are_whole(connection: Any) -> bool:
    """Say whether every trigger is there as it should be."""
    expected = {name: (create, function) for name, _, create, function in _triggers(connection)}
    names = ", ".join(f"'{name}'" for name in expected)
    if connection.vendor == "postgresql":
        found = {
            row[0]: row[1] in expected[row[0]][1]
            for row in _all(
                connection,
                f"SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "  # noqa: S608
                f"WHERE t.tgname IN ({names}) AND t.tgenabled = 'O'",
            )
        }
    else:
        found = {
            name: said == expected[name][0]
            for name, said in _all(
                connection,
                f"SELECT name, sql FROM sqlite_master WHERE name IN ({names})",  # noqa: S608
            )
        }
    return found.keys() == expected.keys() and all(found.values())


def _all(connection: Any, statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _triggers(connection: Any) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, table, statement, and on PostgreSQL the statement of its function."""
    make = _postgresql if connection.vendor == "postgresql" else _sqlite
    for subject, watched in WATCHED.items():
        for verb in ("INSERT", "UPDATE", "DELETE"):
            name = f"unpublished_{subject}_{verb.lower()}"
            yield (name, watched.table, *make(name, subject, watched, verb))


def _told(watched: Watched) -> list[str]:
    from django.apps import apps

    model = next(
        one for one in apps.get_app_config("registry").get_models()
        if one._meta.db_table == watched.table
    )  # fmt: skip
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    return [column for column in columns if column not in watched.untold]


def _sqlite(name: str, subject: str, watched: Watched, verb: str) -> tuple[str, str]:
    when = {
        "INSERT": f'WHEN NEW.id <= (SELECT "{subject}" FROM {STATE}) ',
        "UPDATE": "WHEN "
        + " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in _told(watched))
        + " ",
        "DELETE": "",
    }[verb]
    sides = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[verb]
    inserts = []
    for told, column in watched.lines:
        own = sides[:1] if column == "id" else sides
        for side in own:
            differs = f" AND NEW.{column} IS NOT OLD.{column}" if side == "NEW" and own[1:] else ""
            inserts.append(
                f"INSERT INTO {LOG} (subject, row_id) SELECT '{told}', {side}.{column} "  # noqa: S608
                f"WHERE {side}.{column} IS NOT NULL{differs};"
            )
    lines = " ".join(inserts)
    return f"CREATE TRIGGER {name} AFTER {verb} ON {watched.table} {when}BEGIN {lines} END", ""


def _postgresql(name: str, subject: str, watched: Watched, verb: str) -> tuple[str, str]:
    # OLD and NEW are words of triggers for each row: of all rows at once, the tables are was and now.
    sides = {"INSERT": ("now",), "UPDATE": ("was", "now"), "DELETE": ("was",)}[verb]
    if verb == "UPDATE":
        was, now = (", ".join(f'{side}."{one}"' for one in _told(watched)) for side in sides)
        source = f"was_rows was JOIN now_rows now ON now.id = was.id WHERE ({was}) IS DISTINCT FROM ({now})"
    else:
        source = f"{sides[0]}_rows {sides[0]} WHERE true"
    selects = [
        f"SELECT '{told}', {side}.{column} FROM {source} AND {side}.{column} IS NOT NULL"  # noqa: S608
        for told, column in watched.lines
        for side in sides
    ]
    body = f"BEGIN INSERT INTO {LOG} (subject, row_id) {' UNION '.join(selects)}; RETURN NULL; END"  # noqa: S608
    words = {"was": "OLD", "now": "NEW"}
    tables = " ".join(f"{words[side]} TABLE AS {side}_rows" for side in sides)
    return (
        f"CREATE TRIGGER {name} AFTER {verb} ON {watched.table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
    )
