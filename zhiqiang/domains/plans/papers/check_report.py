"""The check report for who drafts a plan: one page of what to mend before it is issued.

Made from a compilation as JSON, so that the command and the public page need no ledger.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiqiang.engines.documents import Column, OfficialDocument
from zhiqiang.engines.documents.styles import ERHAO, SIHAO

_QUOTE = 42
#: how many lines of remarks fit the page under its head and above its foot
_LINES = 34
_SIGNS = {"≥": "不低于", "≤": "不高于", ">=": "不低于", "<=": "不高于"}
_MESSAGE = 96
SEVERITIES = {"error": "错误", "warning": "提醒", "notice": "说明"}
_WEIGHT = {"error": 0, "warning": 1, "notice": 2}


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding with the words at its places."""

    severity: str
    message: str
    quotes: tuple[str, ...]

    @property
    def severity_word(self) -> str:
        return SEVERITIES.get(self.severity, self.severity)


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of a document says; ``passes`` where nothing has to be mended."""

    name: str
    title: str
    number: str
    is_plan: bool
    reason: str
    targets: int
    soft_targets: int
    tasks: int
    without_body: int
    remarks: tuple[Remark, ...]

    @property
    def passes(self) -> bool:
        """Say whether there is no error and no warning, and the document is a plan."""
        return self.is_plan and not any(r.severity in ("error", "warning") for r in self.remarks)

    def count(self, severity: str) -> int:
        return sum(one.severity == severity for one in self.remarks)

    @property
    def errors(self) -> int:
        return self.count("error")

    @property
    def warnings(self) -> int:
        return self.count("warning")

    @property
    def notices(self) -> int:
        return self.count("notice")

    @property
    def verdict(self) -> str:
        """Return the outcome in one sentence."""
        if not self.is_plan:
            return f"这份文件没有按规划读取：{self.reason.rstrip('。') or '没有读到目标或任务'}。"
        if self.passes:
            return "没有发现须修改之处。"
        return f"有 {self.errors} 处错误、{self.warnings} 处提醒，建议修改后再印发。"


def check_of(values: Mapping[str, Any], text: str, name: str) -> Check:
    """Return the check of a compilation given ``as_json`` and its text."""
    document = values["document"]
    tasks = [one for one in values["tasks"] if one["kind"] != "safeguard"]
    remarks = sorted(values["findings"], key=lambda one: _WEIGHT.get(one["severity"], 3))
    return Check(
        name=name,
        title=str(document.get("title") or "（未印标题）"),
        number=str(document.get("number") or ""),
        is_plan=bool(document.get("is_plan")),
        reason=str(document.get("reason") or ""),
        targets=len(values["targets"]),
        soft_targets=len(values["soft_targets"]),
        tasks=len(values["tasks"]),
        without_body=sum(not (one["lead_units"] or one["support_units"]) for one in tasks),
        remarks=tuple(_remark(one, text) for one in remarks),
    )


def _remark(one: Mapping[str, Any], text: str) -> Remark:
    spans = [one["span"]] if one.get("span") else []
    spans += one.get("others", [])
    quotes = dict.fromkeys(in_one_line(text[start:end]) for start, end in spans)
    return Remark(one["severity"], one["message"], tuple(quote for quote in quotes if quote))


def in_one_line(words: str) -> str:
    """Return words of the document in one line, cells of its tables told apart by ｜."""
    cells = (" ".join(cell.split()) for cell in words.split("\t"))
    return "｜".join(cell for cell in cells if cell)


def _in_words(message: str) -> str:
    """Return a message with its comparisons in words: 不低于40亿元, not ≥40亿元."""
    for sign, word in _SIGNS.items():
        message = message.replace(sign, word)
    return message


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def as_word(check: Check, on: date) -> bytes:
    """Return the report as a Word file that fits one page; further remarks are counted, not shown."""
    paper = OfficialDocument()
    paper.title("规划文稿核对单", ERHAO)
    paper.line(f"文稿：{_cut(check.title, 60)}　{check.number}", 12)
    paper.line(f"文件：{_cut(check.name, 60)}", 12)
    paper.line(f"核对日期：{on.year}年{on.month}月{on.day}日", 12)
    paper.paragraph(
        f"读出有数字的目标 {check.targets} 处、无数字目标 {check.soft_targets} 项、任务 {check.tasks} 项，"
        f"其中 {check.without_body} 项未写责任单位。{check.verdict}",
        SIHAO,
    )
    shown, left = _fitting(check.remarks)
    if shown:
        columns = (
            Column("序号", 7, True), Column("程度", 9, True), Column("须核对之处与建议", 50),
            Column("原文", 34),
        )  # fmt: skip
        rows = [
            (n, one.severity_word, _cut(_in_words(one.message), _MESSAGE), _quotes(one))
            for n, one in enumerate(shown, 1)
        ]
        paper.table(columns, rows, 9)
    if left:
        paper.line(f"另有 {left} 条未列出，请在系统中查看全部核对意见。", 10.5)
    paper.line("本单由系统对照原文逐条生成，不代为取舍；是否修改由起草单位决定。", 10.5)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _quotes(one: Remark) -> str:
    return "\n".join(f"“{_cut(quote, _QUOTE)}”" for quote in one.quotes[:2])


def _fitting(remarks: Sequence[Remark]) -> tuple[Sequence[Remark], int]:
    """Return the first remarks that one page holds, by the lines they take, and how many are left."""
    lines, shown = 0, []
    for one in remarks:
        quotes = sum(-(-len(line) // 15) for line in _quotes(one).splitlines())
        lines += max(-(-len(_cut(_in_words(one.message), _MESSAGE)) // 23), quotes)
        if lines > _LINES:
            break
        shown.append(one)
    return shown, len(remarks) - len(shown)
