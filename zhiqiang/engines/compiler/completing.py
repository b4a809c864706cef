"""Fill in what a list or a second clause leaves out of a name, and part names that share words."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.naming import any_of, read_left
from zhiqiang.engines.compiler.vocabulary import LEVEL_WORDS, METRIC_ENDINGS, NEW_WORDS

_BARE_METRIC = re.compile(
    rf"^(?:总|年)?(?:数量|规模|{any_of(METRIC_ENDINGS)}|融资额|融资规模|培训人次|总数|[\u4e00-\u9fff]{{2}}(?:额|规模|人次|量|率))(?:\(.*\))?$"
)
_TOPIC = re.compile(
    r"^([\u4e00-\u9fffA-Za-z“”]{2,24}?)(?:有|稳中|更|不断|进一步|明显|得到|显著|大幅|持续|实现|稳步|快速|逐步|取得|数量|规模)"
)
_LEVEL = re.compile(rf"(?:{any_of(LEVEL_WORDS)})")
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
    """Return the fuller name under which a short one, or its first word, was mentioned before.

    设立知识产权纠纷人民调解委员会,调解成功率: the rate is that of 知识产权纠纷人民调解. The whole name is
    looked for in the passage, its first word in the sentence.
    """
    at = earlier.find(name)
    if at <= 0 and len(name) >= 4:
        opened = max(earlier.rfind(mark) for mark in "。;") + 1
        at = earlier.find(name[:2], opened + 1)
    if at <= 0:
        return name
    clause = re.split(r"[,。;:、]", earlier[max(0, at - 20) : at])[-1]
    left = read_left(clause)
    modifier = left.noun if left.verb else clause[left.lead :]
    plain = re.fullmatch(
        r"(?!围绕|针对|依托|通过|按照|结合)(?:(?![对与的等把将为向])[\u4e00-\u9fffA-Za-z]){2,10}",
        modifier,
    )
    return modifier + name if plain else name


def _same_head(name: str, previous: str) -> str | None:
    """省级甲乙基地 … 市级基地: the second stands for 市级甲乙基地; 30件企业 likewise."""
    qualified = _QUALIFIED.match(name)
    if qualified:
        unit = re.sub(r"[\d.]", "", qualified.group(1))
        fitted = re.sub(rf"\d[\d.]*{re.escape(unit)}", qualified.group(1), previous, count=1)
        return fitted if fitted != previous else None
    level, before = _LEVEL.match(name), _LEVEL.search(previous[:8])
    if level and level.end() == len(name) and len(name) > 1:
        if before is None:
            return name + previous.removeprefix("新增")  # 服务网点 8 个,其中省级 2 个
        return previous[: before.start()] + name + previous[before.end() :]
    before = _LEVEL.match(previous)
    if level and before:
        head = name[level.end() :]
        rest = previous[before.end() :]
        rest = re.sub(r"^及?以上", "", rest)
        if 2 <= len(head) <= 4 and rest.endswith(head) and len(rest) > len(head):
            return level.group(0) + rest
    return None


def part_of(name: str, whole: str) -> str:
    """品牌服务机构 30 家,其中国际知名机构 3 家: the part is one of the whole by its last word."""
    head = name[-2:]
    if head in ("占比", "比重", "比例") and len(name) <= 6:
        return re.sub(r"(?:数量|总量|量|数)$", "", whole) + name  # 有效专利 700 件,其中企业占比
    if min(len(name), len(whole)) <= 4 or not whole.endswith(head):
        return name
    return name[:-2] + whole.removeprefix("新增")


_SHARED_LEAD = re.compile(
    rf"^(?:{any_of(NEW_WORDS)})?((?:{any_of(LEVEL_WORDS)})(?:及?以上)?(?:知识产权)?)(?=[\u4e00-\u9fff]{{4}})"
)


def sibling_of(name: str, before: str) -> str:
    """国家知识产权优势企业 10 家、示范企业 2 家: both are national."""
    shared = _SHARED_LEAD.match(before)
    if not shared or _LEVEL.match(name) or name.startswith(NEW_WORDS):
        return name
    alike = len(name) <= 6 and name[-2:] == before[-2:]
    return shared.group(1) + name if alike else name


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


_AND = r"、|以及|和|(?<![惠涉普触])及"
AND = re.compile(_AND)
_COORDINATES = re.compile(rf"{_AND}|与(?!其他)")


def coordinate(words: str) -> list[str]:
    """Split coordinated subjects and give each what they share: 甲种植、收获率 is two names."""
    items = [item.strip() for item in _COORDINATES.split(words) if item.strip()]
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
