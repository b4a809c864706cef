"""Read targets out of sentences: which number, of what, compared how, on what basis."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhiqiang.engines.compiler import refusals
from zhiqiang.engines.compiler.compilation import Value
from zhiqiang.engines.compiler.matching import counted_name, normalise_indicator
from zhiqiang.engines.compiler.naming import (
    Left,
    complete,
    coordinate,
    name_after,
    name_before,
    read_left,
)
from zhiqiang.engines.compiler.pieces import Piece, cut_clause, value_run
from zhiqiang.engines.compiler.quantities import Quantity, family_of, find_quantities
from zhiqiang.engines.compiler.sentences import clauses, hide, sentences
from zhiqiang.engines.compiler.vocabulary import (
    FLOW_WORDS,
    MAKING_VERBS,
    METRIC_ENDINGS,
    NEW_WORDS,
    NOUN_VERBS,
    OPERATORS,
    OPERATORS_AFTER,
    STATE_VERBS,
    STOCK_WORDS,
)
from zhiqiang.engines.compiler.years import Scope, baseline_of, read_year
from zhiqiang.kernel.place import Span

_AFTER_CUE = re.compile("|".join(word for word, _ in OPERATORS_AFTER))
_OPERATOR = dict(OPERATORS)
_OPERATOR_AFTER = dict(OPERATORS_AFTER)
_WEAK_CUES = ("为", "在", "至", "到", "近", "约")
_LEVEL_CUES = ("达到", "达", "超", "超过", "突破", "达成")
_NOUN_START = re.compile(r"[“《\dA-Za-z+·-]{0,12}[\u4e00-\u9fffA-Za-z]{2}")
_CJK_NOUN = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_ANNUAL_LEAD = re.compile(r"^[^,]{0,6}?(?:力争|争取|确保)?(?:每年|每年度|年均)")
_ANNUAL_NOUN = re.compile(r"年(?:均)?(?:申请|授权|产|培训|服务|交易|登记|新增|发表)")
_MODALITY = re.compile(r"力争|争取|确保|努力|务必|原则上|预计")
_NATURE = re.compile(r"(约束性|预期性|指导性)指标")
_DOUBLE = re.compile(r"(翻(?:一|两|三)?番)")
_MONEY_VERBS = ("完成", "实现", "新增", "发放", "引进", "吸引", "撬动", "带动", "募集", "投放", "设立", "组建", "促成", "达成")
_YEAR_LIST = re.compile(r"^(?:20\d\d年?[、和及—-]?)+")
_YEAR_IN_LIST = re.compile(r"(20\d\d)\s*年")
_DURATION = re.compile(r"周期|时间|时限|时长|期限|用时")
_SCORED = ("满意度", "得分", "评分", "分值", "指数", "总分")
_RESPECTIVELY = re.compile(r"分别|依次")
_EACH = re.compile(r"(?:(?<!年)均|都)\S{0,4}$")
_NOUN_OR_MORE = re.compile(r"[^,]{2,12}?(?<!规模)(?<!限额)(?<!级)及?以上")
_AUDIENCE = re.compile(r",[^,。]{0,12}?(?:开展|组织|举办)([^,。]{4,30})")
_LONG_BRACKET = re.compile(r"\([^()]{16,}")
_GROWTH = re.compile(r"增长|增幅|增速")
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


@dataclass(frozen=True, slots=True)
class Setting:
    """What governs a passage: its year, whether it states goals, the topic and year of the plan."""

    scope: Scope
    in_goal: bool
    topic: str = ""
    issued: int | None = None


@dataclass
class _Memory:
    """What one clause leaves for the next in the same sentence."""

    verb: str = ""
    name: str = ""
    annual: bool = False
    accepted: bool = False


def read_goals(text: str, start: int, setting: Setting) -> tuple[list[Goal], Scope]:
    """Return the goals of a passage and the year scope that holds at its end."""
    goals: list[Goal] = []
    scope = setting.scope
    hidden_all = hide(text)
    for place in sentences(hidden_all):
        hidden = hidden_all[place.start : place.end]
        printed = text[place.start : place.end]
        year = read_year(printed, setting.issued) if "年" in printed or "”" in printed else None
        found, scope = _read_sentence(
            hidden, printed, text[: place.start], replace(setting, scope=scope), year
        )
        offset = start + place.start
        goals.extend(
            replace(goal, span=Span(goal.span.start + offset, goal.span.end + offset)) for goal in found
        )
    nature = _NATURE.search(text)
    if nature:
        goals = [replace(goal, nature=nature.group(1)) for goal in goals]
    return goals, scope


def _read_sentence(
    hidden: str, printed: str, earlier: str, setting: Setting, year: Scope | None
) -> tuple[list[Goal], Scope]:
    scope = setting.scope
    quantities = find_quantities(hidden)
    if not quantities and not _DOUBLE.search(hidden):
        return [], year or scope
    if refusals.sentence_refusal(hidden):
        return [], scope
    limit = refusals.subsidy_from(hidden)
    goals: list[Goal] = []
    memory = _Memory()
    for clause in clauses(hidden):
        words = printed[clause.start : clause.end]
        own = read_year(words, setting.issued) if "年" in words else None
        scope = own or scope
        inside = [q for q in quantities if clause.start <= q.start < clause.end]
        if limit is not None:
            inside = [q for q in inside if q.start < limit]
        lead = _ANNUAL_LEAD.match(hidden[clause.start : clause.end])
        memory.annual = (memory.annual and own is None) or bool(lead)
        if not inside:
            goals.extend(_doubled(hidden, printed, clause, scope))
            continue
        context = replace(setting, scope=scope)
        found = _read_clause(hidden, printed, clause, inside, earlier, context, memory)
        if limit is not None:
            found = [goal for goal in found if goal.op not in ("<=", "<")]
        goals.extend(found)
    return goals, scope if year is None or year.year is None else (scope if goals else year)


def _doubled(hidden: str, printed: str, clause: Span, scope: Scope) -> list[Goal]:
    words = hidden[clause.start : clause.end]
    found = _DOUBLE.search(words)
    if not found:
        return []
    left = read_left(words[: found.start()])
    name = name_before(left)
    if len(name) < 2:
        return []
    factor = {"两": 300, "三": 700}.get(found.group(1)[1], 100)
    span = Span(clause.start + left.lead, clause.start + found.end())
    return [
        Goal(normalise_indicator(name), name, "growth>=", factor, "%", "growth", span, scope, found.group(1),
             baseline=baseline_of(words))
    ]  # fmt: skip


def _read_clause(
    hidden: str,
    printed: str,
    clause: Span,
    inside: list[Quantity],
    earlier: str,
    setting: Setting,
    memory: _Memory,
) -> list[Goal]:
    spread = _spread(hidden, printed, clause, inside, setting, memory)
    if spread:
        return spread
    goals: list[Goal] = []
    for piece in cut_clause(hidden, clause.start, clause.end, inside):
        if refusals.quantity_refusal(hidden, piece.value, piece.start, piece.end):
            continue
        goal = _read_piece(hidden, printed, piece, earlier + printed[: piece.start], setting, memory)
        if goal is not None:
            goals.extend(_each(goal, hidden, printed, piece))
    return goals


def _spread(
    hidden: str, printed: str, clause: Span, inside: list[Quantity], setting: Setting, memory: _Memory
) -> list[Goal]:
    """Read 甲、乙和丙分别达 X、Y 和 Z as three goals with one quote."""
    run = value_run(hidden, inside)
    words = hidden[clause.start : run[0].start] if run else ""
    if not run:
        return []
    found = _RESPECTIVELY.search(words)
    subject = found.start() if found else len(words)
    left = read_left(printed[clause.start : clause.start + subject])
    noun = _YEAR_LIST.sub("", left.noun)
    names = coordinate((left.verb if left.verb in NEW_WORDS else "") + noun)
    metric = read_left("□" + words[found.end() :] if found else "")
    metric = replace(metric, noun=metric.noun.strip("□"))
    years = [int(y) for y in _YEAR_IN_LIST.findall(words)]
    scopes = [setting.scope] * len(run)
    if found and len(years) == len(run) and len(names) != len(run):
        names, scopes = [noun] * len(run), [Scope(year, None, words) for year in years]
    if len(names) != len(run) or not (found or left.cue or left.growth):
        return []
    metric = metric if metric.cue else replace(metric, cue=left.cue)
    after = _AFTER_CUE.match(hidden, run[-1].end)
    end = after.end() if after else run[-1].end
    span = Span(clause.start + left.lead, end)
    goals = []
    for name, quantity, scope in zip(names, run, scopes, strict=True):
        own = name if name.endswith(METRIC_ENDINGS) and not metric.noun else name + metric.noun
        part = Left(left.verb, own, metric.cue, metric.growth or left.growth, 0)
        op, cue = _operator(part, after.group(0) if after else "", bool(part.growth))
        unit, value = quantity.unit or run[-1].unit, quantity.value
        basis = _basis(part, own, quantity, cue, memory.annual)
        goals.append(_goal(own, op, value, unit, basis, span, scope, cue, words))
    return goals


def _each(goal: Goal, hidden: str, printed: str, piece: Piece) -> list[Goal]:
    """Read 甲率、乙率均达到 N, or 甲额和乙数年均增幅达到 N, as one goal for each subject."""
    left = hidden[piece.start : piece.value.start]
    items = re.split(r"、|和|及|以及", goal.printed)
    measured = len(items) > 1 and all(item.endswith(METRIC_ENDINGS) and len(item) > 3 for item in items)
    each = _EACH.search(re.sub(rf"(?:{'|'.join(_OPERATOR)})$", "", left))
    if len(items) < 2 or not (measured or each):
        return [goal]
    names = coordinate(goal.printed)
    return [
        replace(goal, printed=name, indicator=normalise_indicator(counted_name(name, goal.unit)))
        for name in names
    ]


def _read_piece(
    hidden: str, printed: str, piece: Piece, earlier: str, setting: Setting, memory: _Memory
) -> Goal | None:
    quantity = piece.value
    left = read_left(printed[piece.start : quantity.start])
    after = _AFTER_CUE.match(hidden, quantity.end)
    right_from = after.end() if after else quantity.end
    right = printed[right_from : piece.end].strip(" 、,。;")
    right = re.sub(r"^\([^)]*\)", "", right)
    first = bool(_NOUN_START.match(right)) 
    if first and left.cue and _CJK_NOUN.search(left.noun[-2:]):
        inner = _last_verb(left.noun)
        first, left = inner is not None, replace(left, verb=left.verb or inner or "")
    elif first and not left.verb and len(left.noun) > 3:
        inner = _last_verb(left.noun)
        first = inner is not None or left.noun.startswith(("全", "引导", "推动"))
        left = replace(left, verb=inner or left.verb)
    elif first and left.verb and len(left.noun) > 4 and not left.cue:
        first = _last_verb(left.noun) is not None or left.noun.endswith(("面向", "全省", "全市", "全县", "全区"))
    if not _accepted(left, right, after is not None, first, quantity, setting, memory):
        return None
    level = left.cue in _LEVEL_CUES
    own_verb = "" if level and left.verb in NOUN_VERBS else left.verb
    verb = own_verb if level else own_verb or memory.verb
    name = name_after(right, left.verb) if first else name_before(left)
    if first and left.verb == "面向":
        audience = _AUDIENCE.match(printed, piece.end)
        name = audience.group(1) + "人数" if audience else name
    topic = "" if left.verb and left.verb not in NOUN_VERBS else setting.topic
    name = complete(name, memory.name, earlier[-400:], topic)
    if len(name) < 2:
        return None
    annual = memory.annual or bool(re.search(r"每年|年均(?!增)", printed[piece.start : quantity.start]))
    op, cue = _operator(left, after.group(0) if after else "", bool(left.growth) and quantity.family == "rate")
    if isinstance(quantity.value, tuple):
        op = "="
    if first and op == "=" and _NOUN_OR_MORE.match(right):
        op, cue = ">=", "以上"
    growth = left.growth if quantity.family == "rate" else ""
    basis = _basis(replace(left, verb=verb, growth=growth), name + right[:0], quantity, cue, annual)
    end = piece.end if first else right_from
    explained = _LONG_BRACKET.search(printed, right_from, end) if first else None
    end = explained.start() if explained else end
    end = piece.start + len(printed[piece.start : end].rstrip(" 、,"))
    span = Span(piece.start + left.lead, end)
    memory.verb, memory.name, memory.accepted = own_verb or memory.verb, name, True
    words = printed[piece.start : piece.end]
    return _goal(name, op, quantity.value, quantity.unit, basis, span, setting.scope, cue, words)


def _last_verb(noun: str) -> str | None:
    """Return the verb that ends a phrase like 全省分行业发布, with up to four characters after it."""
    for at in range(max(0, len(noun) - 8), len(noun)):
        found = read_left(noun[at:])
        if found.verb and len(found.noun) <= 4 and found.noun in ("", "全省", "全市", "全县", "全区", "全国", "各类", "不少于"):
            return found.verb
    return None


def _accepted(
    left: Left,
    right: str,
    after: bool,
    first: bool,
    quantity: Quantity,
    setting: Setting,
    memory: _Memory,
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
        return bool(_DURATION.search(noun) and left.cue and (after or _OPERATOR.get(left.cue) == "<="))
    if quantity.family == "score":
        return bool(noun.endswith(_SCORED) and (cue or after))
    if not _CJK_NOUN.search(noun) and not (left.verb and quantity.unit == "人次"):
        return False
    if quantity.family == "rate":
        return bool(cue or left.growth or noun.endswith(METRIC_ENDINGS) or (after and left.cue == "在"))
    if quantity.family == "money":
        return bool(cue or after or left.verb or (setting.in_goal and noun.endswith(METRIC_ENDINGS)))
    if not quantity.unit:
        return bool(cue)
    return bool(cue or after or left.verb or memory.verb or setting.in_goal or len(noun) >= 4)


def _operator(left: Left, after: str, growing: bool) -> tuple[str, str]:
    cue = left.cue + ("…" + after if left.cue and after else after)
    op = _OPERATOR.get(left.cue, "=") if left.cue else "="
    if after:
        op = _OPERATOR_AFTER[after]
    if growing:
        # 增长 10% speaks of growth as such; 提高 or 下降 10% says how far something has to move.
        return ("growth>=" if _GROWTH.search(left.growth) else op), left.growth + cue
    return op, cue


def _basis(left: Left, name: str, quantity: Quantity, cue: str, annual: bool) -> str:
    if left.growth and quantity.family == "rate":
        return "growth"
    if annual or _ANNUAL_NOUN.search(name):
        return "annual"
    if quantity.family == "rate":
        return "stock"
    if left.verb.startswith(NEW_WORDS) or name.startswith(NEW_WORDS):
        return "cumulative"
    if any(word in name for word in STOCK_WORDS):
        return "stock"
    if any(word in name or word in quantity.unit for word in FLOW_WORDS):
        return "cumulative"
    if left.verb in STATE_VERBS:
        return "stock"
    if left.verb and not (cue in _LEVEL_CUES and left.verb in MAKING_VERBS):
        return "cumulative"
    return "stock"


def _goal(
    name: str, op: str, value: Value, unit: str, basis: str, span: Span, scope: Scope, cue: str, words: str
) -> Goal:
    official = counted_name(name, unit) if family_of(unit) == "count" else name
    modality = _MODALITY.search(words)
    down = op in ("<=", "<") or (basis == "growth" and _DECREASE.search(cue))
    return Goal(
        normalise_indicator(official), name, op, value, unit, basis, span, scope, cue,
        modality.group(0) if modality else None, None, baseline_of(words),
        direction="down" if down else "up",
    )  # fmt: skip
