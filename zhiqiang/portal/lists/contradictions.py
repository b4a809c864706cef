"""What sources say otherwise than one another, as a table on the page of a fact."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from zhiqiang.portal import labels
from zhiqiang.portal.lists.imports import row_address
from zhiqiang.records.accounts import rights
from zhiqiang.records.registry import queries as registry
from zhiqiang.ui.tables import Cell, Table, table

_HEADS = [
    ("内容", "t"), ("所载", "t"), ("来源", "t"), ("收到", "d"), ("台账采用", "k"), ("处理", "k"),
]  # fmt: skip


def contradiction_table(subject: str, fact: Any, person: Any) -> Table | None:
    """Return every claim of every contested field, the newest first; None without any."""
    found = registry.contradictions_of(subject, [fact], person).get(fact.pk, [])
    if not found:
        return None
    may_correct = rights.may(person, "work_register")
    rows = [row for one in found for row in _rows(subject, fact.pk, one, may_correct)]
    return table("来源不一致", _HEADS, rows)


def _rows(
    subject: str, pk: int, one: registry.Contradiction, may_correct: bool
) -> list[tuple[Cell | str, ...]]:
    act = Cell("已更正") if one.is_decided else Cell("—")
    if may_correct and not one.is_decided:
        address = reverse("portal:correct", args=[subject, pk, one.field.name])
        act = Cell("更正", address, label=f"更正{one.field.label}")
    out: list[tuple[Cell | str, ...]] = []
    for place, said in enumerate(one.said):
        out.append(
            (
                Cell(one.field.label if not place else "", is_head=not place),
                _shown(one, said),
                _origin(said),
                str(localtime(said.claim.batch.taken_over_at).date()),
                Cell("采用" if said.is_carried else "—"),
                act if not place else "",
            )
        )
    return out


def _shown(one: registry.Contradiction, said: registry.Said) -> str:
    """Return a claim in the words of lists, where the field has words of its own."""
    if one.field.name == "size":
        return labels.choice_word("parties", "size", said.claim.value)
    return said.shown


def _origin(said: registry.Said) -> Cell:
    claim, batch = said.claim, said.claim.batch
    where = f" 第 {claim.row} 行" if claim.row else ""
    href = row_address(batch.pk, claim.sheet, claim.row, claim.field) if claim.row else ""
    note = said.origin or labels.source_title(batch.source)
    return Cell(f"{batch.file_name}{where}", href, note)


def said_shortly(found: list[registry.Contradiction]) -> str:
    """Return contradictions in one line, for lists and files."""
    return "；".join(
        f"{one.field.label}："
        + " / ".join(f"{_shown(one, said)}（{said.claim.batch.file_name}）" for said in one.said)
        for one in found
    )
