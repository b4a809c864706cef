"""Read the targets of a passage: sentence by sentence, clause by clause, number by number."""

from __future__ import annotations

import re
from dataclasses import replace

from zhiqiang.engines.compiler import refusals
from zhiqiang.engines.compiler.clause_goals import read_piece
from zhiqiang.engines.compiler.goals import ACT_VERBS, Goal, Memory, Setting
from zhiqiang.engines.compiler.matching import normalise_indicator
from zhiqiang.engines.compiler.naming import Left, name_before, read_left
from zhiqiang.engines.compiler.pieces import Piece, cut_clause
from zhiqiang.engines.compiler.quantities import Quantity, find_quantities
from zhiqiang.engines.compiler.sentences import clauses, hide, sentences
from zhiqiang.engines.compiler.shares import read_share
from zhiqiang.engines.compiler.spreads import read_each, read_spread
from zhiqiang.engines.compiler.years import Scope, baseline_of, read_year
from zhiqiang.kernel.place import Span

_ANNUAL_LEAD = re.compile(
    r"\s*(?:力争|争取|确保|全[省市县区州国]|到20\d\d年|—{1,2}|其中|并)*(?:每年|每年度|年均(?!增|复合|提高|下降|递增|提升))"
)
# What is built, held or run up to is a state or a sum: 每年 at the head of the list no longer governs it.
_NO_LONGER_ANNUAL = re.compile(
    r"^[^,\d]{0,6}?(?:建成|建立|设立|拥有|累计|创成)|(?:总量|拥有量|总数|存量|保有量)"
)
_YEAR_WORDS = re.compile(r"年|五”|五期|五末")
_LIST_YEAR = re.compile(r"(?<![较比以过由从\d—~至-])(20\d\d)\s*年(?!来)")
_EARLIER = 400
_NATURE = re.compile(r"(约束性|预期性|指导性)指标")
_COMPARED = re.compile(r"[较比][^,]{2,12}$")
_HORIZON_WORDS = re.compile(r"(?:力争|确保)?[到至]|“.五”[期]?末")
_DOUBLE = re.compile(r"(翻(?:一|两|三)?番)")


def read_goals(text: str, start: int, setting: Setting) -> tuple[list[Goal], Scope]:
    """Return the goals of a passage and the year scope that holds at its end."""
    goals: list[Goal] = []
    scope = setting.scope
    hidden_all = hide(text)
    for place in sentences(hidden_all):
        hidden = hidden_all[place.start : place.end]
        printed = text[place.start : place.end]
        year = read_year(printed, setting.issued) if _YEAR_WORDS.search(printed) else None
        found, scope = _read_sentence(
            hidden,
            printed,
            text[max(0, place.start - _EARLIER) : place.start],
            replace(setting, scope=scope),
            year,
        )
        offset = start + place.start
        goals.extend(
            replace(goal, span=Span(goal.span.start + offset, goal.span.end + offset))
            for goal in found
        )
    nature = _NATURE.search(text)
    if nature and goals:
        goals = [replace(goal, nature=nature.group(1)) for goal in goals]
    return goals, scope


def _read_sentence(
    hidden: str, printed: str, earlier: str, setting: Setting, year: Scope | None
) -> tuple[list[Goal], Scope]:
    scope = setting.scope
    quantities = find_quantities(hidden)
    if not quantities and not _DOUBLE.search(hidden):
        return [], year or scope
    if refusals.sentence_refusal(hidden, setting.issued):
        return [], scope
    limit = refusals.subsidy_from(hidden)
    goals: list[Goal] = []
    memory = Memory()
    last = 0
    for clause in clauses(hidden):
        words = printed[clause.start : clause.end]
        own = read_year(words, setting.issued) if _YEAR_WORDS.search(words) else None
        scope = _narrowed(scope, own)
        first = last
        while last < len(quantities) and quantities[last].start < clause.end:
            last += 1
        inside = quantities[first:last]
        if limit is not None:
            inside = [q for q in inside if q.start < limit]
        lead = _ANNUAL_LEAD.match(hidden[clause.start : clause.end])
        goes_on = memory.annual and own is None and not _NO_LONGER_ANNUAL.search(words)
        memory.annual = goes_on or bool(lead)
        if not inside:
            act = read_left(words)
            memory.act = _act_of(act) or memory.act
            doubled = _doubled(hidden, printed, clause, scope, memory.name)
            memory.name = doubled[0].printed if doubled else memory.name
            goals.extend(doubled)
            continue
        context = replace(setting, scope=scope)
        found = _read_clause(hidden, printed, clause, inside, earlier, context, memory)
        if limit is not None:
            found = [goal for goal in found if goal.op not in ("<=", "<")]
        memory.group += [goal.printed for goal in found]
        goals.extend(found)
    return goals, scope if year is None or year.year is None else (scope if goals else year)


def _act_of(left: Left) -> str:
    """Return what a clause without a number does or makes, for the number that follows it."""
    some = re.search(r"一批(.{2,})$", left.noun)
    noun = some.group(1) if some else left.noun if left.verb in ACT_VERBS else ""
    return noun if len(noun) >= 2 else ""


def _narrowed(scope: Scope, own: Scope | None) -> Scope:
    """Return the scope of a clause: its own, but 五年累计 keeps the year up to which it adds up."""
    if own is None or (own.year is None and _HORIZON_WORDS.match(scope.words)):
        return scope
    return own


def _own_scope(printed: str, piece: Piece) -> Scope | None:
    """Return the year of one member of a list: 2024年达到 1.5 件、2025年 1.8 件."""
    found = _LIST_YEAR.search(printed, piece.start, piece.value.start)
    return Scope(int(found.group(1)), None, found.group(0)) if found else None


def _doubled(hidden: str, printed: str, clause: Span, scope: Scope, previous: str) -> list[Goal]:
    words = hidden[clause.start : clause.end]
    found = _DOUBLE.search(words)
    if not found:
        return []
    left = read_left(_COMPARED.sub("", words[: found.start()]))
    name = name_before(left) or previous
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
    memory: Memory,
) -> list[Goal]:
    spread = read_spread(hidden, printed, clause, inside, setting, memory)
    if spread:
        return spread
    goals: list[Goal] = []
    by_year = len(set(_LIST_YEAR.findall(printed, clause.start, clause.end))) > 1
    for piece in cut_clause(hidden, clause.start, clause.end, inside):
        share = read_share(hidden, printed, clause, piece.value, setting)
        if share is not None:
            goals.append(share)
            continue
        if refusals.quantity_refusal(hidden, piece.value, piece.start, piece.end):
            continue
        around = printed[max(clause.start, piece.start - 60) : min(clause.end, piece.end + 60)]
        if refusals.is_budget(around, piece.value, setting.spending):
            continue
        if by_year:
            setting = replace(setting, scope=_own_scope(printed, piece) or setting.scope)
        goal = read_piece(
            hidden,
            printed,
            piece,
            earlier + printed[max(0, piece.start - _EARLIER) : piece.start],
            setting,
            memory,
        )
        if goal is not None:
            goals.extend(read_each(goal, hidden, printed, piece))
    return goals
