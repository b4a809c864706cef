"""Find the region a document is about, by the national table of divisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_NAME = re.compile(r"(?:\[(?P<since>\d*)-(?P<until>\d*)\])?(?P<name>[^,\[]+)")
_LINE = re.compile(r'\s*(\d{2,4})\s+(?:province|county)="([^"]*)"')
_SKIPPED = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市")
_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "矿区", "新区", "省", "市", "州", "盟", "县", "区", "旗")  # fmt: skip
_PEOPLES = re.compile(
    r"(?:壮族|回族|维吾尔|藏族|羌族|彝族|苗族|侗族|布依族|土家族|傣族|景颇族|白族|哈尼族|朝鲜族|蒙古族?|哈萨克|柯尔克孜|满族|瑶族|黎族|畲族|土族|撒拉族|傈僳族|纳西族|拉祜族|佤族|水族|仡佬族|毛南族|仫佬族|东乡族|保安族|裕固族|锡伯族?|塔吉克|达斡尔族|鄂温克族|鄂伦春|各族)+"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A division with its six-digit code. ``current`` is false for names that have been given up."""

    code: str
    name: str
    current: bool

    @property
    def level(self) -> str:
        """province, prefecture or county, by the code."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"


class Gazetteer:
    """The table of divisions, by name and by short name."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.by_code: dict[str, Division] = {}
        self.by_name: dict[str, list[Division]] = {}
        for division in divisions:
            if division.current or division.code not in self.by_code:
                self.by_code[division.code] = division
            self.by_name.setdefault(division.name, []).append(division)
            short = _PEOPLES.sub("", division.name)
            if short != division.name:
                self.by_name.setdefault(short, []).append(division)
                if short.endswith("自治州"):
                    self.by_name.setdefault(short[:-3] + "州", []).append(division)

    def above(self, division: Division) -> list[Division]:
        """Return the divisions above, the province first."""
        codes = [division.code[:2] + "0000", division.code[:4] + "00"]
        found = [self.by_code[c] for c in codes if c in self.by_code and c != division.code]
        return [d for d in found if d.name not in _SKIPPED]

    def find(self, words: str, hint: str = "") -> tuple[Division, str] | None:
        """Return the last division that ``words`` name from the front, and the name as printed.

        甲市乙区人民政府 gives 乙区. Among namesakes the one whose superior is named wins; if
        none is, a current name wins over one given up, and two current namesakes give None.
        """
        best: tuple[Division, str] | None = None
        at = 0
        context = words + hint
        while at < len(words):
            step = self._at(words, at, context, best[0] if best else None)
            if step is None:
                break
            best = step
            at += len(step[1])
        return best

    def _at(
        self, words: str, at: int, context: str, within: Division | None
    ) -> tuple[Division, str] | None:
        for length in range(min(14, len(words) - at), 1, -1):
            name = words[at : at + length]
            if not name.endswith(_ENDINGS) or name not in self.by_name:
                continue
            choice = self._choose(self.by_name[name], context, within)
            if choice is not None:
                return choice, name
        return None

    def _choose(
        self, found: list[Division], context: str, within: Division | None
    ) -> Division | None:
        if within is not None:
            inside = [
                d for d in found if d.code.startswith(within.code.rstrip("0")[:4].ljust(2, "0"))
            ]
            return inside[-1] if inside else None
        current = [d for d in found if d.current] or found
        if len({d.code for d in current}) == 1:
            return current[0]
        named = [d for d in current if any(up.name[:2] in context for up in self.above(d))]
        return named[0] if len({d.code for d in named}) == 1 else None


def divisions_of(table: Iterable[str]) -> Iterable[Division]:
    """Read the lines of the table that python-stdnum carries for identity numbers."""
    province = ""
    for line in table:
        found = _LINE.match(line)
        if not found:
            continue
        code, names = found.groups()
        province = code if len(code) == 2 else province
        full = province + (code if len(code) == 4 else "0000")
        for name in _NAME.finditer(names):
            yield Division(full, name.group("name"), not name.group("until"))


@lru_cache(maxsize=1)
def national() -> Gazetteer:
    """Return the national table; read once, when first asked for."""
    text = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    return Gazetteer(divisions_of(text.splitlines()))


def full_name(gazetteer: Gazetteer, division: Division, printed: str) -> str:
    """Return the name with what stands above it: 某省某市某区."""
    return "".join(up.name for up in gazetteer.above(division)) + printed
