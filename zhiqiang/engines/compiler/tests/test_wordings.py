"""Wordings that plans share: years and bases that carry, clauses that borrow names, soft goals."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler import compile_text
from zhiqiang.engines.compiler.compilation import Compilation
from zhiqiang.engines.compiler.folding import fold
from zhiqiang.engines.compiler.goals import Goal, Setting
from zhiqiang.engines.compiler.soft_targets import read_soft_goals
from zhiqiang.engines.compiler.targets import read_goals
from zhiqiang.engines.compiler.years import Scope


def read(sentence: str, *, in_goal: bool = True, spending: bool = False) -> list[Goal]:
    """Read one passage of a plan issued in 2026."""
    setting = Setting(Scope(), in_goal, "", 2026, spending)
    return read_goals(fold(sentence).plain, 0, setting)[0]


YEARS = [
    ("到2029年，商标有效量在2025年基础上增长30%，调解组织达到9家。", [(30, 2029), (9, 2029)]),
    ("到2029年，质押登记金额五年累计突破90亿元。", [(90, 2029)]),
    ("2027年、2028年和2029年，商标有效量分别达到7件、8件、9件。", [(7, 2027), (8, 2028), (9, 2029)]),
    ("专利产业化率由2025年的31%提高到2029年的47%。", [(47, 2029)]),
    ("到2027年，工作站达到4个、专员达到60名，到2029年分别达到7个和90名。", [(4, 2027), (60, 2027), (7, 2029), (90, 2029)]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), YEARS, ids=[s for s, _ in YEARS])
def test_the_year_of_a_goal_is_the_one_it_is_to_be_reached_in(
    sentence: str, expected: list[tuple[int, int]]
) -> None:
    assert [(goal.value, goal.scope.year) for goal in read(sentence)] == expected


BASES = [
    ("“十五五”期间财政资助项目形成专利700件。", "cumulative"),
    ("新申报地理标志3件。", "cumulative"),
    ("消除无专利企业60家以上。", "cumulative"),
    ("年末商标有效量突破7万件，同比增长9%。", "stock growth"),
    ("PCT申请量年增9%以上。", "growth"),
    ("备案认定的专利产品产值达到70亿元。", "stock"),
    ("形成区域品牌5个，原料基地面积稳定在50万亩以上。", "cumulative stock"),
    ("质押登记金额三年总量不低于30亿元。", "cumulative"),
    ("三年发放质押贷款5亿元以上。", "cumulative"),
    ("地标产品产值翻一番，突破7亿元。", "growth stock"),
]


@pytest.mark.parametrize(("sentence", "expected"), BASES, ids=[s for s, _ in BASES])
def test_the_basis_of_a_goal_is_read_from_its_verb_and_stretch_of_time(
    sentence: str, expected: str
) -> None:
    assert " ".join(goal.basis for goal in read(sentence)) == expected


NAMES = [
    ("建成维权服务网点8个，其中省级2个。", "省级维权服务网点数"),
    ("引进品牌服务机构30家，其中国际知名机构3家。", "国际知名品牌服务机构数"),
    ("认定国家知识产权优势企业10家、示范企业2家。", "国家知识产权示范企业数"),
    ("质押登记金额7亿元，惠及企业90家。", "惠及企业数"),
    ("设立商标纠纷调解室，调解成功率达70%。", "商标纠纷调解成功率"),
    ("上架专利5000件以上。", "上架专利数"),
    ("有效专利量达到700件，其中企业占比不低于65%。", "有效专利企业占比"),
    ("高价值专利占有效专利的45%以上。", "高价值专利占有效专利比重"),
    ("登记额、惠及企业数年均增幅均在20%以上。", "惠及企业数"),
]


@pytest.mark.parametrize(("sentence", "name"), NAMES, ids=[s for s, _ in NAMES])
def test_a_short_name_borrows_from_the_words_before_it(sentence: str, name: str) -> None:
    assert read(sentence)[-1].indicator == name


def test_what_the_treasury_puts_in_is_no_goal_of_the_plan() -> None:
    assert read("市县财政知识产权投入年均增长不低于5%。", in_goal=False, spending=True) == []


SOFT = [
    ("力争中国专利奖取得新突破。", "breakthrough"),
    ("展望2035年，全面建成引领型知识产权强市。", "status"),
    ("成功创建国家知识产权强县建设示范县。", "status"),
    ("有效缩短案件平均审理周期。", "trend"),
    ("单户平均贷款金额逐步提高。", "trend"),
    ("调解组织覆盖所有镇（街道）。", "coverage"),
    ("实现10条重点产业链应用全覆盖。", "coverage"),
    ("投诉举报量逐年下降。", "trend"),
    ("农业上市企业实现零的突破。", "breakthrough"),
    ("增加值占比保持全省前三。", "rank"),
    ("综合竞争力跻身全国中上游。", "rank"),
]


@pytest.mark.parametrize(("sentence", "kind"), SOFT, ids=[s for s, _ in SOFT])
def test_goals_without_a_number_outside_the_chapter_of_goals(sentence: str, kind: str) -> None:
    goals, _ = read_soft_goals(fold(sentence).plain, 0, Scope(), in_goal=False)
    assert [goal.kind for goal in goals] == [kind]


TABLED = """云川区知识产权强区建设任务分解方案（2026—2028年）
为建设知识产权强区，制定本方案。
一、工作基础
截至2025年底，全区商标有效量2100件。
二、指标体系
序号 | 指标名称 | 单位 | 2025年基数 | 2026年 | 2027年 | 2028年
1 | 案件平均结案时间 | 天 | 80 | 75 | 70 | 60
三、任务清单
序号 | 重点任务 | 具体举措 | 牵头单位 | 配合单位
1 | 建设工作站 | 实现镇街工作站全覆盖 | 区市场监管局 | 各镇
"""


@pytest.fixture(scope="module")
def tabled() -> Compilation:
    return compile_text(TABLED)


def test_headings_over_tables_and_of_background_order_nothing(tabled: Compilation) -> None:
    assert [task.title for task in tabled.tasks] == ["建设工作站"]


def test_a_length_of_time_is_a_level_each_year(tabled: Compilation) -> None:
    assert [(t.year, t.basis) for t in tabled.targets] == [
        (2026, "stock"),
        (2027, "stock"),
        (2028, "stock"),
    ]


def test_a_column_of_mean_growth_holds_goals_of_growth() -> None:
    text = (
        "云川市数字发展规划（2026—2030年）\n为做好工作，制定本规划。\n一、发展目标\n"
        "指标名称 | 单位 | 2025年 | 2030年 | 年均增速 | 属性\n"
        "核心产业增加值 | 亿元 | 58 | 140 | 19.3% | 预期性\n"
    )
    read_out = [(t.value, t.unit, t.op, t.basis, t.year) for t in compile_text(text).targets]
    assert read_out == [
        (140, "亿元", "=", "stock", 2030),
        (19.3, "%", "growth>=", "growth", 2030),
    ]


def test_chains_that_are_covered_are_not_counted() -> None:
    assert read("实现10条重点产业链应用全覆盖。") == []


def test_a_shared_role_is_no_part_of_a_name() -> None:
    text = (
        "云川市服务提升方案\n为做好工作，制定本方案。\n一、重点任务\n"
        "（一）建强队伍。遴选专员。责任单位：市人社局、市市场监管局共同负责。\n"
        "（二）丰富数据。归集数据。责任单位：市数据局。\n"
    )
    assert compile_text(text).tasks[0].lead_units == ("市人社局", "市市场监管局")


def test_rows_hold_goals_without_a_number(tabled: Compilation) -> None:
    assert [soft.quote for soft in tabled.soft_targets] == ["实现镇街工作站全覆盖"]


def test_ends_that_follow_year_by_year_lead_to_the_last() -> None:
    text = (
        "云川市知识产权实施意见\n为做好工作，现提出如下实施意见。\n一、目标任务\n"
        "用3年左右时间取得成效。到2026年底，网点达到5个；到2027年底，网点达到7个；"
        "到2028年底，网点达到9个。\n二、重点举措\n（一）壮大服务。培育机构6家。\n"
    )
    assert [t.year for t in compile_text(text).targets] == [2026, 2027, 2028, 2028]


def test_a_date_behind_the_bodies_is_when_the_task_is_due() -> None:
    text = (
        "云川市知识产权推进计划\n为做好工作，制定本计划。\n一、完善政策\n"
        "1．编制发展规划，上报审定。（市市场监管局、市司法局负责，6月底前完成）\n"
        "2．开展宣传周活动。（市市场监管局负责）\n"
    )
    task = compile_text(text).tasks[0]
    assert (task.lead_units, task.due) == (("市市场监管局", "市司法局"), "6月底前完成")


def test_growth_over_the_year_before_is_a_goal_unless_it_has_been_reached() -> None:
    ordered = read("用标企业达到35家，产值同比提高15%。", in_goal=False)
    assert [(goal.value, goal.basis) for goal in ordered] == [(35, "stock"), (15, "growth")]
    assert read("2025年，商标有效量达到7万件，同比增长9%。", in_goal=False) == []


CHAPTERS = """云川区数字经济发展规划（2026—2030年）
（云川区人民政府 2026年7月1日）
为做好工作，制定本规划。
第一章 主要任务
第一节 夯实设施
推进网络升级。
第二章 保障措施
加强组织领导。成立领导小组，统筹推进各项工作。
强化资金支持。多渠道筹措资金，用好各类基金。
"""


def test_a_chapter_without_sections_orders_by_its_paragraphs_and_the_issuer_may_stand_below() -> (
    None
):
    read_out = compile_text(CHAPTERS)
    titles = [task.title for task in read_out.tasks]
    assert titles == ["夯实设施", "加强组织领导", "强化资金支持"]
    assert read_out.document.value("issuer") == "云川区人民政府"
