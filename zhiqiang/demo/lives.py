"""What becomes of granted patents: fees unpaid, restored, sold, licensed, pledged, honoured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from zhiqiang.demo.material import LAST_DAY, Weighted, day_in, scaled, years_after
from zhiqiang.demo.parties import FIRM, Cast, Member
from zhiqiang.demo.patents import DESIGN, INVENTION, Happening, Patent

_HAZARD = {INVENTION: 0.045, "实用新型": 0.13, DESIGN: 0.16}
_NEW_LAW = date(2021, 6, 1)


def term_years(kind: str, filed_on: date) -> int:
    """Return the statutory term (Patent Law art. 42, transition of 2021-06-01 for designs)."""
    if kind == INVENTION:
        return 20
    return 15 if kind == DESIGN and filed_on >= _NEW_LAW else 10


def live(patents: list[Patent], cast: Cast, seed: str, scale: float) -> None:
    """Give every granted patent what happens to it until the last day; changes ``patents``."""
    rng = Random(f"{seed}:lives")  # noqa: S311
    granted = [patent for patent in patents if patent.granted_on]
    for patent in granted:
        _age(patent, rng)
    _transfer(granted, cast, rng)
    _license(granted, cast, rng)
    _pledge(granted, cast, rng, scale)
    _honour(granted, rng, scale)
    _record_products(granted, rng, scale)
    for patent in granted:
        patent.happenings.sort(key=lambda one: (one.announced_on, one.code))


def _age(patent: Patent, rng: Random) -> None:
    """Let the yearly fee be paid or not, until the term ends."""
    term_end = years_after(patent.filed_on, term_years(patent.kind, patent.filed_on))
    for year in range(1, term_end.year - patent.filed_on.year):
        due_on = years_after(patent.filed_on, year)
        announced_on = due_on + timedelta(days=rng.randrange(260, 400))
        if due_on <= patent.granted_on:  # type: ignore[operator]
            continue
        if announced_on > LAST_DAY:
            return
        if rng.random() < _HAZARD[patent.kind] * (0.4 if year < 4 else 1):
            patent.happenings.append(Happening("CF01", announced_on, due_on))
            restored_on = announced_on + timedelta(days=rng.randrange(50, 130))
            if rng.random() < 0.04 and restored_on <= LAST_DAY:
                patent.happenings.append(Happening("RR01", restored_on, restored_on))
                patent.status = "权利恢复"
                continue
            patent.status, patent.ended_on = "未缴年费专利权终止", due_on
            return
        if rng.random() < 0.0006:
            patent.happenings.append(Happening("IW01", announced_on, announced_on))
            patent.status, patent.ended_on = "全部无效", announced_on
            return
    if term_end <= LAST_DAY:
        patent.happenings.append(Happening("CX01", term_end, term_end))
        patent.status, patent.ended_on = "期限届满", term_end


def _day_alive(patent: Patent, years: range, rng: Random) -> date | None:
    """Return a day of these years on which the patent is alive, or nothing."""
    day = day_in(rng, rng.choice(years))
    return day if patent.is_alive(day) and day < LAST_DAY else None


def _transfer(patents: list[Patent], cast: Cast, rng: Random) -> None:
    """Sell some: between counties, out of the city, into it; research bodies sell to small firms."""
    takers = [firm for firm in cast.firms if firm.size in ("中型", "小型", "微型")]
    for patent in patents:
        is_research = patent.holder.kind not in (FIRM, "个人")
        if rng.random() > (0.16 if is_research else 0.06):
            continue
        day = _day_alive(patent, range(2019, 2026), rng)
        if day is None:
            continue
        taker = rng.choice(cast.outsiders if rng.random() < 0.14 else takers)
        if taker == patent.holder:
            continue
        amount = rng.randrange(3, 90) * 10_000 if rng.random() < 0.6 else None
        patent.happenings.append(Happening("TR01", day, day, patent.holder, taker, amount))
        patent.holder = taker


def _license(patents: list[Patent], cast: Cast, rng: Random) -> None:
    kinds = Weighted({"普通许可": 6, "独占许可": 2, "排他许可": 1, "开放许可": 3})
    serial = 0
    for patent in patents:
        is_research = patent.applicants[0].kind not in (FIRM, "个人")
        if rng.random() > (0.09 if is_research else 0.022):
            continue
        day = _day_alive(patent, range(2020, 2026), rng)
        if day is None or _moved_after(patent, day):
            continue
        serial += 1
        patent.happenings.append(
            Happening(
                "EE01",
                day,
                day,
                patent.holder,
                rng.choice(cast.firms),
                rng.randrange(0, 40) * 10_000,
                f"X{day.year}990{serial:06d}",
                kinds.draw(rng),
            )
        )


def _moved_after(patent: Patent, day: date) -> bool:
    return any(one.code == "TR01" and one.announced_on >= day for one in patent.happenings)


def _pledge(patents: list[Patent], cast: Cast, rng: Random, scale: float) -> None:
    """Pledge to banks: one contract covers one to eight patents of one firm."""
    by_holder: dict[str, list[Patent]] = {}
    for patent in patents:
        if patent.holder.kind == FIRM and patent.holder not in cast.outsiders:
            by_holder.setdefault(patent.holder.code, []).append(patent)
    holders = list(by_holder)
    per_year = {2019: 30, 2020: 38, 2021: 52, 2022: 66, 2023: 84, 2024: 97, 2025: 112}
    serial = 0
    for year, count in per_year.items():
        for _ in range(scaled(count, scale, 2)):
            day = day_in(rng, year)
            for _ in range(40):
                own = by_holder[rng.choice(holders)]
                alive = [p for p in own if p.is_alive(day) and not _moved_after(p, day)]
                if alive:
                    break
            else:
                continue
            serial += 1
            covered = rng.sample(alive, min(len(alive), rng.randrange(1, 9)))
            _contract(covered, day, f"Y{year}990{serial:06d}", rng.choice(cast.banks), rng)


def _contract(covered: list[Patent], day: date, number: str, bank: Member, rng: Random) -> None:
    amount = rng.choice([200, 300, 500, 500, 800, 1000, 1000, 1500, 2000, 3000, 5000]) * 10_000
    released_on = day + timedelta(days=rng.choice([365, 365, 730, 1095]))
    for patent in covered:
        patent.happenings.append(
            Happening("PE01", day, day, patent.holder, bank, amount, number, "专利权质押")
        )
        if released_on <= LAST_DAY:
            patent.happenings.append(
                Happening("PC01", released_on, released_on, patent.holder, bank, None, number)
            )


def _honour(patents: list[Patent], rng: Random, scale: float) -> None:
    best = [p for p in patents if p.kind == INVENTION and p.is_alive(date(2023, 7, 20))]
    for patent in rng.sample(best, min(len(best), scaled(26, scale, 4))):
        year = rng.choice((2023, 2024, 2025))
        day = date(year, 7, 20)
        if patent.is_alive(day):
            session = f"第{year - 1999}届中国专利优秀奖"
            patent.happenings.append(Happening("AWARD", day, day, note=session))


def _record_products(patents: list[Patent], rng: Random, scale: float) -> None:
    alive = [p for p in patents if p.is_alive(LAST_DAY) and p.holder.kind == FIRM]
    chosen = rng.sample(alive, min(len(alive), scaled(420, scale, 8)))
    for serial, patent in enumerate(chosen, 1):
        day = day_in(rng, rng.choice((2023, 2024, 2025)))
        if patent.granted_on and patent.granted_on <= day:
            document = f"CPBA{day.year}{serial:06d}"
            patent.happenings.append(Happening("PRODUCT", day, day, document=document))


def all_happenings(patents: list[Patent]) -> Iterator[tuple[Patent, Happening]]:
    """Yield what happened, patent by patent."""
    for patent in patents:
        for one in patent.happenings:
            yield patent, one
