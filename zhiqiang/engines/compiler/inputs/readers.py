"""Which module reads which kind of file; each is imported when the first such file comes."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.manuscript import Manuscript
from zhiqiang.engines.compiler.inputs.refusal import DAMAGE, Refusal

_READERS = {
    "text": "plain_text",
    "web": "web_page",
    "word": "word_file",
    "ole": "ole_word",
    "sheet": "workbook",
    "pdf": "pdf_file",
    "image": "scan",
}


class Reader(Protocol):
    """What each of the modules offers."""

    def read(self, content: bytes, name: str, limits: Limits) -> Manuscript:
        """Return the manuscript; raises Refusal, or one of DAMAGE for a broken file."""


def read_as(kind: str, content: bytes, name: str, limits: Limits) -> Manuscript:
    """Read content of a kind; whatever is wrong with it becomes a finding."""
    module = import_module(f"{__package__}.{_READERS[kind]}")
    try:
        return cast(Reader, module).read(content, name, limits)
    except Refusal as refusal:
        return refused(refusal, name)
    except DAMAGE:
        return refused(
            Refusal(
                f"damaged_{'docx' if kind == 'word' else kind}",
                "已损坏，请用原来的软件打开并重新保存后重试。",
            ),
            name,
        )


def refused(refusal: Refusal, name: str) -> Manuscript:
    """Return the empty manuscript of a refused file."""
    return Manuscript("", (), (refusal.finding(name),))
