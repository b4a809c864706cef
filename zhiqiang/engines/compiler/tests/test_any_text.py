"""Whatever the text, compiling never raises, and every span points at the quoted words."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiqiang.engines.compiler import Compilation, compile_text
from zhiqiang.engines.compiler.compiling import LONGEST

PIECES = st.sampled_from(
    [
        "一、工作目标", "（二）", "1.", "——", "到2027年，", "达到", "超过", "12件", "3至5家", "百项", "以上", "每年", "新增",
        "示范企业", "拥有量", "、", "，", "。", "；", "：", "\n", "\r\n", "（责任单位：市甲局、", "市乙局）", "“", "”", "《",
        "》", "|", "\t", "增长10%", "分别", "和", "\u3000", "\u200b", "附件：", "序号 | 指标 | 2026年 |", "制定本方案。",
        "工作方案", "２０", "%", "\x00", "😀", "\ud7ff", "第一条", "给予5万元奖励", "翻一番",
    ]
)  # fmt: skip


def assert_spans_hold(compiled: Compilation) -> None:
    for item in (*compiled.targets, *compiled.soft_targets):
        assert item.span.of(compiled.text) == item.quote
        assert item.quote
    for task in compiled.tasks:
        assert 0 <= task.span.start < task.span.end <= len(compiled.text)
    for finding in compiled.findings:
        for place in (finding.span, *finding.others):
            assert place is None or place.end <= len(compiled.text)
    json.dumps(compiled.as_json())


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_words_of_plans_in_any_order(text: str) -> None:
    assert_spans_hold(compile_text("云川市专利工作方案\n为做好工作，制定本方案。\n" + text))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_at_all(text: str) -> None:
    assert_spans_hold(compile_text(text))


@pytest.mark.parametrize(
    "junk",
    [
        "1",
        "(",
        ",",
        "知",
        "“",
        "| ",
        "1—",
        "新增10家、",
        "一、实施\n",
        "到2025年,",
        "责任单位:",
        "\t ",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(junk: str) -> None:
    head = "工作方案\n为做好工作，制定本方案。\n一、工作目标\n"
    # Time of this process alone: a busy machine says nothing of the text.
    started = time.process_time()
    compile_text(f"{head}达到{junk * (30_000 // len(junk))}件。")
    assert time.process_time() - started < 8


def test_what_is_longer_than_any_plan_is_cut_and_reported() -> None:
    compiled = compile_text("知" * (LONGEST + 1))
    assert "too_long" in {finding.code for finding in compiled.findings}


def test_the_same_text_gives_the_same_programme() -> None:
    text = "工作方案\n制定本方案。\n一、目标\n到2027年，新增示范企业10家。"
    assert compile_text(text).as_json() == compile_text(text).as_json()
    assert [target.id for target in compile_text(text).targets] == ["T001"]
