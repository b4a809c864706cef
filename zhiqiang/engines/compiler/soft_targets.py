"""Read goals without a number: coverage, rank, level, status, and trends of what can be measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhiqiang.engines.compiler.sentences import clauses, sentences
from zhiqiang.engines.compiler.years import Scope, read_year
from zhiqiang.kernel.place import Span

_MEASURED = r"(?:满意度|拥有量|登记量|授权量|申请量|数量|规模|(?:投诉|举报|案件|访问|交易|使用)量|收益|收入|产值|金额|总额|余额|成本|项数|件数|户数|惠企面|受益面|比重|占比|贡献率|覆盖率|覆盖面|普及率|[\u4e00-\u9fff]率|指标|农户数|期限|周期|时限|时长|(?:办理|审理|审查|办案|结案|处理)时间)"
_UP = r"(?:提高|提升|增长|增加|扩大|上升|改善|领先|下降|降低|缩短|压缩|更多|更优|增强|倍增|翻番)"
_GRADUAL = r"(?:逐年|逐步|稳步|持续|快速|大幅|较大|明显|不断|显著)"
_STANDING = r"(?:强[省市县区国](?!工程|建设)|先行[市区县]|试点[省市县区]|示范[省市县区]|(?:示范|试点)(?:城市|园区)|强国建设[^,]{0,6}(?:示范|试点)[^,]{0,4})"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("coverage", re.compile(r"全覆盖|全面覆盖|实现全员|覆盖(?:所有|全部)|全面推进[^,]{2,16}(?<!建设)工作$")),
    ("rank", re.compile(r"前列|领先(?!的)|第一方阵|第一梯队|首位|前茅|位居|跻身|中上游|(?:全[国省市县区]|同类)[^,]{0,8}前[一二三四五六七八九十\d]")),
    ("relative", re.compile(r"(?:达到|高于|超过|接近)[^,]{0,8}(?:平均水平|平均值|先进水平)")),
    ("level", re.compile(rf"{_MEASURED}[^,]{{0,8}}(?:达到|保持)[^,]{{0,8}}水平")),
    ("status", re.compile(r"^(?:支持|推动|积极|争取|努力|并|加快)?[^,]{0,16}?(?:争创|创建国家级|争取设立|推动设立|申报(?!项目|各类))[^,]{3,}|筹建工作$")),
    (
        "status",
        re.compile(
            rf"^(?:展望|到?20\d\d年)?(?:力争|争取|确保|全面|成功|基本|率先|如期)*(?:建成|创成|创建(?:成为?)?|获批)(?!一批)[^,]{{0,40}}{_STANDING}"
            r"|强[省市县区](?:全面|基本|初步|如期)?建成"
        ),
    ),
    ("breakthrough", re.compile(r"(?:力争|争取|确保)[^,]{2,20}(?:实现|取得)[^,]{0,6}突破$|实现(?:零的?|历史性|新的?)突破$")),
    ("trend", re.compile(rf"{_MEASURED}[^,的]{{0,14}}{_UP}|{_MEASURED}[^,的]{{0,4}}{_GRADUAL}")),
    ("trend", re.compile(rf"^(?:并|有效|全面|大幅|显著|不断|持续|进一步|推动)*(?:提高|提升|缩短|压缩|扩大)[^,]{{0,20}}{_MEASURED}[”]?$")),
)  # fmt: skip
_STATES = r"(?:公共服务|服务体系|结构|布局|网络|功能|设施|机构|队伍|链条)"
_ONLY_IN_GOALS = (
    (
        "level",
        re.compile(
            rf"{_STATES}[^,]{{0,6}}(?:更加|更为|日趋|日益|基本)(?:健全|完善|合理|优化|均衡|完备|齐全)"
        ),
    ),
    (
        "trend",
        re.compile(
            r"综合(?:实力|竞争力|水平)[^,]{0,4}(?:显著|明显|大幅|不断|稳步)(?:提高|提升|增强)"
        ),
    ),
    (
        "rank",
        re.compile(
            r"(?:居|进入|跻身|迈入)[^,]{0,10}(?:第一|前[一二三四五六七八九十\d]|首位|先进)|^(?:基本)?建成(?!一批)[^,\d]{2,20}重要[^,\d]{2,20}(?:基地|中心|高地|枢纽)$"
        ),
    ),
    ("coverage", re.compile(r"覆盖(?:全[省市县区国]|[^,]{2,20}的[^,]{0,16}(?:体系|网络)$)")),
    ("breakthrough", re.compile(r"(?:实现|取得)[^,]{0,6}突破$")),
)
# Means and manners, wishes addressed to others, money: no goals of the plan.
_NOT_GOALS = re.compile(
    r"\d[%件家个项]|给予|补贴|补助|奖励|效率|转变|符合|优先|牵头|^(?:鼓励|引导)|申报(?:人|单位|条件|企业|项目|对象)|一批[^,]*的|队伍规模"
)


@dataclass(frozen=True, slots=True)
class SoftGoal:
    """A goal without a number; the span points into the folded text."""

    kind: str
    span: Span
    scope: Scope


def read_soft_goals(
    text: str, start: int, scope: Scope, in_goal: bool
) -> tuple[list[SoftGoal], Scope]:
    """Return the soft goals of a passage and the year scope at its end."""
    goals: list[SoftGoal] = []
    for sentence in sentences(text):
        words = sentence.of(text)
        scope = (read_year(words, None) if "年" in words else None) or scope
        for clause in clauses(words):
            part = clause.of(words).strip()
            if not 6 <= len(part) <= 160 or _NOT_GOALS.search(part):
                continue
            rules = _RULES + _ONLY_IN_GOALS if in_goal else _RULES
            kind = next((kind for kind, rule in rules if rule.search(part)), None)
            if kind is None or (not in_goal and kind in ("level", "relative")):
                continue
            lead = len(clause.of(words)) - len(clause.of(words).lstrip(" ,—-"))
            at = start + sentence.start + clause.start
            if goals and kind == goals[-1].kind and len(part) <= 8 and at - goals[-1].span.end <= 1:
                # 农户数逐步扩大,收益不断增加: the short second half belongs to the first.
                goals[-1] = replace(goals[-1], span=Span(goals[-1].span.start, at + len(part)))
                continue
            goals.append(SoftGoal(kind, Span(at + lead, at + lead + len(part)), scope))
    return goals, scope
