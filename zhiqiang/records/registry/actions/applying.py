"""Write a corrected value into the register, with what follows from it, and take it out again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils.timezone import localdate

from zhiqiang.kernel.errors import Refused
from zhiqiang.kernel.identifiers import publication_key, read_publication
from zhiqiang.kernel.identifiers.publication_number import parse_publication_number
from zhiqiang.records.registry.actions import holdings
from zhiqiang.records.registry.actions.events_rows import MOVES
from zhiqiang.records.registry.actions.facts import activity_identity, designation_identity
from zhiqiang.records.registry.correctable import Correctable
from zhiqiang.records.registry.models import (
    Activity,
    Designation,
    Event,
    Holding,
    Party,
    Right,
    RightKey,
)
from zhiqiang.records.registry.names import form_of, name_key

PATENTS = ("invention", "utility_model", "design")
#: of a right, which day cannot come before which
_ORDER = (
    ("filed_on", "published_on"), ("filed_on", "granted_on"), ("filed_on", "term_ends_on"),
    ("granted_on", "term_ends_on"),
)  # fmt: skip
_PAST = ("filed_on", "first_public_on", "published_on", "granted_on", "happened_on", "held_on")
_STARTS = ("grant", "registration")
Kept = dict[str, Any]


def put(field: Correctable, fact: Any, text: str, valid_from: date | None) -> Kept:
    """Write a value and what follows from it; return what ``take_out`` needs to undo the rest.

    Refuses what cannot be true beside the other fields. The caller holds the transaction.
    """
    if isinstance(fact, Right):
        return _put_right(field, fact, text, valid_from)
    if isinstance(fact, Event):
        return _put_event(field, fact, text)
    _set(field, fact, text)
    if isinstance(fact, Party) and field.name == "name":
        return _put_name(fact)
    if isinstance(fact, Designation) and fact.until_on and fact.until_on <= fact.from_on:
        raise Refused(f"失效日 {fact.until_on} 应晚于认定日 {fact.from_on}。")
    fact.save(update_fields=[field.name])
    return {}


def _put_name(party: Party) -> Kept:
    """Write a party's name with the key and the form by which lists and searches find it.

    Its identity stays: lists that print the name as it was mean it still.
    """
    party.name_key = name_key(party.name)
    party.name_form = "" if party.kind == "person" else form_of(party.name)
    party.save(update_fields=["name", "name_key", "name_form"])
    return {}


def take_out(field: Correctable, fact: Any, text: str, kept: Kept) -> None:
    """Write back what the lists say, and what a correction changed beside its field."""
    if "before" not in kept:
        put(field, fact, text, None)
        return
    right = fact if isinstance(fact, Right) else fact.right
    if _holdings(right) != kept["after"]:
        raise Refused("更正之后权属又有变动，不能直接撤回。请就现在的内容另作更正。")
    _lay(right, kept["before"])
    if isinstance(fact, Event):
        _set(field, fact, text)
        fact.save(update_fields=[field.name])


def identity_of(fact: Any) -> str:
    """Return the identity by which a list that prints what ``fact`` carries would know it."""
    if isinstance(fact, Designation):
        return designation_identity(fact.kind, fact.level, fact.from_on, fact.name)
    if isinstance(fact, Activity):
        return activity_identity(fact.kind, fact.held_on, fact.region_code, fact.title, fact.place)
    if isinstance(fact, Event) and fact.right_id and fact.kind not in _STARTS:
        fee = f"Y{fact.fee_year}" if fact.fee_year else ""
        which = fee or fact.document_number or fact.note[:40]
        return f"{fact.kind}:R{fact.right_id}:{fact.happened_on}:{which}"
    return str(getattr(fact, "identity", ""))


def _set(field: Correctable, fact: Any, text: str) -> None:
    value = field.value(text)
    if field.name in _PAST and value is not None and value > localdate():
        raise Refused(f"{field.label} {value} 在今天之后，请核对。")
    setattr(fact, field.name, value)


def _put_right(field: Correctable, right: Right, text: str, valid_from: date | None) -> Kept:
    if field.name in ("holder", "region_code"):
        return _put_holding(field, right, text, valid_from)
    _set(field, right, text)
    for first, then in _ORDER:
        one, other = getattr(right, first), getattr(right, then)
        if field.name in (first, then) and one and other and other < one:
            names = [str(right._meta.get_field(name).verbose_name) for name in (then, first)]
            raise Refused(f"{names[0]} {other} 早于{names[1]} {one}，不可能。请核对。")
    if field.name in ("publication_number", "grant_number") and text:
        _know_by(right, field, text)
    right.is_published = right.kind not in PATENTS or any(
        (right.published_on, right.granted_on, right.publication_number, right.grant_number)
    )
    right.save(update_fields=[field.name, "is_published"])
    if field.name == "granted_on" and right.kind != "pct_application":
        _put_grant(right)
    return {}


def _know_by(right: Right, field: Correctable, text: str) -> None:
    """Let lists that print the corrected number find the right; the old number leads to it too."""
    found = parse_publication_number(text)
    if not found.normal or right.kind not in PATENTS:
        if right.kind in PATENTS:
            raise Refused(found.message)
        return
    setattr(right, field.name, found.normal)
    key = publication_key(read_publication(found.normal), field.name == "grant_number" or None)
    known, _ = RightKey.objects.for_program("corrects a number").get_or_create(
        key=key, defaults={"right": right}
    )
    if known.right_id != right.pk:
        raise Refused(f"号码 {found.normal} 在台账中属于另一件权利，请核对。")


def _put_grant(right: Right) -> None:
    """Keep the event of the grant on the day of the right's own field."""
    kind = "grant" if right.kind in PATENTS else "registration"
    rows = Event.objects.for_program("corrects a grant")
    identity = f"{kind}:R{right.pk}"
    if right.granted_on is None:
        rows.filter(identity=identity).delete()
        return
    rows.update_or_create(
        identity=identity,
        defaults={"happened_on": right.granted_on},
        create_defaults={
            "kind": kind, "right": right, "party_id": right.holder_id,
            "happened_on": right.granted_on, "region_code": right.region_code,
        },
    )  # fmt: skip


def _put_holding(field: Correctable, right: Right, text: str, valid_from: date | None) -> Kept:
    """Correct who holds a right, or where: of the holding of today, or from a day on."""
    before = _holdings(right)
    rows = Holding.objects.for_program("corrects a holding")
    now = rows.filter(right=right, until_on=None).first()
    if now is None:
        if right.holder_id is None and field.name == "region_code":
            right.region_code = text
            right.save(update_fields=["region_code"])
            return {"before": before, "after": _holdings(right)}
        now = Holding(right=right, party_id=right.holder_id, region_code=right.region_code,
                      from_on=right.filed_on)  # fmt: skip
    if valid_from is not None:
        now = _from_day(now, valid_from)
    if field.name == "holder":
        now.party_id = int(text)
        if valid_from is not None:
            party = Party.objects.for_program("corrects a holding").get(pk=int(text))
            now.region_code = party.region_code or now.region_code
    else:
        now.region_code = text
    now.save()
    _follow(right)
    return {"before": before, "after": _holdings(right)}


def _from_day(now: Holding, day: date) -> Holding:
    """End the holding of today on a day; return the next one, unsaved."""
    if now.from_on is not None and day <= now.from_on:
        raise Refused(
            f"起始日 {day} 应晚于现权利人的起始日 {now.from_on}；自始就不对的，起始日留空。"
        )
    if day > localdate():
        raise Refused(f"起始日 {day} 在今天之后，请核对。")
    now.until_on = day
    now.save()
    return Holding(
        right_id=now.right_id, party_id=now.party_id, region_code=now.region_code, from_on=day
    )


def _follow(right: Right) -> None:
    """Let holder and region of a right be those of its last holding."""
    rows = Holding.objects.for_program("corrects a holding")
    last = rows.filter(right=right, until_on=None).first()
    if last is not None:
        right.holder_id, right.region_code = last.party_id, last.region_code
        right.save(update_fields=["holder", "region_code"])


def _holdings(right: Right) -> list[list[Any]]:
    """Return who held a right, and its own holder and region in front, as JSON keeps it."""
    rows = Holding.objects.for_program("corrects a holding").filter(right=right).order_by("id")
    own: list[list[Any]] = [[right.holder_id, right.region_code, None, None]]
    return own + [
        [
            one.party_id,
            one.region_code,
            *(day and day.isoformat() for day in (one.from_on, one.until_on)),
        ]
        for one in rows
    ]


def _lay(right: Right, kept: list[list[Any]]) -> None:
    """Put holdings back as ``_holdings`` told them."""
    Holding.objects.for_program("takes a correction back").filter(right=right).delete()
    for party, region, start, end in kept[1:]:
        days = [day and date.fromisoformat(day) for day in (start, end)]
        Holding.objects.for_program("takes a correction back").create(
            right=right, party_id=party, region_code=region, from_on=days[0], until_on=days[1]
        )
    right.holder_id, right.region_code = kept[0][0], kept[0][1]
    right.save(update_fields=["holder", "region_code"])


def _put_event(field: Correctable, event: Event, text: str) -> Kept:
    old = event.happened_on
    if field.name == "happened_on" and event.kind in _STARTS and event.right_id:
        raise Refused("授权或注册的日期请在权利页更正“授权日或注册日”。")
    _set(field, event, text)
    right = event.right
    if right and right.filed_on and event.happened_on < right.filed_on:
        raise Refused(f"日期 {event.happened_on} 早于申请日 {right.filed_on}，不可能。请核对。")
    event.save(update_fields=[field.name])
    if right is None or event.kind not in MOVES:
        return {}
    before = _holdings(right)
    if field.name == "happened_on":
        _move(right, old, event.happened_on)
    elif field.name == "region_code" and text:
        rows = Holding.objects.for_program("corrects a transfer")
        rows.filter(right=right, from_on=event.happened_on).update(region_code=text)
        _follow(right)
    return {"before": before, "after": _holdings(right)}


def _move(right: Right, old: date, new: date) -> None:
    """Let the holding that a transfer began begin on another day."""
    rows = Holding.objects.for_program("corrects a transfer").filter(right=right)
    try:
        with transaction.atomic():
            # Its end is set with the others'; until then none may contradict it.
            rows.update(until_on=None)
            rows.filter(from_on=old).update(from_on=new)
    except IntegrityError as error:
        raise Refused(f"{new} 已有另一次权属变动，请核对。") from error
    holdings.collect(f"SELECT {int(right.pk)}, NULL, NULL, NULL, 0")
    holdings.chain()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {holdings.MOVED}")
    right.refresh_from_db()
