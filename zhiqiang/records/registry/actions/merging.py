"""Make two parties one, and take them apart again: every row goes back where it was.

A merge moves what hangs on one party to the other and notes each row that it moved; the party
itself stays, as an alias of the other. What later lists say of the alias is noted in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Max
from django.utils import timezone

from zhiqiang.kernel.errors import Refused
from zhiqiang.records.registry.actions import earlier
from zhiqiang.records.registry.actions.staging import rows_of, run, value_of
from zhiqiang.records.registry.models import (
    Batch,
    Party,
    PartyMatch,
    PartyMerge,
    PartyName,
    PartyPair,
)

MOVED = "registry_moved_row"
#: what a merge fills in the party that stays, where nothing is known of it
_FILLED = ("region_code", "address", "industry_code", "size")
#: what speaks of a name stays with the party of that name
_OWN = (Party, PartyName, PartyMatch)
_ALIASES = ("registry_party", "same_as_id")


def columns() -> Iterator[tuple[str, str]]:
    """Give table and column of everything that hangs on a party."""
    for model in earlier.MODELS:
        for field in model._meta.concrete_fields:
            if field.related_model is Party and model not in _OWN:
                yield model._meta.db_table, field.column


def facts_of(party_id: int) -> int:
    """Count the rows that hang on a party."""
    return sum(
        int(value_of(f"SELECT COUNT(*) FROM {table} WHERE {column} = %s", party_id))
        for table, column in columns()
    )


def kept_and_gone(one: Party, other: Party) -> tuple[Party, Party]:
    """Say which of two parties stays: the one with a credit code, else with more rows, else first."""
    ranked = sorted(
        (one, other), key=lambda party: (not party.credit_code, -facts_of(party.pk), party.pk)
    )
    return ranked[0], ranked[1]


def merge(pair: PartyPair, actor: str, why: str) -> PartyMerge:
    """Merge the parties of a pair; the caller holds the transaction and writes the journal.

    Refused where both have a credit code, or one of them is merged already.
    """
    earlier.one_at_a_time()
    found = Party.objects.for_program("merges parties").select_for_update()
    parties = list(found.filter(pk__in=[pair.first_id, pair.second_id]).order_by("pk"))
    if len(parties) != 2:
        raise Refused("其中一个主体已不在台账中（所在批次已撤销），不能合并。")
    for party in parties:
        if party.same_as_id:
            raise Refused(f"“{party.name}”已并入其他主体，不能再合并。请刷新后重试。")
    kept, gone = kept_and_gone(*parties)
    if kept.credit_code and gone.credit_code:
        raise Refused("两个主体各有统一社会信用代码，不能合并。如其中一个代码有误，请先更正。")
    made = PartyMerge.objects.create(
        pair=pair,
        kept=kept,
        gone=gone,
        filled={
            name: getattr(gone, name)
            for name in _FILLED
            if not getattr(kept, name) and getattr(gone, name)
        },
        merged_by=actor,
        merged_at=timezone.now(),
        why=why,
        after_batch=_newest_batch(),
    )
    _move(made, (*columns(), _ALIASES))
    run("UPDATE registry_party SET same_as_id = %s WHERE id = %s", kept.pk, gone.pk)
    for name, value in made.filled.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(made.filled))
    return made


def _newest_batch() -> int:
    found = Batch.objects.for_program("merges parties").aggregate(newest=Max("pk"))
    return int(found["newest"] or 0)


def _move(made: PartyMerge, places: Iterable[tuple[str, str]]) -> None:
    for table, column in places:
        run(
            f'INSERT INTO {MOVED} (merge_id, place, "column", row_id) '
            f"SELECT {made.pk}, '{table}', '{column}', id FROM {table} WHERE {column} = %s "
            "ON CONFLICT DO NOTHING",
            made.gone_id,
        )
        run(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", made.kept_id, made.gone_id)


def part(made: PartyMerge, actor: str) -> None:
    """Take a merge apart; the caller holds the transaction and writes the journal.

    Rows that came to hang on the other party since stay with it. Refused while the party that
    stayed is itself merged into another.
    """
    earlier.one_at_a_time()
    kept = Party.objects.for_program("parts parties").select_for_update().get(pk=made.kept_id)
    if kept.same_as_id:
        into = Party.objects.for_program("parts parties").get(pk=kept.same_as_id)
        raise Refused(f"“{kept.name}”后来又并入“{into.name}”。请先拆分后来的合并。")
    moved = rows_of(f"SELECT DISTINCT place, \"column\" FROM {MOVED} WHERE merge_id = %s AND \"column\" <> ''", made.pk)  # fmt: skip
    known = {*columns(), _ALIASES}
    for table, column in known & {(place, name) for place, name in moved}:
        run(
            f"UPDATE {table} SET {column} = %s WHERE {column} = %s AND id IN (SELECT row_id "
            f"FROM {MOVED} WHERE merge_id = %s AND place = '{table}' AND \"column\" = '{column}')",
            made.gone_id, made.kept_id, made.pk,
        )  # fmt: skip
    run("UPDATE registry_party SET same_as_id = NULL WHERE id = %s", made.gone_id)
    for name, value in made.filled.items():
        if getattr(kept, name) == value:
            setattr(kept, name, "")
    kept.save(update_fields=list(made.filled))
    made.parted_by, made.parted_at = actor, timezone.now()
    made.parted_after_batch = _newest_batch()
    made.save(update_fields=["parted_by", "parted_at", "parted_after_batch"])


def leaning(batch: Batch) -> Iterator[str]:
    """Say which merges in force are about parties that an import made or changed before."""
    first, last = batch.made.get("registry_party", [0, -1])
    concerned = (
        "(p.id BETWEEN %s AND %s OR EXISTS (SELECT 1 FROM registry_earlier_row k "
        "WHERE k.batch_id = %s AND k.place = 'registry_party' AND k.row_id = p.id))"
    )
    found = rows_of(
        "SELECT DISTINCT g.id, a.name, b.name FROM registry_party_merge g "
        "JOIN registry_party a ON a.id = g.gone_id JOIN registry_party b ON b.id = g.kept_id "
        "JOIN registry_party p ON p.id IN (g.gone_id, g.kept_id) "
        f"WHERE g.parted_at IS NULL AND g.after_batch >= %s AND {concerned} ORDER BY g.id",
        batch.pk, first, last, batch.pk,
    )  # fmt: skip
    for _, gone, into in found:
        yield f"主体“{gone}”并入“{into}”时依托于它，请先在“主体判定”中撤回这次合并"


def settle(batch: Batch) -> None:
    """Bring rows that an undone import put back as they were up to the merges of today.

    A merge that the import saw may be parted since, and one may have come after it.
    """
    parted = PartyMerge.objects.for_program("undoes an import").filter(
        after_batch__lt=batch.pk, parted_after_batch__gte=batch.pk
    )
    for made in parted.order_by("-pk"):
        for table, column in columns():
            run(
                f"UPDATE {table} SET {column} = %s WHERE {column} = %s AND id IN (SELECT m.row_id "
                f"FROM {MOVED} m JOIN {earlier.KEPT} k ON k.place = m.place AND k.row_id = m.row_id "
                f"WHERE m.merge_id = %s AND m.place = '{table}' AND m.\"column\" = '{column}' "
                "AND k.batch_id = %s)",
                made.gone_id, made.kept_id, made.pk, batch.pk,
            )  # fmt: skip
        for name, value in made.filled.items():
            run(
                f"UPDATE registry_party SET {name} = '' WHERE id = %s AND {name} = %s "
                f"AND id IN (SELECT row_id FROM {earlier.KEPT} WHERE batch_id = %s "
                "AND place = 'registry_party')",
                made.kept_id, value, batch.pk,
            )  # fmt: skip
    for made in (
        PartyMerge.objects.for_program("undoes an import")
        .filter(parted_at=None, after_batch__gte=batch.pk)
        .order_by("pk")
    ):
        _move(made, columns())


def forget_parties(first: int, last: int) -> None:
    """Let go of parties that an undone import takes away: what was decided about names stays."""
    gone = f"BETWEEN {int(first)} AND {int(last)}"
    run(f"DELETE FROM registry_party_match WHERE party_id {gone}")
    run(
        "UPDATE registry_party_match SET merge_id = NULL WHERE merge_id IN (SELECT id "
        f"FROM registry_party_merge WHERE kept_id {gone} OR gone_id {gone})"
    )
    parted = f"SELECT id FROM registry_party_merge WHERE kept_id {gone} OR gone_id {gone}"
    run(f"DELETE FROM {MOVED} WHERE merge_id IN ({parted})")
    run(f"DELETE FROM registry_party_merge WHERE kept_id {gone} OR gone_id {gone}")
    run(
        f"DELETE FROM registry_party_pair WHERE state = 'open' AND decided_at IS NULL "
        f"AND (first_id {gone} OR second_id {gone})"
    )
    for column in ("first_id", "second_id"):
        run(f"UPDATE registry_party_pair SET {column} = NULL WHERE {column} {gone}")
