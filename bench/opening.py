"""Pages of the register as people open them: lists, one right, one party, the fee watch.

The register is written by bare inserts, as large as asked for. Each address is opened once before;
then the median of the processor's seconds of some rounds counts, which another's work on the same
machine does not lengthen.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.ledger import fill
from bench.measuring import Line, collect_assets
from zhiqiang.demo.world import EXAMPLE

ROUNDS, CITY, COUNTY, SECRET = 3, "990100", "990102", "四季-青山-2719-桥"
#: so many rows are published as a snapshot too, for what was known then
MOST_KNOWN = 100_000
_LISTS = {
    "no filter": "",
    "kind": "kind=invention",
    "region": f"region={COUNTY}",
    "kind and region": f"kind=invention&region={COUNTY}",
    "kind and region, a far page": f"kind=invention&region={COUNTY}&page={{far}}",
    "a category": "category=collective_mark",
    "a word that many have": "text=镁合金",
    "a word that few have": "text=9901型",
    "a word in a region": f"text=镁合金&region={COUNTY}",
    "a firm": "text=测速77号精密",
    "half a number": "text=20191000",
    "a whole number": "text={number}",
    "page 200": "page=200",
    "the page in the middle": "page={middle}",
    "the last page": "page={last}",
    "on a day": "on=2019-06-30",
    "on a day, a region": f"on=2019-06-30&region={COUNTY}",
    "on a day, kind and region": f"on=2019-06-30&kind=invention&region={COUNTY}",
    "with origins": "col=file&col=row",
}
_KNOWN = {
    "known at": "known=1",
    "known at, a word": "known=1&text=镁合金",
    "known at, on a day, a region": f"known=1&on=2019-06-30&region={COUNTY}",
}
_AT = f"region={CITY}&as_of=2025-06-30"
_OTHERS = {
    "fee watch, falling due": f"/register/fees/?{_AT}",
    "fee watch, in grace": f"/register/fees/?{_AT}&watched=grace",
    "fee watch, by holder": f"/register/fees/?{_AT}&by=holder",
    "fee watch, of a county": f"/register/fees/?region={COUNTY}&as_of=2025-06-30",
    "events": "/register/events/",
    "events of a county": f"/register/events/?region={COUNTY}",
    "parties": "/register/parties/",
    "queue of pairs": "/register/pairs/",
}


def measure(size: int) -> list[Line]:
    """Open the list of rights as three sorts of people, the other pages as an official."""
    from django.conf import settings

    from zhiqiang import pipeline

    shutil.copyfile(EXAMPLE / "divisions.yml", Path(settings.HOME) / "divisions.yml")
    collect_assets()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    fill(size)
    if size <= MOST_KNOWN:
        pipeline.indicators.publish_snapshot("bench")
    browsers = _browsers()
    lines = []
    for what, path in _lists(size):
        for who, client in browsers.items():
            if "origins" in what and who != "official":
                continue  # others are not shown where a row comes from
            lines.append(Line(f"rights: {what}, {who}", size, _opened(client, path)))
    official = browsers["official"]
    for what, path in (_OTHERS | _ones()).items():
        lines.append(Line(what, size, _opened(official, path)))
    return lines


def _browsers() -> dict[str, Any]:
    from django.test import Client

    from zhiqiang.records.accounts.actions import register_person
    from zhiqiang.records.accounts.models import Person

    out = {"stranger": Client()}
    for role in ("body_clerk", "official"):
        found = Person.objects.filter(username=f"bench_{role}").first()
        person = found or register_person(f"bench_{role}", "某", role, SECRET)
        out[role] = Client()
        out[role].force_login(person)
    return out


def _lists(size: int) -> Iterator[tuple[str, str]]:
    """Give what a list is asked for in words, and its address: filters, then orders."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import QueryDict

    from zhiqiang.portal.lists.rights import right_list
    from zhiqiang.records.registry.queries import search_rights

    visitor = AnonymousUser()
    pages = search_rights(visitor).total // 20
    county = search_rights(visitor, kind="invention", region=COUNTY)
    places = {
        "middle": pages // 2,
        "last": pages,
        "far": county.total // 40,
        "number": county.rows[0].number,
    }
    known = _KNOWN if size <= MOST_KNOWN else {}
    for what, query in (_LISTS | known).items():
        yield what, f"/register/?{query.format(**places)}"
    for one in right_list(QueryDict(), visitor, total=pages * 20).fields:
        if one.order and not one.too_many:
            yield f"by {one.key}", f"/register/?sort={one.key}"
            yield f"by {one.key}, downwards", f"/register/?sort=-{one.key}"


def _ones() -> dict[str, str]:
    from zhiqiang.records.registry.models import Right

    newest = Right.objects.for_program("opens a page").order_by("-pk").first()
    return {
        "one right": f"/register/rights/{newest.pk}/",
        "one party": f"/register/parties/{newest.holder_id}/",
    }


def _opened(client: Any, path: str) -> float:
    """Return the processor's seconds of a page, the median of some rounds."""
    taken = []
    for turn in range(ROUNDS + 1):
        begun = time.process_time()
        answer = client.get(path, secure=True)
        if turn:
            taken.append(time.process_time() - begun)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
    return median(taken)
