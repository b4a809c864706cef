"""Read lists of responsible bodies: who leads, who supports, and where the list stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhiqiang.engines.compiler.body_names import BODY, CLOSERS, OPENERS, outer_split, split_names
from zhiqiang.engines.compiler.body_words import (
    BARE_ROLES,
    DUTY_ENDINGS,
    DUTY_LABELS,
    LEAD_LABELS,
    OTHER_LABELS,
    SUPPORT_ENDINGS,
    SUPPORT_LABELS,
)
from zhiqiang.kernel.place import Span


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_ALL_LABELS = tuple(
    label
    for label in (*LEAD_LABELS, *DUTY_LABELS, *SUPPORT_LABELS, *OTHER_LABELS)
    if label not in BARE_ROLES
)
_OPENING_LABELS = tuple(
    label for label in (*LEAD_LABELS, *DUTY_LABELS, *SUPPORT_LABELS) if label not in BARE_ROLES
)
# A role alone is a label where a colon follows: 牵头:甲局;配合:乙局.
_ROLES = rf"(?:{_any(BARE_ROLES)})(?=\s*:)"
_LABEL = re.compile(
    rf"(?:^|(?<=[;,。\s:(]))(?:[省市县区州][级直])?({_any(_ALL_LABELS)}|{_ROLES})\s*[:为]?\s*(?=[^\s])"
)
_LABEL_COLON = re.compile(rf"({_any(_ALL_LABELS)}|{_ROLES})\s*:")
_BARE = re.compile(
    rf"(?:^|[。;!?)])\s*((?:[省市县区州][级直])?(?:{_any(_OPENING_LABELS)}|{_ROLES})\s*:[^。]{{2,400}})。?\s*$"
)
_LEADING = re.compile(r"(?:牵头负责|牵头落实|牵头组织|牵头)$")
_ROLE = re.compile(rf"(?:{_any(DUTY_ENDINGS)})$")
_SUPPORTING = re.compile(rf"(?:{_any(SUPPORT_ENDINGS)})$")
# 甲局会同乙局负责, and 甲局牵头,会同乙局负责: who is named after 会同 supports.
_TOGETHER = re.compile(r"(?<=[^,;、(])(?:负责)?会同")
_TOGETHER_LATER = re.compile(r"(^|[,;、])会同")
_DUE = re.compile(
    r"[,;]\s*((?:20\d\d年[^,;]{0,8}?(?:前|底|末)?(?:完成)?|\d{1,2}月(?:底|末|\d{1,2}日)?前?(?:完成|落实|启动)|长期坚持|持续推进|长期推进)(?:完成)?)\s*。?$"
)
_FIRST_LEADS = re.compile(
    r"(?:列|排)(?:在|名)?(?:第一|首)位?(?:者|的)?(?:单位|部门)?(?:的)?为(?:主要)?牵头|首位(?:单位|部门)?为牵头|第一(?:个|位|名)?(?:责任)?(?:单位|部门)?(?:的)?为(?:主要)?牵头"
)
_COMMA_LEADS = re.compile(r"第一个逗号前(?:的|单位|为|的单位)*牵头")
# 排第一位的为牵头单位,下同 behind the names of a list speaks of all lists.
_ASIDE = re.compile(r"(?:[,;](?:排|列|首位|第一)[^,;、]{0,16}牵头[^,;、]{0,6})?(?:[,;]下同)?$")
# A sentence that begins with a verb gives an order; it names no bodies by itself.
_ORDERING = re.compile(r"(?:由|请|要|对|把|将|加强|推动|建立|组织|明确|按照|实行|各项|本)")
_LONGEST_LIST = 900


@dataclass(frozen=True, slots=True)
class Convention:
    """What the document says once about all its lists."""

    first_leads: bool = False
    comma_leads: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One list of bodies. ``open_list`` says that 等 stands at its end."""

    lead: tuple[str, ...]
    support: tuple[str, ...] = ()
    open_list: bool = False
    due: str | None = None
    span: Span | None = None
    label: str = ""

    def joined(self, other: Duty) -> Duty:
        """Return one list of this line of leaders and the line of 责任单位 below it."""
        support = (*self.support, *other.lead, *other.support)
        due, is_open = self.due or other.due, self.open_list or other.open_list
        return Duty(self.lead, support, is_open, due, self.span)


@dataclass
class _Reading:
    lead: list[str] = field(default_factory=list)
    support: list[str] = field(default_factory=list)
    led: bool = False
    is_open: bool = False
    due: str | None = None


def convention_of(plain: str) -> Convention:
    """Find the sentence that says which name of a list leads."""
    return Convention(bool(_FIRST_LEADS.search(plain)), bool(_COMMA_LEADS.search(plain)))


def find_duties(text: str, start: int, convention: Convention) -> list[Duty]:
    """Return the lists of bodies in a passage, in order, with their places."""
    duties: list[Duty] = []
    reached = 0
    for opened, closed in _brackets(text):
        if opened < reached or closed - opened > _LONGEST_LIST:
            continue
        content = text[opened + 1 : closed]
        duty = read_duty(content, convention, Span(start + opened, start + closed + 1))
        if duty is not None:
            duties.append(duty)
            reached = closed
    if not duties:
        duties.extend(_closing_sentence(text, start, convention))
    if not duties:
        bare = _BARE.search(text[-600:])
        if bare is not None:
            offset = start + max(0, len(text) - 600)
            span = Span(offset + bare.start(1), offset + bare.end(1))
            duty = read_duty(bare.group(1), convention, span)
            duties.extend([duty] if duty is not None else [])
    return duties


def _closing_sentence(text: str, start: int, convention: Convention) -> list[Duty]:
    """Read a last sentence that only says who does it: 甲局、乙局等按职责分工负责。"""
    words = text.rstrip(" 。")
    at = max(words.rfind(mark) for mark in "。;!\n") + 1
    last = words[at:].strip()
    if not (_ROLE.search(last) and len(last) <= 300) or _ORDERING.match(last):
        return []
    duty = read_duty(last, convention, Span(start + at, start + len(words)))
    return [duty] if duty is not None else []


def _brackets(text: str) -> list[tuple[int, int]]:
    """Pair brackets of any kind, the outer before the inner."""
    pairs: list[tuple[int, int]] = []
    stack: list[int] = []
    for at, char in enumerate(text):
        if char in OPENERS:
            stack.append(at)
        elif char in CLOSERS and stack:
            pairs.append((stack.pop(), at))
    return sorted(pairs)


def read_duty(content: str, convention: Convention, span: Span | None = None) -> Duty | None:
    """Read the words of one list, with or without labels; None where it names no bodies."""
    content = _ASIDE.sub("", content.split("。")[0].strip())
    reading = _Reading()
    timed = _DUE.search(content)
    if timed:
        reading.due = timed.group(1)
        content = content[: timed.start()]
    if _LABEL_COLON.search(content[:40]) or _LABEL.match(content):
        _read_labelled(content, convention, reading)
    elif len(content) <= 400 and (
        _ROLE.search(content) or _SUPPORTING.search(content) or _LEADING.search(content)
    ):
        if not _read_unlabelled(content, convention, reading):
            return None
    else:
        return None
    if not reading.lead and not reading.support:
        return None
    if not reading.lead and reading.support:
        reading.lead, reading.support = [], reading.support
    lead = tuple(dict.fromkeys(reading.lead))
    support = tuple(dict.fromkeys(reading.support))
    label = _LABEL.match(content) or _LABEL_COLON.match(content)
    return Duty(lead, support, reading.is_open, reading.due, span, label.group(1) if label else "")


def _read_labelled(content: str, convention: Convention, reading: _Reading) -> None:
    # A label with a misprint before it (责责任单位：甲局) is known by its colon alone.
    marks = list(_LABEL.finditer(content)) or list(_LABEL_COLON.finditer(content))
    bounds = [mark.start() for mark in marks[1:]] + [len(content)]
    for mark, end in zip(marks, bounds, strict=True):
        words = _SHARED_ROLE.sub("", content[mark.end() : end].strip(" ,;。、:"))
        label = mark.group(1)
        if label in OTHER_LABELS:
            if "时" in label:
                reading.due = words
            continue
        names, is_open = split_names(words)
        reading.is_open = reading.is_open or is_open
        if label in LEAD_LABELS:
            reading.lead.extend(names)
            reading.led = True
        elif label in SUPPORT_LABELS or reading.led:
            reading.support.extend(names)
        elif _read_unlabelled(words, convention, reading, strict=False):
            continue
        else:
            _divide(names, words, convention, reading)


def _read_unlabelled(
    content: str, convention: Convention, reading: _Reading, strict: bool = True
) -> bool:
    """Read A牵头,B、C配合 and its kin. In ``strict`` mode every name must look like a body."""
    content = _TOGETHER_LATER.sub(r"\1", _TOGETHER.sub("牵头,", content.removeprefix("由")))
    held: list[str] = []
    roles: list[tuple[str, list[str], str]] = []
    for part in outer_split(content, ",;"):
        words, role = _role_of(part)
        names, is_open = split_names(words)
        reading.is_open = reading.is_open or is_open
        held.extend(names)
        if role:
            roles.append((role, held, words))
            held = []
    if held or not roles:
        return False
    if strict and not _name_bodies([name for _, names, _ in roles for name in names]):
        return False
    if not strict and not any(role != "duty" for role, _, _ in roles):
        return False
    led = any(role == "lead" for role, _, _ in roles)
    for role, names, words in roles:
        if role == "lead":
            reading.lead.extend(names)
        elif role == "support" or led:
            reading.support.extend(names)
        else:
            _divide(names, content if len(roles) == 1 else words, convention, reading)
    return True


def _name_bodies(names: list[str]) -> bool:
    """Whether names are those of bodies; in a long list one may end as none that is known."""
    known = sum(bool(BODY.search(name)) for name in names)
    return known * 4 >= len(names) * 3 and all(len(name) <= 40 for name in names)


def _role_of(part: str) -> tuple[str, str]:
    """Cut the role off the end of a part: 省商务厅牵头 is (省商务厅, lead)."""
    part = part.strip(" 。")
    for pattern, role in ((_LEADING, "lead"), (_SUPPORTING, "support"), (_ROLE, "duty")):
        found = pattern.search(part)
        if found:
            words = re.sub(
                r"按(?:照)?(?:职能)?(?:职责)?分工$|分别$|共同$|具体$|按(?:照)?各自职责$",
                "",
                part[: found.start()],
            )
            return words, role
    return part, ""


_SHARED_ROLE = re.compile(r"(?:共同|分别)(?:负责|落实|推进)$")
_MARKED = re.compile(r"^[*★▲☆●#]+|[*★▲☆●#]+$|\((?:牵头|主办|主责)(?:单位|部门)?\)$")


def marked_leads(names: list[str]) -> tuple[list[str], list[str]] | None:
    """Part the names that a star or (牵头) marks from the others; None where none is marked."""
    lead = [_MARKED.sub("", name).strip() for name in names if _MARKED.search(name)]
    others = [name for name in names if not _MARKED.search(name)]
    return (lead, others) if lead else None


def _divide(names: list[str], words: str, convention: Convention, reading: _Reading) -> None:
    """Give one list its leader where the document's convention names one; else all are equal."""
    marked = marked_leads(names)
    if marked is not None:
        reading.lead.extend(marked[0])
        reading.support.extend(marked[1])
        return
    leading = len(names)
    if convention.comma_leads and outer_split(words, ","):
        leading = len(split_names(outer_split(words, ",")[0])[0])
    elif convention.first_leads:
        leading = 1
    reading.lead.extend(names[:leading])
    reading.support.extend(names[leading:])
