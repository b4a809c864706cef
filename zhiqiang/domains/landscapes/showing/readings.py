"""What each analysis makes of its rows: what they say, columns and lines, a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiqiang.domains.landscapes.showing import drawing
from zhiqiang.domains.landscapes.showing.labels import STATES, Words
from zhiqiang.engines.documents import Bars

Row = Mapping[str, Any]
#: bars that a picture holds; the table has all
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an analysis makes of its rows."""

    said: str
    columns: Sequence[tuple[str, str]]
    lines: Sequence[Sequence[str]]
    option: dict[str, Any] | None
    bars: Bars | None = None


def nothing(name: str) -> Drawn:
    """Return what is said where there are no rows."""
    return Drawn(f"{name}：没有符合条件的记录", [("说明", "t")], [["没有符合条件的记录"]], None)


def _n(value: Any) -> str:
    return f"{value:,}"


def _percent(part: float, whole: float) -> str:
    return f"{part / whole:.1%}" if whole else "—"


def _bars(title: str, labels: Sequence[str], *series: tuple[str, Sequence[Any]]) -> Bars:
    values = tuple(
        (name, tuple(None if v is None else Decimal(str(v)) for v in kept[:SHOWN]))
        for name, kept in series
    )
    return Bars(title, tuple(one[:16] for one in labels[:SHOWN]), values, "件")


def _trend(rows: Sequence[Row], words: Words) -> Drawn:
    every = {row["year"]: row for row in rows}
    years = list(range(min(every), max(every) + 1))
    kinds = [k for k in ("invention", "utility_model", "design", "pct_application")
             if any(row[k] for row in rows)]  # fmt: skip
    series = {words.of_key("kind", k): [every.get(y, {}).get(k, 0) for y in years] for k in kinds}
    total = [every.get(y, {}).get("total", 0) for y in years]
    top = max(every.values(), key=lambda row: (row["total"], -row["year"]))
    said = f"{years[0]} 至 {years[-1]} 年共 {sum(total):,} 件，{top['year']} 年最多，为 {top['total']:,} 件"
    lines = [
        [str(y), *(_n(series[k][at]) for k in series), _n(total[at])] for at, y in enumerate(years)
    ]
    columns = [("年份", "d"), *((k, "n") for k in series), ("合计", "n")]
    labels = [str(y) for y in years]
    bars = _bars("申请趋势", labels[-SHOWN:], ("合计", total[-SHOWN:]))
    return Drawn(said, columns, lines, drawing.stacked_columns(labels, series, "件"), bars)


def _life_cycle(rows: Sequence[Row], words: Words) -> Drawn:
    every = {row["year"]: row for row in rows}
    lines = []
    for row in rows:
        year = row["year"]
        past = sum(every[y]["invention"] for y in range(year - 4, year + 1) if y in every)
        both = row["invention"] + row["utility_model"]
        # Of the first years the five behind them are not all known.
        growth = f"{row['invention'] / past:.2f}" if past and year - 4 >= min(every) else "—"
        ripeness = f"{row['invention'] / both:.2f}" if both else "—"
        lines.append([str(year), _n(row["total"]), _n(row["parties"]), growth, ripeness])
    columns = [("年份", "d"), ("申请量（件）", "n"), ("权利人（个）", "n"), ("技术生长率", "n"),
               ("技术成熟系数", "n")]  # fmt: skip
    said = f"申请量与权利人数：{_stage(rows)}"
    labels = [str(row["year"]) for row in rows]
    series = {
        "申请量（件）": [row["total"] for row in rows],
        "权利人（个）": [row["parties"] for row in rows],
    }
    bars = _bars(
        "申请量与权利人数",
        labels[-SHOWN:],
        *((name, kept[-SHOWN:]) for name, kept in series.items()),
    )
    return Drawn(said, columns, lines, drawing.grouped(labels, series, "件、个"), bars)


def _stage(rows: Sequence[Row]) -> str:
    """Say how the last three whole years stand to the three before; the last two may be incomplete."""
    known = {row["year"]: row for row in rows}
    last = max(known) - 2

    def mean(key: str, end: int) -> float:
        return sum(known.get(y, {}).get(key, 0) for y in range(end - 2, end + 1)) / 3

    before = mean("total", last - 3), mean("parties", last - 3)
    now = mean("total", last), mean("parties", last)
    if not before[0] or not before[1]:
        return f"{last - 5} 至 {last - 3} 年没有数据，不能比较阶段"
    words = [("增" if b > a else "减" if b < a else "平") for a, b in zip(before, now, strict=True)]
    return (
        f"{last - 2} 至 {last} 年与前三年相比，年均申请量 {before[0]:.1f} → {now[0]:.1f} 件（{words[0]}），"
        f"年均权利人 {before[1]:.1f} → {now[1]:.1f} 个（{words[1]}）"
    )


def _ranking(
    by: str, head: str, said: str, *more: tuple[str, str]
) -> Callable[[Sequence[Row], Words], Drawn]:
    """Return what draws rows that stand in order of ``total``."""

    def draw(rows: Sequence[Row], words: Words) -> Drawn:
        labels = [words.of_key(by, row[by]) for row in rows]
        totals = [row["total"] for row in rows]
        lines = [
            [label, _n(row["total"]), *(_n(row[key]) for key, _ in more)]
            for label, row in zip(labels, rows, strict=True)
        ]
        columns = [(head, "t"), ("件数", "n"), *((zh, "n") for _, zh in more)]
        at = max(range(len(totals)), key=lambda i: (totals[i], -i))
        told = said.format(label=labels[at], total=totals[at], count=len(rows))
        option = drawing.lying(labels[:SHOWN], totals[:SHOWN], "件")
        return Drawn(told, columns, lines, option, _bars(told, labels, ("件数", totals)))

    return draw


def _compare(rows: Sequence[Row], words: Words) -> Drawn:
    shown = rows[:SHOWN]
    labels = [words.of_key("place", row["place"]) for row in rows]
    lines = [
        [
            label, _n(row["total"]), _percent(row["invention"], row["total"]),
            _percent(row["in_force"], row["total"]), _percent(row["recent"], row["total"]),
            f"{row['total'] / row['parties']:.1f}" if row["parties"] else "—",
        ]
        for label, row in zip(labels, rows, strict=True)
    ]  # fmt: skip
    columns = [("地区", "t"), ("件数", "n"), ("发明占比", "n"), ("有效占比", "n"), ("近五年占比", "n"),
               ("户均件数", "n")]  # fmt: skip
    series = {
        zh: [round(100 * row[key] / row["total"], 1) for row in shown]
        for key, zh in (
            ("invention", "发明占比"),
            ("in_force", "有效占比"),
            ("recent", "近五年占比"),
        )
    }
    best = max(rows, key=lambda row: (row["invention"] / row["total"], row["total"]))
    said = f"发明占比最高的是{words.of_key('place', best['place'])}，为 {_percent(best['invention'], best['total'])}"
    return Drawn(said, columns, lines, drawing.grouped(labels[:SHOWN], series, "%"))


def _parties(head: str) -> Callable[[Sequence[Row], Words], Drawn]:
    def draw(rows: Sequence[Row], words: Words) -> Drawn:
        labels = [row["name"] for row in rows]
        lines = [
            [
                str(row["rank"]), row["name"], "是" if row["is_local"] else "否", _n(row["total"]),
                _n(row["invention"]), _n(row["in_force"]), _n(row["recent"]),
                f"{row['first']}—{row['last']}",
            ]
            for row in rows
        ]  # fmt: skip
        columns = [("名次", "n"), ("权利人", "t"), ("本地", ""), ("件数", "n"), ("其中发明", "n"),
                   ("有效", "n"), ("近五年", "n"), ("年份", "d")]  # fmt: skip
        first = rows[0]
        said = (
            f"{head}{first['name']}居前，{first['total']:,} 件，在全部 {first['all']:,} 个权利人中"
            f"列第 {first['rank']}"
        )
        totals = [row["total"] for row in rows]
        option = drawing.lying(labels[:SHOWN], totals[:SHOWN], "件")
        bars = _bars(said, labels, ("件数", totals), ("有效", [row["in_force"] for row in rows]))
        return Drawn(said, columns, lines, option, bars)

    return draw


def _branches(rows: Sequence[Row], words: Words) -> Drawn:
    whole = next((row["total"] for row in rows if row["branch"] == 0), 0)
    own = [row for row in rows if row["branch"] != 0]
    if not own:
        return nothing("技术分支")
    own.sort(key=lambda row: (words.axes.get(row["branch"], "") == "effect", -row["total"]))
    labels = [words.of_key("branch", row["branch"]) for row in own]
    lines = [
        [label, _n(row["total"]), _percent(row["total"], whole), _n(row["invention"]),
         _n(row["in_force"]), _n(row["local"]), _n(row["recent"]), _n(row["parties"])]
        for label, row in zip(labels, own, strict=True)
    ]  # fmt: skip
    columns = [("分支", "t"), ("件数", "n"), ("占领域", "n"), ("其中发明", "n"), ("有效", "n"),
               ("本地", "n"), ("近五年", "n"), ("权利人", "n")]  # fmt: skip
    technology = [row for row in own if words.axes.get(row["branch"]) != "effect"]
    top = max(technology or own, key=lambda row: row["total"])
    said = f"{words.of_key('branch', top['branch'])}最多，{top['total']:,} 件，占领域 {_percent(top['total'], whole)}"
    totals = [row["total"] for row in own]
    bars = _bars(said, labels, ("件数", totals), ("本地", [row["local"] for row in own]))
    return Drawn(said, columns, lines, drawing.lying(labels[:30], totals[:30], "件"), bars)


def _matrix(
    first: str, second: str, head: str, said: str
) -> Callable[[Sequence[Row], Words], Drawn]:
    def draw(rows: Sequence[Row], words: Words) -> Drawn:
        if first == "first":
            rows = [_across(row, words) for row in rows]
            rows = [row for row in rows if row]
            if not rows:
                return nothing(head)
        down = list(dict.fromkeys(row[first] for row in rows))
        across = sorted({row[second] for row in rows})
        cells = {(row[first], row[second]): row["total"] for row in rows}
        names = [words.of_key(first, one) for one in down]
        heads = [words.of_key(second, one) for one in across]
        lines = [
            [name, *(_n(cells.get((one, other), 0)) for other in across)]
            for name, one in zip(names, down, strict=True)
        ]
        columns = [(head, "t"), *((one, "n") for one in heads)]
        (a, b), top = max(cells.items(), key=lambda one: (one[1], str(one[0])))
        told = said.format(a=words.of_key(first, a), b=words.of_key(second, b), total=top)
        values = [[cells.get((one, other), 0) for other in across] for one in down]
        return Drawn(told, columns, lines, drawing.heat(names, heads, values))

    return draw


def _across(row: Row, words: Words) -> Row:
    """Return a pair with the technology first and the effect second; nothing of one axis alone."""
    axes = words.axes.get(row["first"]), words.axes.get(row["second"])
    if axes == ("technology", "effect"):
        return row
    if axes == ("effect", "technology"):
        return {"first": row["second"], "second": row["first"], "total": row["total"]}
    return {}


def _together(rows: Sequence[Row], words: Words) -> Drawn:
    labels = [f"{row['first']} — {row['second']}" for row in rows]
    lines = [[row["first"], row["second"], _n(row["total"])] for row in rows]
    said = f"合作最多的是{rows[0]['first']}与{rows[0]['second']}，{rows[0]['total']:,} 件"
    totals = [row["total"] for row in rows]
    option = drawing.lying(labels[:SHOWN], totals[:SHOWN], "件")
    return Drawn(said, [("单位", "t"), ("合作单位", "t"), ("件数", "n")], lines, option)


def _states(rows: Sequence[Row], words: Words) -> Drawn:
    kinds = sorted({row["kind"] for row in rows})
    cells = {(row["kind"], row["state"]): row["total"] for row in rows}
    names = [words.of_key("kind", kind) for kind in kinds]
    lines = [
        [name, *(_n(cells.get((kind, state), 0)) for state in STATES),
         _n(sum(cells.get((kind, state), 0) for state in STATES))]
        for name, kind in zip(names, kinds, strict=True)
    ]  # fmt: skip
    columns = [("专利类型", "t"), *((zh, "n") for zh in STATES.values()), ("合计", "n")]
    total = sum(row["total"] for row in rows)
    live = sum(row["total"] for row in rows if row["state"] == 3)
    series = {zh: [cells.get((kind, state), 0) for kind in kinds] for state, zh in STATES.items()}
    said = f"有效 {live:,} 件，占 {_percent(live, total)}"
    by_state = [sum(cells.get((kind, state), 0) for kind in kinds) for state in STATES]
    bars = _bars(said, list(STATES.values()), ("件数", by_state))
    return Drawn(said, columns, lines, drawing.grouped(names, series, "件"), bars)


def _uses(rows: Sequence[Row], words: Words) -> Drawn:
    kinds = {"transfer": "转让", "licence": "许可", "pledge": "质押"}
    labels = [str(row["year"]) for row in rows]
    series = {zh: [row[key] for row in rows] for key, zh in kinds.items()}
    lines = [[str(row["year"]), *(_n(row[key]) for key in kinds)] for row in rows]
    said = "、".join(f"{zh} {sum(series[zh]):,} 次" for zh in series)
    columns = [("年份", "d"), *((zh, "n") for zh in series)]
    bars = _bars(
        said, labels[-SHOWN:], ("转让", series["转让"][-SHOWN:]), ("许可", series["许可"][-SHOWN:])
    )
    return Drawn(said, columns, lines, drawing.stacked_columns(labels, series, "次"), bars)


def _strengths(rows: Sequence[Row], words: Words) -> Drawn:
    known = sorted(
        (row for row in rows if row["quotient"] is not None), key=lambda r: -r["quotient"]
    )
    if not known:
        return nothing("本地区在领域中")
    labels = [words.of_key("branch", row["branch"]) for row in known]
    values = [round(row["quotient"], 2) for row in known]
    lines = [
        [label, _n(row["local"]), _percent(row["local"], row["field_local"]), _n(row["total"]),
         _percent(row["total"], row["field"]), f"{row['quotient']:.2f}",
         "相对优势" if row["quotient"] > 1 else "相对短板" if row["quotient"] < 1 else "持平"]
        for label, row in zip(labels, known, strict=True)
    ]  # fmt: skip
    columns = [("分支", "t"), ("本地件数", "n"), ("占本地", "n"), ("领域件数", "n"), ("占领域", "n"),
               ("区位商", "n"), ("判断", "")]  # fmt: skip
    strong, weak = (
        [label for label, v in zip(labels, values, strict=True) if v > 1],
        [label for label, v in zip(labels, values, strict=True) if v < 1],
    )
    said = f"相对优势：{'、'.join(strong[:4]) or '无'}；相对短板：{'、'.join(weak[-4:]) or '无'}"
    bars = Bars(said, tuple(one[:16] for one in labels[:SHOWN]),
                (("区位商", tuple(Decimal(str(v)) for v in values[:SHOWN])),))  # fmt: skip
    return Drawn(said, columns, lines, drawing.lying(labels, values, "区位商"), bars)


def _concentration(rows: Sequence[Row], words: Words) -> Drawn:
    labels = [words.of_key("branch", row["branch"]) for row in rows]
    four = [round(100 * row["first_four"] / row["total"], 1) for row in rows]
    index = [round(10_000 * row["squares"] / row["total"] ** 2) for row in rows]
    lines = [
        [label, _n(row["total"]), _n(row["parties"]), f"{c:.1f}%", _n(h)]
        for label, row, c, h in zip(labels, rows, four, index, strict=True)
    ]
    columns = [("范围", "t"), ("件数", "n"), ("权利人", "n"), ("CR4", "n"), ("HHI", "n")]
    said = f"{labels[0]}前四位权利人占 {four[0]:.1f}%，HHI 为 {index[0]:,}"
    bars = Bars(said, tuple(one[:16] for one in labels[:SHOWN]),
                (("CR4", tuple(Decimal(str(v)) for v in four[:SHOWN])),), "%")  # fmt: skip
    return Drawn(said, columns, lines, drawing.lying(labels, four, "%"), bars)


def _newcomers(rows: Sequence[Row], words: Words) -> Drawn:
    labels = [str(row["year"]) for row in rows]
    lines = [
        [str(row["year"]), _n(row["active"]), _n(row["new"]), _percent(row["new"], row["active"]),
         _n(row["new_local"])]
        for row in rows
    ]  # fmt: skip
    columns = [("年份", "d"), ("有申请的权利人", "n"), ("其中首次出现", "n"), ("占比", "n"),
               ("首次出现的本地权利人", "n")]  # fmt: skip
    last = rows[-1]
    said = f"{last['year']} 年 {last['active']:,} 个权利人中 {last['new']:,} 个首次出现"
    series = {
        "首次出现": [row["new"] for row in rows],
        "此前已有": [row["active"] - row["new"] for row in rows],
    }
    bars = _bars(said, labels[-SHOWN:], ("首次出现", series["首次出现"][-SHOWN:]))
    return Drawn(said, columns, lines, drawing.stacked_columns(labels, series, "个"), bars)


_MORE = (("invention", "其中发明"), ("local", "本地"), ("recent", "近五年"))
_PLACED = (
    ("invention", "其中发明"),
    ("in_force", "有效"),
    ("recent", "近五年"),
    ("parties", "权利人"),
)
READINGS: Mapping[str, Callable[[Sequence[Row], Words], Drawn]] = {
    "trend": _trend,
    "life_cycle": _life_cycle,
    "regions": _ranking("place", "地区", "{label}最多，{total:,} 件，共 {count} 个地区", *_PLACED),
    "region_compare": _compare,
    "applicants": _parties(""),
    "local_firms": _parties("本地企业中"),
    "ipc": _ranking("ipc", "小类", "{label} 最多，{total:,} 件", *_MORE),
    "industries": _ranking("division", "行业大类", "{label} 大类最多，{total:,} 件", *_MORE),
    "branches": _branches,
    "branch_years": _matrix("branch", "year", "分支", "{a}在 {b} 年最多，{total:,} 件"),
    "crossed": _matrix("first", "second", "技术＼功效", "{a}与{b}的交叉最多，{total:,} 件"),
    "together": _together,
    "states": _states,
    "uses": _uses,
    "strengths": _strengths,
    "concentration": _concentration,
    "newcomers": _newcomers,
}
