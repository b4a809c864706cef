"""Read a share that stands before its noun: 90%以上的县级医院达到三级服务能力."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.goals import Goal, Setting, make_goal
from zhiqiang.engines.compiler.quantities import Quantity
from zhiqiang.kernel.place import Span

_AFTER = re.compile(
    r"\s*(?P<after>及?以上|左右)?\s*的(?P<who>[^,。;%\d]{2,24}?)(?P<does>达到|达|实现|建立|建成|完成|开展|具备|配备|接入|纳入|设立|通过|参加|拥有|使用|应用)(?P<what>[^,。;\d]{2,30})"
)
_BEFORE = re.compile(r"(?P<cue>超过|超|不低于|不少于|达到|实现|力争|确保|使|推动|保证|,|^)\s*$")
_OPERATORS = {"超过": ">", "超": ">", "不低于": ">=", "不少于": ">=", "达到": ">="}


def read_share(
    hidden: str, printed: str, clause: Span, quantity: Quantity, setting: Setting
) -> Goal | None:
    """Return the goal of a share of some that shall reach or have something, None if it is none."""
    if quantity.unit != "%" or isinstance(quantity.value, tuple):
        return None
    right = _AFTER.match(hidden, quantity.end, clause.end)
    left = _BEFORE.search(printed[clause.start : quantity.start].rstrip())
    if right is None or left is None:
        return None
    after, cue = right.group("after") or "", left.group("cue")
    op = "~" if after == "左右" else ">=" if after else _OPERATORS.get(cue, "=")
    who, does, what = (printed[slice(*right.span(part))] for part in ("who", "does", "what"))
    name = f"{does}{what}的{who}比例"
    span = Span(quantity.start, right.end())
    words = printed[clause.start : right.end()]
    return make_goal(
        name, op, quantity.value, "%", "stock", span, setting.scope, cue + after, words
    )
