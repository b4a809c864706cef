"""Kinds of numbers: what a text is, its normal form, what is wrong, and which texts are one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhiqiang.kernel.catalogue import load
from zhiqiang.kernel.errors import UnreadableFile
from zhiqiang.kernel.identifiers import (
    BY_NAME,
    KINDS,
    EndedSymbols,
    References,
    Verdict,
    application_check_digit,
    identity,
    judge_file,
    recognise,
)
from zhiqiang.kernel.identifiers.credit_code import (
    credit_check_sign,
    organisation_check_sign,
)

ROOT = Path(__file__).resolve().parents[4]
OWN = Path(__file__).with_name("examples.csv")
SHARED = ROOT.parent / "shared" / "domain" / "tables" / "identifier_examples.csv"
TABLES = References(
    ended_symbols=load(ROOT / "catalogue" / "parameters" / "ipc_ended.yml", EndedSymbols).values
)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def judged(kind: str, raw: str):
    return BY_NAME[kind].judge(raw, TABLES)


@pytest.mark.parametrize("path", [OWN, SHARED], ids=["own", "shared"])
def test_every_example_is_judged_as_its_list_states(path: Path):
    if not path.exists():
        pytest.skip(f"{path} 不在")
    lines = judge_file(path, TABLES)
    assert len(lines) > 30
    assert [(one.kind, one.value, one.found) for one in lines if not one.agrees] == []


def test_a_line_that_is_judged_otherwise_or_of_an_unknown_kind_is_told(tmp_path: Path):
    path = tmp_path / "号码.csv"
    path.write_text(
        "id_type,value,valid\nnice,45,no\nnice,45,yes\nisbn,1,yes\nnice,44,certain\n", "utf-8-sig"
    )
    assert [one.line for one in judge_file(path, TABLES) if not one.agrees] == [2, 4, 5]
    path.write_text("kind,value\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="id_type、valid"):
        judge_file(path, TABLES)
    with pytest.raises(UnreadableFile, match="无法读取"):
        judge_file(tmp_path, TABLES)


written = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"\A(ZL|CN|CNA|BS\.|AGI|G|PCT/CN)?[0-9]{4,14}(\.[0-9X])?[A-Z]?\Z"),
    st.from_regex(r"\A[0-9A-HJ-NPQRTUWXY]{18}\Z"),
    st.from_regex(r"\A[A-HY][0-9]{2}[A-Z] ?[0-9]{1,4}/[0-9]{2,6}\Z"),
    st.from_regex(r"\A(第)?[0-9]{1,2}(类|-[0-9]{2})?\Z"),
    st.from_regex(r"\A(19|20)[0-9]{2}(SR[0-9]{6,7}|年第[0-9]{1,4}号)\Z"),
)


@given(written)
def test_the_normal_form_is_its_own_normal_form_and_raw_is_kept(text: str):
    for kind in KINDS:
        found = kind.judge(text, TABLES)
        assert (found.raw, found.kind) == (text, kind.key)
        assert found.verdict is Verdict.VALID or found.message
        assert bool(found.normal) == found.is_usable
        if found.normal:
            again = kind.judge(found.normal, TABLES)
            assert (again.normal, again.verdict) == (found.normal, found.verdict)
            assert identity(again) == identity(found)


@st.composite
def checked_numbers(draw):
    """A valid number of a kind with a check digit, and the places that the check covers."""
    digits = st.text("0123456789", min_size=8, max_size=8)
    kind = draw(
        st.sampled_from(["application", "organisation_code", "uscc", "layout", "pvp", "lei"])
    )
    if kind == "application":
        body = f"{draw(st.integers(2004, 2025))}{draw(st.sampled_from('12389'))}{draw(digits)[:7]}"
        return kind, f"{body}.{application_check_digit(body)}", range(14)
    if kind == "layout":
        body = f"{draw(st.integers(10, 25))}5{draw(digits)[:5]}"
        return kind, f"BS.{body}.{application_check_digit(body)}", range(6, 11)
    if kind == "pvp":
        body = f"{draw(st.integers(2000, 2008))}{draw(digits)[:4]}"
        return kind, f"CNA{body}.{application_check_digit(body)}", range(7, 11)
    if kind == "lei":
        body = draw(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18))
        rest = int("".join(str(int(sign, 36)) for sign in body + "00")) % 97
        return kind, f"{body}{98 - rest:02}", range(20)
    organ = draw(st.text(SIGNS, min_size=8, max_size=8))
    organ += organisation_check_sign(organ)
    if kind == "organisation_code":
        return kind, f"{organ[:8]}-{organ[8]}", range(8)
    body = f"91{draw(digits)[:6]}{organ}"
    return kind, body + credit_check_sign(body), range(18)


@given(checked_numbers(), st.data())
def test_a_changed_digit_is_caught_where_there_is_a_check(number, data):
    kind, whole, places = number
    assert judged(kind, whole).verdict is Verdict.VALID
    digits = [place for place in places if whole[place].isdigit()]
    assume(digits)
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[place]]))
    changed = whole[:place] + other + whole[place + 1 :]
    assert judged(kind, changed).verdict is not Verdict.VALID


@pytest.mark.parametrize(
    ("raw", "kind", "normal"),
    [
        ("ZL201810123456.5", "application_number", "201810123456.5"),
        ("CN 108123456 B", "publication_number", "CN108123456B"),
        ("91990100ma0000015x", "credit_code", "91990100MA0000015X"),
        ("A01B0001020000", "ipc", "A01B 1/02"),
        ("Y02A10/00", "cpc", "Y02A 10/00"),
        ("国知发服字[2022]03号", "document_number", "国知发服字〔2022〕3号"),
        ("990099", "trademark_number", "990099"),
        ("LOC(13)Cl.6-01", "locarno", "06-01"),
        ("pct/cn2023/012345", "pct_number", "PCT/CN2023/012345"),
    ],
)
def test_a_text_is_recognised_by_its_form(raw: str, kind: str, normal: str):
    found = recognise(raw, TABLES)
    assert (found[0].kind, found[0].normal, found[0].verdict) == (kind, normal, Verdict.VALID)


def test_a_text_that_may_be_several_things_is_said_to_be_all_of_them():
    assert [one.kind for one in recognise("110000", TABLES)] == [
        "division_code",
        "trademark_number",
    ]
    assert recognise("没有号码", TABLES) == []


def test_a_wrong_number_is_explained_and_the_right_one_offered():
    (found,) = recognise("201810123456.6", TABLES)
    assert (found.verdict, found.suggestion) == (Verdict.BAD_CHECK, "201810123456.5")
    assert "校验位应为 5" in found.message
    (found,) = recognise("440000111111111", TABLES)
    assert found.kind == "credit_code" and "15 位旧注册号" in found.message


@pytest.mark.parametrize(
    ("kinds", "writings"),
    [
        (("application", "application"), ("86100125.7", "ZL86100125.7")),
        (("application", "application"), ("201810123456.5", "201810123456")),
        (("publication", "publication"), ("CN108123456A", "CN108123456B")),
        (("uscc", "organisation_code"), ("91990100MA0000015X", "MA000001-5")),
        (("software", "software"), ("2018SR012345", "2018SR0012345")),
    ],
)
def test_writings_of_old_and_new_systems_have_one_identity(kinds, writings):
    keys = {identity(judged(*pair)) for pair in zip(kinds, writings, strict=True)}
    assert len(keys) == 1 and keys != {""}


@given(st.integers(1985, 2002), st.sampled_from("123"), st.integers(0, 99_999))
def test_an_old_application_written_long_is_led_back_to_its_number(year, kind, serial):
    long = f"{year}{kind}{serial:07d}"
    found = judged("application", long)
    assert found.verdict is Verdict.BAD_FORMAT
    meant = judged("application", found.suggestion)
    assert meant.verdict is Verdict.VALID and re.fullmatch(r"\d{8}\.[0-9X]", meant.normal)
    assert identity(meant) == f"CN:{long}"


def test_numbers_that_name_nothing_have_no_identity():
    assert identity(judged("application", "没有")) == ""


def test_a_whole_subclass_or_main_group_that_ended_is_history_not_error():
    for symbol in ("H01L 21/02", "H04L 29/06", "G06F17/30"):
        assert judged("ipc", symbol).verdict is Verdict.HISTORICAL
    for symbol in ("H04L 2/06", "G06F 17/10", "H04L 9/32"):
        assert judged("ipc", symbol).verdict is Verdict.VALID
