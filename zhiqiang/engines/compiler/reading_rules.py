"""Find what a document says once about how it is to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiqiang.engines.compiler.particulars import Rule
from zhiqiang.kernel.place import Span

_RULES = (
    ("first_leads", re.compile(r"(?:列|排)(?:在|名)?(?:第一|首)位?[^。\n]{0,12}牵头[^。;)\n]{0,8}|(?:第一个?|首个?)(?:责任)?(?:单位|部门)为牵头[^。;)\n]{0,6}")),
    ("comma_leads", re.compile(r"第一个逗号前[^。;)\n]{0,12}牵头[^。;)\n]{0,6}")),
    ("mark_leads", re.compile(r"(?:(?:标记|标注|带|加)\s*)?[“(]?[*★▲#][”)]?\s*(?:号)?的?(?:单位|部门)?(?:为|是)牵头[^。;)\n]{0,6}")),
    ("all_places", re.compile(r"以下[^。\n]{0,10}均需[^。\n]{0,24}落实[^。\n]{0,10}不再(?:一一)?列出|(?:以上|以下)[^。\n]{0,8}涉及各[^。\n]{0,16}不再(?:一一)?列出")),
    ("nature", re.compile(r"(?:上述|以上|前述|所列)[^,。]{0,8}指标均?(?:为|属)?(?:约束性|预期性|指导性)[^,。)]{0,6}")),
    ("period_counted", re.compile(r"“十[二三四五]五”期间?(?:指|即)[^。)]{4,20}|数据均?(?:为|按)[^。]{2,12}累计[^。]{0,6}")),
)  # fmt: skip


def read_rules(plain: str) -> Iterator[Rule]:
    """Yield the rules in the order of their kinds; the same rule printed twice is given twice."""
    for kind, pattern in _RULES:
        for found in pattern.finditer(plain):
            yield Rule(kind, "", Span(found.start(), found.end()))
