"""What a record of the register is called, and where its page is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhiqiang.portal import labels, scope
from zhiqiang.records.registry import queries as registry


def name_of(subject: str, fact: Any, person: Any) -> str:
    """Return what one fact is called, as far as ``person`` may read it."""
    match subject:
        case "right":
            return f"{fact.title}（{fact.number}）"
        case "party":
            return registry.shown_name(fact, person)
        case "event":
            about = fact.right.title if fact.right else registry.shown_name(fact.party, person)
            return f"{fact.happened_on} {fact.get_kind_display()} {about}".rstrip()
        case "designation":
            return f"{fact.name}（{labels.code_names('designations').get(fact.kind, fact.kind)}）"
        case "activity":
            return str(fact.title)
        case "budget":
            return f"{fact.body} {fact.year} 年 {fact.purpose}"
        case _:
            key = labels.code_names("statistics").get(fact.key, fact.key)
            return f"{scope.region_name(fact.region_code)} {fact.year} 年{key}"


def address_of(subject: str, fact: Any, is_above: bool = False) -> str:
    """Return the address of a fact's page; ``is_above``: of the right or party it belongs to."""
    if subject == "right":
        return reverse("portal:right", args=[fact.pk])
    if subject == "party":
        return reverse("portal:party", args=[fact.pk])
    if not is_above:
        return reverse("portal:record", args=[subject, fact.pk])
    if getattr(fact, "right_id", None):
        return reverse("portal:right", args=[fact.right_id])
    if getattr(fact, "party_id", None):
        return reverse("portal:party", args=[fact.party_id])
    rolls = {
        "event": "events", "designation": "designations", "activity": "activities",
        "statistic": "statistics", "budget": "budgets",
    }  # fmt: skip
    return reverse(f"portal:{rolls.get(subject, 'rights')}")


def about_of(subject: str, fact: Any, person: Any) -> list[tuple[str, str, str]]:
    """Return what a fact is about, which no correction changes: label, text and where it leads."""
    match subject:
        case "event":
            out = [("事件", fact.get_kind_display(), "")]
            if fact.right:
                out.append(("权利", f"{fact.right.title}（{fact.right.number}）", _right(fact)))
            sides = ((fact.party, False), (fact.counterparty, True))
            return out + [_side(fact.kind, one, other, person) for one, other in sides if one]
        case "designation":
            out = [("认定种类", labels.code_names("designations").get(fact.kind, fact.kind), "")]
            if fact.level:
                out.append(("级别", labels.code_names("levels").get(fact.level, fact.level), ""))
            return out + ([_party("所属单位", fact.party, person)] if fact.party else [])
        case "activity":
            kind = labels.code_names("activities").get(fact.kind, fact.kind)
            return [("活动种类", kind, "")]
        case "statistic":
            return [
                ("地区", scope.full_region_name(fact.region_code), ""),
                ("年度", str(fact.year), ""),
                ("单位", labels.unit_of_statistic(fact.key), ""),
            ]
        case "budget":
            return [
                ("年度", str(fact.year), ""), ("单位", fact.body, ""), ("用途", fact.purpose, ""),
            ]  # fmt: skip
        case "party_name":
            days = f"{fact.from_on or '不详'} 至 {fact.until_on or '不详'}"
            return [_party("主体", fact.party, person), ("使用时间", days, "")]
        case "right":
            return [("号码", fact.number, _right(fact))]
        case _:
            return [("统一社会信用代码", fact.credit_code, "")] if fact.credit_code else []


def _right(fact: Any) -> str:
    return reverse("portal:right", args=[getattr(fact, "right_id", fact.pk)])


def _side(kind: str, party: Any, is_other: bool, person: Any) -> tuple[str, str, str]:
    return _party(labels.side(kind, is_other), party, person)


def _party(label: str, party: Any, person: Any) -> tuple[str, str, str]:
    is_open = registry.sees_origins(person) or party.kind != "person"
    href = reverse("portal:party", args=[party.pk]) if is_open else ""
    return (label, registry.shown_name(party, person), href)
