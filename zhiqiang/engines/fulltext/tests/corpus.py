"""Generated corpora and questions, and a scan that answers them without any index.

The scan knows nothing of units: it writes each text in one canonical form and asks whether one
string stands in another.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pyarrow as pa

from zhiqiang.engines.fulltext import SearchField, SearchFields
from zhiqiang.kernel.traditional_script import simplified_name

FIELDS = SearchFields(
    title="试验",
    fields={
        "title": SearchField(zh="名称", names=("TI", "名称"), kind="text", weight=4, is_usual=True),
        "abstract": SearchField(zh="摘要", names=("AB", "摘要"), kind="text", is_usual=True),
        "people": SearchField(
            zh="发明人", names=("IN", "发明人"), kind="text", is_usual=True, needs="see_people"
        ),
        "number": SearchField(zh="号码", names=("AN", "申请号"), kind="number"),
        "ipc": SearchField(zh="分类号", names=("IPC", "分类号"), kind="ipc", is_facet=True),
        "kind": SearchField(
            zh="种类",
            names=("KIND", "种类"),
            kind="choice",
            is_facet=True,
            words={"invention": ("发明",), "design": ("外观设计",)},
        ),
        "region": SearchField(zh="地区", names=("REG",), kind="region", is_facet=True),
        "filed_on": SearchField(zh="申请日", names=("AD", "申请日"), kind="day", is_facet=True),
        "shown": SearchField(zh="公开", kind="choice"),
    },
)
COLUMNS = [("id", pa.int64())] + [
    (key, pa.date32() if one.kind == "day" else pa.string()) for key, one in FIELDS.fields.items()
]
_HAN = "水泵阀门电压线驱鸟装置热管镁合金轻的种之機電氣閥門"
_WORDS = [
    "LED",
    "led",
    "5G",
    "Wi",
    "Fi",
    "PCB",
    "Wi-Fi",
    "ＬＥＤ",
    "3d",
    "photo",
    "photon",
    "phonon",
    "x",
]
_SIGNS = ["，", "、", "。", "-", "（", "）", " ", "  ", "·", "/"]
_SYMBOLS = ["H02G1/02", "H02G 7/00", "F24D3/10", "F24D 30/00", "A01M29/06", "G06F", "A"]


def text(rand: random.Random, longest: int) -> str:
    """Return a text of few characters in many orders, so that words meet by chance."""
    out = []
    for _ in range(rand.randint(1, longest)):
        pick = rand.random()
        if pick < 0.8:
            out.append(rand.choice(_HAN))
        elif pick < 0.9:
            out.append(rand.choice(_WORDS))
        else:
            out.append(rand.choice(_SIGNS))
    return "".join(out)


def row(rand: random.Random, row_id: int) -> dict[str, Any]:
    """Return one row; abstract, day, class and place are missing here and there."""

    def maybe(value: Any) -> Any:
        return value if rand.random() < 0.8 else None

    return {
        "id": row_id,
        "title": text(rand, 12),
        "abstract": maybe(text(rand, 60)),
        "people": maybe("; ".join(text(rand, 3) for _ in range(rand.randint(1, 3)))),
        "number": str(200_310_000_000 + row_id),
        "ipc": maybe("; ".join(rand.sample(_SYMBOLS, rand.randint(1, 3)))),
        "kind": rand.choice(["invention", "design"]),
        "region": maybe(rand.choice(["330302", "330300", "331000", "410602"])),
        "filed_on": maybe(date(2015, 1, 1) + timedelta(days=rand.randint(0, 3_000))),
        "shown": rand.choice(["yes", "no"]),
    }


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    rand = random.Random(seed)
    return [row(rand, index) for index in range(1, count + 1)]


def batches(found: list[dict[str, Any]], at_once: int = 500) -> Iterator[pa.RecordBatch]:
    """Yield rows as the columns that an index is written from."""
    schema = pa.schema(COLUMNS)
    for start in range(0, len(found), at_once):
        yield pa.RecordBatch.from_pylist(found[start : start + at_once], schema)
    yield pa.RecordBatch.from_pylist([], schema)


@lru_cache(maxsize=50_000)
def canonical(printed: str | None) -> str:
    """Write a text so that a phrase stands in another exactly where its letters do."""
    folded = simplified_name(unicodedata.normalize("NFKC", printed or "")).lower()
    folded = re.sub(r"[^\w\s]+|_", "|", folded)
    folded = re.sub(r"[a-z0-9]+", lambda match: f"<{match[0]}>", folded)
    return re.sub(r"\|+", "|", re.sub(r"\s+", "", folded))


def holds(printed: str | None, looked: str) -> bool:
    return canonical(looked).strip("|") in canonical(printed)


def near(printed: str | None, left: str, right: str, distance: int) -> bool:
    """Say whether two words stand with at most so many units between; a latin word is two units."""

    def sized(written: str) -> str:
        return re.sub(r"<([^>]+)>", lambda match: f"<{match[1]}>", written)

    body, one, other = (sized(canonical(each)).strip("|") for each in (printed, left, right))
    # A latin word is one bracketed run: count it as two places.
    unit = r"(?:<[^>]+>|.)"
    for first, second in ((one, other), (other, one)):
        for match in re.finditer(f"(?={re.escape(first)}(?P<rest>.*))", body):
            rest = match["rest"]
            used, at = 0, 0
            while used <= distance:
                if rest.startswith(second, at):
                    return True
                step = re.compile(unit).match(rest, at)
                if step is None:
                    break
                used += 2 if step[0].startswith("<") else 1
                at = step.end()
    return False


@dataclass
class Question:
    """A question and what it means."""

    text: str
    meets: Callable[[dict[str, Any]], bool]


_TEXTS = ("title", "abstract")


def _piece(rand: random.Random, found: list[dict[str, Any]], length: int) -> str:
    """Return some characters as they stand in some row, now and then some that may stand nowhere."""
    if rand.random() < 0.15:
        return "".join(rand.choice(_HAN) for _ in range(length))
    source = "；".join(str(rand.choice(found)[key] or "") for key in _TEXTS)
    at = rand.randrange(max(len(source) - length, 1))
    piece = source[at : at + length]
    # Half of a latin word is another word: take whole ones.
    if re.search(r"[A-Za-z0-9Ａ-Ｚ]", piece) or not canonical(piece).strip("|"):
        return rand.choice(["水泵", "阀", "LED", "5G", "电压线", "机电", "種之"])
    return piece


def word(rand: random.Random, found: list[dict[str, Any]]) -> Question:
    """Ask for one to six characters, or a latin word, anywhere or in a field."""
    looked = (
        rand.choice(_WORDS) if rand.random() < 0.15 else _piece(rand, found, rand.randint(1, 6))
    )
    pick = rand.random()
    if pick < 0.5:
        return Question(f'"{looked}"', lambda one: any(holds(one[key], looked) for key in _TEXTS))
    key = rand.choice(_TEXTS)
    name = rand.choice(FIELDS.fields[key].names)
    return Question(f'{name}="{looked}"', lambda one: holds(one[key], looked))


def _condition(rand: random.Random) -> Question:
    pick = rand.randrange(5)
    if pick == 0:
        year = rand.randint(2015, 2022)
        return Question(
            f"AD={year}", lambda one: one["filed_on"] is not None and one["filed_on"].year == year
        )
    if pick == 1:
        day = date(2015, 1, 1) + timedelta(days=rand.randint(0, 3_000))
        return Question(
            f"申请日>={day}", lambda one: one["filed_on"] is not None and one["filed_on"] >= day
        )
    if pick == 2:
        symbol = rand.choice(["H02G", "H02G1/02", "F24D3", "H", "A01"])
        return Question(f"IPC={symbol}", lambda one: _lies_in(one["ipc"], symbol))
    if pick == 3:
        return Question("种类=发明", lambda one: one["kind"] == "invention")
    return Question("REG=330300", lambda one: (one["region"] or "").startswith("3303"))


def _lies_in(symbols: str | None, symbol: str) -> bool:
    for one in (symbols or "").split("; "):
        plain = one.replace(" ", "")
        if plain.startswith(symbol):
            rest = plain[len(symbol) :]
            if len(symbol) <= 4 or not rest or rest[0] == "/":
                return True
    return False


def _near_question(rand: random.Random, found: list[dict[str, Any]]) -> Question:
    left, right = "水泵", rand.choice(["阀门", "电压", "LED", "装置"])
    distance = rand.randint(1, 8)
    return Question(
        f"TI={left} NEAR/{distance} TI={right}",
        lambda one: near(one["title"], left, right, distance),
    )


def question(rand: random.Random, found: list[dict[str, Any]], depth: int = 2) -> Question:
    """Return a question of words and conditions, joined by AND, OR and NOT in either language."""
    pick = rand.random()
    if depth == 0 or pick < 0.35:
        return word(rand, found) if rand.random() < 0.75 else _condition(rand)
    if pick < 0.4:
        return _near_question(rand, found)
    left, right = (question(rand, found, depth - 1) for _ in range(2))
    if pick < 0.65:
        sign = rand.choice([" AND ", " 与 ", " "])
        return Question(
            f"({left.text}){sign}({right.text})", lambda one: left.meets(one) and right.meets(one)
        )
    if pick < 0.88:
        sign = rand.choice([" OR ", " 或 "])
        return Question(
            f"({left.text}){sign}({right.text})", lambda one: left.meets(one) or right.meets(one)
        )
    sign = rand.choice([" NOT ", " 非 ", " AND NOT "])
    return Question(
        f"({left.text}){sign}({right.text})", lambda one: left.meets(one) and not right.meets(one)
    )
