"""Which documents are plans, and what is said about those that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.engines.compiler import compile_file, compile_text

ROOT = Path(__file__).resolve().parents[4]


def test_the_page_that_the_tutorial_gives_is_no_plan_and_says_why() -> None:
    assert "compile examples/README.md" in (ROOT / "docs" / "tutorial.md").read_text("utf-8")
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
