"""The invented firms, universities, institutes, banks, agencies and pseudonymous persons."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from zhiqiang.demo.material import Weighted, material, scaled
from zhiqiang.demo.numbering import credit_code

FIRM, UNIVERSITY, INSTITUTE = "企业", "高等院校", "科研机构"
BANK, AGENCY, BODY, PERSON = "金融机构", "服务机构", "机关团体", "个人"
_PREFIX = {FIRM: "91", BANK: "91", AGENCY: "91", UNIVERSITY: "12", INSTITUTE: "12", BODY: "11"}


@dataclass(frozen=True, slots=True)
class Member:
    """A party of the invented city. ``fields`` are the IPC classes that it files in."""

    name: str
    kind: str
    code: str
    region: str
    address: str
    industry: str = ""
    size: str = ""
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class Cast:
    """Everybody, by kind; ``outsiders`` sit in the neighbouring city."""

    firms: list[Member] = field(default_factory=list)
    universities: list[Member] = field(default_factory=list)
    institutes: list[Member] = field(default_factory=list)
    banks: list[Member] = field(default_factory=list)
    agencies: list[Member] = field(default_factory=list)
    bodies: list[Member] = field(default_factory=list)
    persons: list[Member] = field(default_factory=list)
    outsiders: list[Member] = field(default_factory=list)

    def all(self) -> list[Member]:
        """Return everybody with a credit code."""
        return [
            *self.firms,
            *self.universities,
            *self.institutes,
            *self.banks,
            *self.agencies,
            *self.bodies,
            *self.outsiders,
        ]


class Casting:
    """Hands out names and codes, each once."""

    def __init__(self, seed: str, names: dict[str, str]) -> None:
        self.rng = Random(f"{seed}:parties")  # noqa: S311
        self.names = names
        self.words = material("vocabulary")
        self.city = material("city")
        self.serial = 10_000_000
        self.taken: set[str] = set()

    def code(self, kind: str, region: str) -> str:
        """Return the next credit code."""
        self.serial += self.rng.randrange(3, 900)
        return credit_code(_PREFIX[kind], region, self.serial)

    def address(self, region: str) -> str:
        """Return a street address in a county of the invented province."""
        roads = (
            self.city["counties"][region]["roads"]
            if region in self.city["counties"]
            else self.city["neighbour"]["roads"]
        )
        place = "".join(
            self.names[code] for code in (region[:2] + "0000", region[:4] + "00", region)
        )
        return f"{place}{self.rng.choice(roads)}{self.rng.randrange(1, 400)}号"

    def firm(self, region: str) -> Member:
        """Return a firm with a name that nobody else has."""
        rng, words = self.rng, self.words
        while True:
            place = rng.randrange(len(words["trades"]))
            name = (
                self.names[region[:4] + "00"][:-1]
                + rng.choice(words["first_syllables"])
                + rng.choice(words["second_syllables"])
                + (rng.choice(words["third_syllables"]) if rng.random() < 0.6 else "")
                + words["trades"][place]
                + ("股份有限公司" if rng.random() < 0.05 else "有限公司")
            )
            if name not in self.taken:
                self.taken.add(name)
                break
        industry, *fields = words["trade_fields"][place]
        sizes = Weighted(dict(words["sizes"]))
        return Member(
            name,
            FIRM,
            self.code(FIRM, region),
            region,
            self.address(region),
            industry,
            sizes.draw(rng),
            tuple(fields),
        )

    def offices(self, count: int) -> list[Member]:
        """Return patent and trademark agencies beside those of the city's file."""
        rng, words, out = self.rng, self.words, []
        for place in range(count):
            region = rng.choice(list(self.city["counties"]))
            endings = ("知识产权代理有限公司", "知识产权服务有限公司", "专利代理事务所（普通合伙）")
            first, second = (
                rng.choice(words["first_syllables"]),
                words["second_syllables"][place % 30],
            )
            name = f"{self.names[self.city['region']][:-1]}{first}{second}知{endings[place % 3]}"
            code = self.code(AGENCY, region)
            out.append(Member(name, AGENCY, code, region, self.address(region)))
        return out

    def named(self, names: list[str], kind: str, fields: tuple[str, ...] = ()) -> list[Member]:
        """Return the institutions of the city's file; those named after a county sit there."""
        out = []
        for name in names:
            inside = [c for c in self.city["counties"] if self.names[c][:-1] in name]
            region = inside[0] if inside else self.rng.choice(list(self.city["counties"])[:3])
            code = self.code(kind, region)
            out.append(Member(name, kind, code, region, self.address(region), fields=fields))
        return out


def cast(seed: str, scale: float, names: dict[str, str]) -> Cast:
    """Return the cast; ``names`` are the divisions of the example by code."""
    casting = Casting(seed, names)
    city, rng = casting.city, casting.rng
    counties = Weighted({c: v["patents"] + v["marks"] for c, v in city["counties"].items()})
    every_field = tuple(casting.words["fields"])
    return Cast(
        firms=[casting.firm(counties.draw(rng)) for _ in range(scaled(3000, scale, 60))],
        universities=casting.named(city["universities"], UNIVERSITY, every_field),
        institutes=casting.named(city["institutes"], INSTITUTE, every_field),
        banks=casting.named(city["banks"], BANK),
        agencies=[*casting.named(city["agencies"], AGENCY), *casting.offices(38)],
        bodies=casting.named(city["public_bodies"], BODY),
        persons=[_person(casting, number) for number in range(1, scaled(900, scale, 12) + 1)],
        outsiders=[casting.firm(city["neighbour"]["code"]) for _ in range(scaled(120, scale, 10))],
    )


def _person(casting: Casting, number: int) -> Member:
    """Return a natural person under a pseudonym, without any number of its own."""
    region = casting.rng.choice(list(casting.city["counties"]))
    return Member(
        f"申请人{'甲乙丙丁'[number % 4]}{number:04d}", PERSON, "", region, casting.address(region)
    )
