"""Administrative divisions to county level, with the years in which each name held.

The national table (GB/T 2260 and its history) comes with python-stdnum; a bureau adds its own
zones or an example city as a YAML list of ``code``, ``name`` and, where they are known,
``from_year`` and ``until_year``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Self

from zhiqiang.kernel import catalogue
from zhiqiang.kernel.errors import BadCatalogue, NotFound

NATION = "000000"
_ITEM = re.compile(r"(?:\[(\d{4})?-(\d{4})?\])?([^,\[\]]+)")
_LINE = re.compile(r'^( *)(\d+) .*?(?:province|county)="([^"]*)"')
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@dataclass(frozen=True, slots=True)
class Division:
    """One name of one division. ``until_year`` is the year in which the name ended, if it did."""

    code: str
    name: str
    from_year: int | None = None
    until_year: int | None = None

    @property
    def level(self) -> str:
        """Return ``state``, ``province``, ``prefecture`` or ``county``."""
        if self.code == NATION:
            return "state"
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    @property
    def prefix(self) -> str:
        """Return the digits that the codes of everything inside this division begin with."""
        return prefix(self.code)

    def held_in(self, year: int) -> bool:
        """Say whether the name held in ``year``; in a year of change both names did."""
        return (self.from_year or 0) <= year <= (self.until_year or 9999)


def prefix(code: str) -> str:
    """Return the significant digits of a division code: 330300 → 3303, 000000 → empty."""
    if code == NATION:
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


class Divisions:
    """A table of divisions, looked up by code or by name."""

    def __init__(self, rows: list[Division]) -> None:
        self._by_code: dict[str, list[Division]] = {}
        for row in rows:
            self._by_code.setdefault(row.code, []).append(row)

    @classmethod
    def national(cls) -> Self:
        """Return the national table."""
        rows, province = [Division(NATION, "全国")], ""
        lines = files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines()
        for indent, digits, names in (m.groups() for line in lines if (m := _LINE.match(line))):
            if not indent:
                province = digits
            code = province + digits if indent else digits + "0000"
            if indent and digits == "0000":
                continue
            rows += [
                Division(code, name, int(start) if start else None, int(end) if end else None)
                for start, end, name in _ITEM.findall(names)
            ]
        return cls(rows)

    def with_file(self, path: Path) -> Divisions:
        """Return this table and the divisions of a YAML list; codes that are taken are refused."""
        extra = []
        for number, row in enumerate(catalogue.read(path) or [], 1):
            try:
                division = Division(**row)
            except TypeError as error:
                raise BadCatalogue(f"区划文件 {path} 第 {number} 项有误：{error}") from error
            if not re.fullmatch(r"\d{6}", str(division.code)):
                raise BadCatalogue(f"区划文件 {path} 第 {number} 项：代码应为 6 位数字并加引号")
            if division.code in self._by_code:
                raise BadCatalogue(f"区划文件 {path} 第 {number} 项：代码 {division.code} 已被占用")
            extra.append(division)
        return Divisions([row for rows in self._by_code.values() for row in rows] + extra)

    def get(self, code: str, year: int | None = None) -> Division:
        """Return the division of ``code``, by its name in ``year``, else by its newest name."""
        rows = self._by_code.get(code, [])
        if not rows:
            raise NotFound(
                f"没有区划代码 {code}。请用 6 位代码（GB/T 2260），例如省级以 0000 结尾。"
            )
        if year is not None:
            rows = [row for row in rows if row.held_in(year)] or rows
        return max(rows, key=lambda row: row.until_year or 9999)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def all(self) -> list[Division]:
        """Return every name of every division, by code."""
        return [row for code in sorted(self._by_code) for row in self._by_code[code]]

    def path_name(self, code: str, year: int | None = None) -> str:
        """Return the full name from the province down: 某省某市某县."""
        chain = [code[:2] + "0000", code[:4] + "00", code]
        names = [self.get(one, year).name for one in dict.fromkeys(chain) if one in self._by_code]
        return "".join(name for name in dict.fromkeys(names) if name not in _PLACEHOLDERS)

    def parent(self, code: str) -> str:
        """Return the code one level up, past placeholders such as 市辖区; of the nation, empty."""
        for above in (code[:4] + "00", code[:2] + "0000"):
            if above != code and any(
                r.name not in _PLACEHOLDERS for r in self._by_code.get(above, [])
            ):
                return above
        return "" if code == NATION else NATION

    def children(self, code: str, year: int | None = None) -> list[Division]:
        """Return the divisions one level below, as of ``year``; without one, those of today."""
        out = []
        for other in self._below.get(code, []):
            rows = self._by_code[other]
            held = [r for r in rows if (r.held_in(year) if year else r.until_year is None)]
            out += [row for row in held[:1] if row.name not in _PLACEHOLDERS]
        return out

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for code in sorted(self._by_code):
            if above := self.parent(code):
                out.setdefault(above, []).append(code)
        return out

    @cached_property
    def _by_name(self) -> dict[str, list[Division]]:
        out: dict[str, list[Division]] = {}
        for row in self.all():
            out.setdefault(row.name, []).append(row)
        return out

    def named(self, name: str) -> list[Division]:
        """Return every division that bears or bore exactly ``name``."""
        return list(self._by_name.get(name, []))

    def locate(self, province: str = "", city: str = "", county: str = "") -> str:
        """Return the code of the most exact of three printed names that can be told, else empty.

        A county name that several provinces share is told apart by the names above it; when they
        do not tell, the answer is empty rather than a guess.
        """
        codes: list[str] = []
        for name in (name for name in (province, city, county) if name):
            found = {row.code for row in self.named(name) if row.name not in _PLACEHOLDERS}
            inside = {c for c in found if not codes or c.startswith(prefix(codes[-1]))}
            if len(inside) == 1:
                codes.append(inside.pop())
        return codes[-1] if codes else ""
