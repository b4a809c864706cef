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


def found(result: Compilation, code: str) -> list[tuple[str, list[str]]]:
    """Return the places of the findings of one kind, as printed, with those beside them."""
    return [
        (f.span.of(result.text) if f.span else "", [place.of(result.text) for place in f.others])
        for f in result.findings
        if f.code == code
    ]


YEARS = "序号 | 指标 | 2024年 | 2025年 | 2026年\n"


def test_a_table_is_compared_with_the_text_as_sum_as_last_year_and_in_every_year() -> None:
    table = f"{YEARS}1 | 示范企业（家） | 10 | 20 | 30\n"
    assert not found(compiled("示范企业达到30家。", table), "table_disagrees")
    assert not found(compiled("示范企业达到60家。", table), "table_disagrees")
    assert not found(compiled("示范企业达到50家以上。", table), "table_disagrees")
    result = compiled("培育示范企业50家。", table)
    assert found(result, "table_disagrees") == [
        ("培育示范企业50家", ["1 | 示范企业（家） | 10 | 20 | 30"])
    ]


def test_more_than_against_exactly_is_reported_with_its_row() -> None:
    result = compiled("示范企业超60家。", f"{YEARS}1 | 示范企业（家） | 10 | 20 | 30\n")
    assert len(found(result, "strict_against_equal")) == 1
    message = next(f.message for f in result.findings if f.code == "strict_against_equal")
    assert "第 1 行" in message
    assert "合计" in message


def test_a_table_in_another_unit_or_without_bodies_is_reported() -> None:
    rows = "".join(f"{n} | 培训人才{n}类（次） | 5 | 5 | 5\n" for n in (1, 2, 3))
    duty = "（二）培训。抓好落实。（责任单位：市人社局）\n"
    result = compiled("培训人才1类15人次。", duty + YEARS + rows)
    assert "table_unit_differs" in codes(result)
    assert "indicators_without_owner" in codes(result)


def test_years_that_do_not_add_up_to_the_sum_are_reported() -> None:
    result = compiled("累计实施转化项目500个。", "（二）转化。每年实施转化项目100个。\n")
    assert found(result, "yearly_below_sum") == [("实施转化项目100个", ["累计实施转化项目500个"])]


def test_what_the_text_orders_and_the_table_of_duties_leaves_out_is_reported() -> None:
    topics = ["导航分析", "托管服务", "海外预警", "质押融资", "标准研制", "人才评价", "品牌指导"]
    topics += ["信用监管", "行政裁决", "仲裁调解", "文化传播"]
    rows = "".join(f"{n} | 开展{t}工作 | 市科技局\n" for n, t in enumerate(topics, 1))
    text = "（二）服务企业。开展导航分析工作，建立商业秘密保护名录。\n"
    result = compiled("示范企业达到40家。", f"{text}序号 | 任务 | 责任单位\n{rows}")
    assert [place for place, _ in found(result, "order_without_row")] == ["建立商业秘密保护名录"]


def test_a_misprinted_body_is_found_by_the_other_places_where_it_stands() -> None:
    right = "".join(
        f"（{n}）工作。抓好落实。（责任单位：市自然资源局）\n" for n in ("二", "三", "四")
    )
    wrong = "（五）工作。抓好落实。（责任单位：市自然资然局）\n"
    result = compiled("示范企业达到40家。", right + wrong)
    assert found(result, "misprinted_body") == [
        ("（责任单位：市自然资然局）", ["（责任单位：市自然资源局）"])
    ]


def test_prefixes_that_the_first_body_carries_are_shown() -> None:
    rest = "（二）工作。抓好落实。（责任单位：县农业农村局、发改局、财政局）\n"
    assert "carried_prefix" in codes(compiled("示范企业达到40家。", rest))
    full = "（二）工作。抓好落实。（责任单位：县农业农村局、县发改局、县财政局）\n"
    assert "carried_prefix" not in codes(compiled("示范企业达到40家。", full))


def test_half_words_repeated_heads_and_double_comparisons_are_reported() -> None:
    assert "damaged_sentence" in codes(compiled("数字产业加值占比重达到8%。"))
    twice = "加强品牌培育工作。加强品牌培育工作，抓好落实。\n"
    assert "repeated_words" in codes(compiled("示范企业达到40家。", twice))
    assert "double_comparison" in codes(compiled("示范企业突破40家以上。"))


def test_a_number_of_the_government_under_the_name_of_a_bureau_is_reported() -> None:
    result = compile_text(f"发布机构：云川市商务局\n云政办〔2024〕3号\n{HEAD}示范企业达到40家。\n")
    assert "issuer_mismatch" in codes(result)


def test_messages_are_printed_with_chinese_marks() -> None:
    result = compiled("专利授权量增长10%。总营收超1000万。", "附件：1.责任分工表（试行）")
    for finding in result.findings:
        assert not set(finding.message) & set(",;:()?!"), finding.message


CLEAN = """云川市人民政府关于印发《云川市商标工作方案（2024—2026年）》的通知
云政发〔2024〕7号
各区人民政府：
现将《云川市商标工作方案（2024—2026年）》印发给你们。
云川市人民政府
2024年1月9日

云川市商标工作方案（2024—2026年）
为做好商标工作，制定本方案。
一、工作目标
到2026年，有效商标注册量达到9000件，商标品牌指导站达到20家，每年举办商标品牌培训4期。
二、重点任务
（一）扩大商标注册。引导企业申请商标。（牵头单位：市市场监管局；配合单位：市商务局）
（二）建好品牌指导站。建设商标品牌指导站，举办商标品牌培训。（牵头单位：市市场监管局；配合单位：市财政局）
三、保障措施
（一）加强统筹。定期会商。
"""


def test_a_clean_plan_gives_no_finding() -> None:
    assert compile_text(CLEAN).findings == ()
