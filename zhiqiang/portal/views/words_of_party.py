"""How a party is put into words: its facts with their cells, its roles, its timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localdate

from zhiqiang.portal import labels, scope
from zhiqiang.portal.views.words_of_right import Fact, cell_address, row_address
from zhiqiang.records.registry import queries as registry
from zhiqiang.records.registry.correctable import FIELDS
from zhiqiang.ui.tables import Cell, Table, table
from zhiqiang.ui.templatetags.figures import dash, day, number

#: label, attribute of the party, fields of lists of parties that say it
_FACTS = (
    ("名称", "name", ("name",)),
    ("类别", "kind", ("kind",)),
    ("统一社会信用代码", "credit_code", ("credit_code",)),
    ("地区", "region_code", ("region_code", "county", "address", "city")),
    ("地址", "address", ("address",)),
    ("国民经济行业代码", "industry_code", ("industry_code",)),
    ("企业规模", "size", ("size",)),
)


def facts(
    party: Any,
    person: Any,
    origins: Sequence[tuple[Any, str, int]],
    held: Mapping[str, Any],
    may_correct: bool,
) -> list[Fact]:
    """Return what is known of a party; ``held`` are the corrections that hold, by field, in words."""
    out = []
    for label, attribute, fields in _FACTS:
        text, one = _text(party, attribute, person), held.get(attribute)
        if not text and not one:
            continue
        is_correctable = may_correct and ("party", attribute) in FIELDS
        correct = (
            reverse("portal:correct", args=["party", party.pk, attribute]) if is_correctable else ""
        )
        out.append(Fact(label, text or "—", cell_address(origins, fields), correct, one))
    return out


def _text(party: Any, attribute: str, person: Any) -> str:
    value = getattr(party, attribute)
    match attribute:
        case "name":
            return registry.shown_name(party, person)
        case "kind":
            return str(party.get_kind_display())
        case "region_code":
            return f"{scope.full_region_name(value)}（{value}）" if value else ""
        case "address":
            return registry.shown_address(party, person)
        case "size":
            return labels.choice_word("parties", "size", value)
    return str(value)


def acted_table(party_id: int, found: Sequence[registry.Acted]) -> Table | None:
    """Return in which events a party had a part, as what, how often, and the way to each."""
    words = labels.kinds_of("Event")
    rows = [
        (
            Cell(words.get(one.kind, one.kind), _roll("events", party=party_id, kind=one.kind), is_head=True),
            labels.side(one.kind, one.is_other),
            number(one.times),
            day(one.newest),
        )
        for one in found
    ]  # fmt: skip
    heads = [("事件", "k"), ("其身份", "k"), ("次数", "n"), ("最近一次", "d")]
    return table("参与的事件", heads, rows) if rows else None


def designation_table(found: Iterable[Any]) -> Table | None:
    """Return what a party was recognised as."""
    kinds, levels = labels.code_names("designations"), labels.code_names("levels")
    rows = [
        (
            Cell(kinds.get(one.kind, one.kind), is_head=True),
            dash(levels.get(one.level, one.level)),
            day(one.from_on),
            day(one.until_on, "未载明"),
            dash(one.document_number),
        )
        for one in found
    ]
    heads = [("认定", "t"), ("级别", "k"), ("认定日", "d"), ("失效日", "d"), ("文号", "k")]
    return table("认定", heads, rows) if rows else None


def activity_table(found: Iterable[Any]) -> Table | None:
    """Return what a party organised."""
    kinds = labels.code_names("activities")
    rows = [
        (
            Cell(one.title, is_head=True),
            kinds.get(one.kind, one.kind),
            day(one.held_on),
            number(one.people),
        )
        for one in found
    ]
    heads = [("主办的活动", "t"), ("种类", "k"), ("日期", "d"), ("人次", "n")]
    return table("主办的活动", heads, rows) if rows else None


def lived_table(found: Sequence[registry.Lived]) -> Table | None:
    """Return where a party was, with how that became known."""
    rows = [
        (
            Cell(day(one.on), note="得知" if one.is_known_only else ""),
            Cell(dash(one.address), is_head=True),
            f"{scope.full_region_name(one.region_code)}" if one.region_code else "—",
            Cell(one.by, reverse("portal:record", args=["event", one.event_id]) if one.event_id else ""),
        )
        for one in found
    ]  # fmt: skip
    heads = [("日期", "d"), ("地址", "t"), ("地区", "t"), ("依据", "t")]
    return table("地址沿革", heads, rows) if rows else None


def known_table(found: Sequence[registry.Known]) -> Table | None:
    """Return why lists were taken to mean a party, each with the newest row that names it."""
    rows = [
        (
            Cell(one.name, note=one.credit_code, is_head=True),
            one.ground,
            number(one.lists),
            Cell(f"{one.file} 第 {one.row} 行", row_address(one.batch_id, one.sheet, one.row)),
        )
        for one in found
    ]
    heads = [("清单所载名称", "t"), ("识别依据", "t"), ("清单份数", "n"), ("最近一份", "t")]
    return table("识别依据", heads, rows) if rows else None


def in_force(found: Iterable[Any], on: date) -> list[str]:
    """Return the labels of a party on a day: what it is recognised as then, each once."""
    names = labels.code_names("designations")
    there = {
        one.kind: names.get(one.kind, one.kind)
        for one in reversed(list(found))
        if one.from_on <= on and (one.until_on is None or on < one.until_on)
    }
    return sorted(there.values())


def timeline(
    party: Any,
    person: Any,
    events: Iterable[Any],
    designated: Iterable[Any],
    former: Iterable[Any],
    merges: Iterable[Any],
) -> list[dict[str, Any]]:
    """Return what happened to a party and what it did, newest first."""
    entries = [_event(one, party, person) for one in events]
    names = labels.code_names("designations")
    entries += [
        _entry(one.from_on, "认定", names.get(one.kind, one.kind), one.document_number)
        for one in designated
    ]
    entries += [
        _entry(one.until_on, "更名", f"不再使用“{one.name}”") for one in former if one.until_on
    ]
    entries += [
        _entry(
            localdate(one.merged_at), "主体判定", f"并入“{one.gone.name}”", one.merged_by,
            reverse("portal:pair", args=[one.pair_id]),
        )
        for one in merges
        if one.kept_id == party.pk
    ]  # fmt: skip
    return sorted(entries, key=lambda one: one["on"], reverse=True)


def _entry(on: date, label: str, text: str, source: str = "", href: str = "") -> dict[str, Any]:
    return {"on": on, "label": label, "text": text, "source": source, "href": href}


def _event(one: Any, party: Any, person: Any) -> dict[str, Any]:
    is_other = one.counterparty_id == party.pk
    across = registry.shown_name(one.party if is_other else one.counterparty, person)
    amount = f"{number(one.amount)} 元" if one.amount is not None else ""
    told = (across, amount, registry.shown_note(one, person))
    text = (
        f"作为{labels.side(one.kind, is_other)}" if one.kind in labels.SIDES and one.right else ""
    )
    text = "，".join(part for part in (text, *told) if part)
    right = one.right
    href = reverse("portal:right", args=[right.pk]) if right else ""
    source = right.title if right else one.document_number
    return _entry(one.happened_on, one.get_kind_display(), text, source, href)


def kinds_held(party_id: int, counts: Mapping[str, int], chosen: str) -> list[dict[str, Any]]:
    """Return how many rights of each kind a party holds, each with the way to their list."""
    words = labels.right_kinds()
    return [
        {
            "label": words.get(kind, kind),
            "count": count,
            "href": f"{reverse('portal:party', args=[party_id])}?{urlencode({'kind': kind})}#rights",
            "is_chosen": kind == chosen,
        }
        for kind, count in counts.items()
    ]


def _roll(name: str, **query: Any) -> str:
    return f"{reverse(f'portal:{name}')}?{urlencode(query)}"
