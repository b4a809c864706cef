"""Name what a number measures: cut the verb and the year off, fill in what the list left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiqiang.engines.compiler.vocabulary import (
    BUILD_VERBS,
    LEAD_WORDS,
    LEVEL_WORDS,
    METRIC_ENDINGS,
    NEW_WORDS,
    NOUN_VERBS,
    OPERATORS,
)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True))


_SUBJECT_LEAD = re.compile(
    rf"^(?:全[省市县区州国域盟旗]|各[^,、\d]{{1,12}}?|[\u4e00-\u9fff]{{0,6}}(?:高新区|经开区|开发区|新区|示范区|园区))(?=(?:{_any(BUILD_VERBS)})(?![率量额度数面])[^\d]{{2}})"
)
_SUBJECT = re.compile(
    r"(?:^|[,;:。、])(?:到20\d\d年(?:底|末)?[,]?)?(?:力争|确保|争取)?(全[省市县区州国域盟旗]|各[县市区州乡镇街旗][^,。;\d]{0,14}?(?=[每均建培新完实])|[\u4e00-\u9fff]{0,6}(?:高新区|经开区|开发区|新区))"
)
_YEAR_END = re.compile(r"(?:到|至|在)?20\d\d年(?:底|末)?$")
_YEAR_LEAD = re.compile(
    r"^(?:(?:力争|争取|确保|计划|预计|目标)?(?:到|至|在)?\s*(?:20\d\d\s*年?\s*(?:—{1,2}|-|~|至|到)\s*)?20\d\d\s*年(?:底|末)?(?:前|之前|期间)?|“?十[二三四五]五”?(?:末|期末|期间)|(?:用|经过|未来|今后|力争)?[一二两三四五\d]{1,2}年(?:之内|内|间|时间|累计|(?=引进|新增|培育|培养|培训|建设|投入|实施|打造|创建|举办|组织|完成|认定|发布|改造))|在?全[省市县区州国]范围内?|全年|到期末|期末|每年|年均|每年度|每(?:半年|季度?|月|学期|学年))[,:]?"
)
_LEAD = re.compile(rf"^(?:{_any(LEAD_WORDS)}|使(?!用))")
_VERB = re.compile(rf"^(?:{_any(BUILD_VERBS)})")
# Two verbs with one object: 主导或参与制定, 建设、运营.
_VERB_PAIR = re.compile(
    rf"^(?:主导|参与|牵头|承担|{_any(BUILD_VERBS)})(?:或者?|和|与|、|并)(?=(?:{_any(BUILD_VERBS)})[^\d、,]{{2}})"
)
_PIVOT = re.compile(r"^(?:支持|指导|推动|引导|鼓励|依托|以|在|通过|围绕|利用|组织|对|面向|为|由)")
_INNER_VERB = re.compile(
    rf".*({_any(NEW_WORDS)}|(?:建设|建成|建立|设立|打造|培育|创建|引进|举办|开展|实施|组建|成立|发布|建)(?=[^。]{{4}}))(?=[^。]{{2}})"
)
_OPERATOR_END = re.compile(rf"(?:{_any(tuple(word for word, _ in OPERATORS))})$")
_OPERATOR_WORDS = frozenset(word for word, _ in OPERATORS)
_ADVERB_END = re.compile(
    r"(?:均|总体|全部|累计|分别|基本|力争|争取|确保|将|要|共|总共|每年|年均|合计|总计|各|约|稳定|保持|也|已|至少|平均|左右)$"
)
_GROWTH_END = re.compile(
    r"(?:年均复合|年均|每年|年|逐年|同比|累计|较[^,]{1,12}|比[^,]{1,12})?(?:增长率|增长速度|增速|增幅|增长|提高|提升|增加|上升|扩大|下降|降低|减少|压减|压缩|缩短|缩减|节约)(?:幅度|率)?$"
)
_THING = r"(?:企业|机构|单位|主体|院所|高校|人员|人才|农户|家庭|学校|医院|园区|社区|组织|平台|项目|合作社|基地)"
_CLAUSE_VERBS = r"(?:实施|建立|参加|通过|开展|完成|成功|实现|获得|使用|达到|进入|列入|开办|设立|应用|接入|运用|上市|配备)"
_PIVOT_CLAUSE = re.compile(rf"^(.{{0,14}}?{_THING})({_CLAUSE_VERBS}.+)$")
_MANNER = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:予以|给予|进行|加以|作为).*$")
_RISEN_FROM = re.compile(r"(?:由|从)[^,]{0,14}?\d[\d.]*[^\d,]{0,4}$")
_EXPLAINED = re.compile(r"\([^)]{16,}\)?")
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
    verb = _VERB.match(rest)
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
    noun = _YEAR_END.sub("", _RISEN_FROM.sub("", noun).strip(" 、,:的为"))
    if left.cue == "占" and noun:
        return noun + "占比"
    if left.verb.startswith(NEW_WORDS) and noun:
        return left.verb + noun
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


_BARE_METRIC = re.compile(
    rf"^(?:总|年)?(?:数量|规模|{_any(METRIC_ENDINGS)}|融资额|融资规模|培训人次|总数|[\u4e00-\u9fff]{{2}}(?:额|规模|人次|量|率))(?:\(.*\))?$"
)
_TOPIC = re.compile(
    r"^([\u4e00-\u9fffA-Za-z“”]{2,24}?)(?:有|稳中|更|不断|进一步|明显|得到|显著|大幅|持续|实现|稳步|快速|逐步|取得|数量|规模)"
)
_LEVEL = re.compile(rf"(?:{_any(LEVEL_WORDS)})")
_QUALIFIED = re.compile(r"^(\d[\d.]*[^\d\s]{1,2}?)(?:的)?([\u4e00-\u9fff]{2,10})$")


def complete(name: str, previous: str, earlier: str, topic: str) -> str:
    """Fill in what a list or a second clause leaves out, from ``previous`` name and earlier words.

    ``topic`` is what the whole document is about, the last resort for a bare measure word.
    """
    if name.startswith("占") and (owner := _shared_of(earlier)):
        return owner + name
    if previous:
        shared = _same_head(name, previous)
        if shared:
            return shared
    if len(name) <= 6 and _BARE_METRIC.match(name):
        whole = name.startswith("总") or name in METRIC_ENDINGS
        if whole and previous and not previous.endswith(METRIC_ENDINGS):
            return previous + name  # 建成社区 20 个、总面积 30 万平方米
        return _with_owner(name, previous, earlier, topic)
    return _first_mention(name, earlier) if len(name) <= 5 else name


def _shared_of(earlier: str) -> str:
    """Return what the clause before speaks of: 贸易规模稳中有增,占总额的比重 is that of 贸易."""
    clause = re.split(r"[。;]", earlier)[-1].strip(", ").split(",")[-1]
    found = _TOPIC.match(clause)
    return found.group(1) if found else ""


def _first_mention(name: str, earlier: str) -> str:
    """Return the fuller name under which a short one was first mentioned in the passage."""
    at = earlier.find(name)
    if at <= 0:
        return name
    clause = re.split(r"[,。;:、]", earlier[max(0, at - 20) : at])[-1]
    left = read_left(clause)
    modifier = left.noun if left.verb else clause[left.lead :]
    plain = re.fullmatch(r"(?:(?![对与的等把将为向])[\u4e00-\u9fffA-Za-z]){2,10}", modifier)
    return modifier + name if plain else name


def _same_head(name: str, previous: str) -> str | None:
    """省级甲乙基地 … 市级基地: the second stands for 市级甲乙基地; 30件企业 likewise."""
    qualified = _QUALIFIED.match(name)
    if qualified:
        unit = re.sub(r"[\d.]", "", qualified.group(1))
        fitted = re.sub(rf"\d[\d.]*{re.escape(unit)}", qualified.group(1), previous, count=1)
        return fitted if fitted != previous else None
    level, before = _LEVEL.match(name), _LEVEL.search(previous[:8])
    if level and before and level.end() == len(name) and len(name) > 1:
        return previous[: before.start()] + name + previous[before.end() :]
    before = _LEVEL.match(previous)
    if level and before:
        head = name[level.end() :]
        rest = previous[before.end() :]
        rest = re.sub(r"^及?以上", "", rest)
        if 2 <= len(head) <= 4 and rest.endswith(head) and len(rest) > len(head):
            return level.group(0) + rest
    return None


def _with_owner(name: str, previous: str, earlier: str, topic: str) -> str:
    stem = name[:2]
    for source in (previous, earlier):
        at = source.rfind(stem)
        if at > 0:
            owner = re.split(r"[,。;:、]", source[:at])[-1]
            if len(owner) >= 2:
                return owner[-12:] + name
    if name.startswith(("数量", "规模", "总")) and (owner := _shared_of(earlier)):
        return owner + name
    return topic + name if topic and not name.startswith(topic) else name


def coordinate(words: str) -> list[str]:
    """Split coordinated subjects and give each what they share: 甲种植、收获率 is two names."""
    items = [item.strip() for item in re.split(r"、|以及|和|及|与(?!其他)", words) if item.strip()]
    if len(items) < 2:
        return items
    last = items[-1]
    if all(item.endswith(METRIC_ENDINGS) for item in items):
        return [items[0], *(_spliced(item, items[0]) for item in items[1:])]
    ended = last.endswith(METRIC_ENDINGS)
    width = 2 if ended else len(items[1])
    tail = last[width:] if ended and len(last) > width else ""
    prefix = items[0][:-width] if len(items[0]) > width else ""
    names = [items[0] + tail]
    names += [prefix + item + tail for item in items[1:-1]]
    names.append(prefix + last)
    return names


def _spliced(item: str, first: str) -> str:
    at = first.find(item[:2])
    return first[:at] + item if at > 0 else item
