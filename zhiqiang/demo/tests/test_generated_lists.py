"""The generator: the same city from the same seed, with numbers that pass the kernel's checks."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from zhiqiang.demo import lives, patents
from zhiqiang.demo.material import LAST_DAY, material
from zhiqiang.demo.parties import cast
from zhiqiang.demo.sheets import Sheet
from zhiqiang.demo.world import EXAMPLE, lists, names, write_lists
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.kernel.identifiers import (
    Verdict,
    parse_application_number,
    parse_credit_code,
    parse_pct_number,
    parse_publication_number,
    parse_trademark_number,
)

SMALL = 1 / 50


@lru_cache
def small_city() -> dict[str, Sheet]:
    return {sheet.file_name: sheet for sheet in lists("测试", SMALL)}


def column(file_name: str, heading: str) -> list[object]:
    sheet = small_city()[file_name]
    place = list(sheet.headings).index(heading)
    return [row[place] for row in sheet.rows]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first = write_lists(tmp_path / "a", "测试", SMALL)
    second = write_lists(tmp_path / "b", "测试", SMALL)
    assert [path.read_bytes() for _, path in first] == [path.read_bytes() for _, path in second]


def test_another_seed_makes_another_city() -> None:
    other = {sheet.file_name: sheet for sheet in lists("另一座", SMALL)}
    assert other["企业名录.xlsx"].rows != small_city()["企业名录.xlsx"].rows


def test_application_numbers_are_valid_but_for_the_eight_planted_slips() -> None:
    verdicts = Counter(
        parse_application_number(str(number)).verdict
        for number in column("专利明细.xlsx", "申请号")
    )
    assert verdicts[Verdict.BAD_CHECK] == 8
    assert set(verdicts) == {Verdict.VALID, Verdict.BAD_CHECK}


def test_credit_codes_are_valid_but_for_the_four_planted_slips() -> None:
    codes = [str(code) for code in column("企业名录.xlsx", "统一社会信用代码")]
    bad = [code for code in codes if parse_credit_code(code).verdict != Verdict.VALID]
    assert len(bad) == 4
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("file_name", "heading", "parse"),
    [
        ("专利明细.xlsx", "公开号", parse_publication_number),
        ("专利明细.xlsx", "授权公告号", parse_publication_number),
        ("商标清单.csv", "注册号", parse_trademark_number),
        ("马德里商标国际注册.xlsx", "国际注册号", parse_trademark_number),
        ("PCT国际专利申请.xlsx", "国际申请号", parse_pct_number),
    ],
)
def test_other_numbers_have_their_form(file_name: str, heading: str, parse: object) -> None:
    numbers = [str(number) for number in column(file_name, heading) if number]
    good = (Verdict.VALID, Verdict.FORMAT_ONLY)
    assert numbers
    assert [n for n in numbers if parse(n).verdict not in good] == []  # type: ignore[operator]


def test_no_right_is_granted_after_the_last_day_and_none_ends_before_its_grant() -> None:
    people = cast("测试", SMALL, names())
    filed = list(patents.Office("测试", people).filings(SMALL))
    lives.live(filed, people, "测试", SMALL)
    for patent in filed:
        granted = patent.granted_on
        assert granted is None or patent.filed_on < granted <= LAST_DAY
        assert patent.ended_on is None or (granted and granted < patent.ended_on <= LAST_DAY)
        assert all(one.announced_on <= LAST_DAY for one in patent.happenings)


def test_one_pledge_contract_covers_several_patents_with_one_amount() -> None:
    numbers = column("知识产权质押登记.xlsx", "质押登记号")
    amounts = column("知识产权质押登记.xlsx", "金额(万元)")
    pairs = set(zip(numbers, amounts, strict=True))
    assert len(pairs) == len(set(numbers)) < len(numbers)


def test_ipc_classes_come_in_the_proportions_of_real_patents() -> None:
    real: Counter[str] = Counter()
    for subclass, count in material("distributions")["ipc_subclasses"].items():
        real[subclass[:3]] += count
    people = cast("测试", 0.2, names())
    office = patents.Office("测试", people)
    drawn = Counter(p.ipc[0][:3] for p in office.filings(0.2) if p.kind != patents.DESIGN)
    for name in ("G06", "G01", "H04", "A61"):
        share = real[name] / sum(real.values())
        assert abs(drawn[name] / sum(drawn.values()) - share) < 0.02


def test_no_division_of_the_example_bears_a_real_code_or_name() -> None:
    national = Divisions.national()
    assert [code for code in names() if code in national] == []
    assert [name for name in names().values() if national.named(name)] == []
    with_example = national.with_file(EXAMPLE / "divisions.yml")
    assert with_example.path_name("990104") == "云渚省望澜市云栈区"
    assert len(with_example.children("990100")) == 7


def test_natural_persons_stand_under_pseudonyms() -> None:
    sheet = small_city()["专利明细.xlsx"]
    at = list(sheet.headings).index
    persons = [row[at("当前权利人")] for row in sheet.rows if row[at("申请人类型")] == "个人"]
    assert persons
    assert all(str(person).startswith("申请人") for person in persons)
