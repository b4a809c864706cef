"""A question as a query of an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from zhiqiang.engines.fulltext import tree
from zhiqiang.engines.fulltext.codes import ipc_key, number_keys, plain, region_key
from zhiqiang.engines.fulltext.days import day_range
from zhiqiang.engines.fulltext.declaration import SearchFields
from zhiqiang.engines.fulltext.documents import SINGLE
from zhiqiang.engines.fulltext.failures import BadQuestion
from zhiqiang.engines.fulltext.folding import WORD_END, covering, folded, is_han, phrase
from zhiqiang.engines.fulltext.synonyms import Synonyms

MOST_EXPANDED = 2_000
MOST_STARS = 10
SHORTEST_STAR, SHORTEST_NUMBER_STAR = 2, 4
#: what a word in a second field adds to the best one; a replaced word; the words as one phrase
_ALSO, _REPLACED, _TOGETHER = 0.2, 0.6, 3.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are looked for: the fields that are open, places by name, and synonyms or none."""

    fields: SearchFields
    opened: Mapping[str, str]
    places: Callable[[str], Sequence[str]] = region_key
    synonyms: Synonyms | None = None


class Asker:
    """Turns the tree of one question into a query; raises ``BadQuestion``."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, manner: Manner) -> None:
        self._schema, self._searcher, self._manner = schema, searcher, manner
        self._fields = manner.fields.fields
        self._stars = 0
        self._usual = [
            manner.opened[key]
            for key, one in self._fields.items()
            if one.is_usual and key in manner.opened
        ]

    def query(self, part: tree.Part) -> Query:
        """Return the query of a question; words that stand side by side are liked better as one."""
        found = self._part(part)
        if isinstance(part, tree.All):
            words = [one for one in part.parts if isinstance(one, tree.Term) and not one.field]
            if len(words) > 1 and not any("*" in one.text for one in words):
                best = max(self._usual, key=lambda key: self._fields[key].weight)
                whole = phrase("".join(one.text for one in words))
                liked = Query.boost_query(self._units(best, whole), self._weight(best) * _TOGETHER)
                return Query.boolean_query([(Occur.Must, found), (Occur.Should, liked)])
        return found

    def _part(self, part: tree.Part) -> Query:
        if isinstance(part, tree.Term):
            return self._term(part)
        if isinstance(part, tree.Near):
            return self._near(part)
        if isinstance(part, tree.Not):
            return self._every([part])
        if isinstance(part, tree.All):
            return self._every(part.parts)
        return Query.boolean_query([(Occur.Should, self._part(one)) for one in part.parts])

    def _every(self, parts: Sequence[tree.Part]) -> Query:
        clauses = [
            (Occur.MustNot, self._part(one.part))
            if isinstance(one, tree.Not)
            else (Occur.Must, self._part(one))
            for one in parts
        ]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(clauses)

    def _term(self, term: tree.Term) -> Query:
        if not term.field:
            return self._anywhere(term)
        key = self._manner.opened.get(term.field)
        field = self._fields[term.field]
        if key is None:
            raise BadQuestion(f"“{field.zh}”仅供有权限的人员检索。", term.at, term.length)
        if term.compared != "=" and field.kind != "day":
            raise BadQuestion(
                f"“{field.zh}”只能用“=”；“{term.compared}”用于日期，例如 申请日>=2020。",
                term.at,
                term.length,
            )
        return _WAYS[field.kind](self, key, term)

    def _anywhere(self, term: tree.Term) -> Query:
        """Look in all usual texts, and for a number or a symbol where the word may be one."""
        ways = [self._text(key, term) for key in self._usual]
        if not term.is_quoted:
            for key, field in self._fields.items():
                if field.kind == "number" and any(sign.isdigit() for sign in term.text):
                    ways.append(Query.boost_query(self._number(key, term, is_sure=False), 20.0))
                elif field.kind == "ipc" and len(ipc_key(term.text.rstrip("*"))) > 2:
                    ways.append(self._ipc(key, term))
        return Query.disjunction_max_query(ways, tie_breaker=_ALSO)

    def _weight(self, key: str) -> float:
        return self._fields[key].weight

    def _text(self, key: str, term: tree.Term) -> Query:
        text = term.text
        if "*" in text and not term.is_quoted:
            if text.endswith("*") and "*" not in text[:-1]:
                text = text[:-1]
                found = phrase(text)
                if not found:
                    raise BadQuestion("“*”前面至少要有两个字母或数字。", term.at, term.length)
                if found[-1] == WORD_END:
                    return self._beginning(key, found, term)
            else:
                raise BadQuestion("通配符“*”只能放在词的末尾，例如 photo*。", term.at, term.length)
        found = self._wanted(text, term)
        ways = [self._units(key, found)]
        if self._manner.synonyms is not None and not term.is_quoted:
            ways += [
                Query.boost_query(self._units(key, phrase(reading)), _REPLACED)
                for reading in self._manner.synonyms.readings(text)
            ]
        one = ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)
        return Query.boost_query(one, self._weight(key))

    def _wanted(self, text: str, term: tree.Term) -> list[str]:
        found = phrase(text)
        if not found:
            raise BadQuestion(f"“{term.text[:20]}”中没有可检索的文字。", term.at, term.length)
        return found

    def _units(self, key: str, found: list[str]) -> Query:
        if not found:
            return Query.empty_query()
        if len(found) == 1:
            if not is_han(found[0]):
                return Query.empty_query()
            return Query.term_query(self._schema, key + SINGLE, found[0], "basic")
        return self._pairs(key, covering(found))

    def _pairs(self, key: str, placed: list[tuple[int, str]]) -> Query:
        if len(placed) == 1:
            return Query.term_query(self._schema, key, placed[0][1], "freq")
        return Query.phrase_query(self._schema, key, placed)  # type: ignore[arg-type]

    def _beginning(self, key: str, found: list[str], term: tree.Term) -> Query:
        """Find the words that begin so; before them nothing else may stand."""
        word = found[0]
        if len(found) != 2 or len(word) < SHORTEST_STAR:
            raise BadQuestion(
                "“*”前面应是一个西文词或数字的开头，至少两个字符，例如 photo*。",
                term.at,
                term.length,
            )
        return Query.term_set_query(self._schema, key, self._expanded(key, word, term))

    def _expanded(self, key: str, start: str, term: tree.Term) -> list[str]:
        self._stars += 1
        if self._stars > MOST_STARS * max(len(self._usual), 1):
            raise BadQuestion(f"一个检索式最多 {MOST_STARS} 个通配符。", term.at, term.length)
        terms = self._searcher.terms_with_prefix(key, start, limit=MOST_EXPANDED + 1)
        if len(terms) > MOST_EXPANDED:
            raise BadQuestion(
                f"“{term.text[:20]}”对应的词超过 {MOST_EXPANDED:,} 个。请多写几个字符。",
                term.at,
                term.length,
            )
        return [text for text, _ in terms]

    def _near(self, near: tree.Near) -> Query:
        if near.left.field != near.right.field:
            raise BadQuestion("NEAR 的两侧应在同一个字段中。", near.at, near.length)
        field = near.left.field
        if field and self._fields[field].kind != "text":
            raise BadQuestion("NEAR 只用于文字字段。", near.at, near.length)
        if field and field not in self._manner.opened:
            return self._term(near.left)  # says who may
        left, right = (self._side(one) for one in (near.left, near.right))
        keys = [self._manner.opened[field]] if field else self._usual
        ways = []
        for key in keys:
            placed = [
                Query.boost_query(
                    self._pairs(key, covering(first) + _moved(second, len(first) + gap)),
                    self._weight(key),
                )
                for first, second in ((left, right), (right, left))
                for gap in range(near.distance + 1)
            ]
            ways.append(Query.disjunction_max_query(placed))
        return Query.disjunction_max_query(ways, tie_breaker=_ALSO)

    def _side(self, term: tree.Term) -> list[str]:
        found = self._wanted(term.text, term)
        if len(found) < 2 or "*" in term.text:
            raise BadQuestion("NEAR 两侧的词至少要两个字，且不能有通配符。", term.at, term.length)
        return found

    def _number(self, key: str, term: tree.Term, is_sure: bool = True) -> Query:
        text = term.text
        if text.endswith("*") and len(plain(text)) >= SHORTEST_NUMBER_STAR:
            return Query.term_set_query(self._schema, key, self._expanded(key, plain(text), term))
        keys = number_keys(text)
        if is_sure and ("*" in text or not any(sign.isdigit() for sign in text)):
            raise BadQuestion(
                f"“{text[:20]}”不是号码。号码前几位后加“*”时，至少写 {SHORTEST_NUMBER_STAR} 位。",
                term.at,
                term.length,
            )
        return Query.term_set_query(self._schema, key, keys)

    def _ipc(self, key: str, term: tree.Term) -> Query:
        symbol = ipc_key(term.text.rstrip("*"))
        if not symbol:
            raise BadQuestion(
                f"“{term.text[:20]}”不是分类号。请写成 H02G、H02G1 或 H02G1/02。",
                term.at,
                term.length,
            )
        return self._exactly(key, [symbol])

    def _region(self, key: str, term: tree.Term) -> Query:
        codes = self._manner.places(term.text)
        if not codes:
            raise BadQuestion(
                f"没有找到地区“{term.text[:20]}”。请写区划名称或六位代码。", term.at, term.length
            )
        return self._exactly(key, codes)

    def _choice(self, key: str, term: tree.Term) -> Query:
        words = self._fields[key].words
        asked = folded(term.text)
        found = [
            value
            for value, names in words.items()
            if asked == value or asked in (folded(name) for name in names)
        ]
        if words and not found:
            known = "、".join(names[0] for names in words.values())
            raise BadQuestion(
                f"“{self._fields[key].zh}”没有“{term.text[:20]}”。可选{known}。",
                term.at,
                term.length,
            )
        return self._exactly(key, found or [term.text])

    def _exactly(self, key: str, values: Sequence[str]) -> Query:
        ways = [Query.term_query(self._schema, key, value, "basic") for value in values]
        return Query.const_score_query(
            ways[0]
            if len(ways) == 1
            else Query.boolean_query([(Occur.Should, one) for one in ways]),
            1.0,
        )

    def _day(self, key: str, term: tree.Term) -> Query:
        low, high = day_range(term)
        return Query.const_score_query(
            Query.range_query(self._schema, key, tantivy.FieldType.Integer, low, high), 1.0
        )


def _moved(found: list[str], by: int) -> list[tuple[int, str]]:
    return [(place + by, pair) for place, pair in covering(found)]


_WAYS: dict[str, Callable[[Asker, str, tree.Term], Query]] = {
    "text": Asker._text,
    "number": Asker._number,
    "ipc": Asker._ipc,
    "region": Asker._region,
    "choice": Asker._choice,
    "day": Asker._day,
}
