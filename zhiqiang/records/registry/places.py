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
        self._longest = max(map(len, self._names), default=0)
        self._seen: dict[tuple[str | None, ...], str] = {}

    def by_columns(
        self, province: str | None, city: str | None, county: str | None, on: date | None
    ) -> str:
        """Return the code of the most exact of three printed names that can be told, else empty."""
        key = (province, city, county, str(on.year) if on else None)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) > 100_000:
                self._seen.clear()
            code = ""
            for name in (province, city, county):
                if name:
                    code = self._inside(name.strip(), code, on) or code
            found = self._seen[key] = code
        return found

    def by_address(self, address: str | None, on: date | None) -> str:
        """Return the code of the division that an address begins with, else empty.

        The names are read from left to right, each inside the one before: province, prefecture,
        county. A post code or the country's name before them is passed over.
        """
        rest = _LEADING.sub("", address or "")
        code = ""
        for _ in range(4):
            for length in range(min(self._longest, len(rest)), 1, -1):
                found = (
                    self._inside(rest[:length], code, on) if rest[:length] in self._names else ""
                )
                if found and found != code:
                    code, rest = found, rest[length:].lstrip(" ,，")
                    break
                if found:
                    rest = rest[length:].lstrip(" ,，")
                    break
            else:
                break
        return code

    def _inside(self, name: str, code: str, on: date | None) -> str:
        """Return the one division of this name inside ``code``, preferring those of the year."""
        inside = (
            [one for one in self._names.get(name, []) if one[0].startswith(prefix(code))]
            if code
            else list(self._names.get(name, []))
        )
        if on is not None:
            inside = [one for one in inside if one[1] <= on.year <= one[2]] or inside
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
