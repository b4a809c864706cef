"""Say of every section what its words are for: background, goal, task, safeguard or annex."""

from __future__ import annotations

from dataclasses import replace

from zhiqiang.engines.compiler.outline import Section
from zhiqiang.engines.compiler.vocabulary import (
    BACKGROUND_TITLES,
    CONTAINER_TITLES,
    GOAL_TITLES,
    PRINCIPLE_TITLES,
    SAFEGUARD_TITLES,
    STEP_TITLES,
)

# Longer than a heading can be: a line break was lost, and the title runs on into the text.
_RUN_ON = 28
_ORDER_OPENINGS = (
    "加强", "加大", "强化", "建立", "完善", "健全", "落实", "优化", "推进", "推动", "促进", "提升", "提高", "深化",
    "实施", "开展", "支持", "鼓励", "构建", "打造", "培育", "规范", "加快", "积极", "大力", "营造", "严格", "激发", "拓展", "夯实", "筑牢", "巩固",
)  # fmt: skip


def classify(root: Section) -> Section:
    """Return the tree with ``kind`` set; a kind that is not its own is inherited from above."""
    return replace(root, children=tuple(_mark(child, "task", True) for child in root.children))


def _mark(section: Section, inherited: str, top: bool) -> Section:
    kind = _own_kind(section, inherited, top)
    below = "task" if kind == "container" else kind
    if section.rank == 0 or (section.rank <= 1 and kind == "other"):
        below = "task"
    children = tuple(_mark(child, below, section.rank <= 0) for child in section.children)
    return replace(section, kind=kind, children=children)


def _own_kind(section: Section, inherited: str, top: bool) -> str:
    title = section.title
    if section.rank == 0:
        return "instrument"
    if section.rank == 6:
        return "box"
    is_order = title.startswith(_ORDER_OPENINGS)
    for words, kind in (
        (GOAL_TITLES, "goal"),
        (PRINCIPLE_TITLES, "principle"),
        (BACKGROUND_TITLES, "background"),
    ):
        short = len(title) <= 22 or len(title) > _RUN_ON
        if short and not is_order and any(word in title[:24] for word in words):
            return kind
    if inherited in ("goal", "background", "principle", "safeguard"):
        return inherited
    if section.rank <= 2 and len(title) <= 24 and any(word in title for word in SAFEGUARD_TITLES):
        return "safeguard"
    if any(word in title for word in STEP_TITLES) and len(title) <= 12:
        return "step"
    return inherited


def is_container(section: Section) -> bool:
    """Say whether a heading only holds its children together and orders nothing itself."""
    title = section.title.strip("。: ")
    return title in CONTAINER_TITLES
