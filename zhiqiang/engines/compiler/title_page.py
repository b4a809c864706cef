"""Read what a document says about itself: title, number, issuer, region, date, period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.compilation import DocumentFacts, Fact
from zhiqiang.engines.compiler.outline import is_instrument
from zhiqiang.engines.compiler.regions import Gazetteer, full_name, national
from zhiqiang.engines.compiler.vocabulary import PLAN_NOUNS
from zhiqiang.engines.compiler.years import period_in
from zhiqiang.kernel.place import Span

_HEAD = 6000
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{1,14})\s*[〔\[(【]\s*(?P<year>20\d\d|19\d\d)\s*[〕\])】]\s*(?:第\s*)?(?P<serial>\d{1,4})\s*号"
)
_ORDER_NUMBER = re.compile(r"第\s*\d{1,4}\s*号")
_NUMBER_LABEL = re.compile(r"(?:发文字号|公文字号|发布文号|文号|文\s*号|字号)\s*[:|]?\s*$")
_QUOTED_BEFORE = re.compile(r"[《》(].{0,60}$")
_ISSUER_LABEL = re.compile(
    r"(?:发文机关|发布机构|制发机关|发文单位|发布单位|发布机关|印发机关)\s*[:|]?\s*([^|\n]{3,60}?)(?=\s*(?:\||\n|成文日期|发布日期|$))"
)
_ISSUE_VERB = r"(?:关于)?(?:印发|转发|批转|发布|下发|公布)"
_NOTICE = re.compile(
    r"^(?:转发)?(.{2,80}?)\s*关于(?:印发|转发|批转|发布|公布)(.{2,160}?)的(?:通知|意见|函|公告|决定)$"
)
_ISSUER = re.compile(
    r"^(.{2,60}?(?:人民政府|政府|委员会|办公室|办公厅|厅|局|委|省委|市委|县委|区委|国务院|部|署|院|会|组))\s*(?=关于)"
)
_DATE = re.compile(r"(20\d\d|19\d\d)\s*(?:年|[-./月])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?")
_DATE_LABEL = re.compile(
    r"(?:成文日期|印发日期|发文日期|发布日期|公布日期|制定日期|签发日期)\s*[:|]?\s*$"
)
_CHAPTER = re.compile(r"[一二三]\s*、|第[一1]章")
_INNER_TITLE = re.compile(r"《([^《》]{4,120}(?:《[^《》]{2,60}》[^《》]{0,60})?)》")
_PLAN_END = re.compile(rf"(?:{'|'.join(PLAN_NOUNS)})(?:\s*\([^)]{{1,30}}\))?$")
_PERIOD_TEXT = re.compile(r"(20\d\d)\s*(?:—{1,2}|-|~)\s*(20\d\d)\s*年?,?\s*(?:年均|期间|,)")
_HORIZON = re.compile(r"(?:到|至)\s*(20\d\d)\s*年")
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


def read_title_page(
    plain: str, blocks: tuple[Block, ...], extra: Gazetteer | None = None
) -> DocumentFacts:
    """Return the facts; spans point into the folded text."""
    lines = [b for b in blocks if b.span.start < _HEAD and b.kind != "furniture"]
    heading = _notice_line(lines)
    title = _title(plain, lines, heading)
    issuer = _issuer(plain, lines, heading, title)
    facts = DocumentFacts(
        title=title,
        number=_number(plain, lines),
        issuer=issuer,
        date=_date(plain, blocks),
        period=_period(plain, title, heading),
    )
    return _with_region(facts, plain, heading, extra or national())


def _notice_line(lines: list[Block]) -> Fact | None:
    """Return the line 某某关于印发…的通知, joined where it runs over two or three lines."""
    texts = [b for b in lines if b.kind in ("paragraph", "row")][:40]
    for at, block in enumerate(texts):
        joined = ""
        for follower in texts[at : at + 3]:
            joined += follower.text.strip()
            if len(joined) > 200:
                break
            bare = re.sub(r"\s+", "", joined) if "《" not in joined else joined
            if (
                "关于" in joined
                and re.search(r"的(?:通知|意见|函|公告|决定)$", joined)
                and (_NOTICE.match(joined) or _NOTICE.match(bare))
            ):
                return Fact(joined, Span(block.span.start, follower.span.end))
    return None


def _title(plain: str, lines: list[Block], heading: Fact | None) -> Fact | None:
    if heading is not None:
        quoted = [
            m
            for m in _INNER_TITLE.finditer(heading.value)
            if _PLAN_END.search(m.group(1)) or "办法" in m.group(1)
        ]
        whole = re.search(rf"{_ISSUE_VERB}\s*《(.+)》(?:\([^)]*\))?\s*的通知$", heading.value)
        if whole and quoted and quoted[0].group(1) == whole.group(1):
            return _located(plain, whole.group(1), heading)
    chapter = next((at for at, b in enumerate(lines) if _CHAPTER.match(b.text)), len(lines))
    standing = _standing_titles(lines if heading is not None else lines[:chapter], heading)
    if standing:
        return standing
    if heading is not None:
        return heading
    single = re.match(
        rf"\s*(.{{4,90}}?(?:{'|'.join(PLAN_NOUNS)}))(?=[\u4e00-\u9fff]{{1,8}}[〔\[(]\s*20\d\d|各|\s)",
        plain,
    )
    return (
        Fact(single.group(1), Span(single.start(1), single.end(1)))
        if single
        else _first_line(lines[:chapter])
    )


def _located(plain: str, words: str, near: Fact) -> Fact:
    at = plain.find(words[:12], near.span.start if near.span else 0)
    clean = re.sub(r"\s+", "", words)
    return Fact(clean, Span(at, at + len(words)) if at >= 0 else near.span)


def _standing_titles(lines: list[Block], heading: Fact | None) -> Fact | None:
    """Return the title that stands on lines of its own, the one nearest to a plan first."""
    found: list[Fact] = []
    texts = [b for b in lines if b.kind == "paragraph"]
    for at, block in enumerate(texts):
        line = block.text.strip()
        if (
            is_instrument(line)
            and not line.startswith(("附件", "附表"))
            and not re.match(r"[一二三四五六七八九十]+、|\(|\d", line)
        ):
            before = texts[at - 1].text.strip() if at else ""
            if before and len(before) < 45 and len(line) < 40 and _continues(before, line):
                found.append(Fact(before + line, Span(texts[at - 1].span.start, block.span.end)))
            else:
                found.append(Fact(line, block.span))
    plans = [f for f in found if _PLAN_END.search(f.value)]
    return (
        max(plans or found, key=lambda f: (_weight(f.value), -f.span.start if f.span else 0))
        if found
        else None
    )


def _continues(before: str, line: str) -> bool:
    """Say whether a title was broken over two lines."""
    if before[-1] in "。:;)】〕,日" or re.search(r"\d", before[-1]) or is_instrument(before):
        return False
    return (
        before.endswith(("和", "与", "及", "的", "、"))
        or "关于" in before
        or not before.endswith(("政府", "办公室", "局", "厅"))
    )


def _weight(title: str) -> tuple[bool, bool]:
    return period_in(title) is not None, not title.endswith(("政策", "措施"))


def _first_line(lines: list[Block]) -> Fact | None:
    for block in lines[:6]:
        line = block.text.strip()
        if block.kind == "paragraph" and 6 <= len(line) <= 80 and line[-1] not in "。:;,!":
            return Fact(line, block.span)
    return None


def _number(plain: str, lines: Iterable[Block]) -> Fact | None:
    """Return the document's own number: one on a line of its own or after its label, not one cited."""
    for block in lines:
        for found in _NUMBER.finditer(block.text):
            before, after = block.text[: found.start()], block.text[found.end() :]
            labelled = _NUMBER_LABEL.search(before.rstrip())
            alone = not before.strip("( ") and len(after.strip(") ")) < 4
            run_on = (
                found.start() < 120 and not _QUOTED_BEFORE.search(before) and after.startswith("各")
            )
            if labelled or alone or run_on:
                body = found.group("body")
                for noun in PLAN_NOUNS:
                    body = body.rsplit(noun, 1)[-1] or body
                value = f"{body}〔{found.group('year')}〕{found.group('serial')}号"
                return Fact(
                    value, Span(block.span.start + found.start(), block.span.start + found.end())
                )
    for block in lines:
        if _ORDER_NUMBER.fullmatch(block.text.strip()):
            return Fact(re.sub(r"\s+", "", block.text), block.span)
    return None


def _issuer(
    plain: str, lines: list[Block], heading: Fact | None, title: Fact | None
) -> Fact | None:
    signature = _signature(lines)
    candidates: list[Fact] = []
    if heading is not None:
        found = _NOTICE.match(re.sub(r"\s+", " ", heading.value))
        if found:
            words = re.sub(r"^\(?(?:转发|附件)", "", found.group(1)).strip()
            candidates.append(Fact(words, heading.span))
    if title is not None:
        found = _ISSUER.match(title.value)
        if found:
            candidates.append(Fact(found.group(1), title.span))
    labelled = _ISSUER_LABEL.search(plain[:_HEAD])
    if candidates and re.match(r"[市县区州省]?(?:人民)?政府", candidates[0].value):
        return signature or candidates[0]
    if candidates:
        return candidates[0]
    if labelled:
        return Fact(labelled.group(1).strip(), Span(labelled.start(1), labelled.end(1)))
    return signature


def _signature(lines: list[Block]) -> Fact | None:
    """Return the line above the date, where it names a body."""
    for before, block in zip(lines, lines[1:], strict=False):
        if block.kind == "signature" and _DATE.search(block.text[:20]):
            line = before.text.strip()
            if 2 <= len(line) <= 40 and re.search(
                r"(?:政府|办公室|办公厅|局|厅|委|院|部|会|组)$", line
            ):
                return Fact(line, before.span)
    return None


def _date(plain: str, blocks: tuple[Block, ...]) -> Fact | None:
    for found in _DATE.finditer(plain, 0, _HEAD):
        if _DATE_LABEL.search(plain[max(0, found.start() - 14) : found.start()]):
            return _day(found)
    for block in blocks:
        if block.kind == "signature":
            signed = _DATE.search(block.text[:40])
            if signed:
                return _day(signed, block.span.start)
    for block in blocks:
        alone = _DATE.fullmatch(block.text)
        if alone:
            return _day(alone, block.span.start)
    last = None
    for found in _DATE.finditer(plain, max(0, len(plain) - 1500)):
        last = found
    return _day(last) if last else None


def _day(found: re.Match[str], offset: int = 0) -> Fact | None:
    year, month, day = (int(part) for part in found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Fact(
        f"{year:04d}-{month:02d}-{day:02d}", Span(offset + found.start(), offset + found.end())
    )


def _period(plain: str, title: Fact | None, heading: Fact | None) -> Fact | None:
    for fact in (title, heading):
        if fact is not None:
            years = period_in(fact.value)
            if years:
                return Fact(list(years), fact.span)
    for found in re.finditer(
        r"(?:表|方案|计划|规划|任务)\s*\((20\d\d)\s*年?[—\-~至]{1,2}\s*(20\d\d)\s*年?\)", plain
    ):
        before = plain[max(0, found.start() - 60) : found.start()]
        if before.rfind("《") <= before.rfind("》"):
            return Fact(
                [int(found.group(1)), int(found.group(2))], Span(found.start(1), found.end(2))
            )
    for found in _PERIOD_TEXT.finditer(plain):
        if "》" not in plain[found.end() : found.end() + 12]:
            return Fact(
                [int(found.group(1)), int(found.group(2))], Span(found.start(), found.end())
            )
    years_named = [(int(m.group(1)), m) for m in _HORIZON.finditer(plain)]
    if years_named:
        end, found = max(years_named, key=lambda pair: pair[0])
        return Fact([None, end], Span(found.start(), found.end()))
    return None


def _with_region(
    facts: DocumentFacts, plain: str, heading: Fact | None, gazetteer: Gazetteer
) -> DocumentFacts:
    hint = "".join(str(f.value) for f in (facts.title, facts.issuer, heading) if f is not None)
    for fact in (facts.issuer, facts.title, heading):
        if fact is None:
            continue
        words = re.sub(r"^(?:中国共产党|中共|转发)", "", re.sub(r"\s+", "", fact.value))
        if words.startswith(_STATE_ISSUERS):
            return replace(facts, region=Fact("全国", fact.span), level=Fact("state", fact.span))
        found = gazetteer.find(words, hint + plain[:_HEAD])
        if found:
            division, printed = found
            region = full_name(gazetteer, division, printed)
            return replace(
                facts, region=Fact(region, fact.span), level=Fact(division.level, fact.span)
            )
    return facts
