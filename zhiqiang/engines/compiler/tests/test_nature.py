"""Which documents are plans, and what is said about those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.engines.compiler import compile_file, compile_text

ROOT = Path(__file__).resolve().parents[4]


def test_a_page_of_documentation_is_no_plan_and_says_why() -> None:
    found = compile_file(ROOT / "examples" / "README.md")
    assert not found.document.is_plan
    assert (found.targets, found.tasks) == ((), ())
    assert found.document.reason in found.findings[0].message


@pytest.mark.parametrize(
    ("title", "is_plan"),
    [
        ("云川市人民政府关于加强专利保护的意见", True),
        ("云川市专利工作实施意见（试行）", True),
        ("专利清单核对意见", False),
        ("专利条例征求意见", False),
    ],
)
def test_an_opinion_is_a_plan_where_it_orders_something(title: str, is_plan: bool) -> None:
    text = f"{title}\n一、培育专利\n到2027年，有效发明专利达到80件。\n二、保护专利\n建立名录。\n三、服务\n建立平台。\n"
    assert compile_text(text).document.is_plan is is_plan


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("红烧肉做法", "没有计划的题目、目标或分工，未认作计划"),
        ("云川市专利保护办法", "题目“云川市专利保护办法”是规章、办法或名单，不是计划"),
        ("中华人民共和国专利法", "题目“中华人民共和国专利法”是规章、办法或名单，不是计划"),
    ],
)
def test_what_is_no_plan_is_told_so_for_the_right_reason(title: str, reason: str) -> None:
    found = compile_text(f"{title}\n一、准备\n买肉。\n二、下锅\n加水。\n")
    assert found.document.reason == reason
    assert [finding.message for finding in found.findings if finding.code == "not_a_plan"] == [
        f"没有读出目标和任务：{reason}。如确为计划，请检查是否缺正文。"
    ]
