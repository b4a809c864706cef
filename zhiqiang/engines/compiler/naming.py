"""Name what a number measures: cut verb, year and comparison off the words beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiqiang.engines.compiler.vocabulary import (
    BARE_VERBS,
    BUILD_VERBS,
    FILING_VERBS,
    LEAD_WORDS,
    METRIC_ENDINGS,
    NEW_WORDS,
    NOUN_VERBS,
    OPERATORS,
    PLAIN_NOUNS,
    SPAN_VERBS,
)


def any_of(words: tuple[str, ...]) -> str:
    return "|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True))


_SUBJECT_LEAD = re.compile(
    rf"^(?:全[省市县区州国域盟旗]|各[^,、\d]{{1,12}}?|[\u4e00-\u9fff]{{0,6}}(?:高新区|经开区|开发区|新区|示范区|园区))(?=(?:{any_of(BUILD_VERBS)})(?![率量额度数面])[^\d]{{2}})"
)
_SUBJECT = re.compile(
    r"(?:^|[,;:。、])(?:到20\d\d年(?:底|末)?[,]?)?(?:力争|确保|争取)?(全[省市县区州国域盟旗]|各[县市区州乡镇街旗][^,。;\d]{0,14}?(?=[每均建培新完实])|[\u4e00-\u9fff]{0,6}(?:高新区|经开区|开发区|新区))"
)
_YEAR_END = re.compile(r"(?:到|至|在)?20\d\d年(?:底|末)?$")
_OF_YEAR = re.compile(r"(?<=[高升长加低降大缩少][到至])20\d\d\s*年(?:底|末)?的$")
# 高价值专利占有效专利的45%: what is measured is the share.
SHARE_OF = re.compile(r"((?:占|覆盖)(?:到)?[^,。\d]{2,24})的$")
_YEAR_LEAD = re.compile(
    rf"^(?:(?:力争|争取|确保|计划|预计|目标)?(?:到|至|在)?\s*(?:20\d\d\s*年?\s*(?:—{{1,2}}|-|~|至|到)\s*)?20\d\d\s*年(?:底|末)?(?:前|之前|期间)?|“?十[二三四五]五”?(?:末|期末|期间)|(?:用|经过|未来|今后|力争)?[一二两三四五\d]{{1,2}}年(?:之内|内|间|时间|累计|(?={any_of(SPAN_VERBS)}|投入))|在?全[省市县区州国]范围内?|全年|到期末|期末|每年|年均|每年度|每(?:半年|季度?|月|学期|学年))[,:]?"
)
_LEAD = re.compile(rf"^(?:{any_of(LEAD_WORDS)}|使(?!用))")
_VERB = re.compile(rf"^(?:{any_of(BUILD_VERBS)})")
# Two verbs with one object: 主导或参与制定, 建设、运营.
_VERB_PAIR = re.compile(
    rf"^(?:主导|参与|牵头|承担|{any_of(BUILD_VERBS)})(?:或者?|和|与|、|并)(?=(?:{any_of(BUILD_VERBS)})[^\d、,]{{2}})"
)
# 备案认定的产品产值 speaks of a value; nothing is filed or certified by it.
_ATTRIBUTE = re.compile(
    rf"^(?:{any_of(BUILD_VERBS)})[\u4e00-\u9fff]{{0,4}}的[^的]+(?:{any_of(METRIC_ENDINGS)})$"
)
_PIVOT = re.compile(r"^(?:支持|指导|推动|引导|鼓励|依托|以|在|通过|围绕|利用|组织|对|面向|为|由)")
_INNER_VERB = re.compile(
    rf".*({any_of(NEW_WORDS)}|(?:建设|建成|建立|设立|打造|培育|创建|引进|举办|开展|实施|组建|成立|发布|建)(?=[^。]{{4}}))(?=[^。]{{2}})"
)
_OPERATOR_END = re.compile(rf"(?:{any_of(tuple(word for word, _ in OPERATORS))})$")
_OPERATOR_WORDS = frozenset(word for word, _ in OPERATORS)
_ADVERB_END = re.compile(
    r"(?:均|总体|全部|累计|分别|基本|力争|争取|确保|将|要|共|总共|每年|年均|合计|总计|各|约|稳定|保持|也|已|至少|平均|左右)$"
)
_GROWTH_END = re.compile(
    r"(?:年均复合|年均|每年|年|逐年|同比|累计|较[^,]{1,12}|比[^,]{1,12})?(?:增长率|增长速度|增速|增幅|增长|提高|提升|增加|上升|扩大|下降|降低|减少|压减|压缩|缩短|缩减|节约)(?:幅度|率)?$"
    r"|(?:年均|每年|年|同比)递?增$"
)
_THING = r"(?:企业|机构|单位|主体|院所|高校|人员|人才|农户|家庭|学校|医院|园区|社区|组织|平台|项目|合作社|基地)"
_CLAUSE_VERBS = r"(?:实施|建立|参加|通过|开展|完成|成功|实现|获得|使用|达到|进入|列入|开办|设立|应用|接入|运用|上市|配备)"
_PIVOT_CLAUSE = re.compile(rf"^(.{{0,14}}?{_THING})({_CLAUSE_VERBS}.+)$")
_MANNER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:予以|给予|进行|加以|作为).*$")
_RISEN_FROM = re.compile(r"(?:由|从)[^,]{0,14}?\d[\d.]*[^\d,]{0,4}$")
_EXPLAINED = re.compile(r"\([^)]{16,}\)?")
_SPAN_OF_YEARS = re.compile(r"[两三四五六]年(?:总量|总额|合计|共计|总计|总)?$")
_BRACKETED = re.compile(r"\([^)]{0,40}\)")


@dataclass(frozen=True, slots=True)
class Left:
    """What stands before a number: verb, noun, comparison words, growth words."""

    verb: str
    noun: str
    cue: str
    growth: str
    lead: int


def read_left(words: str) -> Left:
    """Take apart the words before a number; ``lead`` is how many characters precede verb or noun."""
    words = SHARE_OF.sub(r"\1比重", _OF_YEAR.sub("", words))
    lead = _lead_length(words)
    rest, cue, growth = _without_comparison(words[lead:].rstrip(" :,"))
    if not rest and not cue:
        operator = _OPERATOR_END.search(words[lead:].rstrip())
        cue = operator.group(0) if operator else ""
    if rest in _OPERATOR_WORDS:
        cue, rest = rest, ""
    if not cue and "至少" in words:
        cue = "至少"
    verb, noun = _verb_and_noun(rest)
    return Left(verb, noun, cue, growth, lead)


def _without_comparison(rest: str) -> tuple[str, str, str]:
    """Cut comparison, growth and adverbs off the end: 拥有量|年均|增长|超过."""
    cue, growth = "", ""
    for _ in range(4):
        operator = _OPERATOR_END.search(rest)
        adverb = _ADVERB_END.search(rest)
        if operator and not cue and operator.start() > 0:
            cue, rest = operator.group(0), rest[: operator.start()].rstrip()
        elif growing := _growth(rest):
            growth, rest = growing, rest[: len(rest) - len(growing)]
        elif adverb:
            rest = rest[: adverb.start()].rstrip()
        else:
            break
    return rest, cue, growth


def _verb_and_noun(rest: str) -> tuple[str, str]:
    """Part the verb that acts from what it acts upon; a verb that is half a noun stays with it."""
    if len(rest) > 4 and rest.endswith(("新增", "新建", "净增")) and not _VERB.match(rest):
        return rest[-2:], rest[:-2]
    pair = _VERB_PAIR.match(rest)
    if pair:
        rest = rest[pair.end() :]
    verb = None if _ATTRIBUTE.match(rest) else _VERB.match(rest)
    if verb is None:
        inner = _INNER_VERB.match(rest) if _PIVOT.match(rest) else None
        return (inner.group(1), rest[inner.end() :]) if inner else ("", rest)
    noun = rest if verb.group(0) in NOUN_VERBS and len(rest) > verb.end() else rest[verb.end() :]
    second = _VERB.match(noun)
    if second and len(noun) - second.end() == 0:
        return second.group(0), ""
    if second and verb.group(0) == "累计" and second.group(0) not in NOUN_VERBS:
        return second.group(0), noun[second.end() :]
    return verb.group(0), noun


def _growth(rest: str) -> str:
    found = _GROWTH_END.search(rest)
    return found.group(0) if found else ""


def _lead_length(words: str) -> int:
    at = len(words) - len(words.lstrip(" ,、:;—-·"))
    while True:
        rest = words[at:]
        found = _YEAR_LEAD.match(rest) or _LEAD.match(rest) or _SUBJECT_LEAD.match(rest)
        if (
            not found
            or not found.end()
            or _VERB.match(words[at:])
            and found.group(0) in BUILD_VERBS
        ):
            return at
        at += found.end()
        at += len(words[at:]) - len(words[at:].lstrip(" ,、:"))


def subject_of(words: str) -> str | None:
    """Return whom or what area a number speaks of, where the words before it say so: 全市, 高新区."""
    found = [match.group(1) for match in _SUBJECT.finditer(words)]
    return found[-1] if found else None


def name_before(left: Left) -> str:
    """Return the indicator's name where the number stands last: 新增|示范企业|10 家."""
    noun = left.noun
    pivot = _PIVOT.match(left.verb or noun)
    if pivot:
        inner = _INNER_VERB.match(noun)
        if inner:
            noun = noun[inner.end() :]
    noun = _BRACKETED.sub("", noun) if len(_BRACKETED.sub("", noun)) >= 2 else noun
    noun = _SPAN_OF_YEARS.sub("", noun) or noun
    noun = _YEAR_END.sub("", _RISEN_FROM.sub("", noun).strip(" 、,:的为"))
    if left.cue == "占" and noun:
        return noun + "占比"
    if left.verb.startswith(NEW_WORDS) and noun:
        return left.verb + noun
    if left.verb and left.verb not in BARE_VERBS and noun in PLAIN_NOUNS:
        return left.verb + noun  # 惠及企业 800 家: which firms is in the verb
    if left.verb in FILING_VERBS and noun.endswith(METRIC_ENDINGS) and left.cue:
        return left.verb + noun  # 备案主体总量达到 3000 家
    return noun


def name_after(words: str, verb: str) -> str:
    """Return the indicator's name where the number stands first: 培育 3 家|跨行业平台."""
    noun = _MANNER.sub("", _EXPLAINED.sub("", words)).strip(" 、,:的")
    found = _PIVOT_CLAUSE.match(noun)
    if found and len(found.group(2)) > 3:
        noun = f"{found.group(2)}的{found.group(1)}"
    if verb.startswith(NEW_WORDS):
        noun = verb + noun
    return noun[:60]
