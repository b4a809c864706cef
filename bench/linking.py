"""Lead the holder names of a long list to the parties of a register.

``SIZE`` parties, but at most 100,000, and ten names for each; the names repeat as those of holders
do. Of the different names seven in ten stand in the register letter for letter, one in ten in
another writing, one with another form, region or a slip of the pen; one is unknown.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from bench.measuring import Line, seconds_of
from zhiqiang.engines.linking import Known, Link, NameWords, Subject, comparer
from zhiqiang.kernel.divisions import Divisions

_MOST = 100_000
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司", "厂")
_SLIPS = {"有限公司": "有限公可", "环境": "环镜", "科技": "科枝"}
_BRACKETS = str.maketrans("()", "（）")


def measure(size: int) -> list[Line]:
    """Index the parties, then link all names; the baseline is one look-up for every name."""
    from django.conf import settings

    compares = comparer(Path(settings.CATALOGUE), Divisions.national())
    drawn, words = random.Random(7), compares.reader.words
    parties = drawn_parties(drawn, words, min(size, _MOST))
    names = drawn_names(drawn, parties, words)
    subjects = {place: Subject(name) for place, name in enumerate(parties)}
    known: list[Known] = []
    indexing = seconds_of(lambda: known.append(Known(compares, subjects)))
    found: dict[str, list[Link]] = {}
    ours = seconds_of(
        lambda: found.update((one, known[0].find(Subject(one))) for one in dict.fromkeys(names))
    )
    table = {name: place for place, name in enumerate(parties)}
    raw = seconds_of(lambda: [table.get(name) for name in names])
    share = sum(name in table for name in names) / len(names)
    decided = Counter(
        links[0].match.decision.value if links else "none" for links in found.values()
    )
    told = ", ".join(f"{count:,} {word}" for word, count in decided.most_common())
    return [
        Line("index the parties", len(parties), indexing),
        Line(f"link names, {share:.0%} exact; different: {told}", len(names), ours, raw, "look-ups"),
    ]  # fmt: skip


def drawn_parties(drawn: random.Random, words: NameWords, count: int) -> list[str]:
    """Draw the names of bodies: region, brand of two or three signs, trades, form."""
    rows = Divisions.national().all()
    cities = [row.name.removesuffix("市") for row in rows if row.name.endswith("市")]
    signs = [chr(code) for code in range(0x5000, 0x5800)]
    names: dict[str, None] = {}
    while len(names) < count:
        city = drawn.choice(cities)
        brand = "".join(drawn.choices(signs, k=drawn.choice((2, 2, 3))))
        trade = "".join(drawn.choices(words.trades, k=drawn.choice((1, 1, 2))))
        form = drawn.choice(_FORMS)
        body = f"{brand}({city}){trade}" if drawn.random() < 0.1 else f"{city}{brand}{trade}"
        names[body + form] = None
    return list(names)


def drawn_names(drawn: random.Random, parties: list[str], words: NameWords) -> list[str]:
    """Draw as many printed names; a few holders have most of them, as in real lists."""
    strangers = drawn_parties(drawn, words, len(parties))
    printed = []
    for party, stranger in zip(parties, strangers, strict=True):
        chance = drawn.random()
        if chance < 0.7:
            printed.append(party)
        elif chance < 0.8:
            printed.append(f" {party}".translate(_BRACKETS))
        elif chance < 0.9:
            printed.append(_changed(drawn, party))
        else:
            printed.append(stranger)
    weights = [1 / (place + 10) for place in range(len(printed))]
    drawn.shuffle(printed)
    return printed + drawn.choices(printed, weights, k=9 * len(printed))


def _changed(drawn: random.Random, name: str) -> str:
    if drawn.random() < 0.4:
        for right, wrong in _SLIPS.items():
            if right in name:
                return name.replace(right, wrong, 1)
    if drawn.random() < 0.5:
        return name[2:]
    return name.replace("股份有限公司", "有限公司").replace("有限责任公司", "股份有限公司")
