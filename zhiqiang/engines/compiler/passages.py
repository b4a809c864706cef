"""Walk the passages of a plan that may hold goals, with the section and the year that govern them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.outline import Section, name_of, walk
from zhiqiang.kernel.place import Span

_SILENT = ("background", "principle")
_DIGIT = re.compile(r"\d")
_CJK = re.compile(r"[\u4e00-\u9fff]+")
_EMPTY_WORDS = (
    "建设",
    "发展",
    "工作",
    "实施",
    "创新",
    "服务",
    "加强",
    "推进",
    "重点",
    "体系",
    "行动",
    "方案",
    "计划",
    "产业",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with the name of its section, and whether it states the goals of the plan."""

    block: Block
    section: str
    kind: str
    head: Section


def passages(root: Section) -> Iterator[Passage]:
    """Yield the paragraphs of all sections but background and principles, in document order."""
    for block in root.body:
        if block.kind == "paragraph":
            yield Passage(block, "", "preamble", root)
    for section, path in walk(root):
        if section.kind in _SILENT:
            continue
        name = " > ".join(name_of(s) for s in (*path, section) if s.rank > 0)
        kind = "preamble" if section.rank == 0 else section.kind
        if section.title_at >= 0 and _DIGIT.search(section.title):
            span = Span(section.title_at, section.title_at + len(section.title))
            yield Passage(Block("paragraph", span, section.title), name, kind, section)
        for block in section.body:
            if block.kind == "paragraph":
                yield Passage(
                    block, name, "background" if _is_principle(block, section) else kind, section
                )


def _is_principle(block: Block, section: Section) -> bool:
    return section.kind == "goal" and block.text.startswith(("指导思想", "基本原则", "工作原则"))


def topic_of(title: str, root: Section) -> str:
    """Return what the plan is about: the longest word of its title that most of its chapters repeat."""
    heads = [section.title for section, _ in walk(root) if section.rank in (2, 3, 4)]
    if len(heads) < 4:
        return ""
    counts: Counter[str] = Counter()
    for head in heads:
        seen = {head[at : at + size] for size in (4, 3, 2) for at in range(len(head) - size + 1)}
        counts.update(word for word in seen if word in title and _CJK.fullmatch(word))
    usual = [
        (len(w), n, w)
        for w, n in counts.items()
        if n * 2 >= len(heads) and not w.startswith(_EMPTY_WORDS)
    ]
    return max(usual)[2] if usual else ""
