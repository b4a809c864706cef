"""What is wrong with a question, and where."""

from __future__ import annotations

from zhiqiang.kernel.errors import ZhiqiangError


class BadQuestion(ZhiqiangError):
    """A question that cannot be answered; ``at`` and ``length`` are its place, counted from 0."""

    def __init__(self, message: str, at: int = 0, length: int = 1) -> None:
        self.reason, self.at, self.length = message, at, length
        super().__init__(f"检索式第 {at + 1} 个字符处：{message}")
