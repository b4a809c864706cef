"""The kinds of lists, and what each does between typed rows and the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from zhiqiang.engines.ingest import Chunk, CodeList, Source
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.place import Cell
from zhiqiang.records.registry.actions import (
    events_merge,
    events_rows,
    facts,
    matching,
    namings,
    rights_merge,
    rights_rows,
)
from zhiqiang.records.registry.actions.folding import fold
from zhiqiang.records.registry.actions.parties import PartyStage, merge_parties
from zhiqiang.records.registry.actions.staging import Stage, analyse, roomy
from zhiqiang.records.registry.names import KindOfName
from zhiqiang.records.registry.places import Locator


@dataclass(frozen=True)
class Setting:
    """What every kind of list is taken over with."""

    source: Source
    codes: dict[str, CodeList]
    locator: Locator
    kind_of: KindOfName
    parties: PartyStage
    today: date
    file: str


class Rows(Protocol):
    """Turns typed chunks into staged rows."""

    def rows(self, chunk: Chunk, seq: int) -> Iterator[tuple[Any, ...]]: ...


class Taking:
    """How one kind of list gets from typed rows into the register."""

    subject = ""
    columns: Sequence[tuple[str, str]] = ()
    document = ""
    blank: tuple[str, ...] = ()

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def rows(self) -> Rows:
        """Return what turns chunks into staged rows."""
        raise NotImplementedError

    def settle(self) -> list[Finding]:
        """Settle what the staged rows are about; return findings, delete what is refused."""
        return []

    def merge(self) -> None:
        """Write the folded rows into the register and set the outcomes."""
        raise NotImplementedError

    def remarks(self) -> list[Finding]:
        """Return what only the register could tell, after the merge."""
        return []

    def take(self, stage: Stage) -> Iterator[Finding]:
        """Do the whole take-over of a filled stage, inside the caller's transaction."""
        roomy()
        self.setting.parties.store()
        analyse("registry_stage", "registry_stage_party")
        yield from self.settle()
        yield from fold(stage, self._contradiction, self._repetition, self.document, self.blank)
        analyse("registry_stage")
        merge_parties(is_filling=self.setting.source.keeps != "parties")
        analyse("registry_stage_party", "registry_party")
        last = matching.last_holding()
        self.merge()
        matching.note_moves(self.subject, (name for name, _ in self.columns), last)
        yield from self.remarks()

    def _contradiction(self, row: dict[str, Any], fields: list[str]) -> Finding:
        by_field = self.setting.source.by_field
        names = [
            by_field[field].heading if field in by_field else _OWN.get(field, "")
            for field in fields
        ]
        listed = "、".join(dict.fromkeys(name for name in names if name)) or "内容"
        message = f"本行与前面同一对象的行在{listed}上不一致，以本行为准。请核对是否重复录入。"
        place = Cell(self.setting.file, row["sheet"], row["row_number"])
        return Finding(Severity.WARNING, "contradicting_rows", message, cell=place)

    def _repetition(self, row: dict[str, Any], before: dict[str, Any]) -> Finding | None:
        where = f"第 {before['row_number']} 行"
        if before["sheet"] != row["sheet"]:
            where = f"工作表“{before['sheet']}”{where}"
        message = f"本行与{where}的内容相同，只接收一次。"
        place = Cell(self.setting.file, row["sheet"], row["row_number"])
        return Finding(Severity.NOTICE, "repeated_row", message, cell=place)


_OWN = {
    "party_ref": "名称",
    "party_id": "名称",
    "number": "号码",
    "kind": "类型",
    "region_code": "地区",
}


class RightsTaking(Taking):
    """Lists of rights."""

    subject = "right"
    columns = rights_rows.COLUMNS
    document = "document"
    blank = ("document", "pub_key", "grant_key", "is_numbered", "is_current", "party_id")

    def rows(self) -> Rows:
        setting = self.setting
        self._rows = rights_rows.RightRows(
            setting.source,
            setting.parties,
            setting.locator,
            setting.codes["right_states"],
            setting.today,
        )
        return self._rows

    def settle(self) -> list[Finding]:
        rights_merge.settle_identities(self._rows.without_number)
        return []

    def merge(self) -> None:
        setting = self.setting
        headings = {column.field: column.heading for column in setting.source.columns}
        self._findings = rights_merge.merge_rights(setting.today, setting.file, headings)

    def remarks(self) -> list[Finding]:
        return self._findings + [
            Finding(
                Severity.WARNING,
                "number_of_other_right",
                f"公开号 {key.removeprefix('PUB:')[:-1]} 在登记册中属于另一件权利 {identity}。请核对两个号码。",
                cell=Cell(self.setting.file, sheet, row),
            )
            for sheet, row, key, identity in rights_merge.keys_of_other_rights()
        ]


class EventsTaking(Taking):
    """Lists of events."""

    subject = "event"
    columns = events_rows.COLUMNS
    blank = ("right_identity", "pub_key", "mark_number", "right_id", "party_id", "counterparty_id")

    def rows(self) -> Rows:
        setting = self.setting
        return events_rows.EventRows(setting.source, setting.parties, setting.locator)

    def settle(self) -> list[Finding]:
        events_merge.find_rights()
        must_exist = self.setting.source.unknown_right == "refuse"
        findings = events_merge.judge_rights(self.setting.file, must_exist)
        events_merge.settle_identities()
        return findings

    def _repetition(self, row: dict[str, Any], before: dict[str, Any]) -> Finding | None:
        # A row that makes two events is repeated once.
        is_second = row["kind"] in events_rows.ENDS.values() and bool(self.setting.source.set)
        return None if is_second else super()._repetition(row, before)

    def merge(self) -> None:
        self._remarks = events_merge.merge_events(self.setting.file)

    def remarks(self) -> list[Finding]:
        return self._remarks


class FactsTaking(Taking):
    """Lists of parties, designations, activities, statistics and budgets."""

    blank = ("party_id",)

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._fact = facts.TABLES[setting.source.keeps]
        self.subject = self._fact.subject
        self.columns = self._fact.columns

    def rows(self) -> Rows:
        setting = self.setting
        return facts.FactRows(
            setting.source,
            setting.codes,
            setting.parties,
            setting.locator,
            setting.kind_of,
            setting.today,
        )

    def merge(self) -> None:
        self._remarks = facts.merge_facts(self._fact, self.setting.file)

    def remarks(self) -> list[Finding]:
        return self._remarks


class NamesTaking(Taking):
    """Lists of former names."""

    subject = "party_name"
    columns = namings.COLUMNS
    blank = ("party_id", "name", "name_key")

    def rows(self) -> Rows:
        return namings.NamingRows(self.setting.parties)

    def settle(self) -> list[Finding]:
        return namings.follow_chains(self.setting.file)

    def merge(self) -> None:
        namings.merge_names()

    def remarks(self) -> list[Finding]:
        return namings.judge_names(self.setting.file)


def taking_for(setting: Setting) -> Taking:
    """Return how the lists of this source are taken over."""
    kinds = {"rights": RightsTaking, "events": EventsTaking, "party_names": NamesTaking}
    return kinds.get(setting.source.keeps, FactsTaking)(setting)
