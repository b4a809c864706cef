"""Say whether a document is a plan at all; a law, a measure or a news text has no programme."""

from __future__ import annotations

import re

from zhiqiang.engines.compiler.compilation import DocumentFacts
from zhiqiang.engines.compiler.outline import Section, walk
from zhiqiang.engines.compiler.vocabulary import NEWS_WORDS, PLAN_NOUNS, RULE_NOUNS

_ARTICLE = re.compile(r"(?:^|\n|\s)第[一二三四五六七八九十百\d]{1,5}条[\s:]*(?=\S)")
_SELF = re.compile(
    r"(?:制定|提出|编制|印发|形成)(?:如下|以下|本)\s*(?:实施|工作|行动|若干|专项|指导|总体|建设)*(?:方案|计划|规划|纲要|意见|措施|举措|政策|要点)|制定本(?:方案|计划|规划|纲要|意见)"
)
_PLAN = re.compile(rf"(?:{'|'.join(PLAN_NOUNS)})(?:\s*\([^)]{{1,30}}\))?(?:的通知)?$")
# 核对意见, 反馈意见, 征求意见 are remarks; an opinion that orders something says what it is about.
_REMARKS = re.compile(
    r"(?<!实施)(?<!指导)(?<!若干)(?<!工作)(?<!推进)意见(?:\s*\([^)]{1,30}\))?(?:的通知)?$"
)
# 做法, 方法, 看法 end like a law and are none.
_RULE = re.compile(
    rf"(?:{'|'.join(RULE_NOUNS)})(?<![做方看想说手用写算书语打玩]法)(?:\s*\([^)]{{1,30}}\))?(?:的通知)?$"
)


def judge(
    plain: str, root: Section, facts: DocumentFacts, tabled: bool = False
) -> tuple[bool, str]:
    """Return whether the document is a plan, and in Chinese why it is taken for none.

    ``tabled`` says that it holds a table of duties or of yearly targets.
    """
    if not plain.strip():
        return False, "文件里没有文字"
    title = str(facts.value("title") or "")
    articles = len(_ARTICLE.findall(plain))
    titled = bool(_PLAN.search(title)) and ("关于" in title or not _REMARKS.search(title))
    if articles >= 5 and not titled:
        return False, f"按“第×条”分条（{articles} 条），是规章、办法一类的规范性文件，不是计划"
    numbered = sum(1 for section, _ in walk(root) if section.rank in (2, 3, 4))
    opening = plain[:400]
    if any(word in title or word in opening for word in NEWS_WORDS) and not _SELF.search(plain):
        return False, "是新闻或解读文字，不是计划本身"
    if _SELF.search(plain) or titled:
        if numbered or articles or tabled or _SELF.search(plain) or len(plain) > 800:
            return True, ""
        return False, "题目像计划，但没有分条的目标或任务（可能只有印发通知，缺正文）"
    if _RULE.search(title):
        return False, f"题目“{title}”是规章、办法或名单，不是计划"
    if numbered >= 3 and re.search(r"责任单位|牵头单位|工作目标|主要目标|发展目标|重点任务", plain):
        return True, ""
    return False, "没有计划的题目、目标或分工，未认作计划"
