"""Random requests to every address as everybody, and what about the answers is a fault.

A request is made from its number alone, so that a fault is asked for again by its number.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import Http404
from django.urls import reverse

from zhiqiang.config.tests.matrix import odd, walk
from zhiqiang.config.tests.matrix.telling import told_by
from zhiqiang.config.tests.matrix.world import World

#: what may be written for anybody who asks: who was here, who failed to come in, what they read
ALWAYS = re.compile(r"accounts_(session|lock)|journal_entry")
#: what people without any right may change: of their own account, messages and cases
OWN = re.compile(r"accounts_(session|lock|person|former_password|authenticator|passkey"
                 r"|recovery_code|access_token|external_identity)|journal_entry"
                 r"|notices_notice|casework_\w+|files_\w+")  # fmt: skip
_WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asks what, and how."""

    number: int
    name: str
    role: str
    method: str
    address: str
    body: bytes
    media: str
    headers: dict[str, str]
    is_as_linked: bool

    def __str__(self) -> str:
        head = " ".join(f"{key}={value[:60]!r}" for key, value in self.headers.items())
        return (
            f"#{self.number} {self.role} {self.method} {self.address[:300]} {head}"
            f" {self.media} {self.body[:300]!r}"
        )


@dataclass(slots=True)
class Seen:
    """What was seen of all requests: the faults, and how many answers of each kind."""

    faults: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    things: Counter[str] = field(default_factory=Counter)


def requests(
    world: World, declared: walk.Table, roles: Iterable[str], numbers: Iterable[int]
) -> Iterator[Request]:
    """Yield the requests of ``numbers``: address after address, each time as the next role.

    An address that computes every figure there is has its turn once in ten rounds.
    """
    known = walk.addresses()
    names, roles = sorted(known), sorted(roles)
    for number in numbers:
        draw = random.Random(number)
        turn, place = divmod(number, len(names))
        name = names[place]
        while turn % 10 < 9 and declared.endpoints[name].is_costly:
            name = draw.choice(names)
        role = roles[turn % len(roles)]
        yield _request(world, declared, number, draw, name, role, known[name])


def numbers_of(name: str, rounds: int) -> range:
    """Return the numbers at which it is the turn of ``name``."""
    names = sorted(walk.addresses())
    return range(names.index(name), rounds * len(names), len(names))


def _request(
    world: World,
    declared: walk.Table,
    number: int,
    draw: random.Random,
    name: str,
    role: str,
    arguments: tuple[str, ...],
) -> Request:
    endpoint = declared.endpoints[name]
    # A third of the requests is as a link or a form of ours makes it, to what there is.
    is_as_linked = draw.random() < 0.35
    address = _address(world, draw, name, endpoint, arguments, is_as_linked)
    if is_as_linked:
        address += draw.choice(("", *endpoint.queries, "?region=990200", "?region=990101&size=50"))
    else:
        address += odd.query(draw)
    writes = draw.random() < (0.6 if endpoint.post else 0.12)
    rare = not is_as_linked and draw.random() < 0.08
    body, media = odd.form(draw, odd.NAMES) if writes else (b"", "")
    method = "POST" if writes else "GET"
    if rare:
        method = draw.choice(("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "get", "X"))
    headers = {} if is_as_linked else odd.headers(draw)
    return Request(number, name, role, method, address, body, media, headers, is_as_linked)


def _address(
    world: World,
    draw: random.Random,
    name: str,
    endpoint: walk.Endpoint,
    arguments: tuple[str, ...],
    is_as_linked: bool,
) -> str:
    things = world.open | draw.choice([{}, *world.hidden.values()])
    filled = {key: things[endpoint.arguments.get(key, key)] for key in arguments}
    address = reverse(name, kwargs=filled)
    if is_as_linked:
        return address
    for value in filled.values():
        if draw.random() < 0.4:
            piece = odd.segment(draw)
            address = re.sub(
                rf"/{re.escape(str(value))}(?=/|$)", lambda _, p=piece: f"/{p}", address
            )
    return odd.bent(draw, address) if draw.random() < 0.1 else address


def ask(world: World, declared: walk.Table, asked: Iterable[Request]) -> Seen:
    """Send the requests, each undone afterwards, and return what was seen."""
    seen = Seen()
    for one in asked:
        with transaction.atomic(), _writes() as written:
            answer, failure = _answer(world, one)
            faults = [failure] if failure else _faults(declared, one, answer, written, seen)
            transaction.set_rollback(True)
        seen.faults += [f"{fault}: {one}" for fault in faults]
    return seen


def _answer(world: World, one: Request) -> tuple[Any, str]:
    browser = world.browser(one.role)
    try:
        return browser.generic(
            one.method,
            one.address,
            one.body,
            one.media or "application/octet-stream",
            **one.headers,
        ), ""
    except Exception as error:  # noqa: BLE001 - whatever gets past the handlers is the fault sought
        return None, f"raised {type(error).__name__}"


def _faults(
    declared: walk.Table, one: Request, answer: Any, written: set[str], seen: Seen
) -> list[str]:
    seen.statuses[answer.status_code] += 1
    out = [f"failed with {answer.status_code}"] if answer.status_code >= 500 else []
    text = told_by(answer)
    media = answer.headers.get("Content-Type", "").partition(";")[0]
    seen.things[media] += 1
    out += walk.leaks_in(text, declared, _answered_by(answer) or one.name, one.role)
    if strange := _strange(declared, one, written):
        out.append(f"wrote to {'、'.join(sorted(strange))}")
    seen.things["writes"] += bool(written)
    return out


def _answered_by(answer: Any) -> str:
    """Return the name of the address that the path led to; the client looks it up when asked."""
    try:
        return str(answer.resolver_match.view_name)
    except Http404:
        return ""


def _strange(declared: walk.Table, one: Request, written: set[str]) -> set[str]:
    """Return the tables that this request must not have written to."""
    if one.role in declared.groups["officials"] and one.method == "POST":
        return set()
    may = declared.may(one.role, declared.endpoints[one.name].post) and one.method == "POST"
    allowed = OWN if may else ALWAYS
    return {table for table in written if not allowed.fullmatch(table)}


@contextmanager
def _writes() -> Iterator[set[str]]:
    """Give the names of the tables that the block writes to."""
    written: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            written.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
