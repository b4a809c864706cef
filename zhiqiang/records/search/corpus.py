"""The rights of a snapshot as rows of an index.

What a visitor may not read stands in no field that a visitor searches: the names of natural persons
are left out of the fields that are searched in place of those with all names, and a right that
nobody has published is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pyarrow as pa
from django.contrib.auth.models import AnonymousUser

from zhiqiang.engines.fulltext import SearchFields
from zhiqiang.engines.lake import OpenSnapshot
from zhiqiang.records.registry import queries as registry

AT_ONCE = 20_000
PUBLISHED = "published"
#: what stands in place of a natural person among the holders that a visitor searches
A_PERSON = "个人"
_TAKEN = (
    "id", "kind", "number", "publication_number", "grant_number", "title", "applicants", "filed_on",
    "published_on", "granted_on", "term_ends_on", "status_text", "ipc_main", "ipc_all", "nice_class",
    "agency", "strategic_industry", "region_code", "holder_name", "holder_kind",
)  # fmt: skip


def rows(snapshot: OpenSnapshot, fields: SearchFields) -> Iterator[pa.RecordBatch]:
    """Yield every right of a snapshot, hidden ones too, as the columns of an index."""
    shape = pa.schema(
        [("id", pa.int64())]
        + [
            (key, pa.date32() if one.kind == "day" else pa.string())
            for key, one in fields.fields.items()
        ]
    )
    hidden = registry.unpublished_rights()
    left = snapshot.rows("rights", _TAKEN)
    while taken := list(islice(left, AT_ONCE)):
        public = _without_people(taken)
        yield pa.RecordBatch.from_pylist([_row(one, public, hidden) for one in taken], shape)


def _row(one: dict[str, Any], public: dict[str, str], hidden: frozenset[int]) -> dict[str, Any]:
    numbers = (one["number"], one["publication_number"], one["grant_number"])
    return {
        "id": one["id"],
        "title": one["title"],
        "holder": one["holder_name"],
        "holder_public": A_PERSON if one["holder_kind"] == "person" else one["holder_name"],
        "applicants": one["applicants"],
        "applicants_public": public[one["applicants"] or ""],
        "number": " ".join(text.replace(" ", "") for text in numbers if text),
        "ipc": f"{one['ipc_main'] or ''};{one['ipc_all'] or ''}",
        "kind": one["kind"],
        "nice": str(one["nice_class"]) if one["nice_class"] else None,
        "region": one["region_code"],
        "agency": one["agency"],
        "status": one["status_text"],
        "industry": one["strategic_industry"],
        "filed_on": one["filed_on"],
        "published_on": one["published_on"],
        "granted_on": one["granted_on"],
        "term_ends_on": one["term_ends_on"],
        PUBLISHED: "0" if one["id"] in hidden else "1",
    }


def _without_people(taken: list[dict[str, Any]]) -> dict[str, str]:
    """Return printed names without those of natural persons, as a visitor is shown them."""
    printed = {one["applicants"] or "" for one in taken}
    nobody = AnonymousUser()
    people = registry.people_among(printed, nobody)
    out = {}
    for names in printed:
        shown = registry.shown_names(names, nobody, people).split("; ")
        whole = {name for name in names.split("; ") if name}
        out[names] = "; ".join(name for name in shown if name in whole)
    return out
