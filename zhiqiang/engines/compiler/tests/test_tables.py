"""Tables: rows that are orders, rows that are yearly targets, merged cells that shift columns."""

from __future__ import annotations

from zhiqiang.engines.compiler import Compilation, compile_text

HEAD = """云川市知识产权工作方案（2024—2026年）
为做好工作，制定本方案。
一、工作目标
到2026年，新增示范企业30家；服务站超12家；专利转化项目达到90项。
二、重点任务
（一）加强统筹。抓好落实。
"""
DUTIES = """附件1
责任分解表
序号 | 重点工作 | 主要内容 | 责任单位 |
1 | 培育企业 | 开展贯标辅导。 | *市甲局、市乙局 |
2 | 新建联盟3家以上。 | *市乙局 | |
3 | 加强保护 | 打击侵权。 | 市丙局、市丁局 |
"""
YEARS = """附件2
序号 | 主要指标 | 2024年 | 2025年 |
1 | 新增示范企业（家） | 10 | 15 |
2 | 服务站（家） | 6 | 12 |
3 | 专利转化项目（项） | 40 | 50 |
"""


def compiled() -> Compilation:
    return compile_text(HEAD + DUTIES + YEARS)


def test_a_merged_cell_is_taken_from_the_row_above() -> None:
    rows = [task for task in compiled().tasks if task.kind == "table_row"]
    assert [(row.number, row.title, row.text) for row in rows] == [
        ("1", "培育企业", "开展贯标辅导。"),
        ("2", "培育企业", "新建联盟3家以上。"),
        ("3", "加强保护", "打击侵权。"),
    ]


def test_a_star_marks_the_lead_and_a_row_without_one_is_reported() -> None:
    result = compiled()
    rows = [task for task in result.tasks if task.kind == "table_row"]
    assert [(row.lead_units, row.support_units) for row in rows] == [
        (("市甲局",), ("市乙局",)),
        (("市乙局",), ()),
        (("市丙局",), ("市丁局",)),
    ]
    finding = next(f for f in result.findings if f.code == "no_lead")
    assert finding.span is not None
    assert "打击侵权" in finding.span.of(result.text)


def test_each_year_of_a_row_is_a_target_with_its_unit() -> None:
    tabled = [t for t in compiled().targets if t.where == "table" and "示范企业" in t.indicator]
    assert [(t.value, t.unit, t.year, t.basis) for t in tabled] == [
        (10, "家", 2024, "annual"),
        (15, "家", 2025, "annual"),
    ]


def test_the_table_is_compared_with_the_text_as_level_sum_and_each_year() -> None:
    findings = {finding.code: finding for finding in compiled().findings}
    assert "新增示范企业" in findings["table_disagrees"].message
    assert "服务站" in findings["strict_against_equal"].message
    assert len(findings["table_disagrees"].others) == 1
    assert not any(
        "专利转化项目" in f.message for f in compiled().findings if f.code.startswith("table")
    )


def test_a_table_that_stops_before_the_last_year_is_reported() -> None:
    finding = next(f for f in compiled().findings if f.code == "horizon_without_last_year")
    assert "2026" in finding.message


def test_a_base_column_is_no_target_and_rising_values_from_it_are_levels() -> None:
    text = (
        HEAD
        + "附件\n指标名称\t单位\t2023年（基期）\t2024年\t2026年\n机构数量\t家\t900\t1000\t1200\n"
    )
    tabled = [t for t in compile_text(text).targets if t.where == "table"]
    assert [(t.value, t.year, t.basis) for t in tabled] == [
        (1000, 2024, "stock"),
        (1200, 2026, "stock"),
    ]
