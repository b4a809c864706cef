"""Read what a document says about itself: title, number, issuer, region, date, period."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.compilation import DocumentFacts, Fact
from zhiqiang.engines.compiler.dates import DATE, date_of, period_of
from zhiqiang.engines.compiler.outline import is_instrument
from zhiqiang.engines.compiler.region_facts import with_region
from zhiqiang.engines.compiler.regions import Gazetteer, national
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
    r"^(?:转发)?(.{2,80}?)\s*(?:关于)?(?:印发|转发|批转|发布|公布)(.{2,160}?)的(?:通知|意见|函|公告|决定)$"
)
# A line, or several names on a line, that name bodies and nothing else.
_BODY_LINE = re.compile(
    r"(?:[\u4e00-\u9fff()、·]{2,40}?(?:政府|委员会|办公室|办公厅|管委会|厅|局|委|国务院|部|署|院|会|组|银行)[\s、]*)+$"
)
_DECREE = re.compile(r"(?:中华人民共和国)?([\u4e00-\u9fff]{2,20})令$")
_ISSUER = re.compile(
    r"^(.{2,60}?(?:人民政府|政府|委员会|办公室|办公厅|厅|局|委|省委|市委|县委|区委|国务院|部|署|院|会|组))\s*(?=关于)"
)
_CHAPTER = re.compile(r"[一二三]\s*、|第[一1]章")
_INNER_TITLE = re.compile(r"《([^《》]{4,120}(?:《[^《》]{2,60}》[^《》]{0,60})?)》")
# What a title carries on the line below it.
_TITLE_BRACKET = re.compile(
    r"\((?:\d{4}\s*年?\s*(?:—{1,2}|-|~|至)\s*\d{4}\s*年?(?:度)?|\d{4}\s*年(?:度|版)?|试行|暂行|征求意见稿|送审稿|修订(?:稿|版)?)\)"
)
_PLAN_END = re.compile(rf"(?:{'|'.join(PLAN_NOUNS)})(?:\s*\([^)]{{1,30}}\))?$")


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
        date=date_of(plain, blocks),
        period=period_of(plain, title, heading),
    )
    return with_region(facts, plain[:_HEAD], heading, extra or national())


def _notice_line(lines: list[Block]) -> Fact | None:
    """Return the line 某某关于印发…的通知, joined where it runs over two or three lines."""
    texts = [b for b in lines if b.kind in ("paragraph", "row")][:40]
    for at, block in enumerate(texts):
        joined = ""
        first = block.text.strip()
        opens = re.search(r"关于|印发|转发|批转", first) or _BODY_LINE.match(first)
        if not opens:
            continue
        for follower in texts[at : at + 3]:
            joined += follower.text.strip()
            if len(joined) > 200:
                break
            bare = re.sub(r"\s+", "", joined) if "《" not in joined else joined
            if re.search(r"的(?:通知|意见|函|公告|决定)$", joined) and _is_notice(bare):
                return Fact(joined, Span(block.span.start, follower.span.end))
    return None


def _is_notice(words: str) -> bool:
    """Whether a line is 某某关于印发…的通知, and what stands before 关于 names bodies only."""
    found = _NOTICE.match(words)
    if found is None:
        return False
    name = re.sub(r"^\(?(?:转发|附件)", "", found.group(1)).strip()
    return bool(_BODY_LINE.match(name)) or bool(re.fullmatch(r"[\u4e00-\u9fff\s]{2,40}", name))


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
            and not re.match(
                r"[一二三四五六七八九十]+、|\(|\d|第[一二三四五六七八九十]+[章节条部]", line
            )
        ):
            before = texts[at - 1].text.strip() if at else ""
            if before and len(before) < 45 and len(line) < 40 and _continues(before, line):
                found.append(Fact(before + line, Span(texts[at - 1].span.start, block.span.end)))
            else:
                found.append(Fact(line, block.span))
            after = texts[at + 1].text.strip() if at + 1 < len(texts) else ""
            if _TITLE_BRACKET.fullmatch(after) and found[-1].span is not None:
                span = Span(found[-1].span.start, texts[at + 1].span.end)
                found[-1] = Fact(found[-1].value + after, span)
    plans = [f for f in found if _PLAN_END.search(f.value)]
    if heading is not None and not plans:
        return None  # a rule that a notice promulgates: the notice is the document
    return (
        max(plans or found, key=lambda f: (_weight(f.value), -f.span.start if f.span else 0))
        if found
        else None
    )


def _continues(before: str, line: str) -> bool:
    """Say whether a title was broken over two lines."""
    if before[-1] in "。.:;)】〕],日|" or re.search(r"\d|\|", before) or is_instrument(before):
        return False
    if _BODY_LINE.match(before) or re.match(r"附\s*[件表]", before):
        return False
    return before.endswith(("和", "与", "及", "的", "、")) or "关于" in before or len(before) >= 8


def _weight(title: str) -> tuple[bool, bool]:
    return period_in(title) is not None, not title.endswith(("政策", "措施"))


_CIRCULAR = re.compile(r".{0,40}关于.{4,80}的(?:通知|通告|公告|公示|意见|决定|批复|函|通报)$")


def _first_line(lines: list[Block]) -> Fact | None:
    for block in lines[:12]:
        line = block.text.strip()
        if block.kind == "paragraph" and _CIRCULAR.match(line):
            return Fact(line, block.span)
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
            if words != "关于":
                candidates.append(Fact(words, heading.span))
            elif above_number := _letterhead(lines):
                candidates.append(above_number)
    if title is not None:
        found = _ISSUER.match(title.value)
        if found:
            candidates.append(Fact(found.group(1), title.span))
    above = _body_above(lines, title) or _body_below(lines, title)
    if above is not None:
        candidates.append(above)
    decree = next((m for b in lines[:6] if (m := _DECREE.match(b.text.strip()))), None)
    if decree is not None and not candidates:
        candidates.append(Fact(decree.group(1), lines[0].span))
    labelled = _ISSUER_LABEL.search(plain[:_HEAD])
    if candidates and re.match(r"[市县区州省]?(?:人民)?政府", candidates[0].value):
        return signature or candidates[0]
    if candidates:
        return candidates[0]
    if labelled:
        return Fact(labelled.group(1).strip(), Span(labelled.start(1), labelled.end(1)))
    return signature


_LETTERHEAD = re.compile(
    r"([\u4e00-\u9fff()、·\s]{4,60}?(?:政府|委员会|办公室|办公厅|管委会|厅|局|委|部|院|会|组))文件$"
)


def _letterhead(lines: list[Block]) -> Fact | None:
    """Return who printed 某某局文件 at the head of the first page."""
    for block in lines[:8]:
        found = _LETTERHEAD.match(block.text.strip())
        if found:
            return Fact(found.group(1).strip(), block.span)
    return None


def _body_above(lines: list[Block], title: Fact | None) -> Fact | None:
    """Return the line of bodies that stands right above the title."""
    for before, block in zip(lines, lines[1:], strict=False):
        if title is not None and title.span is not None and block.span.start == title.span.start:
            line = re.sub(r"\s+", " ", before.text.strip())
            if before.kind == "paragraph" and len(line) <= 60 and _BODY_LINE.match(line):
                return Fact(line, before.span)
    return None


_UNDER_TITLE = re.compile(r"^\(?\s*(.{4,40}?)\s*(?:20\d\d年\d{1,2}月(?:\d{1,2}日)?)?\s*\)?$")


def _body_below(lines: list[Block], title: Fact | None) -> Fact | None:
    """Return the line of bodies under the title, alone or with the date in brackets."""
    if title is None or title.span is None:
        return None
    end = title.span.end
    below = next((block for block in lines if block.span.start >= end), None)
    if below is None or below.kind != "paragraph":
        return None
    found = _UNDER_TITLE.match(below.text.strip())
    is_named = found is not None and _BODY_LINE.match(found.group(1))
    return Fact(found.group(1), below.span) if found and is_named else None


def _signature(lines: list[Block]) -> Fact | None:
    """Return the line above the date, where it names a body."""
    for before, block in zip(lines, lines[1:], strict=False):
        if block.kind == "signature" and DATE.search(block.text[:20]):
            line = before.text.strip()
            if 2 <= len(line) <= 40 and re.search(
                r"(?:政府|办公室|办公厅|局|厅|委|院|部|会|组)$", line
            ):
                return Fact(line, before.span)
    return None
