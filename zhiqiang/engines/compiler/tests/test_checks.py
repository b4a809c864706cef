"""Findings about a plan: each says what, shows both places, and says what to do."""

from __future__ import annotations

from zhiqiang.engines.compiler import Compilation, compile_text

HEAD = "云川市专利工作方案（2024—2026年）\n为做好工作，制定本方案。\n一、工作目标\n"


def compiled(goals: str, rest: str = "") -> Compilation:
    return compile_text(f"{HEAD}{goals}\n二、重点任务\n（一）加强统筹。抓好落实。\n{rest}")


def codes(result: Compilation) -> set[str]:
    return {finding.code for finding in result.findings}


def test_a_growth_without_a_base_is_reported_and_one_with_a_base_is_not() -> None:
    assert "growth_without_base" in codes(compiled("专利授权量增长10%。"))
    assert "growth_without_base" not in codes(compiled("专利授权量较2023年增长10%。"))


def test_a_number_without_a_unit_is_reported() -> None:
    assert "missing_unit" in codes(compiled("总营收超1000万。"))


def test_the_same_indicator_with_two_numbers_shows_both_places() -> None:
    result = compiled("示范企业达到40家。", "（二）培育企业。示范企业达到45家。\n")
    finding = next(f for f in result.findings if f.code == "different_values")
    assert finding.span is not None
    assert finding.span.of(result.text) == "示范企业达到40家"
    assert [place.of(result.text) for place in finding.others] == ["示范企业达到45家"]


def test_another_comparison_for_the_same_number_is_a_notice() -> None:
    result = compiled("示范企业超40家。", "（二）培育企业。示范企业40家。\n")
    assert "different_operators" in codes(result)


def test_an_annex_that_is_announced_and_absent_is_reported() -> None:
    assert "missing_annex" in codes(compiled("示范企业达到40家。", "附件："))
    assert "missing_annex" in codes(compiled("示范企业达到40家。", "附件：1.责任分工表"))


def test_a_left_out_number_is_reported() -> None:
    assert "numbering_gap" in codes(compiled("示范企业达到40家。", "（三）加强保护。开展行动。\n"))


def test_lost_characters_are_reported_with_their_place() -> None:
    result = compiled("示范企业达到40家。", "（二）落实条例。实施?工作条例，加强保护。\n")
    finding = next(f for f in result.findings if f.code == "lost_characters")
    assert finding.span is not None
    assert finding.span.of(result.text) == "?"


def test_one_body_under_two_names_is_reported() -> None:
    rest = "（二）加强保护。抓好落实。（责任单位：区市场监管局）\n（三）开展宣传。抓好落实。（责任单位：区市场监督管理局）\n"
    assert "two_names_of_a_body" in codes(compiled("示范企业达到40家。", rest))


def test_a_measure_in_articles_and_a_news_text_give_an_empty_programme_with_the_reason() -> None:
    articles = "".join(f"第{n}条 企业应当建立台账，比例不低于{n}0%。\n" for n in "一二三四五六")
    measure = compile_text(f"云川市专利资助管理办法\n{articles}")
    news = compile_text(
        "云川市印发专利工作方案\n本报讯（记者 张三）近日，云川市印发方案，到2027年，建成示范园区6个。"
    )
    for result in (measure, news):
        assert (result.targets, result.tasks) == ((), ())
        assert not result.document.is_plan
        assert result.document.reason
        assert "not_a_plan" in codes(result)
