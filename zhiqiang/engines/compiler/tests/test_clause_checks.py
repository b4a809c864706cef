"""What the checks say of clauses and dates, and where they keep silent."""

from __future__ import annotations

import pytest

from zhiqiang.engines.compiler import compile_text

PLAN = """云川市专利工作方案
{head}
为做好工作，制定本方案。
一、工作目标
到2027年，有效发明专利达到80件。
二、重点任务
（一）培育企业。{order}。
（二）保护专利。开展专项行动，建立名录。
"""


def said(code: str, order: str = "建立名录", head: str = "") -> list[str]:
    compiled = compile_text(PLAN.format(order=order, head=head))
    return [f.span.of(compiled.text) for f in compiled.findings if f.code == code and f.span]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("鼓励企业委托管理，专利优势示范企业培育工作，提升水平", ["专利优势示范企业培育工作"]),
        ("鼓励企业委托管理，开展专利优势示范企业培育工作", []),
        ("鼓励企业委托管理，做好专利优势示范企业培育工作", []),
        ("今年以来，专利优势示范企业培育工作", []),
    ],
)
def test_an_order_that_lost_its_verb_is_shown(order: str, found: list[str]) -> None:
    assert said("lost_verb", order) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("科技企业、孵化器、研发中心等拥有发明专利", ["科技企业、孵化器、研发中心等拥有发明专利"]),
        ("科技企业、孵化器、研发中心等均拥有发明专利", []),
        ("推动科技企业、孵化器、研发中心等拥有发明专利", []),
    ],
)
def test_a_state_of_some_without_a_number_is_shown(order: str, found: list[str]) -> None:
    assert said("open_state", order) == found


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("成文日期：2024-03-06\n发布日期：2024-03-01", "published_before_written"),
        ("成文日期：2024-03-06\n印发日期：2024年4月6日", "dates_differ"),
        ("成文日期：2024-03-06\n从2023年5月开始，经过3年建设。", "issued_after_start"),
    ],
)
def test_dates_that_cannot_both_hold_are_shown_side_by_side(head: str, code: str) -> None:
    text = PLAN.format(order="建立名录", head=head)
    (finding,) = [f for f in compile_text(text).findings if f.code == code]
    assert len(finding.others) == 1


@pytest.mark.parametrize(
    "head",
    [
        "成文日期：2024-03-06\n发布日期：2024-03-08",
        "成文日期：2024-03-06\n从2024年1月开始，经过3年建设。",
        "成文日期：2024-13-46\n从2023年1月开始，经过3年建设。",
        "成文日期：2024-02-30\n从2023年1月开始，经过3年建设。",
    ],
)
def test_dates_that_agree_or_are_no_dates_give_no_remark(head: str) -> None:
    codes = {f.code for f in compile_text(PLAN.format(order="建立名录", head=head)).findings}
    assert not codes & {"published_before_written", "dates_differ", "issued_after_start"}


@pytest.mark.parametrize(
    ("order", "count"),
    [
        ("建立全市名录，服务全县企业、全县院校", 1),
        ("承接全市任务，服务全县企业", 0),
        ("位居全市前列，服务全县企业", 0),
    ],
)
def test_the_whole_city_in_the_plan_of_a_county_is_shown_unless_the_city_is_meant(
    order: str, count: int
) -> None:
    text = PLAN.replace("云川市专利工作方案", "云川县人民政府专利工作方案")
    found = compile_text(text.format(order=order, head="云川县人民政府")).findings
    assert sum(finding.code == "other_area" for finding in found) == count
