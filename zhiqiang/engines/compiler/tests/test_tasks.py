"""Orders of a plan: which headings order something, and who answers for them."""

from __future__ import annotations

from zhiqiang.engines.compiler import compile_text
from zhiqiang.engines.compiler.matching import match_indicator

PLAN = """
云川市人民政府办公室关于印发《云川市知识产权提升行动方案（2024—2026年）》的通知
云政办发〔2024〕 12 号
各区县人民政府，市级各部门：
现将《云川市知识产权提升行动方案（2024—2026年）》印发给你们，请认真贯彻执行。
云川市人民政府办公室
2024年4月9日

云川市知识产权提升行动方案（2024—2026年）
为提升知识产权水平，制定本方案。
一、总体要求
（一）指导思想。坚持新发展理念。
（二）工作目标。到2026年，有效发明专利拥有量达到6000件。
二、重点任务
（一）提升创造质量
1．培育高价值专利。建设培育中心8个。（牵头单位：市市场监管局；配合单位：市科技局、市财政局，各区县政府）
2．发展地理标志。开展用标行动。
（责任单位：市农业农村局、市市场监管局按职责分工负责）
（二）加强保护。健全机制。（市市场监管局牵头，市公安局、市文广旅局等配合，2025年底前完成）
三、保障措施
（一）加强组织领导。各单位要高度重视。
"""


def test_the_lowest_headings_that_order_something_are_the_tasks() -> None:
    tasks = compile_text(PLAN).tasks
    assert [(task.number, task.title, task.kind) for task in tasks] == [
        ("二（一）1", "培育高价值专利", "task"),
        ("二（一）2", "发展地理标志", "task"),
        ("二（二）", "加强保护", "task"),
        ("三（一）", "加强组织领导", "safeguard"),
    ]


def test_bodies_stand_in_brackets_in_the_next_line_or_around_a_verb() -> None:
    first, second, third, last = compile_text(PLAN).tasks
    assert first.lead_units == ("市市场监管局",)
    assert first.support_units == ("市科技局", "市财政局", "各区县政府")
    assert second.lead_units == ("市农业农村局", "市市场监管局")
    assert (third.lead_units, third.support_units) == (
        ("市市场监管局",),
        ("市公安局", "市文广旅局"),
    )
    assert (third.open_list, third.due) == (True, "2025年底前完成")
    assert last.lead_units == ()


def test_the_title_page_is_read() -> None:
    facts = compile_text(PLAN).document
    assert facts.value("title") == "云川市知识产权提升行动方案（2024—2026年）"
    assert facts.value("number") == "云政办发〔2024〕12号"
    assert facts.value("issuer") == "云川市人民政府办公室"
    assert facts.value("date") == "2024-04-09"
    assert facts.value("period") == [2024, 2026]
    assert facts.is_plan


def test_a_number_in_a_task_holds_until_the_end_of_the_plan() -> None:
    target = compile_text(PLAN).targets[1]
    assert (target.indicator, target.year, target.where) == ("培育中心数", 2026, "task")


def test_unnumbered_paragraphs_with_a_head_are_orders_where_a_chapter_has_no_numbers() -> None:
    text = """关于推动品牌发展的实施意见
一、主要目标
到2027年，驰名商标达到9件。
二、促进品牌建设
培育区域品牌。引导协会注册集体商标。
加强品牌保护。开展专项行动。
"""
    assert [task.title for task in compile_text(text).tasks] == ["培育区域品牌", "加强品牌保护"]


def test_a_document_that_lost_its_line_breaks_is_cut_at_its_headings() -> None:
    filler = "统筹各类资源，完善工作机制，提升服务水平。" * 15
    text = (
        f"关于促进检测产业发展的若干意见各市人民政府：现提出以下意见：一、总体要求（一）指导思想。{filler}"
        f"（二）发展目标。到2028年，检测机构达到90家。二、重点任务（一）扩大市场规模。{filler}"
        f"（二）加强技术攻关。{filler}三、保障措施（一）加强统筹协调。{filler}"
    )
    compiled = compile_text(text)
    assert [task.title for task in compiled.tasks] == [
        "扩大市场规模",
        "加强技术攻关",
        "加强统筹协调",
    ]
    assert [target.value for target in compiled.targets] == [90]


def test_a_sentence_torn_by_a_line_break_is_joined_and_reported() -> None:
    text = PLAN.replace(
        "到2026年，有效发明专利拥有量达到6000件。",
        "到2026年，创新能力和保护水平明显提升，有效发明\n专利拥有量达到6000件。",
    )
    compiled = compile_text(text)
    assert compiled.targets[0].indicator == "有效发明专利拥有量"
    assert "\n" in compiled.targets[0].quote
    assert "torn_sentences" in {finding.code for finding in compiled.findings}


def test_chapters_in_parts_number_their_orders_by_part() -> None:
    text = """云川省“十四五”数据产业发展规划
第一章 总体要求
第一节 发展目标
到2025年，数据企业达到90家。
第二章 重点任务
第一节 建设网络设施
推进网络覆盖。
第二节 培育数据企业
引导企业发展。
"""
    assert [(t.number, t.title) for t in compile_text(text).tasks] == [
        ("第二章第一节", "建设网络设施"),
        ("第二章第二节", "培育数据企业"),
    ]


def test_policies_in_articles_are_a_plan_and_their_closing_provision_is_no_order() -> None:
    articles = "".join(
        f"第{n}条 支持事项{n}。抓好落实。（责任单位：区商务局）\n" for n in "一二三四五"
    )
    text = f"云川区促进会展发展若干政策\n{articles}第六条 本政策自发布之日起施行，由区商务局负责解释。\n"
    tasks = compile_text(text).tasks
    assert [t.number for t in tasks] == [f"第{n}条" for n in "一二三四五"]
    assert {t.lead_units for t in tasks} == {("区商务局",)}


def test_bodies_in_a_closing_sentence_without_brackets_are_read() -> None:
    text = PLAN.replace(
        "（二）加强保护。",
        "（二）统筹推进。抓好落实。市财政局、教育局等按职责分工负责。\n（三）加强保护。",
    )
    assert ("市财政局", "教育局") in [task.lead_units for task in compile_text(text).tasks]


TRADITIONAL = """雲川縣人民政府辦公室關於印發《雲川縣品牌興縣工作方案》的通知
為實施商標品牌戰略，制定本方案。
一、工作目標
到2027年，皇后鎮有效註冊商標總量達到6000件，服務機構達到12個。
二、重點任務
（一）加強商標培育。（責任單位：縣市場監管局）
（二）加強後期保護。（責任單位：縣公安局、財政局）
"""


def test_traditional_script_is_read_and_given_back_as_printed() -> None:
    compiled = compile_text(TRADITIONAL)
    assert compiled.document.value("title") == "雲川縣品牌興縣工作方案"
    assert compiled.document.value("issuer") == "雲川縣人民政府辦公室"
    assert [(t.quote, t.unit) for t in compiled.targets] == [
        ("皇后鎮有效註冊商標總量達到6000件", "件"),
        ("服務機構達到12個", "個"),
    ]
    assert [t.indicator for t in compiled.targets] == ["皇后鎮有效註冊商標量", "服務機構數"]
    assert [t.title for t in compiled.tasks] == ["加強商標培育", "加強後期保護"]
    assert compiled.tasks[0].lead_units == ("縣市場監管局",)
    assert {body.full_name for body in compiled.bodies} == {"縣市場監管局", "縣公安局", "縣財政局"}


def test_names_in_traditional_script_are_those_of_the_catalogue() -> None:
    assert match_indicator("有效發明專利擁有量", {"有效发明专利拥有量": "valid"}).key == "valid"


def test_the_issuer_is_no_number_and_no_button_of_the_page() -> None:
    for before in ("云政办发〔2024〕12号", "返回首页"):
        text = f"{before}\n云川市人民政府办公室\n关于印发《云川市会展工作方案》的通知\n一、工作目标\n会展达到9场。\n"
        assert compile_text(text).document.value("issuer") == "云川市人民政府办公室"
