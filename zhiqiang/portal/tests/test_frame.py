"""What stands around every page, and what every address may ask for."""

import pytest

PAGE = "/ui/patterns/"


def test_a_stranger_sees_no_entry_for_officials(stranger, desk):
    assert "数据导入" not in stranger.get(PAGE).content.decode()
    assert "数据导入" in desk.get(PAGE).content.decode()


def test_region_and_day_of_the_address_stand_in_the_top_bar(stranger):
    page = stranger.get(PAGE, {"region": "330000", "as_of": "2024年3月5日"}).content.decode()
    assert '<option value="330000" selected>浙江省</option>' in page
    assert 'value="2024-03-05"' in page


def test_the_installation_sets_the_region(stranger, home):
    (home / "region.txt").write_text("330300\n", encoding="utf-8")
    assert '<option value="330300" selected>' in stranger.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("region=123", "没有区划代码"),
        ("region=%00", "控制字符"),
        ("as_of=2024-13-01", "无法识别"),
        ("as_of=1800-01-01", "超出范围"),
        ("as_of=yesterday", "无法识别"),
    ],
)
def test_a_bad_address_is_answered_with_what_would_be_right(stranger, query, says):
    answer = stranger.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert says in answer.content.decode()


def test_the_example_says_so_on_every_page(stranger, home):
    assert "示例数据" not in stranger.get(PAGE).content.decode()
    (home / "example.flag").touch()
    assert "示例数据" in stranger.get(PAGE).content.decode()
    assert "示例数据" in stranger.get("/nowhere/").content.decode()


def test_an_address_that_leads_nowhere_is_answered_in_chinese(stranger):
    answer = stranger.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_no_page_carries_a_script_or_a_style_of_its_own(stranger):
    page = stranger.get(PAGE).content.decode()
    assert "style=" not in page
    assert " onclick" not in page
    assert "<script>" not in page
