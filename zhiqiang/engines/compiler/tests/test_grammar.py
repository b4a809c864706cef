"""Turns of phrase that plans use for numbers, years and bodies, each read on its own."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler import compile_text
from zhiqiang.engines.compiler.bodies import Convention, convention_of, find_duties, read_duty
from zhiqiang.engines.compiler.folding import fold
from zhiqiang.engines.compiler.goals import Goal, Setting
from zhiqiang.engines.compiler.targets import read_goals
from zhiqiang.engines.compiler.years import Scope


def read(sentence: str) -> list[Goal]:
    """Read one passage of the goals of a plan issued in 2024."""
    return read_goals(fold(sentence).plain, 0, Setting(Scope(), True, "", 2024))[0]


SENTENCES = [
    ("持证主体由2022年的12家增加到40家。", ("持证主体数", ">=", 40, "stock")),
    ("持证主体由目前的12家增加到40家。", ("持证主体数", ">=", 40, "stock")),
    ("软件交易额突破30亿元大关。", ("软件交易额", ">", 30, "cumulative")),
    ("软件产值迈上30亿元台阶。", ("软件产值", ">=", 30, "stock")),
    ("自主品种占比超过八成。", ("自主品种占比", ">", 80, "stock")),
    ("平均结案周期缩短四分之一。", ("平均结案周期", "=", 25, "growth")),
    ("数据交易规模增长一倍以上。", ("数据交易规模", "growth>=", 1, "growth")),
    ("企业中持证的占30%以上。", ("企业中持证占比", ">=", 30, "stock")),
    ("公众满意度在85分以上。", ("公众满意度", ">=", 85, "stock")),
    ("窗口受理时间控制在2个工作日内。", ("窗口受理时间", "<=", 2, "stock")),
    ("案件平均审理周期控制在90天以内。", ("案件平均审理周期", "<=", 90, "stock")),
    ("使用费年进出口总额达到800万元。", ("使用费年进出口总额", ">=", 800, "annual")),
    ("力争全年办理业务300件。", ("业务数", "=", 300, "annual")),
    ("投保企业年均增加60家。", ("投保企业数", "=", 60, "annual")),
    ("每季度开展联合检查2次。", ("联合检查数", "=", 2, "annual")),
    ("参与或主导制定行业标准6项。", ("行业标准数", "=", 6, "cumulative")),
    ("各镇至少建立1家调解室。", ("调解室数", ">=", 1, "cumulative")),
    ("三年培训专员150人次。", ("培训专员人次", "=", 150, "cumulative")),
    ("在光电、医药等领域新组建联盟4家。", ("新组建联盟数", "=", 4, "cumulative")),
    ("培育年交易额超亿元的龙头企业不少于20家。", ("年交易额超亿元的龙头企业数", ">=", 20, "cumulative")),
    ("每年推送不少于9000条次。", ("推送条次", ">=", 9000, "annual")),
    ("单位能耗降至4.5千瓦时/立方米以下。", ("单位能耗", "<=", 4.5, "stock")),
    ("规上企业净增300家。", ("净增规上企业数", "=", 300, "cumulative")),
    ("设立规模50亿元的科创母基金。", ("科创母基金", "=", 50, "cumulative")),
    ("人均藏书量1.5册。", ("人均藏书量", "=", 1.5, "stock")),
    ("聘请专家30名。", ("专家数", "=", 30, "cumulative")),
    ("完成7000件存量专利盘点。", ("存量专利盘点数", "=", 7000, "cumulative")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s for s, _ in SENTENCES])
def test_one_sentence_gives_one_target(sentence: str, expected: tuple[object, ...]) -> None:
    assert [(g.indicator, g.op, g.value, g.basis) for g in read(sentence)] == [expected]


def test_what_a_clause_does_is_counted_by_the_next() -> None:
    assert [(g.indicator, g.value, g.basis) for g in read("开展专项执法，每年不少于2次。")] == [
        ("专项执法数", 2, "annual")
    ]


def test_what_is_built_in_a_batch_is_what_the_total_counts() -> None:
    assert [g.indicator for g in read("部署建设一批加氢站，总数达到1000座以上。")] == ["加氢站总数"]


def test_a_doubling_without_a_name_is_that_of_the_clause_before() -> None:
    goals = read("软件业务收入达到400亿元，较2023年翻一番。")
    assert [(g.indicator, g.op, g.value) for g in goals] == [
        ("软件业务收入", ">=", 400),
        ("软件业务收入", "growth>=", 100),
    ]


def test_what_stands_at_the_end_is_not_new_because_something_before_it_is() -> None:
    goals = read("年均新增产能5万吨，车辆保有量约5万辆。")
    assert [(g.indicator, g.basis) for g in goals] == [
        ("新增产能", "annual"),
        ("车辆保有量", "stock"),
    ]


def test_each_of_two_things_has_the_number_that_stands_once() -> None:
    goals = read("新发展茶叶合作社、家庭农场各20个。")
    assert [(g.value, g.basis) for g in goals] == [(20, "cumulative"), (20, "cumulative")]
    assert [g.indicator for g in goals] == ["新发展茶叶合作社数", "家庭农场数"]


def test_a_total_belongs_to_what_was_counted_before_it() -> None:
    assert [g.indicator for g in read("建成创业社区20个、总面积30万平方米。")] == [
        "创业社区数",
        "创业社区总面积",
    ]
    assert [g.indicator for g in read("认定海外仓30个、面积100万平方米。")] == [
        "海外仓数",
        "海外仓面积",
    ]


def test_a_share_without_its_owner_is_that_of_the_clause_before() -> None:
    (goal,) = read("数字贸易规模稳中有增，占贸易总额的比重提高到45%以上。")
    assert goal.indicator == "数字贸易占贸易总额比重"


LISTS = [
    ("牵头:甲局;配合:乙局、丙委", ["甲局"], ["乙局", "丙委"]),
    ("责任科室:甲科、乙处", ["甲科", "乙处"], []),
    ("市级牵头部门:甲局;市级配合部门:乙局", ["甲局"], ["乙局"]),
    ("由甲局牵头,会同乙局、丙委负责", ["甲局"], ["乙局", "丙委"]),
    ("甲局会同乙局、丙委负责", ["甲局"], ["乙局", "丙委"]),
    ("责任单位:甲局(牵头)、乙局、丙委", ["甲局"], ["乙局", "丙委"]),
    ("责任单位:甲局*、乙局,各县(市)", ["甲局"], ["乙局", "各县(市)"]),
    ("甲局、市残联牵头,乙局等参与", ["甲局", "市残联"], ["乙局"]),
]


@pytest.mark.parametrize(("words", "lead", "support"), LISTS, ids=[words for words, _, _ in LISTS])
def test_who_leads_and_who_supports(words: str, lead: list[str], support: list[str]) -> None:
    duty = read_duty(words, Convention())
    assert duty is not None
    assert (list(duty.lead), list(duty.support)) == (lead, support)


def test_lines_of_leaders_and_supporters_may_follow_one_another() -> None:
    text = "推广证券化。\n牵头单位:甲行、乙局\n"
    assert [d.lead for d in find_duties(text, 0, Convention())] == [("甲行", "乙局")]
    plan = (
        "云川市金融工作方案\n为做好工作,制定本方案。\n一、扩大融资。做好对接。\n"
        "牵头单位：甲行、乙局\n配合单位：丙局\n二、完善补偿。建立资金池。\n"
    )
    task = compile_text(plan).tasks[0]
    assert (task.lead_units, task.support_units) == (("甲行", "乙局"), ("丙局",))


def test_the_heading_of_a_column_may_say_who_leads() -> None:
    assert convention_of("责任单位(第一个为牵头单位)").first_leads
    plan = """云川县2024年专利工作任务清单
为做好工作，制定本计划。
序号 | 工作任务 | 主要内容 | 责任单位（第一个为牵头单位） | 时限
一、创造
1 | 提升质量 | 培育专利组合 | 甲局、乙局 | 6月
二、保护
2 | 严格执法 | 开展专项行动 | 丙局、丁局 | 9月
"""
    tasks = compile_text(plan).tasks
    assert [(t.title, t.lead_units, t.support_units) for t in tasks] == [
        ("提升质量", ("甲局",), ("乙局",)),
        ("严格执法", ("丙局",), ("丁局",)),
    ]


def test_a_bracket_that_a_line_break_tears_is_read_whole() -> None:
    plan = (
        "云川市海外维权行动方案\n为做好工作，制定本方案。\n一、重点行动\n"
        "（一）强化维权。设立专家库，聘请一批熟悉海外规则的专家。（甲局牵头，乙局、市贸促会\n配合）\n"
        "（二）加强预警。发布预警信息。（甲局负责）\n"
    )
    first, second = compile_text(plan).tasks
    assert (first.lead_units, first.support_units) == (("甲局",), ("乙局", "市贸促会"))
    assert second.lead_units == ("甲局",)


def test_the_first_cells_of_a_row_between_tabs_may_be_empty() -> None:
    plan = """云川县专利工作方案
为做好工作，制定本方案。
一级指标\t二级指标\t单位\t2023年目标\t2024年目标
专利运用\t质押项目\t项\t4\t6
\t许可项目\t项\t30\t40
"""
    found = compile_text(plan).targets
    assert [(t.indicator, t.value, t.year) for t in found] == [
        ("质押项目数", 4, 2023),
        ("质押项目数", 6, 2024),
        ("许可项目数", 30, 2023),
        ("许可项目数", 40, 2024),
    ]


def test_a_goal_without_a_year_is_due_with_its_task() -> None:
    plan = """云川市政务工作方案
为做好工作，制定本方案。
一、工作目标
2024年底，网办率达到98%以上；2026年底，满足率达到99%。
二、工作任务
（一）推进通办。新增通办事项60项。牵头单位：甲局，责任单位：各县区，完成时限：2025年底
（二）优化开办。建设专窗8个。牵头单位：乙局，责任单位：丙局，完成时限：持续推进
"""
    assert [(t.value, t.year) for t in compile_text(plan).targets] == [
        (98, 2024),
        (99, 2026),
        (60, 2025),
        (8, None),
    ]


def test_a_remark_about_all_lists_is_no_body() -> None:
    duty = read_duty(
        "责任单位:甲局、乙委等按职责分工负责,排第一位的为牵头单位,下同", Convention(True)
    )
    assert duty is not None
    assert (duty.lead, duty.support) == (("甲局",), ("乙委",))


def test_who_issues_stands_in_the_letterhead_where_the_notice_names_nobody() -> None:
    text = (
        "云川市数据局文件\n云数〔2024〕5号\n关于印发《云川市数据工作方案》的通知\n各县区：\n现印发给你们。\n"
        "云川市数据工作方案\n一、目标\n满足率达到99%。\n二、任务\n做好工作。\n"
    )
    assert compile_text(text).document.value("issuer") == "云川市数据局"


def test_actions_that_are_numbered_by_name_are_tasks() -> None:
    plan = """云川区营商环境工作方案
为做好工作，制定本方案。
一、重点举措
行动一：便民服务行动。设置窗口。责任单位：甲局（牵头）、乙局
行动二：融资惠企行动。举办对接会。责任单位：丙局（牵头）、甲局
"""
    assert [(t.lead_units, t.support_units) for t in compile_text(plan).tasks] == [
        (("甲局",), ("乙局",)),
        (("丙局",), ("甲局",)),
    ]


def test_a_plan_for_three_years_ends_with_its_last_yearly_step() -> None:
    plan = """云川县茶产业行动计划
云川县农业农村局
2024年3月11日
为做好工作，制定本计划。
一、行动目标
通过三年努力，茶园面积达到9万亩。2024年、2025年、2026年产量分别达到3万吨、4万吨、5万吨。
二、重点行动
（一）整合品牌。建成茶博馆2个。
"""
    assert [t.year for t in compile_text(plan).targets] == [2026, 2024, 2025, 2026, 2026]


@pytest.mark.parametrize(
    ("second", "title"),
    [
        ("（2023—2025年）", "云川县专利强县三年行动方案（2023—2025年）"),
        ("（试行）", "云川县专利强县三年行动方案（试行）"),
        ("（县府办）", "云川县专利强县三年行动方案"),
    ],
)
def test_a_title_goes_on_in_the_bracket_below_it(second: str, title: str) -> None:
    text = f"云川县专利强县三年行动方案\n{second}\n一、目标\n到2025年，商标达到90件。\n二、任务\n做好工作。\n"
    assert compile_text(text).document.value("title") == title


def test_a_date_may_be_spelled_out() -> None:
    text = "云川县专利工作方案\n一、目标\n商标达到90件。\n云川县人民政府\n二〇二二年七月十八日\n"
    assert compile_text(text).document.value("date") == "2022-07-18"


def test_the_column_that_says_how_binding_a_target_is_does_not_name_it() -> None:
    plan = """云川市专利工作方案
为做好工作，制定本方案。
序号 | 指标名称 | 单位 | 2024年目标值 | 2025年目标值 | 指标属性 | 责任单位
1 | 维权站数 | 个 | 4 | 6 | 预期性 | 甲局
"""
    found = compile_text(plan).targets
    assert [(t.indicator, t.value, t.year) for t in found] == [
        ("维权站数", 4, 2024),
        ("维权站数", 6, 2025),
    ]
