"""Read the one goal of a piece of a clause, or decide that its number is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhiqiang.engines.compiler.completing import complete, part_of, sibling_of
from zhiqiang.engines.compiler.goals import (
    AFTER_CUE,
    LEVEL_CUES,
    OPERATOR,
    Goal,
    Memory,
    Setting,
    basis_of,
    make_goal,
    operator_of,
)
from zhiqiang.engines.compiler.naming import (
    Left,
    name_after,
    name_before,
    read_left,
    subject_of,
)
from zhiqiang.engines.compiler.pieces import Piece
from zhiqiang.engines.compiler.quantities import Quantity
from zhiqiang.engines.compiler.vocabulary import (
    HEADCOUNTS,
    METRIC_ENDINGS,
    NOUN_VERBS,
    STATE_VERBS,
    STOCK_WORDS,
)
from zhiqiang.kernel.place import Span

_WEAK_CUES = ("为", "在", "至", "到", "近", "约")
_NOUN_START = re.compile(r"[“《\dA-Za-z+·-]{0,12}[\u4e00-\u9fffA-Za-z]{2}")
_CJK_NOUN = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_NOUN_OR_MORE = re.compile(r"[^,]{2,12}?(?<!规模)(?<!限额)(?<!级)及?以上")
_AUDIENCE = re.compile(r",[^,。]{0,12}?(?:开展|组织|举办)([^,。]{4,30})")
_LONG_BRACKET = re.compile(r"\([^()]{16,}")
_SCALED_UP = re.compile(r"^(?:大关|台阶|关口|门槛)$")  # 突破 100 亿元大关
_ANNUAL = re.compile(r"每年|年均|全年|当年|每(?:半年|季度?|月|学期|学年)")
_TOTALS = ("总数", "总量", "数量", "总规模", "规模")
_SUBJECT_REACH = 80
_STANDING_VERBS = ("打造", "培育", "建设")
_SUMMED = re.compile(
    r"累计|[两三四五六]年(?:总量|总额|合计|共计|总计|总)|年(?:引进|新增|培育|培养|建设|投入|实施)|年内"
)
_STRETCH = re.compile(r"期间|时期|期内|\d年?(?:—{1,2}|-|~|至)20\d\d")
_DURATION = re.compile(r"周期|时间|时限|时长|期限|用时")
_SCORED = ("满意度", "得分", "评分", "分值", "指数", "总分")
_MONEY_VERBS = (
    "完成", "实现", "新增", "发放", "引进", "吸引", "撬动", "带动", "募集", "投放", "设立", "组建", "促成", "达成",
)  # fmt: skip
_SCOPE_WORDS = ("", "全省", "全市", "全县", "全区", "全国", "各类", "不少于")


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands left and right of a number; ``first`` says that its noun follows it."""

    left: Left
    right: str
    right_from: int
    after: str
    first: bool


def read_piece(
    hidden: str, printed: str, piece: Piece, earlier: str, setting: Setting, memory: Memory
) -> Goal | None:
    """Return the goal of a piece, None where its number is none; ``memory`` is brought up to date."""
    quantity = piece.value
    sides = _carried(_sides(hidden, printed, piece), quantity, memory)
    left, first = sides.left, sides.first
    if not _accepted(left, sides.right, bool(sides.after), first, quantity, setting, memory):
        return None
    name = _name(sides, printed, piece, earlier, setting, memory)
    if len(name) < 2:
        return None
    op, cue = operator_of(left, sides.after, bool(left.growth) and quantity.family == "rate")
    if isinstance(quantity.value, tuple):
        op = "="
    if first and op == "=" and _NOUN_OR_MORE.match(sides.right):
        op, cue = ">=", "以上"
    own_verb = _own_verb(left)
    basis = _basis(sides, name, cue, printed, piece, setting, memory)
    span = _span(sides, printed, piece)
    memory.verb, memory.name, memory.accepted = own_verb or memory.verb, name, True
    memory.act = ""
    words = printed[piece.start : piece.end]
    goal = make_goal(
        name, op, quantity.value, quantity.unit, basis, span, setting.scope, cue, words
    )
    before = printed[max(0, piece.start - _SUBJECT_REACH) : quantity.start]
    memory.subject = subject_of(before) or memory.subject
    return replace(goal, subject=memory.subject)


def _sides(hidden: str, printed: str, piece: Piece) -> _Sides:
    """Read both sides of the number and decide on which of them its noun stands."""
    quantity = piece.value
    left = read_left(printed[piece.start : quantity.start])
    after = AFTER_CUE.match(hidden, quantity.end)
    right_from = after.end() if after else quantity.end
    right = printed[right_from : piece.end].strip(" 、,。;")
    right = _SCALED_UP.sub("", re.sub(r"^\([^)]*\)", "", right))
    first = bool(_NOUN_START.match(right))
    if first and left.cue and _CJK_NOUN.search(left.noun[-2:]):
        inner = _last_verb(left.noun)
        first, left = inner is not None, replace(left, verb=left.verb or inner or "")
    elif first and not left.verb and len(left.noun) > 3:
        inner = _last_verb(left.noun)
        first = inner is not None or left.noun.startswith(("全", "引导", "推动"))
        left = replace(left, verb=inner or left.verb)
    elif first and left.verb and len(left.noun) > 4 and not left.cue:
        first = _last_verb(left.noun) is not None or left.noun.endswith(
            ("面向", "全省", "全市", "全县", "全区")
        )
    return _Sides(left, right, right_from, after.group(0) if after else "", first)


def _carried(sides: _Sides, quantity: Quantity, memory: Memory) -> _Sides:
    """Give a number without a noun the noun of the one before: 企业新增 30 户、达到 120 户."""
    left = sides.left
    again = left.cue or left.verb or left.growth or (memory.accepted and left.lead)
    if not (left.noun or left.verb or sides.right) and memory.act and left.cue:
        return replace(sides, left=replace(left, noun=memory.act))
    if not (left.noun or sides.right or memory.name) and left.verb in NOUN_VERBS and left.cue:
        return replace(sides, left=replace(left, noun=left.verb))
    if left.noun or sides.right or not memory.name or not again:
        return sides
    if left.verb in NOUN_VERBS and quantity.unit in HEADCOUNTS:
        noun = left.verb  # 培训 1000 人次 counts those who were trained
    else:
        noun = memory.name.removeprefix(left.verb or "新增")
    return replace(sides, left=replace(left, noun=noun))


def _own_verb(left: Left) -> str:
    return "" if left.cue in LEVEL_CUES and left.verb in NOUN_VERBS else left.verb


def _name(
    sides: _Sides, printed: str, piece: Piece, earlier: str, setting: Setting, memory: Memory
) -> str:
    left = sides.left
    name = name_after(sides.right, left.verb) if sides.first else name_before(left)
    if sides.first and left.verb == "面向":
        audience = _AUDIENCE.match(printed, piece.end)
        name = audience.group(1) + "人数" if audience else name
    if memory.act and name in _TOTALS:
        return memory.act + name
    topic = "" if left.verb and left.verb not in NOUN_VERBS else setting.topic
    if "其中" in printed[piece.start : piece.value.start]:
        name = part_of(name, memory.name)
    elif piece.start and printed[piece.start - 1] == "、" and not left.verb:
        name = sibling_of(name, memory.name)
    return complete(name, memory.name, earlier[-400:], topic)


def _basis(
    sides: _Sides,
    name: str,
    cue: str,
    printed: str,
    piece: Piece,
    setting: Setting,
    memory: Memory,
) -> str:
    left, quantity = sides.left, piece.value
    own = _own_verb(left)
    standing_name = any(word in name for word in STOCK_WORDS)
    level = left.cue in LEVEL_CUES or left.cue.startswith(("稳定", "保持", "维持"))
    verb = own if level or standing_name else own or memory.verb
    growth = left.growth if quantity.family == "rate" else ""
    annual = memory.annual or bool(_ANNUAL.search(printed[piece.start : quantity.start]))
    summed = bool(_SUMMED.search(printed, piece.start, quantity.start))
    basis = basis_of(replace(left, verb=verb, growth=growth), name, quantity, cue, annual, summed)
    if basis == "stock" and not standing_name and _sums_up(setting.scope.words, left):
        return "cumulative"
    standing = setting.scope.year is not None and setting.scope.year_from is None
    if basis == "cumulative" and standing and left.verb in _STANDING_VERBS:
        # 到2028年，打造园区 40 个 says what stands by then; 引进 and 举办 only add up.
        return "cumulative" if sides.first or left.cue or summed else "stock"
    return basis


def _sums_up(scope: str, left: Left) -> bool:
    """Whether a number counts what happens in a stretch of time: “十五五”期间形成专利 2000 件."""
    held = left.cue in LEVEL_CUES or left.verb in STATE_VERBS
    return not held and bool(_STRETCH.search(scope))


def _span(sides: _Sides, printed: str, piece: Piece) -> Span:
    end = piece.end if sides.first else sides.right_from
    explained = _LONG_BRACKET.search(printed, sides.right_from, end) if sides.first else None
    end = explained.start() if explained else end
    end = piece.start + len(printed[piece.start : end].rstrip(" 、,"))
    return Span(piece.start + sides.left.lead, end)


def _last_verb(noun: str) -> str | None:
    """Return the verb that ends a phrase like 全省分行业发布, with up to four characters after it."""
    for at in range(max(0, len(noun) - 8), len(noun)):
        found = read_left(noun[at:])
        if found.verb and len(found.noun) <= 4 and found.noun in _SCOPE_WORDS:
            return found.verb
    return None


def _accepted(
    left: Left,
    right: str,
    after: bool,
    first: bool,
    quantity: Quantity,
    setting: Setting,
    memory: Memory,
) -> bool:
    cue = left.cue and left.cue not in _WEAK_CUES
    if first:
        if quantity.family == "money":
            return left.verb in _MONEY_VERBS and len(right) <= 16
        if quantity.family in ("rate", "time", "score"):
            return False
        inherited = memory.accepted and not left.noun
        return bool(left.verb or inherited or memory.annual or (cue and setting.in_goal))
    if right and not re.match(r"[,。;、)(]", right):
        return False
    noun = left.noun
    if quantity.family == "time":
        return bool(
            _DURATION.search(noun) and left.cue and (after or OPERATOR.get(left.cue) == "<=")
        )
    if quantity.family == "score":
        return bool(noun.endswith(_SCORED) and (cue or after))
    if not _CJK_NOUN.search(noun) and not (left.verb and quantity.unit == "人次"):
        return False
    if quantity.family == "rate":
        return bool(
            cue or left.growth or noun.endswith(METRIC_ENDINGS) or (after and left.cue == "在")
        )
    if quantity.family == "money":
        listed = memory.accepted and len(noun) >= 4
        measured = setting.in_goal and noun.endswith(METRIC_ENDINGS)
        return bool(cue or after or left.verb or listed or measured)
    if not quantity.unit:
        return bool(cue) and (quantity.value != 0)
    return bool(cue or after or left.verb or memory.verb or setting.in_goal or len(noun) >= 4)
