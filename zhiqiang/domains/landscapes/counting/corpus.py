"""The corpus of a landscape: one row for each thing that is counted, and which branches it is in.

Built once for a run, set-based, from the ids that the search gave and the tables of a snapshot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from zhiqiang.domains.landscapes.counting.rules import Rules
from zhiqiang.engines.metrics import SHAPES

#: the field itself, beside its branches
FIELD = 0
IN_FORCE, PENDING, UNKNOWN, ENDED = 3, 2, 1, 0
PARAMETERS: Mapping[str, Any] = {
    "as_of": ibis.param("date"),
    "since": ibis.param("date"),
    "until": ibis.param("date"),
    "low": ibis.param("string"),
}
HITS = ibis.table({"branch": "int64", "right_id": "int64"}, name="hits")
CORPUS = ibis.table(
    {
        "id": "int64", "kind": "string", "year": "int64", "party": "int64", "party_name": "string",
        "party_kind": "string", "industry": "string", "place": "string", "is_local": "boolean",
        "ipc": "string", "applicants": "string", "state": "int64",
    },
    name="corpus",
)  # fmt: skip
MEMBERS = ibis.table({"branch": "int64", "id": "int64"}, name="members")
_SOURCE = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
).hexdigest()[:16]


@dataclass(frozen=True)
class Asked:
    """One expression; its key changes with the code of this folder."""

    name: str
    tables: frozenset[str]
    make: Callable[[], ir.Table]

    @property
    def key(self) -> str:
        return f"landscape-{self.name}-{_SOURCE}"

    @property
    def parameters(self) -> Mapping[str, Any]:
        return PARAMETERS

    def build(self) -> ir.Table:
        """Return the expression."""
        return self.make()


def write_hits(hits: Mapping[int, Sequence[int]], out: Path) -> None:
    """Write which rights each branch found; the same hits make the same bytes."""
    pairs = [(branch, sorted(ids)) for branch, ids in sorted(hits.items())]
    branches = pa.concat_arrays(
        [pa.array([], pa.int64())] + [pa.repeat(pa.scalar(b, pa.int64()), len(i)) for b, i in pairs]
    )
    ids = pa.concat_arrays([pa.array([], pa.int64())] + [pa.array(i, pa.int64()) for _, i in pairs])
    pq.write_table(pa.table({"branch": branches, "right_id": ids}), out, compression="zstd")


def heads(rules: Rules) -> Asked:
    """Return the query of every right that is counted, with the id of the one that stands for it."""
    name = f"heads-{rules.unit}-{rules.day}-{'+'.join(sorted(rules.kinds))}-{rules.family_months}"
    return Asked(name, frozenset({"hits", "rights", "in_force"}), lambda: _heads(rules))


def _heads(rules: Rules) -> ir.Table:
    rights = SHAPES["rights"].unbound("rights")
    found = HITS.filter(HITS.branch == FIELD)
    rows = rights.filter(rights.kind.isin(rules.kinds)).semi_join(
        found, rights.id == found.right_id
    )
    states = _states()
    rows = rows.left_join(states, rows.id == states.right_id)
    day = rows[rules.day]
    person = rows.holder_kind == "person"
    code = rows.region_code.fill_null("")
    rows = rows.select(
        right_id=rows.id,
        kind=rows.kind,
        day=day,
        party=rows.holder_id,
        party_name=ibis.ifelse(person, "自然人", rows.holder_name.fill_null("未载明")),
        party_kind=rows.holder_kind.fill_null("unknown"),
        industry=rows.holder_industry.fill_null(""),
        place=code,
        is_local=code.startswith(PARAMETERS["low"]),
        ipc=rows.ipc_main.fill_null("").replace(" ", "").upper().substr(0, 4),
        applicants=rows.applicants.fill_null(""),
        title=rows.title.fill_null(""),
        state=_state(rows),
    )
    rows = rows.filter(rows.day.notnull())
    if rules.unit == "family":
        rows = _folded(rows, rules.family_months)
    else:
        rows = rows.mutate(family_id=rows.right_id)
    return rows.drop("title")


def _states() -> ir.Table:
    """Return of every right with a known life whether it is in force, or why nobody knows."""
    spans = SHAPES["in_force"].unbound("in_force")
    found = HITS.filter(HITS.branch == FIELD)
    spans = spans.semi_join(found, spans.right_id == found.right_id)
    as_of = PARAMETERS["as_of"]
    is_empty = spans.until_on.notnull() & (spans.from_on == spans.until_on)
    holds = (
        ~is_empty & (spans.from_on <= as_of) & (spans.until_on.isnull() | (spans.until_on > as_of))
    )
    return spans.group_by("right_id").agg(
        holds=holds.any(),
        doubtful=is_empty.any(),
        begun=(~is_empty & (spans.from_on <= as_of)).any(),
    )


def _state(rows: ir.Table) -> ir.Value:
    granted = rows.granted_on.notnull() & (rows.granted_on <= PARAMETERS["as_of"])
    return (
        ibis.cases(
            (rows.holds.fill_null(False), IN_FORCE),
            (rows.doubtful.fill_null(False), UNKNOWN),
            (rows.begun.fill_null(False) | granted, ENDED),
            else_=PENDING,
        )
    ).cast("int64")


def _folded(rows: ir.Table, months: int) -> ir.Table:
    """Give every right the head of its family: same holder, same title, no gap above the months."""
    rows = rows.mutate(
        who=ibis.coalesce(rows.party.cast("string"), rows.applicants),
        at=rows.day.year().cast("int64") * 372 + rows.day.month() * 31 + rows.day.day(),
    )
    one = ibis.window(group_by=["who", "title"], order_by=["at", "right_id"])
    before = rows.at.lag().over(one)
    rows = rows.mutate(starts=(before.isnull() | (rows.at - before > months * 31)).cast("int64"))
    until_here = ibis.window(
        group_by=["who", "title"], order_by=["at", "right_id"], preceding=None, following=0
    )
    rows = rows.mutate(family=rows.starts.sum().over(until_here))
    own = ibis.window(group_by=["who", "title", "family"], order_by=["at", "right_id"])
    whole = ibis.window(group_by=["who", "title", "family"])
    rows = rows.mutate(
        family_id=rows.right_id.first().over(own),
        best=rows.state.max().over(whole),
    )
    return rows.mutate(state=rows.best).drop("who", "at", "starts", "family", "best")


HEADS = ibis.table(
    {name: kind for name, kind in CORPUS.schema().items() if name not in ("id", "year")}
    | {"right_id": "int64", "day": "date", "family_id": "int64"},
    name="heads",
)


def corpus() -> Asked:
    """Return the query of the corpus: the heads that lie in the window."""
    return Asked("corpus", frozenset({"heads"}), _corpus)


def _corpus() -> ir.Table:
    rows = HEADS.filter(
        HEADS.right_id == HEADS.family_id,
        HEADS.day.between(PARAMETERS["since"], PARAMETERS["until"]),
    )
    named = {name: rows[name] for name in CORPUS.columns if name not in ("id", "year")}
    return rows.select(id=rows.family_id, year=rows.day.year().cast("int64"), **named).order_by(
        "id"
    )


def members() -> Asked:
    """Return the query of which branches each row of the corpus is in; any of a family will do."""
    return Asked("members", frozenset({"heads", "hits", "corpus"}), _members)


def _members() -> ir.Table:
    joined = HITS.join(HEADS, HITS.right_id == HEADS.right_id).select("branch", id=HEADS.family_id)
    held = joined.semi_join(CORPUS, joined.id == CORPUS.id)
    return held.distinct().order_by(["branch", "id"])
