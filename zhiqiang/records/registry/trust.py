"""Which source is trusted for which field where two contradict each other: a rule that is data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from zhiqiang.kernel.catalogue import Basis, Declared
from zhiqiang.records.accounts.parameters import parameter
from zhiqiang.records.registry.correctable import FIELDS

#: sheet → heading → field, as a batch keeps it
Columns = Mapping[str, Mapping[str, str | None]]


class KnownOrigin(Declared):
    """Lists of one source whose file name has one of these words come from one office."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    zh: str
    source: str
    file_words: tuple[str, ...] = Field(min_length=1)


class FieldTrust(Declared):
    """Whom to believe about a field: the first origins most, those not named alike and least."""

    subject: str
    field: str
    trust: tuple[str, ...] = ()
    within_days: int | None = Field(default=None, ge=1)

    def rank(self, origin: str) -> int:
        """Return the place of an origin; the smaller, the more it is believed."""
        return self.trust.index(origin) if origin in self.trust else len(self.trust)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a list comes from."""

    key: str
    zh: str


class SourceTrust(Declared):
    """The whole rule."""

    title: str
    origins: tuple[KnownOrigin, ...] = ()
    fields: tuple[FieldTrust, ...]
    basis: tuple[Basis, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        known = {one.key for one in self.origins}
        for one in self.fields:
            if (one.subject, one.field) not in FIELDS:
                raise ValueError(f"没有可以核对的字段 {one.subject}.{one.field}")
            if unknown := set(one.trust) - known:
                raise ValueError(f"{one.field} 的可信次序中没有来源 {'、'.join(sorted(unknown))}")
        return self

    def of(self, subject: str) -> tuple[FieldTrust, ...]:
        """Return the fields of a kind of fact that are watched."""
        return tuple(one for one in self.fields if one.subject == subject)

    def origin(self, source: str, file_name: str, columns: Columns) -> Origin:
        """Say where a list comes from: an office that is known, else lists with these headings."""
        for one in self.origins:
            if one.source == source and any(word in file_name for word in one.file_words):
                return Origin(one.key, one.zh)
        headings = sorted({name for sheet in columns.values() for name, to in sheet.items() if to})
        digest = hashlib.sha256("\n".join(headings).encode()).hexdigest()[:12]
        return Origin(f"{source}:{digest}", "")


def source_trust() -> SourceTrust:
    """Return the rule of this installation; a file of its own takes the place of what ships."""
    return parameter("source_trust", SourceTrust)
