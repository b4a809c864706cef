"""Patents and applications of the invented city, from filing to decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zhiqiang.demo.material import LAST_DAY, Weighted, by_quantiles, day_in, material, scaled
from zhiqiang.demo.numbering import application_number
from zhiqiang.demo.parties import Cast, Member

INVENTION, UTILITY_MODEL, DESIGN = "发明", "实用新型", "外观设计"
KINDS = {INVENTION: "1", UTILITY_MODEL: "2", DESIGN: "3"}


@dataclass(slots=True)
class Happening:
    """One line of the gazette or of a register: what happened to a patent on a day."""

    code: str
    announced_on: date
    effective_on: date
    giver: Member | None = None
    taker: Member | None = None
    amount: int | None = None
    document: str = ""
    note: str = ""


@dataclass(slots=True)
class Patent:
    """One right or application, with its whole life until the last day of the records."""

    kind: str
    number: str
    title: str
    ipc: list[str]
    applicants: list[Member]
    inventors: int
    filed_on: date
    agency: Member | None
    sei: str = ""
    has_overseas_grant: bool = False
    published_on: date | None = None
    publication_number: str = ""
    granted_on: date | None = None
    grant_number: str = ""
    status: str = "申请受理"
    ended_on: date | None = None
    holder: Member = field(init=False)
    happenings: list[Happening] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.holder = self.applicants[0]

    def is_alive(self, on: date) -> bool:
        """Say whether the patent is granted by ``on`` and not known to have ended by then."""
        return (
            self.granted_on is not None
            and self.granted_on <= on
            and (self.ended_on is None or self.ended_on > on)
        )


class Office:
    """Draws filings and gives out numbers, each once."""

    def __init__(self, seed: str, cast: Cast) -> None:
        self.rng = Random(f"{seed}:patents")  # noqa: S311
        self.words = material("vocabulary")
        self.real = material("distributions")
        self.cast = cast
        self.taken: set[tuple[int, str, int]] = set()
        self.next_document = {"A": 101_000_000, "U": 201_000_000, "S": 301_000_000}
        self.next_old_document = {"A": 1_650_000, "U": 2_700_000, "S": 3_500_000}
        by_class: dict[str, dict[str, float]] = {}
        for subclass, count in self.real["ipc_subclasses"].items():
            by_class.setdefault(subclass[:3], {})[subclass] = count
        self.subclasses = {name: Weighted(weights) for name, weights in by_class.items()}
        self.classes = Weighted({name: sum(w.values()) for name, w in by_class.items()})
        self.holders = self._holders()

    def _holders(self) -> dict[str, Weighted]:
        """Return who files in each IPC class; firms by the real spread of patents per applicant."""
        rng, counties = self.rng, material("city")["counties"]
        spread = Weighted({(low, high): n for low, high, n in self.real["patents_per_applicant"]})
        weights: dict[str, dict[int, float]] = {name: {} for name in self.classes.things}
        self.members = [*self.cast.firms, *self.cast.universities, *self.cast.institutes]
        filers: dict[str, float] = {}
        share: dict[int, float] = {}
        for place, firm in enumerate(self.cast.firms):
            if rng.random() < 0.42:
                low, high = spread.draw(rng)
                share[place] = rng.randint(low, high)
                filers[firm.region] = filers.get(firm.region, 0) + share[place]
        for place, wish in share.items():
            firm = self.cast.firms[place]
            level = counties[firm.region]["patents"] * wish / filers[firm.region]
            for name in firm.fields:
                if name in weights:
                    weights[name][place] = level
        for name, inside in weights.items():
            of_firms = sum(inside.values()) or 1.0
            for place, member in enumerate(self.members[len(self.cast.firms) :]):
                part = 0.17 if member in self.cast.universities else 0.06
                count = len(self.cast.universities if part == 0.17 else self.cast.institutes)
                weights[name][len(self.cast.firms) + place] = of_firms * part / count
        return {name: Weighted(inside) for name, inside in weights.items()}

    def filings(self, scale: float) -> Iterator[Patent]:
        """Yield every filing from 2005 to 2025, in order of year and kind."""
        years = self.real["filings_by_year"] | material("city")["filings_since_2019"]
        whole = scaled(24_000, scale, 400) / sum(map(sum, years.values()))
        for year, counts in years.items():
            for kind, count in zip(KINDS, counts, strict=True):
                for _ in range(max(1, round(count * whole))):
                    yield self._file(kind, year)

    def _file(self, kind: str, year: int) -> Patent:
        rng = self.rng
        filed_on = day_in(rng, year)
        name = self.classes.draw(rng)
        sei = self.words["fields"][name]["sei"]
        patent = Patent(
            kind,
            self._number(kind, filed_on),
            self._title(kind, name),
            self._symbols(kind, name),
            self._applicants(name),
            by_quantiles(rng, self.real["inventors_per_patent"]),
            filed_on,
            rng.choice([*self.cast.agencies[:3], None]),
            sei=sei if sei and kind == INVENTION and rng.random() < 0.45 else "",
        )
        self._decide(patent)
        return patent

    def _number(self, kind: str, day: date) -> str:
        while True:
            serial = day.timetuple().tm_yday * 4000 + self.rng.randrange(4000)
            key = (day.year, kind, serial)
            if key not in self.taken:
                self.taken.add(key)
                return application_number(day.year, KINDS[kind], serial)

    def _title(self, kind: str, name: str) -> str:
        rng, words = self.rng, self.words
        if kind == DESIGN:
            return str(rng.choice(words["designs"]) + rng.choice(words["design_forms"]))
        thing, trait = rng.choice(words["fields"][name]["things"]), rng.choice(words["traits"])
        forms = words["invention_forms" if kind == INVENTION else "utility_forms"]
        return f"{'一种' if rng.random() < 0.8 else ''}{trait}{thing}{rng.choice(forms)}"

    def _symbols(self, kind: str, name: str) -> list[str]:
        rng = self.rng
        if kind == DESIGN:
            return [f"{rng.randrange(1, 32):02d}-{rng.randrange(1, 10):02d}"]
        names = [name] + [self.classes.draw(rng) for _ in range(int(rng.random() ** 3 * 4))]
        return [
            f"{self.subclasses[one].draw(rng)}{rng.randrange(1, 60)}/{rng.randrange(0, 40):02d}"
            for one in names
        ]

    def _applicants(self, name: str) -> list[Member]:
        rng = self.rng
        drawn = rng.random()
        if drawn < 0.07:
            return [rng.choice(self.cast.persons)]
        if drawn < 0.085:
            return [rng.choice(self.cast.outsiders)]
        first = self.members[self.holders[name].draw(rng)]
        if rng.random() < 0.09:
            second = rng.choice([*self.cast.universities, rng.choice(self.cast.firms)])
            if second != first:
                return [first, second]
        return [first]

    def _decide(self, patent: Patent) -> None:
        """Publish, grant, refuse or leave pending, each not after the last day."""
        rng, real, filed = self.rng, self.real, patent.filed_on
        if patent.kind != INVENTION:
            days = real[
                "design_grant_days" if patent.kind == DESIGN else "utility_model_grant_days"
            ]
            self._grant(patent, filed + timedelta(days=by_quantiles(rng, days)))
            return
        published_on = filed + timedelta(days=by_quantiles(rng, real["invention_publication_days"]))
        if published_on > LAST_DAY:
            return
        patent.published_on = published_on
        patent.publication_number = self._document("A", published_on) + "A"
        patent.status = "实质审查"
        # Examination has become quicker since the figures were collected.
        pace = 1.0 if filed.year < 2016 else 0.62
        decided_on = published_on + timedelta(
            days=round(by_quantiles(rng, real["invention_grant_days"]) * pace * 0.8)
        )
        if decided_on > LAST_DAY:
            return
        if rng.random() < 0.62:
            self._grant(patent, decided_on)
            patent.has_overseas_grant = rng.random() < 0.05
        else:
            patent.status = rng.choice(["驳回", "视为撤回", "驳回", "主动撤回"])

    def _grant(self, patent: Patent, day: date) -> None:
        while day.weekday() not in (1, 4):
            day += timedelta(days=1)
        if day > LAST_DAY:
            return
        patent.granted_on, patent.status = day, "授权"
        is_new = day >= date(2010, 4, 7)
        if patent.kind == INVENTION:
            patent.grant_number = patent.publication_number[:-1] + ("B" if is_new else "C")
        elif patent.kind == UTILITY_MODEL:
            patent.grant_number = self._document("U", day) + ("U" if is_new else "Y")
        else:
            patent.grant_number = self._document("S", day) + ("S" if is_new else "D")
        patent.happenings.append(Happening("GR01", day, day))

    def _document(self, series: str, day: date) -> str:
        counters = self.next_old_document if day < date(2007, 8, 1) else self.next_document
        counters[series] += self.rng.randrange(1, 4000 if counters is self.next_document else 60)
        return f"CN{counters[series]}"
