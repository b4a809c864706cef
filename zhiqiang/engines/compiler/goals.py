"""A goal with a number, before it is numbered: how it is compared, and on what basis it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhiqiang.engines.compiler.compilation import Value
from zhiqiang.engines.compiler.matching import counted_name, normalise_indicator
from zhiqiang.engines.compiler.naming import Left
from zhiqiang.engines.compiler.quantities import Quantity, family_of
from zhiqiang.engines.compiler.vocabulary import (
    FLOW_WORDS,
    HEADCOUNTS,
    MAKING_VERBS,
    NEW_WORDS,
    OPERATORS,
    OPERATORS_AFTER,
    STATE_VERBS,
    STOCK_WORDS,
)
from zhiqiang.engines.compiler.years import Scope, baseline_of
from zhiqiang.kernel.place import Span

OPERATOR = dict(OPERATORS)
OPERATOR_AFTER = dict(OPERATORS_AFTER) | {"内": "<="}
AFTER_CUE = re.compile("|".join(word for word, _ in OPERATORS_AFTER) + r"|内(?![\u4e00-\u9fff])")
# What is done and counted, each time anew.
ACT_VERBS = (
    "完成",
    "办理",
    "查处",
    "审结",
    "举办",
    "开展",
    "组织",
    "组织开展",
    "召开",
    "举行",
    "发放",
    "承办",
)
LEVEL_CUES = ("达到", "达", "超", "超过", "突破", "达成")
_ANNUAL_NOUN = re.compile(
    r"^(?!.*\d)(?:全[省市县区州国])?年(?![轻龄均限代末底报级份])|年(?:均)?(?:申请|授权|产|培训|服务|交易|登记|新增|发表)"
    r"|(?<![\d十百千万每近多往去上本当后前今明青少老中成学周历一二三四五六])年(?![末底内])(?:度|均)?[^,年]{1,8}(?:额|量|收入|产值|利润|人次|增加值)$"
)
_MODALITY = re.compile(r"力争|争取|确保|努力|务必|原则上|预计")
_GROWTH = re.compile(r"增长|增幅|增速|递增|[年均比]增")
_RAISED = (
    "提高到", "提升到", "增长到", "增加到", "扩大到", "发展到", "提高至", "提升至", "增长至", "增加至", "扩大至", "增至",
    "下降到", "降低到", "下降至", "降低至", "降至", "降到", "压缩至", "压缩到", "压减至", "压减到", "缩短至", "减少到", "减少至",
)  # fmt: skip
_DECREASE = re.compile(r"下降|降低|减少|压减|压缩")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target before it is numbered; the span points into the folded text."""

    indicator: str
    printed: str
    op: str
    value: Value
    unit: str
    basis: str
    span: Span
    scope: Scope
    cue: str
    modality: str | None = None
    nature: str | None = None
    baseline: str | None = None
    row: int | None = None
    direction: str = "up"
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What governs a passage: its year, whether it states goals, the topic and year of the plan.

    ``spending`` says that the passage speaks of safeguards, where money is a means.
    """

    scope: Scope
    in_goal: bool
    topic: str = ""
    issued: int | None = None
    spending: bool = False


@dataclass
class Memory:
    """What one clause leaves for the next in the same sentence.

    ``act`` is what a clause without a number does: 开展专项执法, 每年不少于 2 次. ``group`` names what
    the sentence has counted so far, for 到2030年分别达到 30 家和 200 家.
    """

    verb: str = ""
    name: str = ""
    act: str = ""
    annual: bool = False
    accepted: bool = False
    subject: str | None = None
    group: list[str] = field(default_factory=list)


def operator_of(left: Left, after: str, growing: bool) -> tuple[str, str]:
    cue = left.cue + ("…" + after if left.cue and after else after)
    op = OPERATOR.get(left.cue, "=") if left.cue else "="
    if after:
        op = OPERATOR_AFTER[after]
    if growing:
        # 增长 10% speaks of growth as such; 提高 or 下降 10% says how far something has to move.
        return ("growth>=" if _GROWTH.search(left.growth) else op), left.growth + cue
    return op, cue


def basis_of(
    left: Left, name: str, quantity: Quantity, cue: str, annual: bool, summed: bool = False
) -> str:
    """Return stock, annual, cumulative or growth; ``summed`` says that 累计 is printed."""
    if left.growth and quantity.family == "rate":
        return "growth"
    head = name.rsplit("的", 1)[-1]  # 年交易额超亿元的企业 are firms
    if (annual and quantity.family != "rate") or _ANNUAL_NOUN.search(head):
        return "annual"
    if quantity.family in ("rate", "time") or not quantity.unit:
        return "stock"
    if cue.startswith(_RAISED):
        return "stock"  # 由 12 家增加到 40 家 says where it stands then
    if left.verb.startswith(NEW_WORDS) or name.startswith(NEW_WORDS):
        return "cumulative"
    if left.verb in ACT_VERBS and not cue.startswith(LEVEL_CUES):
        return "cumulative"
    if any(word in name for word in STOCK_WORDS):
        return "stock"
    if (
        summed
        or quantity.unit in HEADCOUNTS
        or any(word in name or word in quantity.unit for word in FLOW_WORDS)
    ):
        return "cumulative"
    if left.verb in STATE_VERBS:
        return "stock"
    if left.verb and not (cue in LEVEL_CUES and left.verb in MAKING_VERBS):
        return "cumulative"
    return "stock"


def make_goal(
    name: str,
    op: str,
    value: Value,
    unit: str,
    basis: str,
    span: Span,
    scope: Scope,
    cue: str,
    words: str,
) -> Goal:
    official = counted_name(name, unit) if family_of(unit) == "count" else name
    modality = _MODALITY.search(words)
    down = op in ("<=", "<") or (basis == "growth" and _DECREASE.search(cue))
    return Goal(
        normalise_indicator(official), name, op, value, unit, basis, span, scope, cue,
        modality.group(0) if modality else None, None, baseline_of(words),
        direction="down" if down else "up",
    )  # fmt: skip
