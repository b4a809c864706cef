"""Walk every address of the project as everybody who may come, and say what is not as declared.

The table (``tests/matrix.yml``) says for each address, by its name, what kind of path it is, who
may open it and who may send its form. An address that the table does not know is a fault, and so
is an entry for an address that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pydantic import BaseModel, ConfigDict, TypeAdapter

from zhiqiang.config.tests.matrix.telling import told_by
from zhiqiang.config.tests.matrix.world import MARKS, STRANGER, World
from zhiqiang.kernel.catalogue import read

TABLE = Path(__file__).resolve().parents[4] / "tests" / "matrix.yml"
Kind = Literal[
    "page", "list", "detail", "search", "export", "aggregate", "download", "fragment", "form", "api"
]


class Endpoint(BaseModel):
    """What the table says of one address. Without ``post`` a form sent there is like a reading.

    ``arguments``: other names of the world's things for arguments of the address. ``is_costly``:
    asked as one stranger and one official only, because it computes every figure there is.
    ``tells``: what of the hidden things its own rows name to everybody who may open it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: str
    kind: Kind
    get: str | None = None
    post: str | None = None
    queries: tuple[str, ...] = ()
    arguments: dict[str, str] = {}
    tells: tuple[str, ...] = ()
    is_costly: bool = False
    leads_to_sign_in: bool = False


class Table(BaseModel):
    """The declared matrix: groups of roles, who sees what, and the addresses."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    groups: dict[str, tuple[str, ...]]
    sees: dict[str, str]
    endpoints: dict[str, Endpoint]

    def may(self, role: str, group: str | None) -> bool:
        """Say whether ``role`` is in ``group``; nobody is in none."""
        return group is not None and role in self.groups[group]


def table() -> Table:
    """Return the declared matrix."""
    return TypeAdapter(Table).validate_python(read(TABLE))


def addresses() -> dict[str, tuple[str, ...]]:
    """Return the names of all arguments of every address of the project, by full name."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: Iterable[Any], space: str, above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in patterns:
        arguments = (*above, *one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _walk(
                one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, arguments
            )
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name or one.pattern}", arguments


#: hidden things whose own page is open to others, with what is hidden covered
PARTLY = {"natural_person"}
#: how a refusal for want of a right reads
_LACKING = re.compile(r'role="alert">[^<]*(当前账户|您没有)')


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of the walk: ``shows`` is the hidden thing that its address names, if any."""

    name: str
    role: str
    method: str
    address: str
    shows: str = ""


def visits(
    world: World, declared: Table, names: Iterable[str] = (), roles: Iterable[str] = ()
) -> Iterator[Visit]:
    """Yield the requests: every address, as everybody, with open and hidden things, both methods."""
    known = addresses()
    for name, endpoint in declared.endpoints.items():
        if (names and name not in names) or name not in known:
            continue
        for role in roles or world.cookies:
            if not endpoint.is_costly or role in (STRANGER, "official"):
                yield from _visits(world, name, endpoint, role, known[name])


def _visits(
    world: World, name: str, endpoint: Endpoint, role: str, arguments: tuple[str, ...]
) -> Iterator[Visit]:
    for shows, own in {"": {}, **world.hidden}.items():
        if shows and not own.keys() & set(arguments):
            continue
        things = world.open | own
        filled = {key: things[endpoint.arguments.get(key, key)] for key in arguments}
        address = reverse(name, kwargs=filled)
        for query in ["", *endpoint.queries, *([] if shows else _searches(endpoint))]:
            yield Visit(name, role, "get", address + query, shows)
        # Where no form is declared, two show whether one is refused or read.
        if endpoint.post or (role in (STRANGER, "visitor") and not endpoint.is_costly):
            yield Visit(name, role, "post", address, shows)


def _searches(endpoint: Endpoint) -> list[str]:
    if endpoint.kind != "search":
        return []
    return ["?" + urlencode({"q": text, "text": text}) for _, text in MARKS.values()]


def problems(world: World, declared: Table, walked: Iterable[Visit]) -> list[str]:
    """Return what is not as declared, each as one line that names role, method and address."""
    out = []
    for visit in walked:
        try:
            with transaction.atomic():
                answer = getattr(world.browser(visit.role), visit.method)(visit.address)
                found = _judged(declared, visit, answer)
                raise _Undo
        except _Undo:
            out += [f"{visit.role} {visit.method} {visit.address}: {what}" for what in found]
    return out


class _Undo(Exception):
    """Takes back what a visit has changed."""


def _judged(declared: Table, visit: Visit, answer: Any) -> list[str]:
    endpoint = declared.endpoints[visit.name]
    is_form = visit.method == "post" and endpoint.post is not None
    may = declared.may(visit.role, endpoint.post if is_form else endpoint.get)
    is_hidden = bool(visit.shows) and not declared.may(visit.role, declared.sees[visit.shows])
    status, to = answer.status_code, answer.headers.get("Location", "")
    is_at_sign_in = status == 302 and "/sign-in/" in to and not endpoint.leads_to_sign_in
    is_away = (
        status in (403, 404, 405)
        or (endpoint.kind == "api" and status == 401)
        or (is_at_sign_in if may else "/sign-in/" in to)
    )
    if may and is_form and status == 403 and not _LACKING.search(answer.content.decode()):
        is_away = False  # Refused for what the empty form says, not for who sent it.
    out = []
    if status >= 500:
        out.append(f"failed with {status}")
    if may and is_away and not is_hidden and not (status == 405 and not is_form):
        out.append(f"may, but was turned away with {status}")
    if not is_away and (not may or (is_hidden and visit.shows not in PARTLY)):
        out.append(f"may not, but was answered with {status}")
    return out + _leaks(declared, visit, answer)


def _leaks(declared: Table, visit: Visit, answer: Any) -> list[str]:
    return leaks_in(told_by(answer), declared, visit.name, visit.role)


def leaks_in(text: str, declared: Table, name: str, role: str) -> list[str]:
    """Return which marks of hidden things stand in what ``role`` was told under an address."""
    endpoint = declared.endpoints[name]
    told = endpoint.tells if declared.may(role, endpoint.get) else ()
    return [
        f"shows {thing} ({mark})"
        for thing, (mark, _) in MARKS.items()
        if mark in text and thing not in told and not declared.may(role, declared.sees[thing])
    ]
