"""Apply corrections to a reading, in the order in which they were made. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from zhiqiang.domains.plans.correcting.anchors import Anchor, Item, anchored, find, place_of

#: what each kind of item lies in
LISTS = {"target": "targets", "task": "tasks"}
#: remarks that an assigned owner settles
_SETTLED = ("order_without_body", "no_lead", "no_bodies")


@dataclass(frozen=True, slots=True)
class Made:
    """One correction as it is applied; ``id`` is that of its row."""

    id: int
    kind: str
    subject: str
    anchor: Mapping[str, Any]
    after: Mapping[str, Any]
    by: str = ""


@dataclass(slots=True)
class Applied:
    """A reading with corrections in it; ``stale`` are corrections whose words no longer stand."""

    targets: list[Item]
    tasks: list[Item]
    applied: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    #: words that were assigned an owner: [start, end], by whom
    assigned: list[tuple[int, int, str]] = field(default_factory=list)
    #: identity that a person said, by code of the target
    identities: dict[str, str] = field(default_factory=dict)
    #: by code, how each item is found again; counted only where a correction asked
    anchors: dict[str, Anchor] = field(default_factory=dict)


@dataclass(slots=True)
class _Bench:
    """The items under work with the anchors by which they are found."""

    text: str
    there: dict[str, list[tuple[Anchor, Item]]]
    out: Applied

    def find(self, subject: str, anchor: Mapping[str, Any]) -> tuple[Anchor, Item] | None:
        return find(Anchor.from_json(anchor), self.there[subject], self.text)

    def drop(self, subject: str, item: Item) -> None:
        self.there[subject] = [one for one in self.there[subject] if one[1] is not item]


def apply(reading: Mapping[str, Any], corrections: Sequence[Made], text: str) -> Applied:
    """Return the items of ``reading`` after ``corrections``; the reading itself is left alone."""
    quotes = {str(a["quote"]) for one in corrections for a in _anchors_of(one) if a}
    there = {
        subject: anchored(deepcopy(list(reading[name])), text, subject, quotes)
        for subject, name in LISTS.items()
    }
    for item in (one for pairs in there.values() for _, one in pairs):
        item["review"] = ""
    _seed([item for _, item in there["target"]])
    bench = _Bench(text, there, Applied([], []))
    for made in corrections:
        step = _STEPS.get(made.kind)
        if step is None:
            continue
        (bench.out.applied if step(bench, made) else bench.out.stale).append(made.id)
    for subject, name in LISTS.items():
        items = [item for _, item in bench.there[subject]]
        bench.out.anchors |= {item["code"]: anchor for anchor, item in bench.there[subject]}
        items.sort(key=lambda one: (one["span_start"], one["span_end"], one["code"]))
        setattr(bench.out, name, items)
    return bench.out


def _seed(targets: Sequence[Item]) -> None:
    """Give each target as read what its identity is made from: its words, and which of them."""
    seen: dict[str, int] = {}
    for item in targets:
        words = "".join(str(item["quote"]).split())
        seen[words] = seen.get(words, 0) + 1
        item["identity"] = f"{words}#{seen[words]}"


def _anchors_of(made: Made) -> Sequence[Mapping[str, Any]]:
    return [made.anchor, *made.after.get("others", ())]


def _confirm(bench: _Bench, made: Made) -> bool:
    found = bench.find(made.subject, made.anchor)
    if found is None:
        return False
    found[1]["review"] = found[1]["review"] or "confirmed"
    return True


def _change(bench: _Bench, made: Made) -> bool:
    found = bench.find(made.subject, made.anchor)
    if found is None:
        return False
    found[1].update(made.after)
    found[1]["review"] = "corrected"
    return True


def _assign(bench: _Bench, made: Made) -> bool:
    found = bench.find("task", made.anchor)
    if found is None:
        return False
    item = found[1]
    item["bodies"] = [list(one) for one in made.after["bodies"]]
    item["is_open_list"] = False
    item["review"] = "corrected"
    if item["bodies"]:
        bench.out.assigned.append((item["span_start"], item["span_end"], made.by))
    return True


def _remove(bench: _Bench, made: Made) -> bool:
    found = bench.find(made.subject, made.anchor)
    if found is None:
        return False
    bench.drop(made.subject, found[1])
    return True


def _split(bench: _Bench, made: Made) -> bool:
    found = bench.find(made.subject, made.anchor)
    if found is None:
        return False
    anchor, item = found
    bench.drop(made.subject, item)
    for number, part in enumerate(made.after["parts"], 1):
        new = deepcopy(item) | dict(part) | {"review": "corrected"}
        new["code"] = item["code"] if number == 1 else f"{item['code']}-{number}"
        if number > 1 and "identity" in new:
            new["identity"] += f".{number}"
        own = Anchor(
            anchor.quote, anchor.ordinal, anchor.count, anchor.before, f"{anchor.part}.{number}"
        )
        bench.there[made.subject].append((own, new))
    return True


def _merge(bench: _Bench, made: Made) -> bool:
    found = bench.find(made.subject, made.anchor)
    if found is None:
        return False
    kept = found[1]
    for anchor in made.after["others"]:
        other = bench.find(made.subject, anchor)
        if other is None or other[1] is kept:
            continue
        if made.subject == "task":
            kept["text"] = f"{kept['text']}\n{other[1]['text']}"
            kept["bodies"] += [one for one in other[1]["bodies"] if one not in kept["bodies"]]
        bench.drop(made.subject, other[1])
    kept["review"] = "corrected"
    return True


def _add(bench: _Bench, made: Made) -> bool:
    wanted = Anchor.from_json(made.anchor)
    start = _occurrence(bench.text, wanted)
    if start is None:
        return False
    item = dict(made.after["item"]) | {
        "span_start": start,
        "span_end": start + len(wanted.quote),
        "review": "added",
    }
    if made.subject == "target":
        item["quote"], item["identity"] = wanted.quote, f"+{item['code']}"
    bench.there[made.subject].append((wanted, item))
    return True


def _occurrence(text: str, wanted: Anchor) -> int | None:
    """Return where the quoted words stand, or None where that cannot be said for certain."""
    starts, at = [], text.find(wanted.quote)
    while at >= 0 and len(starts) < 1_000:
        starts.append(at)
        at = text.find(wanted.quote, at + len(wanted.quote))
    if len(starts) == 1 or (starts and len(starts) == wanted.count):
        return starts[min(wanted.ordinal, len(starts) - 1)]
    behind = [s for s in starts if "".join(text[max(0, s - 48) : s].split())[-12:] == wanted.before]
    return behind[0] if len(behind) == 1 else None


def _identify(bench: _Bench, made: Made) -> bool:
    found = bench.find("target", made.anchor)
    if found is None:
        return False
    bench.out.identities[found[1]["code"]] = made.after["identity"]
    return True


_STEPS: Mapping[str, Callable[[_Bench, Made], bool]] = {
    "confirm": _confirm,
    "change": _change,
    "assign": _assign,
    "remove": _remove,
    "split": _split,
    "merge": _merge,
    "add": _add,
    "identify": _identify,
}


def answer(
    findings: Sequence[Item], answers: Sequence[Made], assigned: Sequence[tuple[int, int, str]],
    text: str,
) -> None:  # fmt: skip
    """Write into ``findings`` what people answered. An answer to a remark that is gone is moot."""
    for one in findings:
        one["answer"], one["answered_by"] = one.get("answer", ""), one.get("answered_by", "")
        start, end = one["span_start"], one["span_end"]
        if one["code"] not in _SETTLED or start is None:
            continue
        for a_start, a_end, by in assigned:
            if one["code"] != "no_bodies" and a_start < end and start < a_end:
                one["answer"], one["answered_by"] = "已指定责任单位。", by
    quotes = {str(made.anchor["quote"]) for made in answers}
    pairs = anchored(findings, text, "finding", quotes)
    for made in answers:
        found = find(Anchor.from_json(made.anchor), pairs, text)
        if found is not None:
            found[1]["answer"], found[1]["answered_by"] = made.after["answer"], made.by


def words_of(item: Item, text: str, kind: str) -> str:
    """Return the words that an item is known by."""
    return place_of(item, text, kind)[1]
