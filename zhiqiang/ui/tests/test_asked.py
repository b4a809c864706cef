"""What addresses ask for, well and badly."""

from datetime import date

import pytest

from zhiqiang.ui.asked import BadAddress, read_day, read_number, read_size


@pytest.mark.parametrize(
    "text", ["2024-3-5", "2024-03-05", "2024年3月5日", "20240305", " 2024/3/5 "]
)
def test_a_day_is_read_as_officials_type_it(text):
    assert read_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text", ["2024-13-1", "2024-02-30", "昨天", "2024115", "0000-01-01", "2024"]
)
def test_a_day_that_is_none_is_refused_with_the_right_forms(text):
    with pytest.raises(BadAddress, match="请写成 2024-12-31"):
        read_day(text)


def test_a_number_has_a_default_and_a_lower_end():
    assert read_number({}, "page", "页码", 1) == 1
    assert read_number({"page": " 3 "}, "page", "页码", 1) == 3


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "abc", "99999999", "１"])
def test_a_number_that_is_none_is_refused(text):
    with pytest.raises(BadAddress, match="页码"):
        read_number({"page": text}, "page", "页码", 1)


def test_only_three_sizes_of_a_page_are_offered():
    assert read_size({"size": "50"}) == 50
    with pytest.raises(BadAddress, match="20、50、100"):
        read_size({"size": "1000"})
