"""Events that were registered, it seems, yet do not fit what else is known: kept, and questioned."""

from __future__ import annotations

from collections.abc import Iterator

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of
from zhiqiang.records.registry.models import EventKind

#: what can only be done with a right that is in force
_NEEDS_FORCE = ("pledge", "licence", "open_licence", "transfer", "insurance")
_ENDS = "'lapse', 'expiry', 'abandonment', 'invalidation'"
_HAS_SIDES = "'transfer', 'licence', 'pledge'"


def judge_doubts(file: str) -> Iterator[Finding]:
    """Question events of rights that had ended, and those that lead back to where they began."""
    yield from _of_ended_rights(file)
    yield from _to_oneself(file)
    yield from _in_circles(file)


def _of_ended_rights(file: str) -> Iterator[Finding]:
    kinds = ", ".join(f"'{kind}'" for kind in _NEEDS_FORCE)
    found = rows_of(
        "SELECT s.sheet, s.row_number, s.kind, r.number, MAX(e.happened_on), s.happened_on "
        f"FROM {TABLE} s JOIN registry_right r ON r.id = s.right_id "
        "JOIN registry_event e ON e.right_id = s.right_id "
        f"WHERE s.is_lead = 1 AND s.kind IN ({kinds}) AND e.kind IN ({_ENDS}) "
        "AND e.happened_on < s.happened_on AND NOT EXISTS (SELECT 1 FROM registry_event b "
        "WHERE b.right_id = s.right_id AND b.kind = 'restoration' "
        "AND b.happened_on >= e.happened_on AND b.happened_on <= s.happened_on) "
        "GROUP BY s.seq, s.sheet, s.row_number, s.kind, r.number, s.happened_on ORDER BY s.seq"
    )
    for sheet, row, kind, number, ended_on, on in found:
        message = (
            f"{number} 已于 {ended_on} 失效，本行却在 {on} 办理“{EventKind(kind).label}”。"
            "本行照收；请核对号码和日期，权利已恢复的请补导入恢复事务。"
        )
        yield _warning("event_of_ended_right", message, file, sheet, row)


def _to_oneself(file: str) -> Iterator[Finding]:
    found = rows_of(
        f"SELECT s.sheet, s.row_number, s.kind, p.name FROM {TABLE} s "
        "JOIN registry_party p ON p.id = s.party_id WHERE s.is_lead = 1 "
        f"AND s.kind IN ({_HAS_SIDES}) AND s.party_id = s.counterparty_id ORDER BY s.seq"
    )
    for sheet, row, kind, name in found:
        message = (
            f"“{EventKind(kind).label}”的双方都是“{name}”。本行照收，请核对双方是否填错；"
            "同一单位改名请用权利人名称变更。"
        )
        yield _warning("same_on_both_sides", message, file, sheet, row)


def _in_circles(file: str) -> Iterator[Finding]:
    found = rows_of(
        f"SELECT s.sheet, s.row_number, r.number, s.happened_on FROM {TABLE} s "
        "JOIN registry_right r ON r.id = s.right_id WHERE s.is_lead = 1 AND s.kind = 'transfer' "
        "AND s.party_id <> s.counterparty_id AND EXISTS (SELECT 1 FROM registry_event e "
        "WHERE e.right_id = s.right_id AND e.kind = 'transfer' AND e.happened_on = s.happened_on "
        "AND e.party_id = s.counterparty_id AND e.counterparty_id = s.party_id) ORDER BY s.seq"
    )
    for sheet, row, number, on in found:
        message = (
            f"{number} 在 {on} 同一天转出又转回，无法判断当日归谁。"
            "本行照收，以文件中靠后的一行为准；请核对两次转让的日期。"
        )
        yield _warning("circular_transfer", message, file, sheet, row)


def _warning(code: str, message: str, file: str, sheet: str, row: int) -> Finding:
    return Finding(Severity.WARNING, code, message, cell=Cell(file, sheet, row))
