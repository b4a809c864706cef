"""From typed cells to staged rows of rights: identity, documents, holder, place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.engines.ingest import Chunk, CodeList, Source, words
from zhiqiang.engines.ingest.declaration import normal_heading
from zhiqiang.kernel.finding import Finding, Severity
from zhiqiang.kernel.identifiers import (
    identity,
    is_grant,
    parse_software_number,
    publication_key,
    read_publication,
)
from zhiqiang.records.registry.actions.chronology import Days, number_year
from zhiqiang.records.registry.actions.parties import PartyStage
from zhiqiang.records.registry.places import Locator

# What a row says about the right itself, in the ledger's own column names.
TEXTS = (
    "publication_number", "grant_number", "title", "applicants", "status_text", "ipc_main",
    "ipc_all", "agency", "agency_code", "strategic_industry", "category", "family",
)  # fmt: skip
VALUES = (
    ("filed_on", "date"), ("published_on", "date"), ("granted_on", "date"), ("term_ends_on", "date"),
    ("nice_class", "integer"), ("has_overseas_grant", "boolean"), ("is_marked_high_value", "boolean"),
    ("first_public_on", "date"),
)  # fmt: skip
COLUMNS = (
    ("kind", "text"),
    ("number", "text"),
    *((name, "text") for name in TEXTS),
    *VALUES,
    ("is_numbered", "integer"),
    ("document", "text"),
    ("pub_key", "text"),
    ("grant_key", "text"),
    ("party_ref", "bigint"),
    ("is_current", "integer"),
    ("region_code", "text"),
    ("ended_on", "date"),
    ("party_id", "bigint"),
)
_PREFIX = {
    "trademark": "TM:",
    "madrid_mark": "MM:",
    "pct_application": "PCT:",
    "geographical_indication": "GI:",
    "work_copyright": "WR:",
    "plant_variety": "PV:",
    "layout_design": "LD:",
}
_KIND_OF_DIGIT = {
    "1": "invention",
    "8": "invention",
    "2": "utility_model",
    "9": "utility_model",
    "3": "design",
}
#: letters of publication numbers (ZC 0008)
_KIND_OF_LETTER = {
    **dict.fromkeys("ABC", "invention"),
    **dict.fromkeys("UY", "utility_model"),
    **dict.fromkeys("SD", "design"),
}
_KIND_NAMES = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}


@dataclass(slots=True)
class _Documents:
    """What the publication numbers of one row say."""

    publication_number: str | None = None
    grant_number: str | None = None
    published_on: date | None = None
    granted_on: date | None = None
    pub_key: str | None = None
    grant_key: str | None = None
    document: str = ""


class RightRows:
    """Turns the chunks of one list of rights into staged rows."""

    def __init__(
        self, source: Source, parties: PartyStage, locator: Locator, states: CodeList, today: date
    ) -> None:
        self._kind = str(source.set.get("kind", ""))
        self._parties = parties
        self._locator = locator
        self._states = words(states)
        self._today = today
        self._seen_states: dict[str, set[str | None]] = {}
        self.without_number = 0

    def rows(self, chunk: Chunk, seq: int) -> Iterator[tuple[Any, ...]]:
        """Give the staged row of every row that was not refused; ``seq`` is the next number."""
        for index, given in chunk.given():
            if not self._kind and not given.get("kind"):
                given["kind"] = _kind_told(given)
                if not given["kind"]:
                    _refuse_kindless(chunk, index)
                    continue
            yield self._row(chunk, index, given, seq)
            seq += 1

    def _row(self, chunk: Chunk, index: int, given: dict[str, Any], seq: int) -> tuple[Any, ...]:
        get = given.get
        kind = self._kind or get("kind")
        number = get("application_number") or get("number")
        term = get("term") or (None, None)
        if self._kind:
            documents = _Documents(
                get("publication_number"), None, get("published_on"), get("granted_on") or term[0]
            )
            identity = self._own_identity(given)
            number = number or get("title")[:40]
        else:
            documents = _documents(given)
            identity = (
                "CN:" + number.replace(".", "")
                if number
                else documents.pub_key or documents.grant_key
            )
            if number:
                self._check_number(chunk, index, given, number)
            else:
                self.without_number += 1
                number = documents.publication_number or documents.grant_number
        ended_on, term_ends_on = self._end(chunk, index, given, term[1])
        days = Days(get("filed_on"), documents.published_on, documents.granted_on, ended_on)
        self._settle_days(chunk, index, given, days)
        holders, applicants = get("holders"), get("applicants") or get("holders")
        holder = (holders or applicants)[0]
        region = get("region_code") or self._region(given, documents)
        is_person = get("is_person") or get("holder_kind") == "person"
        ref = self._parties.ref(
            seq, holder, get("credit_code"),
            "person" if is_person else get("holder_kind"), region, get("address"),
            get("filed_on") or documents.published_on or documents.granted_on,
        )  # fmt: skip
        return (
            chunk.sheet.name, chunk.numbers[index], identity, kind, number,
            documents.publication_number, documents.grant_number, get("title"),
            "; ".join(applicants), get("status_text"), get("ipc_main"), get("ipc_all"),
            get("agency"), get("agency_code"), get("strategic_industry"),
            get("category"), get("family"),
            days.filed_on, days.published_on, days.granted_on, term_ends_on,
            get("nice_class"), get("has_overseas_grant"), get("is_marked_high_value"),
            get("first_public_on"),
            int(identity.startswith("CN:")), documents.document, documents.pub_key,
            documents.grant_key, ref, int(holders is not None), region or None, days.ended_on, None,
        )  # fmt: skip

    def _settle_days(self, chunk: Chunk, index: int, given: dict[str, Any], days: Days) -> None:
        number, term = given.get("application_number"), given.get("term")
        is_grant_sure = bool(term) and term[0] == days.granted_on
        for field, message in days.settle(number_year(number) if number else None, is_grant_sure):
            stated = (field, "published_on", "term", "filed_on")
            column = next(name for name in stated if given.get(name) is not None)
            self._remark(chunk, index, "dates_out_of_order", message, column)

    def _own_identity(self, given: dict[str, Any]) -> str:
        number = given.get("number")
        if number is None:
            return f"GI:{''.join(given['title'].split())[:70]}"
        if self._kind == "software_copyright":
            return identity(parse_software_number(number))  # It grew a zero in 2018.
        nice = f":{given['nice_class']}" if self._kind == "trademark" else ""
        return f"{_PREFIX[self._kind]}{number}{nice}"

    def _region(self, given: dict[str, Any], documents: _Documents) -> str:
        """Return the division that the row's place columns name, at the day of the document."""
        on = documents.granted_on or documents.published_on or given.get("filed_on")
        get = given.get
        columns = (get("province"), get("city"), get("county"))
        by_columns = self._locator.by_columns(*columns, on) if any(columns) else ""
        if len(by_columns.rstrip("0")) > 4 or not get("address"):
            return by_columns
        by_address = self._locator.by_address(get("address"), on)
        is_inside = by_address.startswith(by_columns.rstrip("0")) if by_columns else True
        return by_address if by_address and is_inside else by_columns

    def _end(
        self, chunk: Chunk, index: int, given: dict[str, Any], term_ends_on: date | None
    ) -> tuple[date | None, date | None]:
        """Return the day on which the right ended, and the last day of its printed term."""
        status, ended_on = given.get("status_text"), given.get("ended_on")
        state = self._state(chunk, index, status) if status else ""
        if ended_on is None:
            return None, term_ends_on
        if ended_on > self._today:
            return None, term_ends_on or ended_on
        if state in ("valid", "pending"):
            message = f"法律状态为“{status}”，却有已过的失效日 {ended_on}；失效日未采用。请核对。"
            self._remark(chunk, index, "state_contradicts_end", message, "ended_on")
            return None, term_ends_on
        return ended_on, term_ends_on

    def _state(self, chunk: Chunk, index: int, status: str) -> str:
        states = self._seen_states.get(status)
        if states is None:
            parts = status.replace("；", ";").replace("|", ";").split(";")
            states = {self._states.get(normal_heading(one)) for one in parts if one.strip()}
            self._seen_states[status] = states
        if None in states:
            message = f"法律状态“{status[:40]}”不在已知用语中，不据以判断是否有效。请补入代码表 right_states。"
            self._remark(chunk, index, "unknown_status", message, "status_text")
        return next(iter(states)) or "" if len(states) == 1 else ""

    def _check_number(self, chunk: Chunk, index: int, given: dict[str, Any], number: str) -> None:
        digit, year = (number[4], number[:4]) if len(number) > 10 else (number[2], "")
        kind = _KIND_OF_DIGIT[digit]
        if kind != given.get("kind"):
            said = _KIND_NAMES[given["kind"]]
            message = f"申请号 {number} 属于{_KIND_NAMES[kind]}，专利类型却写作{said}。请核对。"
            self._remark(chunk, index, "kind_contradicts_number", message, "kind")
        filed_on = given.get("filed_on")
        if year and digit in "123" and filed_on and filed_on.year > int(year):
            message = f"申请日 {filed_on} 晚于申请号 {number} 的年份。请核对。"
            self._remark(chunk, index, "date_contradicts_number", message, "filed_on")

    @staticmethod
    def _remark(chunk: Chunk, index: int, code: str, message: str, field: str) -> None:
        position = chunk.sheet.fields.index(field)
        place = chunk.sheet.cell(chunk.numbers[index], position)
        chunk.findings.append(Finding(Severity.WARNING, code, message, cell=place))


def _kind_told(given: dict[str, Any]) -> str:
    """Return the kind that the numbers of a row tell: the digit of one, the letter of another."""
    if number := given.get("application_number"):
        return _KIND_OF_DIGIT[number[4] if len(number) > 10 else number[2]]
    for name in ("grant_number", "publication_number"):
        if given.get(name) and (letter := read_publication(given[name]).code[:1]):
            return _KIND_OF_LETTER.get(letter, "")
    return ""


def _refuse_kindless(chunk: Chunk, index: int) -> None:
    field = next(one for one in ("publication_number", "grant_number") if one in chunk.sheet.fields)
    place = chunk.sheet.cell(chunk.numbers[index], chunk.sheet.fields.index(field))
    message = "没有专利类型，号码也看不出是发明、实用新型还是外观设计。本行未接收，请补上专利类型或申请号。"
    chunk.refused.add(index)
    chunk.findings.append(Finding(Severity.ERROR, "kind_unknown", message, cell=place))


def _documents(given: dict[str, Any]) -> _Documents:
    """Say which documents a row of a patent list prints.

    A document with the letter of a grant is the grant, in whatever column it stands; one without
    letter is what the list says that it is.
    """
    get = given.get
    out = _Documents(published_on=get("published_on"), granted_on=get("granted_on"))
    stage = get("stage")
    if get("publication_number"):
        publication = read_publication(get("publication_number"))
        granted = stage == "grant" if stage else None
        if publication.code:
            granted = is_grant(publication.code[:1], get("published_on"))
        key = publication_key(publication, granted)
        out.document = publication.code or stage or ""
        if granted:
            out.grant_number, out.granted_on = (
                get("publication_number"),
                out.granted_on or out.published_on,
            )
            out.grant_key, out.published_on = key, None
        else:
            out.publication_number, out.pub_key = get("publication_number"), key
    if get("grant_number"):
        out.grant_number = get("grant_number")
        out.grant_key = publication_key(read_publication(get("grant_number")), True)
    if out.pub_key == out.grant_key:
        out.grant_key = None
    if out.pub_key is None:
        out.pub_key, out.grant_key = out.grant_key, None
    return out
