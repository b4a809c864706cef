"""A party that a list knows by its credit code under another name keeps the old one as a former name."""

from __future__ import annotations

from django.db import connection
from django.utils.timezone import localdate

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run

#: staged rows that give a party another name, not only another writing of the one it bears
_RENAMED = (
    f"FROM {TABLE} s JOIN registry_party p ON p.id = s.target_id WHERE s.is_lead = 1 "
    "AND s.outcome = 'changed' AND s.name_form <> '' AND p.name_form <> '' "
    "AND s.name_form <> p.name_form AND p.credit_code <> '' AND p.kind <> 'person'"
)


def keep_former_names(file: str) -> list[Finding]:
    """Keep the names that parties are about to lose, until today; say so of each row.

    The list does not say when the name was changed: by today at the latest. A name history that
    knows the day says it beside. Must be called before the new names are written.
    """
    found = rows_of(
        f"SELECT s.sheet, s.row_number, p.name, s.name {_RENAMED} ORDER BY s.seq"
    )  # fmt: skip
    if not found:
        return []
    today = localdate().isoformat()
    run(
        "INSERT INTO registry_former_name "
        "(identity, party_id, name, name_key, name_form, from_on, until_on) "
        "SELECT CAST(p.id AS TEXT) || ':' || p.name_form || ':' || %s, p.id, p.name, p.name_key, "
        f"p.name_form, NULL, %s {_RENAMED} AND NOT EXISTS (SELECT 1 "
        "FROM registry_former_name n WHERE n.party_id = p.id AND n.name_form = p.name_form) "
        "ON CONFLICT (identity) DO NOTHING",
        today,
        connection.ops.adapt_datefield_value(localdate()),
    )
    return [
        Finding(
            Severity.NOTICE,
            "party_renamed",
            f"统一社会信用代码相同，名称由“{was}”改为“{name}”；原名记为曾用名，变更日暂记为接收日 {today}。"
            "知道变更日期的，请导入名称沿革。",
            cell=Cell(file, sheet, row),
        )
        for sheet, row, was, name in found
    ]
