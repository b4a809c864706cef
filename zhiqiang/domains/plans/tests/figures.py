"""An invented register: indicators and figures made up for tests, and how they are put in place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zhiqiang.kernel.errors import NotFound
from zhiqiang.records.indicators import queries as indicators


@dataclass(frozen=True)
class Indicator:
    name: str
    kind: str
    unit: str
    aliases: tuple[str, ...] = ()
    basis_name: str = "stock"
    family: str = ""
    direction: str = "up"
    key: str = ""
    is_mean: bool = False


@dataclass(frozen=True)
class Figure:
    key: str
    as_of: date
    value: Decimal | None
    unit: str
    name: str = "某指标"
    reason: str = ""
    origin: str = "截至某日，来自某表"
    rows: int = 0


CATALOGUE = {
    "inventions": Indicator("有效发明专利拥有量", "stock", "件", ("有效发明专利量",)),
    "filings": Indicator(
        "发明专利申请量", "flow", "件", ("发明专利年申请量",), "annual", "filings"
    ),
    "filings_growth": Indicator("发明专利申请量年增长率", "growth", "%", (), "growth", "filings"),
    "filings_mean_growth": Indicator(
        "发明专利申请量年均增长率", "growth", "%", (), "growth", "filings", is_mean=True
    ),
    "grants": Indicator("发明专利授权量", "flow", "件", (), "annual"),
    "pledged": Indicator("知识产权质押融资额", "cumulative", "亿元", (), "cumulative", "pledged"),
    "pledged_annual": Indicator("当年质押融资额", "flow", "亿元", (), "annual", "pledged"),
    "trained": Indicator("知识产权培训人次", "flow", "人次", (), "annual"),
    "per_people": Indicator("每万人口高价值发明专利拥有量", "ratio", "件"),
    "days": Indicator("平均审查天数", "stock", "天", direction="down"),
}

Rule = Callable[[str, date, date | None], Decimal | None]


def install(monkeypatch, rule: Rule, catalogue=None) -> list[list[tuple]]:
    """Let figures follow ``rule(key, as_of, since)``; return the batches that were asked for."""
    known = {key: replace(one, key=key) for key, one in (catalogue or CATALOGUE).items()}
    batches: list[list[tuple]] = []

    class Queries:
        @staticmethod
        def catalogue():
            return known

        @staticmethod
        def find(name):
            for one in known.values():
                if name in (one.key, one.name, *one.aliases):
                    return one
            raise NotFound(f"指标目录中没有“{name}”。")

        @staticmethod
        def variant(key, basis, is_mean=False):
            own, wanted = known[key], (basis, is_mean)
            kin = [one for one in known.values() if own.family and one.family == own.family]
            found = (one for one in [own, *kin] if (one.basis_name, one.is_mean) == wanted)
            return next(found, None)

        @staticmethod
        def figures_for(requests):
            batches.append(list(requests))
            return [
                Figure(
                    key,
                    as_of,
                    value,
                    known[key].unit,
                    known[key].name,
                    "" if value is not None else "该日没有数据",
                )
                for key, _, as_of, since in requests
                for value in [rule(key, as_of, since)]
            ]

    for name in ("catalogue", "find", "variant", "figures_for"):
        monkeypatch.setattr(indicators, name, getattr(Queries, name))
    return batches
