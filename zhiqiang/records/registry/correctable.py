"""Which fields of a fact an official may correct, and how their values are written as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Field as Column

from zhiqiang.engines.ingest import load_source
from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.accounts.regions import divisions
from zhiqiang.records.registry.models import (
    Activity,
    Budget,
    Designation,
    Event,
    Party,
    PartyName,
    Right,
    Statistic,
    Subject,
)
from zhiqiang.records.registry.names import name_key
from zhiqiang.ui.asked import BadAddress, read_day

MODELS: dict[str, Any] = {
    Subject.RIGHT: Right,
    Subject.PARTY: Party,
    Subject.EVENT: Event,
    Subject.DESIGNATION: Designation,
    Subject.ACTIVITY: Activity,
    Subject.STATISTIC: Statistic,
    Subject.BUDGET: Budget,
    Subject.PARTY_NAME: PartyName,
}
TRUTH = {"true": "是", "false": "否"}
#: where the words of a column come from that the catalogue closes and the database does not
_WORDS = {("party", "size"): ("parties", "size")}


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field that may be corrected.

    ``kind`` is text, day, truth, whole, number, division, choice, word (a choice of a source) or
    party. ``may_be_empty``: the
    correction may say that nothing is known. ``is_dated``: it may hold from a day on only.
    """

    subject: str
    name: str
    kind: str = "text"
    may_be_empty: bool = True
    is_dated: bool = False

    @property
    def column(self) -> str:
        """Return the column of the register, which the staged rows of lists have too."""
        return "party_id" if self.kind == "party" else self.name

    @property
    def of_model(self) -> Column[Any, Any]:
        found: Column[Any, Any] = MODELS[self.subject]._meta.get_field(self.name)
        return found

    @property
    def label(self) -> str:
        return "权利人" if self.kind == "party" else str(self.of_model.verbose_name)

    @property
    def choices(self) -> dict[str, str]:
        """Return what there is to choose from, by key; empty where one writes."""
        if self.kind == "truth":
            return TRUTH
        if self.kind == "word":
            return _words(str(settings.CATALOGUE), *_WORDS[self.subject, self.name])
        return {str(k): str(v) for k, v in (self.of_model.choices or ())}

    def held(self, fact: Any) -> str:
        """Return what a fact carries, as text."""
        return self.text(getattr(fact, self.attribute))

    @property
    def attribute(self) -> str:
        """Return the attribute of a fact, which is the column of its table too."""
        return "holder_id" if self.kind == "party" else self.name

    def text(self, value: Any) -> str:
        """Return a value, whether from a list or from a database, as text; nothing as empty."""
        if value is None or value == "":
            return ""
        if self.kind == "day":
            return str(value)[:10]
        if self.kind == "truth":
            return "true" if value in (1, True, "true") else "false"
        if self.kind == "number":
            return f"{Decimal(str(value)).normalize():f}"
        return str(value)

    def meant(self, text: str) -> str:
        """Return a text as it is to be compared: of a party that was merged, the one it is now."""
        if self.kind != "party" or not text:
            return text
        found = Party.objects.for_program("compares a corrected holder").filter(pk=int(text))
        into = found.values_list("same_as", flat=True).first()
        return str(into) if into else text

    def value(self, text: str) -> Any:
        """Return what the database keeps for a text of ``text``."""
        if not text:
            return "" if self.kind in ("text", "division", "choice", "word") else None
        if self.kind == "day":
            return date.fromisoformat(text)
        if self.kind == "truth":
            return text == "true"
        if self.kind == "number":
            return Decimal(text)
        return int(text) if self.kind in ("whole", "party") else text

    def read(self, typed: str) -> str:
        """Read what an official typed; raise ``Refused`` with what would be right."""
        typed = " ".join(typed.split())
        if not typed:
            if not self.may_be_empty:
                raise Refused(f"{self.label}不能为空，请填写更正后的内容。")
            return ""
        return str(_READERS[self.kind](self, typed))

    def shown(self, text: str, names: Mapping[str, str] | None = None) -> str:
        """Return a text as people read it; ``names`` are of ``party_names``, for many at once."""
        if not text:
            return "（空）"
        if self.kind == "division":
            return f"{divisions().path_name(text) or text}（{text}）"
        if self.kind == "party":
            known = party_names([(self, text)]) if names is None else names
            return known.get(text, f"第 {text} 号主体")
        return self.choices.get(text, text)


@lru_cache(maxsize=4)
def _words(catalogue: str, source: str, column: str) -> dict[str, str]:
    """Return the values of a choice column of a source, each with the word that lists print first."""
    values = load_source(Path(catalogue) / "sources", source).by_field[column].values
    return {key: printed[0] for key, printed in values.items()}


def party_names(told: Iterable[tuple[Correctable, str]]) -> dict[str, str]:
    """Return the names of the parties among texts of fields, by text; in one query, or in none."""
    ids = {int(text) for field, text in told if field.kind == "party" and text}
    if not ids:
        return {}
    found = Party.objects.for_program("names corrected holders").filter(pk__in=ids)
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def _text(field: Correctable, typed: str) -> str:
    longest = field.of_model.max_length
    if longest and len(typed) > longest:
        raise Refused(f"{field.label}不超过 {longest} 个字，现有 {len(typed)} 个字。")
    return typed


def _day(field: Correctable, typed: str) -> str:
    try:
        return read_day(typed).isoformat()
    except BadAddress as error:
        raise Refused(str(error)) from error


def _number(field: Correctable, typed: str) -> str:
    try:
        out = Decimal(typed.replace(",", "").replace("，", ""))
    except InvalidOperation:
        out = Decimal("NaN")
    if not out.is_finite() or (field.kind == "whole" and out != out.to_integral_value()):
        right = "整数" if field.kind == "whole" else "数"
        raise Refused(f"{field.label}应为一个{right}，不带单位。现在是“{typed[:40]}”。")
    if out < 0:
        raise Refused(f"{field.label}不能小于零。现在是“{typed[:40]}”。")
    return f"{out.normalize():f}"


def _division(field: Correctable, typed: str) -> str:
    """Read a code, or a name that one division of today bears."""
    if not typed.isdecimal():
        codes = {one.code for one in divisions().named(typed) if one.until_year is None}
        if len(codes) == 1:
            return codes.pop()
        many = "不止一处，" if codes else "不是现行的区划名称，"
        raise Refused(f"“{typed[:40]}”{many}请填写 6 位区划代码。")
    try:
        return divisions().get(typed).code
    except NotFound as error:
        raise Refused(str(error)) from error


def _choice(field: Correctable, typed: str) -> str:
    words = {word: key for key, word in field.choices.items()}
    if typed in field.choices:
        return typed
    if typed not in words:
        raise Refused(f"{field.label}应为{'、'.join(words)}之一。现在是“{typed[:40]}”。")
    return words[typed]


def _party(field: Correctable, typed: str) -> str:
    """Find the one party of a credit code or a name."""
    rows = Party.objects.for_program("finds the holder that an official names")
    named = rows.filter(credit_code=typed.upper()) or rows.filter(name_key=name_key(typed))
    # One that was merged into another is that other.
    found = sorted({one.same_as_id or one.pk for one in named[:3]})
    if not found:
        raise Refused(
            f"台账中没有“{typed[:60]}”。请填写已登记主体的全称或统一社会信用代码；"
            "没有登记的，先导入主体清单。"
        )
    if len(found) > 1:
        raise Refused(f"名为“{typed[:60]}”的主体不止一个，请改填统一社会信用代码。")
    return str(found[0])


_READERS = {
    "text": _text, "day": _day, "truth": _choice, "whole": _number, "number": _number,
    "division": _division, "choice": _choice, "word": _choice, "party": _party,
}  # fmt: skip


def _field(subject: str, name: str, kind: str = "text", **more: bool) -> Correctable:
    return Correctable(subject, name, kind, **more)


_R, _P, _E = Subject.RIGHT, Subject.PARTY, Subject.EVENT
_D, _A, _S, _B = Subject.DESIGNATION, Subject.ACTIVITY, Subject.STATISTIC, Subject.BUDGET
ALL = (
    _field(_R, "title", may_be_empty=False), _field(_R, "applicants"),
    _field(_R, "publication_number"), _field(_R, "grant_number"),
    *(_field(_R, one, "day") for one in ("filed_on", "published_on", "granted_on", "term_ends_on")),
    *(_field(_R, one) for one in ("status_text", "ipc_main", "ipc_all", "agency", "agency_code")),
    _field(_R, "strategic_industry"), _field(_R, "family"), _field(_R, "first_public_on", "day"),
    _field(_R, "nice_class", "whole"),
    _field(_R, "has_overseas_grant", "truth"), _field(_R, "is_marked_high_value", "truth"),
    _field(_R, "holder", "party", may_be_empty=False, is_dated=True),
    _field(_R, "region_code", "division", may_be_empty=False, is_dated=True),
    _field(_P, "name", may_be_empty=False),
    _field(_P, "kind", "choice", may_be_empty=False),
    _field(_P, "region_code", "division", may_be_empty=False),
    _field(_P, "address"), _field(_P, "industry_code"), _field(_P, "size", "word"),
    _field(_E, "happened_on", "day", may_be_empty=False), _field(_E, "amount", "number"),
    _field(_E, "document_number"), _field(_E, "note"), _field(_E, "region_code", "division"),
    _field(_D, "from_on", "day", may_be_empty=False), _field(_D, "until_on", "day"),
    _field(_D, "document_number"), _field(_D, "region_code", "division"),
    _field(_A, "title", may_be_empty=False), _field(_A, "held_on", "day", may_be_empty=False),
    _field(_A, "place"), _field(_A, "organiser"), _field(_A, "people", "whole"),
    _field(_A, "items", "whole"), _field(_A, "region_code", "division"),
    _field(_S, "value", "number", may_be_empty=False), _field(_S, "publisher"),
    _field(_S, "document"),
    _field(_B, "planned", "number"), _field(_B, "spent", "number"), _field(_B, "document"),
    _field(_B, "region_code", "division"),
)  # fmt: skip
FIELDS: dict[tuple[str, str], Correctable] = {(one.subject, one.name): one for one in ALL}


def fields_of(subject: str) -> list[Correctable]:
    """Return the fields of a kind of fact that may be corrected, in the order of the page."""
    return [one for one in ALL if one.subject == subject]


def field_of(subject: str, name: str) -> Correctable:
    """Return one of them, or raise ``NotFound``."""
    found = FIELDS.get((subject, name))
    if found is None:
        raise NotFound("这一项不能更正。号码等用来认定是哪一件的内容，须由新的清单更新。")
    return found
