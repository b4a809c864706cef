"""Say which region a document is about, and of what level."""

from __future__ import annotations

import re
from dataclasses import replace

from zhiqiang.engines.compiler.compilation import DocumentFacts, Fact
from zhiqiang.engines.compiler.regions import Gazetteer, full_name

_STATE_ISSUERS = (
    "国务院",
    "中共中央",
    "国家",
    "中华人民共和国",
    "中央",
    "工业和信息化部",
    "财政部",
    "教育部",
    "科技部",
)
# What follows the name of a region in the name of one of its bodies.
_AUTHORITY = (
    r"(?=人民|委员|委办|委$|委[\s、]|管理|市场|知识|科学|科技|经济|商务|发展|工业|财政|农业|教育|人力|卫生|金融|政府|政务|文化"
    r"|司法|住房|自然|生态|交通|水利|应急|审计|统计|医疗|林业|数据|大数据|行政|民政|公安)"
)
_NO_REGION = re.compile(
    r"(?:城|都|社|园|地|县|市|景|校|山|矿|牧|库|示范|试验|开发|高新|新)[市区县]$"
)
_REGION_NAMES = (
    ("province", re.compile(rf"[\u4e00-\u9fff]{{2,7}}?(?:省|自治区){_AUTHORITY}")),
    (
        "county",
        re.compile(
            rf"[\u4e00-\u9fff]{{2,5}}?[市州盟][\u4e00-\u9fff]{{2,4}}?[区县旗市]{_AUTHORITY}"
        ),
    ),
    ("prefecture", re.compile(rf"[\u4e00-\u9fff]{{2,7}}?(?:市|自治州|州|盟){_AUTHORITY}")),
    ("county", re.compile(rf"[\u4e00-\u9fff]{{2,6}}?(?:县|区|旗){_AUTHORITY}")),
)


def with_region(
    facts: DocumentFacts, opening: str, heading: Fact | None, gazetteer: Gazetteer
) -> DocumentFacts:
    """Return the facts with region and level; ``opening`` helps to tell namesakes apart."""
    hint = "".join(str(f.value) for f in (facts.title, facts.issuer, heading) if f is not None)
    for fact in (facts.issuer, facts.title, heading):
        if fact is None:
            continue
        words = re.sub(r"^(?:中国共产党|中共|转发)", "", re.sub(r"\s+", "", fact.value))
        if words.startswith(_STATE_ISSUERS):
            return replace(facts, region=Fact("全国", fact.span), level=Fact("state", fact.span))
        found = gazetteer.find(words, hint + opening)
        if found:
            division, printed = found
            region = full_name(gazetteer, division, printed)
            return replace(
                facts, region=Fact(region, fact.span), level=Fact(division.level, fact.span)
            )
    return _unlisted(facts, opening)


def _unlisted(facts: DocumentFacts, opening: str) -> DocumentFacts:
    """Read the level off the name of a region that the table does not list."""
    for fact in (facts.issuer, facts.title):
        if fact is None:
            continue
        words = re.sub(r"^中共", "", str(fact.value))
        for level, pattern in _REGION_NAMES:
            found = pattern.match(words)
            if found:
                region = Fact(found.group(0), fact.span)
                return replace(facts, region=region, level=Fact(level, fact.span))
    return _from_title(facts, opening)


def _from_title(facts: DocumentFacts, opening: str) -> DocumentFacts:
    """Read a region off the first words of the title, where the text keeps repeating them."""
    title = str(facts.value("title") or "")
    for level, ending in (("province", "省"), ("prefecture", "市"), ("county", "[县区旗]")):
        found = re.match(rf"[\u4e00-\u9fff]{{2,6}}?{ending}", title)
        if found and not _NO_REGION.search(found.group(0)) and opening.count(found.group(0)) >= 3:
            span = facts.title.span if facts.title else None
            return replace(facts, region=Fact(found.group(0), span), level=Fact(level, span))
    return facts
