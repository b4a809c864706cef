"""Which body a document means by a name it prints.

Plans print names short and carry what stood before: 省发展改革委、财政厅、科技厅 means the
provincial finance department; in a city's plan 市知识产权局 is that city's own. A name is resolved
within a region in four steps, and the answer says which step found it:

``exact``   the full name of a body of the region, or of a division above it;
``alias``   a name entered as alias of such a body;
``carried`` the name with the region or its level written before it, or with the prefix that the
            name before it in the same list carried;
``none``    no body. Nothing is guessed: a name that two bodies bear gives both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.utils.timezone import localdate

from zhiqiang.kernel.divisions import NATION, prefix
from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.accounts.models import Body
from zhiqiang.records.accounts.regions import divisions

How = Literal["exact", "alias", "carried", "none"]
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LEVEL = re.compile(r"^(?:自治区|自治州|兵团|省|市|州|盟|县|旗|区)")
#: how a plan of each level names its own level
_OWN = {
    "province": ("省", "自治区", "市"),
    "prefecture": ("市", "州", "盟"),
    "county": ("县", "市", "区", "旗"),
    "state": ("国家",),
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a printed name means: ``how`` it was found, and the ids and full names of the bodies."""

    printed: str
    how: How
    bodies: tuple[tuple[int, str], ...] = ()

    @property
    def body_id(self) -> int | None:
        """Return the id when exactly one body is meant."""
        return self.bodies[0][0] if len(self.bodies) == 1 else None


def bodies_named(name: str, region: str) -> Named:
    """Resolve one printed name within ``region`` (six digits)."""
    return resolve_names([name], region)[0]


def resolve_names(names: Sequence[str], region: str) -> list[Named]:
    """Resolve a list of names as printed beside one another; two queries, however long it is."""
    tried = [_ways(name, before, region) for name, before in _with_prefixes(names)]
    index = _Index({way for _, ways in tried for way, _ in ways}, region)
    return [index.find(printed, ways) for printed, ways in tried]


def plain_name(name: str) -> str:
    """Return a printed name without blanks, brackets and quotation marks."""
    return re.sub(r"[\s“”\"《》·]", "", _BRACKETS.sub("", name))


def _with_prefixes(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Give each name with the level that an earlier name in the list carried: 省, 市 …"""
    carried = ""
    for name in names:
        found = _LEVEL.match(plain_name(name))
        yield name, carried
        if found:
            carried = found[0]


def _ways(name: str, carried: str, region: str) -> tuple[str, list[tuple[str, bool]]]:
    """Return the spellings to try in order, each with whether something was written before it."""
    plain = plain_name(name)
    ways = [(plain, False)]
    try:
        own = divisions().get(region)
    except NotFound:
        return name, ways
    level = _LEVEL.match(plain)
    if level and own.level != "state" and level[0] in _OWN[own.level]:
        # 市知识产权局 in a plan of the city: the region's name stands for its level.
        bare = plain[level.end() :]
        ways += [(own.name + bare, True), (bare, True)]
    elif not level:
        if carried:
            ways.append((carried + plain, True))
        for word in _OWN[own.level]:
            ways.append((word + plain, True))
        ways.append((own.name + plain, True))
        if plain.startswith(own.name):
            ways.append((plain[len(own.name) :], True))
    return name, list(dict.fromkeys(ways))


class _Index:
    """The bodies of a region and of the divisions above it that bear one of some names today."""

    def __init__(self, names: set[str], region: str) -> None:
        on = localdate()
        codes = {NATION, region[:2] + "0000", region[:4] + "00", region}
        here = Q(region_code__in=codes) | Q(region_code__startswith=prefix(region) or "0")
        standing = Q(until_on__isnull=True) | Q(until_on__gte=on)
        self.region = region
        self.by_name: dict[str, dict[int, tuple[str, str]]] = {}
        self.by_alias: dict[str, dict[int, tuple[str, str]]] = {}
        bodies = Body.objects.filter(here, standing)
        for pk, name, code in bodies.filter(name__in=names).values_list(
            "pk", "name", "region_code"
        ):
            self.by_name.setdefault(name, {})[pk] = (name, code)
        aliases = bodies.filter(aliases__name__in=names)
        rows = aliases.values_list("pk", "name", "region_code", "aliases__name")
        for pk, name, code, alias in rows:
            self.by_alias.setdefault(alias, {})[pk] = (name, code)

    def find(self, printed: str, ways: list[tuple[str, bool]]) -> Named:
        for spelling, is_carried in ways:
            for table, how in ((self.by_name, "exact"), (self.by_alias, "alias")):
                if found := self._nearest(table.get(spelling, {})):
                    return Named(printed, "carried" if is_carried else how, found)  # type: ignore[arg-type]
        return Named(printed, "none")

    def _nearest(self, found: dict[int, tuple[str, str]]) -> tuple[tuple[int, str], ...]:
        """Keep the bodies of the region itself; failing that, of what is above; then beneath."""
        for wanted in (
            lambda code: code == self.region,
            lambda code: self.region.startswith(prefix(code)),
            lambda code: True,
        ):
            kept = tuple((pk, name) for pk, (name, code) in found.items() if wanted(code))
            if kept:
                return kept
        return ()
