"""Trademarks, international marks, international applications and geographical indications."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zhiqiang.demo.material import LAST_DAY, Weighted, day_in, material, scaled, years_after
from zhiqiang.demo.parties import Cast, Member
from zhiqiang.demo.patents import INVENTION, Patent

_FILED = {2006: 40, 2008: 70, 2010: 130, 2012: 190, 2013: 210, 2014: 260, 2015: 380, 2016: 450}
_FILED |= {2017: 560, 2018: 640, 2019: 690, 2020: 760, 2021: 840, 2022: 800, 2023: 760}
_FILED |= {2024: 780, 2025: 740}


@dataclass(slots=True)
class Mark:
    """One trademark number in one or more classes."""

    number: str
    name: str
    classes: list[int]
    owner: Member
    filed_on: date
    agency: Member | None
    status: str = "等待实质审查"
    approved_on: date | None = None
    registered_on: date | None = None
    term_from: date | None = None
    term_until: date | None = None
    renewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Abroad:
    """An international application (PCT) or an international mark (Madrid)."""

    number: str
    name: str
    owner: Member
    filed_on: date
    registered_on: date | None = None
    symbols: str = ""


@dataclass(slots=True)
class Origin:
    """A geographical indication and who may use its sign."""

    name: str
    number: str
    scheme: str
    region: str
    keeper: str
    approved_on: date
    users: list[tuple[Member, date]] = field(default_factory=list)


def marks(cast: Cast, seed: str, scale: float) -> list[Mark]:
    """Return marks that make about 30,000 rows of number and class at full size."""
    rng, words = Random(f"{seed}:marks"), material("vocabulary")  # noqa: S311
    counties = material("city")["counties"]
    by_county: dict[str, list[Member]] = {}
    for member in [*cast.firms, *cast.persons]:
        by_county.setdefault(member.region, []).append(member)
    place = Weighted({c: v["marks"] for c, v in counties.items() if c in by_county})
    classes = Weighted(words["nice_weights"])
    whole = scaled(30_000, scale, 600) / sum(_FILED.values())
    out, number = [], 5_100_000
    for year, share in _FILED.items():
        rows = 0
        while rows < share * whole:
            number += rng.randrange(20, 4000)
            count = 1 if year < 2014 or rng.random() < 0.78 else rng.randrange(2, 5)
            mark = Mark(
                str(number),
                "".join(rng.choice(words["mark_syllables"]) for _ in range(rng.randrange(2, 5))),
                sorted({classes.draw(rng) for _ in range(count)}),
                rng.choice(by_county[place.draw(rng)]),
                day_in(rng, year),
                rng.choice([*cast.agencies[1:4], None]),
            )
            _examine(mark, rng)
            out.append(mark)
            rows += len(mark.classes)
    return out


def _examine(mark: Mark, rng: Random) -> None:
    approved_on = mark.filed_on + timedelta(days=rng.randrange(120, 260))
    if approved_on > LAST_DAY:
        return
    if rng.random() < 0.17:
        mark.status = "商标无效"
        return
    mark.approved_on = approved_on
    mark.status = "初审公告"
    registered_on = approved_on + timedelta(days=91)
    if registered_on > LAST_DAY:
        return
    mark.registered_on = mark.term_from = registered_on
    mark.term_until = years_after(registered_on, 10) - timedelta(days=1)
    mark.status = "已注册"
    while mark.term_until < LAST_DAY:
        if rng.random() > 0.62:
            mark.status = "商标无效"
            return
        mark.renewed_on = mark.term_until + timedelta(days=1)
        mark.term_from = mark.renewed_on
        mark.term_until = years_after(mark.renewed_on, 10) - timedelta(days=1)
        mark.status = "续展"


def abroad(
    patents: list[Patent], signs: list[Mark], cast: Cast, seed: str, scale: float
) -> tuple[list[Abroad], list[Abroad]]:
    """Return international patent applications and international marks."""
    rng = Random(f"{seed}:abroad")  # noqa: S311
    applications, international = [], []
    home = [p for p in patents if p.kind == INVENTION and p.holder not in cast.outsiders]
    for year, count in zip(range(2018, 2026), (46, 58, 71, 84, 97, 118, 131, 142), strict=True):
        own = [p for p in home if p.filed_on.year == year - 1]
        chosen = rng.sample(own, min(len(own), scaled(count, scale, 3)))
        for serial, patent in enumerate(chosen, 1):
            number = f"PCT/CN{year}/{71000 + serial * 13:06d}"
            day = min(patent.filed_on + timedelta(days=360), date(year, 12, 28))
            day = max(day, date(year, 1, 4))
            applications.append(
                Abroad(number, patent.title, patent.applicants[0], day, None, patent.ipc[0])
            )
    own_marks = [m for m in signs if m.registered_on and m.owner.kind == "企业"]
    number = 1_412_000
    for year, count in zip(
        range(2016, 2026), (12, 17, 21, 24, 26, 31, 37, 41, 46, 44), strict=True
    ):
        able = [m for m in own_marks if m.registered_on and m.registered_on.year < year]
        for mark in rng.sample(able, min(len(able), scaled(count, scale, 2))):
            number += rng.randrange(11, 900)
            day = day_in(rng, year)
            registered_on = day + timedelta(days=rng.randrange(60, 200))
            international.append(
                Abroad(
                    f"G{number}",
                    mark.name,
                    mark.owner,
                    day,
                    registered_on if registered_on <= LAST_DAY else None,
                    str(mark.classes[0]),
                )
            )
    return applications, international


def origins(cast: Cast, names: dict[str, str], seed: str) -> list[Origin]:
    """Return the geographical indications, each with the firms that may use its sign."""
    rng = Random(f"{seed}:origins")  # noqa: S311
    out = []
    years = (2010, 2012, 2014, 2017, 2019, 2021, 2022, 2023, 2025)
    for place, (name, year) in enumerate(
        zip(material("vocabulary")["geographical_indications"], years, strict=True)
    ):
        region = next(code for code, label in names.items() if label[:-1] == name[:2])
        scheme = ("农产品地理标志", "地理标志产品", "地理标志证明商标")[place % 3]
        number = (
            f"AGI{3100 + place:05d}",
            f"公告{year}年第{80 + place}号",
            f"{51_000_000 + place}",
        )
        origin = Origin(
            name,
            number[place % 3],
            scheme,
            region,
            f"{names[region]}{name[2:]}协会",
            day_in(rng, year),
        )
        farmers = [f for f in cast.firms if f.region == region and f.industry in _RURAL]
        farmers += [f for f in cast.firms if f.region == region and f not in farmers]
        for user in farmers[: rng.randrange(6, 16)]:
            since = day_in(rng, rng.randrange(max(year + 1, 2019), 2026) if year < 2025 else 2025)
            origin.users.append((user, max(since, origin.approved_on)))
        out.append(origin)
    return out


_RURAL = ("0190", "1499", "1530")
