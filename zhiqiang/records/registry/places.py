"""The division in which a printed address lies, at the date it was printed for."""

from __future__ import annotations

import re
from datetime import date

from zhiqiang.kernel.divisions import NATION, Divisions, prefix

_LEADING = re.compile(r"^(?:[\s\d,，;；:：()（）]|中国|中华人民共和国)+")
_SHORT = re.compile(r"(省|市|维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区)$")
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


class Locator:
    """Finds division codes by printed names; a name that several divisions share is not guessed."""

    def __init__(self, divisions: Divisions) -> None:
        self._divisions = divisions
        self._names: dict[str, list[tuple[str, int, int]]] = {}
        for one in divisions.all():
            if one.code == NATION or one.name in _PLACEHOLDERS:
                continue
            years = (one.code, one.from_year or 0, one.until_year or 9999)
            self._names.setdefault(one.name, []).append(years)
            short = _SHORT.sub("", one.name)
            if one.level in ("province", "prefecture") and short != one.name and len(short) > 1:
                self._names.setdefault(short, []).append(years)
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        self._seen: dict[tuple[object, ...], str] = {}

    def by_columns(
        self, province: str | None, city: str | None, county: str | None, on: date | None
    ) -> str:
        """Return the code of the most exact of three printed names that can be told, else empty."""
        year = on.year if on else None
        key = (province, city, county, year)
        found = self._seen.get(key)
        if found is None:
            code = ""
            for name in (province, city, county):
                if name:
                    code = self._inside(name.strip(), code, year) or code
            found = self._remember(key, code)
        return found

    def by_address(self, address: str | None, on: date | None) -> str:
        """Return the code of the division that an address begins with, else empty.

        The names are read from left to right, each inside the one before: province, prefecture,
        county. A post code or the country's name before them is passed over.
        """
        if not address:
            return ""
        year = on.year if on else None
        key = (address, year)
        found = self._seen.get(key)
        return self._remember(key, self._read(address, year)) if found is None else found

    def _remember(self, key: tuple[object, ...], code: str) -> str:
        if len(self._seen) > 200_000:
            self._seen.clear()
        self._seen[key] = code
        return code

    def _read(self, address: str, year: int | None) -> str:
        rest, code = _LEADING.sub("", address), ""
        for _ in range(4):
            name, found = self._longest_name(rest, code, year)
            if not found:
                break
            code, rest = found, rest[len(name) :].lstrip(" ,，")
        return code

    def _longest_name(self, rest: str, code: str, year: int | None) -> tuple[str, str]:
        """Return the longest name inside ``code`` that ``rest`` begins with, and its code."""
        for length in self._lengths:
            name = rest[:length]
            if name in self._names and (found := self._inside(name, code, year)):
                return name, found
        return "", ""

    def _inside(self, name: str, code: str, year: int | None) -> str:
        """Return the one division of this name inside ``code``, preferring those of the year."""
        start = prefix(code) if code else ""
        inside = [one for one in self._names.get(name, []) if one[0].startswith(start)]
        if year is not None:
            inside = [one for one in inside if one[1] <= year <= one[2]] or inside
        else:
            inside = [one for one in inside if one[2] == 9999] or inside
        codes = {one[0] for one in inside}
        if len(codes) > 1:
            newest = max(one[2] for one in inside)
            codes = {one[0] for one in inside if one[2] == newest}
            # 吉林 is a province and a prefecture in it: the higher one holds until more is said.
            top = min(codes, key=lambda one: len(prefix(one)))
            if all(one.startswith(prefix(top)) for one in codes):
                return top
        return codes.pop() if len(codes) == 1 else ""
