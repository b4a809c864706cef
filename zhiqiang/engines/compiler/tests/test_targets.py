"""Sentences as plans write them, and the targets that are in them."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler.folding import fold
from zhiqiang.engines.compiler.goals import Goal, Setting
from zhiqiang.engines.compiler.targets import read_goals
from zhiqiang.engines.compiler.years import Scope


def read(sentence: str, *, in_goal: bool = True) -> list[Goal]:
    """Read one passage of a plan issued in 2024."""
    goals, _ = read_goals(fold(sentence).plain, 0, Setting(Scope(), in_goal, "", 2024))
    return goals


def briefly(goal: Goal) -> tuple[object, ...]:
    return goal.indicator, goal.op, goal.value, goal.unit, goal.basis


COMPARISONS = [
    ("有效发明专利拥有量达到3200件。", ("有效发明专利拥有量", ">=", 3200, "件", "stock")),
    ("有效发明专利拥有量突破1.5万件。", ("有效发明专利拥有量", ">", 15000, "件", "stock")),
    ("维权援助满意度不低于92％。", ("维权援助满意度", ">=", 92, "%", "stock")),
    ("培育品牌服务机构30家左右。", ("品牌服务机构数", "~", 30, "家", "cumulative")),
    ("平均审查周期压减至15个月以内。", ("平均审查周期", "<=", 15, "个月", "stock")),
    ("引进独角兽企业1—2家。", ("独角兽企业数", "=", (1, 2), "家", "cumulative")),
    ("技术合同成交额超80亿元。", ("技术合同成交额", ">", 80, "亿元", "cumulative")),
    ("实施千项专利转化项目。", ("专利转化项目数", "=", 1000, "项", "cumulative")),
    ("建立四个专业性保护分中心。", ("专业性保护分中心数", "=", 4, "个", "cumulative")),
    ("专利申请量年均增长8%以上。", ("专利申请量", "growth>=", 8, "%", "growth")),
    ("技术合同成交额比2022年翻一番。", ("技术合同成交额", "growth>=", 100, "%", "growth")),
    ("每年新增用标企业20家。", ("新增用标企业数", "=", 20, "家", "annual")),
    ("累计推送专利信息9000条以上。", ("推送专利信息数", ">=", 9000, "条", "cumulative")),
    ("万人发明专利拥有量达16件。", ("每万人口发明专利拥有量", ">=", 16, "件", "stock")),
    ("工业机器人密度达到500台/万人。", ("工业机器人密度", ">=", 500, "台/万人", "stock")),
]


@pytest.mark.parametrize(("sentence", "expected"), COMPARISONS, ids=[s for s, _ in COMPARISONS])
def test_one_number_is_read_with_its_comparison_unit_and_basis(
    sentence: str, expected: tuple[object, ...]
) -> None:
    assert [briefly(goal) for goal in read(sentence)] == [expected]


LISTS = [
    ("大豆播种、采收自动化率分别达到61%和52%。", [("大豆播种自动化率", 61), ("大豆采收自动化率", 52)]),
    ("茶叶修剪、烘焙机械化率均达到40%。", [("茶叶修剪机械化率", 40), ("茶叶烘焙机械化率", 40)]),
    ("专利、商标登记量分别达到50件、60件。", [("专利登记量", 50), ("商标登记量", 60)]),
    ("建成省级青年实训基地3个、市级基地7个。", [("省级青年实训基地数", 3), ("市级青年实训基地数", 7)]),
    ("培育持有商标40件的企业6家、25件企业15家。", [("持有商标40件的企业数", 6), ("持有商标25件的企业数", 15)]),
    ("培育100名导航工程师和20家服务机构。", [("导航工程师数", 100), ("服务机构数", 20)]),
    ("建设9个导航基地，4个“双创+”指导站。", [("导航基地数", 9), ("“双创+”指导站数", 4)]),
    ("新增甲级企业10家、乙类企业80家，引进专家5名。", [("新增甲级企业数", 10), ("乙类企业数", 80), ("专家数", 5)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), LISTS, ids=[s for s, _ in LISTS])
def test_a_list_gives_each_member_its_own_number_and_name(
    sentence: str, expected: list[tuple[str, int]]
) -> None:
    assert [(goal.indicator, goal.value) for goal in read(sentence)] == expected


NO_TARGETS = [
    "对通过认证的企业给予10万元奖励，最高不超过30万元。",
    "按照实际投入的30%给予补助，单个项目最高200万元。",
    "支持35岁以下青年人才申报。",
    "入园项目应满足投资强度不低于300万元/亩、绿化率不低于25%。",
    "审批事项1个工作日办结，48小时内放行。",
    "实施“双百”工程和“5+5”产业链行动。",
    "截至2023年底，有效发明专利拥有量达到1.2万件，同比增长15%。",
    "梳理列入清单的418种产品并加强宣传。",
    "在10个县开展试点，围绕5条产业链部署创新链。",
    "贯彻《云川市远景规划(2021—2035年)》，落实第12次会议精神。",
    "年授权量1000件以上的企业优先推荐。",
    "引导零部件企业发挥作用，建成一批示范园区。",
]


@pytest.mark.parametrize("sentence", NO_TARGETS)
def test_money_conditions_mentions_and_names_are_no_targets(sentence: str) -> None:
    assert read(sentence, in_goal=False) == []


def test_a_number_that_qualifies_the_noun_is_not_the_value() -> None:
    assert [(g.value, g.printed) for g in read("营收超1000万元的企业达到60家。")] == [
        (60, "营收超1000万元的企业")
    ]


def test_a_target_before_a_subsidy_in_one_sentence_is_kept() -> None:
    goals = read("通过贯标认证的企业达到50家，对通过认证的企业给予5万元奖励。")
    assert [goal.value for goal in goals] == [50]


def test_every_year_at_the_head_governs_the_list_and_inside_a_clause_only_that_clause() -> None:
    head = read("每年举办培训班4期，遴选案例20个。")
    inner = read("培训班每年达到4期，地理标志数量达到30件。")
    assert [goal.basis for goal in head] == ["annual", "annual"]
    assert [goal.basis for goal in inner] == ["annual", "stock"]


def test_the_year_of_a_clause_a_list_and_a_span_of_years() -> None:
    goals = read("2025年，完成盘点1000件；2026年，完成盘点2500件。")
    assert [(g.value, g.scope.year) for g in goals] == [(1000, 2025), (2500, 2026)]
    goals = read("用三年时间，建成国家级平台2个。")
    assert [(g.scope.year, g.scope.words) for g in goals] == [(2027, "用三年时间")]
    goals = read("2026年、2027年融资额分别达到10亿元和15亿元。")
    assert [(g.value, g.scope.year) for g in goals] == [(10, 2026), (15, 2027)]


def test_the_year_of_comparison_is_the_base_and_not_the_target_year() -> None:
    goal = read("到2027年，商标注册量较2022年末增长12%以上。")[0]
    assert (goal.scope.year, goal.baseline, goal.basis) == (2027, "2022年末", "growth")


def test_modal_words_are_no_comparison() -> None:
    goal = read("力争建成示范园区6个。")[0]
    assert (goal.op, goal.modality, goal.indicator) == ("=", "力争", "示范园区数")


def test_a_second_number_without_a_noun_is_of_the_same_thing() -> None:
    goals = read("加工企业新增30户、达到120户；2026年新建厂房2万平方米，2027年新建3万平方米。")
    assert [(g.indicator, g.value, g.basis) for g in goals] == [
        ("新增加工企业数", 30, "cumulative"),
        ("加工企业数", 120, "stock"),
        ("新建厂房", 2, "cumulative"),
        ("新建厂房", 3, "cumulative"),
    ]


def test_western_full_stops_and_half_width_commas_cut_as_chinese_ones() -> None:
    goals = read("版权登记量逐年增加,地理标志达到12件.培训班达到30期.")
    assert [goal.value for goal in goals] == [12, 30]


BY_YEAR = [
    "每万人口专利拥有量分别达到1.5件（2026年）、1.8件（2027年）和2.2件（2028年）。",
    "每万人口专利拥有量2026年达到1.5件、2027年1.8件、2028年2.2件。",
]


@pytest.mark.parametrize("sentence", BY_YEAR)
def test_a_value_for_each_year_is_a_target_for_each_year(sentence: str) -> None:
    goals = read(sentence)
    assert [(g.value, g.scope.year) for g in goals] == [(1.5, 2026), (1.8, 2027), (2.2, 2028)]
    assert {g.indicator for g in goals} == {"每万人口专利拥有量"}


def test_a_growth_after_a_level_is_of_the_same_indicator() -> None:
    goals = read("密集型产业增加值占比达到13%，提高2个百分点。")
    assert [(g.indicator, g.value, g.basis) for g in goals] == [
        ("密集型产业增加值占比", 13, "stock"),
        ("密集型产业增加值占比", 2, "growth"),
    ]


def test_the_second_object_of_a_yearly_verb_is_yearly_and_what_is_built_is_not() -> None:
    goals = read("每年举办培训班不少于4期、培训1000人次以上，建成指导站20个。")
    assert [(g.value, g.basis) for g in goals] == [
        (4, "annual"),
        (1000, "annual"),
        (20, "stock"),
    ]


def test_a_name_does_not_keep_what_its_growth_is_measured_against() -> None:
    goals = read("转让备案次数较2022年提高30%，单件成本比上年下降5%以上。")
    assert [(g.indicator, g.baseline) for g in goals] == [
        ("转让备案次数", "2022年"),
        ("单件成本", "上年"),
    ]


def test_money_set_aside_for_the_plan_is_no_target() -> None:
    assert read("县财政每年安排不低于200万元专项资金。", in_goal=False) == []
    assert read("每年预算安排发展资金不少于300万元。", in_goal=False) == []


def test_a_value_without_a_unit_is_read_where_its_name_is_that_of_an_index() -> None:
    goal = read("新建数据中心PUE值控制在1.3以内。")[0]
    assert (goal.op, goal.value, goal.unit, goal.basis) == ("<=", 1.3, "", "stock")


def test_the_area_that_a_number_speaks_of_is_kept() -> None:
    assert [g.subject for g in read("到2027年，全市有效商标达到9000件。")] == ["全市"]
    goal = read("高新区培育领军企业10家。")[0]
    assert (goal.subject, goal.indicator) == ("高新区", "领军企业数")


def test_a_growth_over_the_last_year_that_is_wanted_is_a_target() -> None:
    assert [g.value for g in read("普惠贷款余额同比增长20%以上。")] == [20]
    assert read("去年普惠贷款余额同比增长20%。") == []
