"""Identifiers against real numbers, near misses and damage."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.kernel.identifiers import (
    Verdict,
    application_check_digit,
    application_number,
    is_grant,
    parse_application_number,
    parse_credit_code,
    parse_pct_number,
    parse_publication_number,
    parse_trademark_number,
    publication_key,
    read_publication,
)

PARSERS = (
    parse_application_number,
    parse_publication_number,
    parse_credit_code,
    parse_trademark_number,
    parse_pct_number,
)


@given(st.integers(2004, 2025), st.sampled_from("12389"), st.integers(0, 9_999_999))
def test_a_number_with_its_own_check_digit_passes_and_with_any_other_fails(year, kind, serial):
    body = f"{year}{kind}{serial:07d}"
    right = application_check_digit(body)
    for sign in "0123456789X":
        found = parse_application_number(f"{body}.{sign}")
        assert (found.verdict is Verdict.VALID) == (sign == right)
        assert found.normal == f"{body}.{sign}"
        if sign != right:
            assert found.suggestion == f"{body}.{right}"


@given(st.text(max_size=30))
def test_no_text_makes_a_parser_raise_and_raw_is_kept(text):
    for parse in PARSERS:
        found = parse(text)
        assert found.raw == text
        assert found.verdict is Verdict.VALID or found.message


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("ZL201310699744.2", "201310699744.2"),
        ("CN201310699744.2", "201310699744.2"),
        ("ＺＬ２０１３１０６９９７４４．２", "201310699744.2"),
        ("2013106997442", "201310699744.2"),
        ("٢٠١٣١٠٦٩٩٧٤٤.٢", "201310699744.2"),
        (" 95115608.x\u200b", "95115608.X"),
        ("ZL 2013 1 0699744.2", "201310699744.2"),
        ("201310699744。2", "201310699744.2"),
    ],
)
def test_printed_forms_of_one_number_have_one_normal_form(raw, normal):
    found = parse_application_number(raw)
    assert (found.verdict, found.normal) == (Verdict.VALID, normal)


@pytest.mark.parametrize(
    ("raw", "suggestion"),
    [
        ("2139508.X", "02139508.X"),
        ("201310699744.2.0", "201310699744.2"),
        ("2.0131E+11", ""),
        ("", ""),
    ],
)
def test_damage_by_spreadsheet_programs_is_named_and_not_mended_in_silence(raw, suggestion):
    found = parse_application_number(raw)
    assert (found.verdict, found.normal) == (Verdict.BAD_FORMAT, "")
    assert found.suggestion == suggestion


def test_a_number_without_check_digit_is_offered_the_computed_one():
    found = parse_application_number("201310699744")
    assert (found.verdict, found.suggestion) == (Verdict.FORMAT_ONLY, "201310699744.2")


@pytest.mark.parametrize("code", ["A10000000000000000", "N2110000400000624D", "Y1110000600037341L"])
def test_credit_codes_of_departments_with_letters_are_judged_by_their_check(code):
    assert parse_credit_code(code).verdict in (Verdict.BAD_CHECK, Verdict.VALID)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("PCT/CN2023/012345", "PCT/CN2023/012345"),
        ("pct/cn2023/012345", "PCT/CN2023/012345"),
        ("PCTCN2023012345", "PCT/CN2023/012345"),
        ("PCT/CN03/00123", "PCT/CN03/00123"),
        ("PCT/CN2023/12345", ""),
        ("PCT/CN1999/012345", ""),
        ("WO2023012345", ""),
    ],
)
def test_pct_numbers_have_one_normal_form(raw, normal):
    assert parse_pct_number(raw).normal == normal


def _key(number, is_granted=None):
    return publication_key(read_publication(number), is_granted)


def test_documents_of_one_right_share_a_key():
    assert _key("CN105418762A") == _key("CN105418762B")
    assert _key("CN201234567Y") == _key("CN201234567U")
    assert _key("CN301234567D") == _key("CN301234567S")
    assert _key("CN105418762A") != _key("CN105418763A")


def test_seven_digit_applications_and_grants_of_inventions_are_two_series():
    assert _key("CN1340998A") != _key("CN1340998C")
    assert _key("CN1340998", is_granted=False) == _key("CN1340998A")
    assert _key("CN1340998", is_granted=True) == _key("CN1340998C")
    assert _key("CN1340998") not in (_key("CN1340998A"), _key("CN1340998C"))


def test_letters_mean_what_they_meant_in_their_time():
    assert is_grant("B", date(2015, 1, 1)) and not is_grant("B", date(1990, 1, 1))
    assert is_grant("U", date(2015, 1, 1)) and not is_grant("U", date(1990, 1, 1))
    assert is_grant("C", date(2005, 1, 1)) and is_grant("Y", date(2005, 1, 1))
    assert not is_grant("A", date(2015, 1, 1))


def test_a_year_of_application_is_none_before_it_has_begun(monkeypatch):
    class Clock(date):
        now = date(2090, 12, 31)

        @classmethod
        def today(cls):
            return cls.now

    monkeypatch.setattr(application_number, "date", Clock)
    monkeypatch.setattr(application_number, "_begun", set())
    number = f"209110000001.{application_number.application_check_digit('209110000001')}"
    assert application_number.parse_application_number(number).verdict == "bad_format"
    Clock.now = date(2091, 1, 1)
    assert application_number.parse_application_number(number).verdict == "valid"
    assert application_number.parse_application_number(number.replace("2091", "2002")).normal == ""
