"""Who gave a right away: what transfers say about the holding before them, and whether it fits."""

from __future__ import annotations

from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions.staging import TABLE, rows_of, run


def name_givers() -> None:
    """Let the holding that a transfer ends name its giver.

    A list of today's holders that came before the transfers says the taker for all time. Its
    region is the taker's too: the giver's is what is known of the giver, or unknown.
    """
    run(
        "UPDATE registry_holding SET party_id = s.party_id, region_code = p.region_code "
        f"FROM {TABLE} s JOIN registry_party p ON p.id = s.party_id "
        "WHERE s.is_lead = 1 AND s.kind = 'transfer' AND s.outcome <> 'same' "
        "AND registry_holding.right_id = s.right_id "
        "AND registry_holding.until_on = s.happened_on "
        "AND registry_holding.party_id = s.counterparty_id "
        # A holding that a recorded transfer began is known; only a list's says too much.
        "AND NOT EXISTS (SELECT 1 FROM registry_event e WHERE e.right_id = s.right_id "
        "AND e.kind = 'transfer' AND e.happened_on = registry_holding.from_on)"
    )


def judge_givers(file: str) -> list[Finding]:
    """Question transfers whose giver did not hold the right, and givers and takers of nowhere.

    The rows are kept: the transfer was registered, whoever gave. Of rights with several
    applicants the register follows the first, so that another of them may well be the giver.
    """
    return [*_not_holders(file), *_without_region(file)]


def _not_holders(file: str) -> list[Finding]:
    found = rows_of(
        "SELECT s.sheet, s.row_number, r.number, giver.name, holder.name, r.applicants, "
        f"s.happened_on FROM {TABLE} s JOIN registry_right r ON r.id = s.right_id "
        "JOIN registry_holding h ON h.right_id = s.right_id AND h.until_on = s.happened_on "
        "JOIN registry_party giver ON giver.id = s.party_id "
        "JOIN registry_party holder ON holder.id = h.party_id "
        "WHERE s.is_lead = 1 AND s.kind = 'transfer' AND h.party_id <> s.party_id ORDER BY s.seq"
    )
    findings = []
    for sheet, row, number, giver, holder, applicants, on in found:
        together = applicants.split("; ")
        if giver in together and holder in together:
            continue
        message = (
            f"{number} 在 {on} 之前登记在“{holder}”名下，本行的原权利人却是“{giver}”。"
            "本行照收，按新权利人计；请核对原权利人，或补导入在此之前的转让、更名。"
        )
        place = Cell(file, sheet, row)
        findings.append(Finding(Severity.WARNING, "giver_is_not_holder", message, cell=place))
    return findings


_SIDES = {
    "giver": ("party_id", "until_on", "{number} 在 {on} 之前不计入任何地区"),
    "taker": ("counterparty_id", "from_on", "{number} 自 {on} 起不计入任何地区，本次转让也不计"),
}


def _without_region(file: str) -> list[Finding]:
    """Name the sides of a transfer whose region nobody has stated."""
    findings = []
    for side, (column, edge, effect) in _SIDES.items():
        found = rows_of(
            f"SELECT s.sheet, s.row_number, r.number, p.name, s.happened_on FROM {TABLE} s "
            f"JOIN registry_right r ON r.id = s.right_id JOIN registry_party p ON p.id = s.{column} "
            f"JOIN registry_holding h ON h.right_id = s.right_id AND h.{edge} = s.happened_on "
            "AND h.party_id = p.id WHERE s.is_lead = 1 AND s.kind = 'transfer' "
            "AND h.region_code = '' AND p.region_code = '' ORDER BY s.seq"
        )
        for sheet, row, number, name, on in found:
            message = (
                f"“{name}”所在地区不明，{effect.format(number=number, on=on)}。"
                "请导入写有其区划代码的企业名录，或在本清单中填写地区。"
            )
            place = Cell(file, sheet, row)
            findings.append(
                Finding(Severity.WARNING, f"{side}_without_region", message, cell=place)
            )
    return findings
