"""Designations, topic databases, activities and statistics of the invented city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from zhiqiang.demo.material import LAST_DAY, day_in, material, years_after
from zhiqiang.demo.parties import Cast, Member

_YEARS = range(2019, 2026)


@dataclass(frozen=True, slots=True)
class Named:
    """Something or somebody was recognised."""

    kind: str
    level: str
    name: str
    party: Member | None
    region: str
    from_on: date
    until_on: date | None
    document: str


@dataclass(frozen=True, slots=True)
class Held:
    """A training, forum, inspection or push took place."""

    kind: str
    title: str
    held_on: date
    place: str
    organiser: str
    people: int | None
    items: int | None
    region: str


@dataclass(frozen=True, slots=True)
class Published:
    """A statistical figure that another body published."""

    indicator: str
    region: str
    year: int
    value: float
    unit: str
    publisher: str
    document: str


def designations(cast: Cast, names: dict[str, str], seed: str) -> list[Named]:
    """Return every designation that ``public.yml`` states, given to members of the cast."""
    rng = Random(f"{seed}:designations")  # noqa: S311
    counties = list(material("city")["counties"])
    leaders = sorted(cast.firms, key=lambda firm: "大中小微".index(firm.size[0]))
    circles = {
        "firm": leaders[: max(400, len(leaders) // 3)],
        "research": [*cast.universities, *cast.institutes],
        "agency": cast.agencies,
    }
    out = []
    for one in material("public")["designations"]:
        circle = list(circles.get(one["to"], []))
        rng.shuffle(circle)
        serial = 0
        for year, count in one["years"].items():
            for _ in range(count):
                serial += 1
                if one["to"] != "none" and not circle:
                    break
                party = circle.pop() if circle else None
                out.append(_named(one, party, serial, year, counties, names, rng))
    return out


def _named(
    one: dict[str, object],
    party: Member | None,
    serial: int,
    year: int,
    counties: list[str],
    names: dict[str, str],
    rng: Random,
) -> Named:
    region = party.region if party else counties[serial % len(counties)]
    day = day_in(rng, year)
    lasts = one.get("lasts")
    name = str(one["name"]).format(name=party.name if party else "", county=names[region], n=serial)
    return Named(
        str(one["kind"]),
        str(one["level"]),
        name,
        party,
        region,
        day,
        years_after(day, int(str(lasts))) if lasts else None,
        f"望市监知〔{year}〕{rng.randrange(3, 90)}号",
    )


def topic_databases(cast: Cast, seed: str) -> list[Named]:
    """Return the patent databases that were built for one trade or one firm each."""
    rng = Random(f"{seed}:databases")  # noqa: S311
    trades = material("vocabulary")["trades"]
    out = []
    for year, count in material("public")["topic_databases"]["years"].items():
        for _ in range(count):
            party = rng.choice(cast.firms)
            name = f"{rng.choice(trades)}专利专题数据库（{year}{len(out) + 1:02d}）"
            day = day_in(rng, year)
            out.append(Named("专利专题数据库", "", name, party, party.region, day, None, ""))
    return out


def activities(names: dict[str, str], seed: str, cast: Cast) -> list[Held]:
    """Return what was held in five years, in order of day."""
    rng = Random(f"{seed}:activities")  # noqa: S311
    counties = list(material("city")["counties"])
    out = []
    for one in material("public")["activities"]:
        for year, count in zip(range(2021, 2026), one["years"], strict=True):
            for serial in range(1, count + 1):
                region = rng.choice(counties)
                people = rng.randrange(*one["people"]) if "people" in one else None
                items = rng.randrange(*one["items"]) if "items" in one else None
                title = f"{names[region]}{year}年{rng.choice(one['titles'])}（{serial}）"
                place = f"{names[region]}{rng.choice(['政务服务中心', '会议中心', '产业园', '人才市场'])}"
                organiser = rng.choice(cast.bodies).name
                day = day_in(rng, year)
                out.append(Held(one["kind"], title, day, place, organiser, people, items, region))
    out.sort(key=lambda held: (held.held_on, held.title))
    return out


def statistics(names: dict[str, str]) -> list[Published]:
    """Return population and product of the city and its counties, and the city's other figures."""
    city = material("city")
    region = city["region"]
    out = []
    for place, year in enumerate(_YEARS):
        source = f"{names[region]}{year}年国民经济和社会发展统计公报"
        bureau = f"{names[region]}统计局"
        for key, name, unit in (("people", "常住人口", "人"), ("gdp", "地区生产总值", "亿元")):
            values = {code: county[key][place] for code, county in city["counties"].items()}
            values = {region: round(sum(values.values()), 2)} | values
            out += [
                Published(name, code, year, value, unit, bureau, source)
                for code, value in values.items()
            ]
        for name, one in material("public")["statistics"].items():
            if one["city"][place] is not None:
                value, unit = one["city"][place], one["unit"]
                out.append(Published(name, region, year, value, unit, bureau, source))
    return [one for one in out if one.year <= LAST_DAY.year]
