"""What the API answers: one class a shape, as the OpenAPI document shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

One = TypeVar("One")


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None


class Page(Schema, Generic[One]):
    """A part of a list; ``total`` is how many there are in all for the one who asks."""

    total: int
    page: int
    size: int
    items: list[One]


class Me(Schema):
    """Who asks, and what that person may do everywhere."""

    username: str
    display_name: str
    is_signed_in: bool
    rights: list[str]


class Programme(Schema):
    """A plan document as compiled for one region."""

    id: int
    title: str
    number: str
    issuer: str
    region_code: str
    region_name: str
    issued_on: date | None
    from_year: int | None
    to_year: int | None
    state: str
    edition: int
    is_public: bool


class ProgrammeCounts(Programme):
    """A programme in a list, with what was read from it."""

    target_count: int
    linked_count: int
    soft_count: int
    task_count: int
    finding_count: int


class Standing(Schema):
    """Where a target stands on a day; lamps are ok, behind, far_behind and no_data."""

    lamp: str
    lamp_word: str
    reason: str
    value: float | None
    unit: str
    judged_on: date | None
    actual_percent: float | None
    expected_percent: float | None
    gap: str
    origin: str
    notes: list[str]


class Target(Schema):
    """A number that the plan promised, as read, and where it stands."""

    code: str
    indicator_name: str
    indicator_key: str
    subject: str
    operator: str
    value: float | None
    value_to: float | None
    unit: str
    year: int | None
    is_every_year: bool
    is_mean: bool
    basis: str
    section: str
    quote: str
    standing: Standing | None


class Task(Schema):
    """A piece of work that the plan orders, with its bodies as printed."""

    code: str
    number: str
    kind: str
    title: str
    text: str
    section: str
    due: str
    leads: list[str]
    supports: list[str]


class PlanFinding(Schema):
    """A remark about a plan, with the words it is about."""

    severity: str
    code: str
    message: str
    words: list[str]
    answer: str


class Indicator(Schema):
    """A published figure as the catalogue declares it."""

    key: str
    name: str
    aliases: list[str]
    unit: str
    kind: str
    group: str
    direction: str
    definition: str


class Figure(Schema):
    """The value of an indicator for a region at a day; without a value, ``reason`` says why."""

    key: str
    name: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    kind: str
    as_of: date
    region: str
    snapshot: int
    definition: str
    rows: int
    reason: str
    origin: str
    is_reported: bool


class Part(Schema):
    """A part of a value; an empty ``key`` holds the records that do not say where they belong."""

    key: str
    value: float | None
    rows: int


class Row(Schema):
    """A record behind a figure. ``file`` to ``batch_id`` are for those who may see origins."""

    subject: str
    subject_id: int
    identifier: str
    name: str
    on: date | None
    amount: float | None
    met: list[str]
    file: str
    sheet: str
    row: int | None
    batch_id: int | None


class Snapshot(Schema):
    """A numbered, immutable state of the lake."""

    number: int
    published_at: datetime
    tables: dict[str, int]


class Right(Schema):
    """An IP right or an application for one. Names of natural persons may be masked."""

    id: int
    kind: str
    kind_label: str
    number: str
    publication_number: str
    grant_number: str
    title: str
    applicants: str
    filed_on: date | None
    published_on: date | None
    granted_on: date | None
    term_ends_on: date | None
    status_text: str
    ipc_main: str
    nice_class: int | None
    region_code: str
    holder: str


class HistoryLine(Schema):
    """A dated line of a right's history."""

    on: date | None
    kind: str
    label: str
    text: str


class Origin(Schema):
    """The row of a received file that a fact came from."""

    batch_id: int
    file_name: str
    sheet: str
    row: int


class RightWhole(Right):
    """A right with its history and, for those who may see them, its origins."""

    history: list[HistoryLine]
    origins: list[Origin]


class Party(Schema):
    """A firm, an institution or, for those who may see them, a natural person."""

    id: int
    kind: str
    kind_label: str
    name: str
    credit_code: str
    region_code: str
    address: str
    industry_code: str
    size: str


class Hit(Schema):
    """One thing that was found; ``href`` is its page."""

    name: str
    note: str
    href: str


class HitGroup(Schema):
    """What was found in one place."""

    label: str
    hits: list[Hit]


class Batch(Schema):
    """One take-over of a received file."""

    id: int
    source: str
    source_title: str
    file_name: str
    taken_over_at: datetime
    actor: str
    rows: int
    new: int
    changed: int
    same: int
    refused: int


class BatchFinding(Schema):
    """A remark about a received sheet, with its place."""

    severity: str
    code: str
    message: str
    sheet: str
    row: int
    column: str


class Cell(Schema):
    """A cell as received, and the field that it became."""

    heading: str
    text: str
    field: str | None


class ReceivedRow(Schema):
    """A row of a received sheet, cell by cell."""

    file_name: str
    sheet: str
    row: int
    cells: list[Cell]


class Job(Schema):
    """A piece of long work."""

    id: int
    kind: str
    title: str
    state: str
    state_label: str
    done: int
    total: int
    percent: int
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    attempt: int
    is_cancel_asked: bool
    error: str
    log: str = Field(description="times and what was done, one line each")


class Entry(Schema):
    """A line of the journal; ``hash`` covers the line and ``previous_hash``."""

    sequence: int
    at: datetime
    actor: str
    address: str
    act: str
    act_name: str
    subject: str
    detail: Any
    previous_hash: str
    hash: str


class FacetValue(Schema):
    """How many hits have one value of a field."""

    value: str
    count: int


class FoundRights(Page[Right]):
    """Hits in their order, from which snapshot, and how many have which value of each field."""

    snapshot: int
    facets: dict[str, list[FacetValue]]
