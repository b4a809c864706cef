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
_AUTHORITY = r"(?=人民|委员|委办|市场|知识|科学|经济)"
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
    return _unlisted(facts)


def _unlisted(facts: DocumentFacts) -> DocumentFacts:
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
    return facts
