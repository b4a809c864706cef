"""Find the orders of a plan in its outline: the lowest headings that order something."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiqiang.engines.compiler.blocks import Block
from zhiqiang.engines.compiler.bodies import Convention, Duty, find_duties
from zhiqiang.engines.compiler.body_words import DUTY_LABELS, LEAD_LABELS, SUPPORT_LABELS
from zhiqiang.engines.compiler.classify import is_container
from zhiqiang.engines.compiler.outline import Section, name_of, number_of
from zhiqiang.kernel.place import Span

_RUN_IN = re.compile(r"([^。:;!?,]{2,36}(?:,[^。:;!?,]{2,24})?)(?:[。:]|\.(?=[^\d\s]))(?=\s*\S)")
# When it takes effect and who explains it: no order to anybody.
_PROVISION = re.compile(
    r"自[^,。]{2,24}起(?:施行|实施|执行)|(?:负责|由[^,。]{2,24})解释$|有效期[一二三四五\d]|^(?:附则|名词解释)$"
)
_NO_TASKS = ("background", "principle", "goal", "step", "box")
_NEXT_LINE = 4
_DUTY_LINE = re.compile(
    rf"\s*[(\[【〔]?(?:[省市县区州][级直])?(?:{'|'.join((*LEAD_LABELS, *DUTY_LABELS, *SUPPORT_LABELS))})\s*[:)\]】〕]"
)


@dataclass(frozen=True, slots=True)
class Order:
    """A task before it is numbered; spans point into the folded text."""

    number: str | None
    title: str
    section: str
    kind: str
    span: Span
    duties: tuple[Duty, ...] = ()
    row: int | None = None
    text_span: Span | None = None


class _Reader:
    """Reads the bodies that a paragraph names, each paragraph once."""

    def __init__(self, convention: Convention) -> None:
        self.convention = convention
        self.known: dict[int, list[Duty]] = {}

    def __call__(self, block: Block) -> list[Duty]:
        start = block.span.start
        if start not in self.known:
            self.known[start] = find_duties(block.text, start, self.convention)
        return self.known[start]


@dataclass(frozen=True, slots=True)
class _Scope:
    read: _Reader
    has_duties: bool


def find_orders(root: Section, convention: Convention) -> list[Order]:
    """Return the orders of the outline in document order (tables are read elsewhere)."""
    read = _Reader(convention)
    scope = _Scope(read, any(_duties_of(child, read) for child in root.children))
    orders: list[Order] = []
    for child in root.children:
        _collect(child, (), scope, orders)
    return orders


def _collect(section: Section, path: tuple[Section, ...], scope: _Scope, out: list[Order]) -> None:
    if section.kind in _NO_TASKS or _PROVISION.search(section.title):
        return
    items = [child for child in section.children if child.rank != 6]
    if section.rank <= 1 and (items or section.rank < 1 or not _paragraphs(section)):
        for child in items:
            _collect(child, (*path, section), scope, out)
        return
    if items and _items_are_orders(section, items, scope):
        for child in items:
            _collect(child, (*path, section), scope, out)
        return
    _leaf(section, path, scope, out)


def _items_are_orders(section: Section, items: list[Section], scope: _Scope) -> bool:
    """Decide whether the numbered items below a heading are orders or only its enumeration."""
    with_duty = [bool(_duties_of(child, scope.read)) for child in items]
    own = bool(_passage_duties(section.body, scope.read))
    if any(with_duty[:-1]):
        return True
    if own:
        return False
    if with_duty[-1] and len(items) > 1:
        return items[0].run_in or items[0].rank < 4
    if items[0].rank >= 5:
        return False
    return not (
        scope.has_duties and not with_duty[-1] and items[0].rank == 4 and not items[0].run_in
    )


def _leaf(section: Section, path: tuple[Section, ...], scope: _Scope, out: list[Order]) -> None:
    paragraphs = _paragraphs(section)
    heads = [_RUN_IN.match(block.text) for block in paragraphs]
    parts = [p for p, head in zip(paragraphs, heads, strict=True) if head]
    if section.rank <= 2 and not section.run_in:
        parts = _without_closing_remarks(parts, paragraphs, scope)
        alone = len(parts) == 1 and is_container(section)
        if len(parts) >= 2 or (alone and "," not in parts[0].text.split("。")[0]):
            out.extend(_paragraph_order(block, section, path, scope) for block in parts)
            return
        if is_container(section):
            return
    out.append(_section_order(section, path, scope, parts))
    subs = _sub_orders(parts, scope)
    if subs:
        own = out.pop()
        kept = [block for block in section.body if block not in subs]
        duties = tuple(_passage_duties(tuple(kept), scope.read))
        out.append(Order(own.number, own.title, own.section, own.kind, own.span, duties))
        out.extend(_paragraph_order(block, section, path, scope) for block in subs)


def _without_closing_remarks(
    parts: list[Block], paragraphs: list[Block], scope: _Scope
) -> list[Block]:
    """Leave out what follows the last paragraph with bodies, where most paragraphs name theirs."""
    owned = [b for b in parts if scope.read(b)]
    if len(owned) < 2 or len(owned) * 2 <= len(parts):
        return parts
    last = max(block.span.start for block in owned)
    return [block for block in parts if block.span.start <= last]


def _sub_orders(parts: list[Block], scope: _Scope) -> list[Block]:
    """Unnumbered paragraphs are orders of their own where at least two have their own bodies."""
    owned = [b for b in parts if scope.read(b)]
    return owned if len(owned) >= 2 and len(owned) * 2 > len(parts) else []


def _paragraphs(section: Section) -> list[Block]:
    blocks = section.body[1:] if section.run_in else section.body
    return [b for b in blocks if b.kind == "paragraph" and not _DUTY_LINE.match(b.text)]


def _section_order(
    section: Section, path: tuple[Section, ...], scope: _Scope, parts: list[Block]
) -> Order:
    return Order(
        number_of(section, path),
        section.title,
        _section_name(path, section),
        _kind(section),
        Span(section.head.start, _text_end(section)),
        tuple(_duties_of(section, scope.read)),
    )


def _paragraph_order(
    block: Block, section: Section, path: tuple[Section, ...], scope: _Scope
) -> Order:
    head = _RUN_IN.match(block.text)
    title = head.group(1).strip() if head else block.text[:40]
    duties = scope.read(block)
    follower = _duty_line_after(block, section)
    if not duties and follower is not None:
        duties = scope.read(follower)
    where = _section_name((*path, section), None)
    return Order(None, title, where, _kind(section), block.span, tuple(duties))


def _duty_line_after(block: Block, section: Section) -> Block | None:
    at = section.body.index(block) + 1
    if at < len(section.body) and _DUTY_LINE.match(section.body[at].text):
        return section.body[at]
    return None


def _section_name(path: tuple[Section, ...], section: Section | None) -> str:
    names = [name_of(s) for s in path if s.rank > 0]
    return " > ".join(names) if names else (name_of(section) if section is not None else "")


def _kind(section: Section) -> str:
    return "safeguard" if section.kind == "safeguard" else "task"


def _text_end(section: Section) -> int:
    ends = [section.head.end]
    ends += [b.span.end for b in section.body if b.kind == "paragraph"]
    ends += [_text_end(child) for child in section.children if child.rank != 6]
    return max(ends)


def _passage_duties(body: tuple[Block, ...], read: _Reader) -> list[Duty]:
    found: list[Duty] = []
    for block in body:
        if block.kind == "paragraph":
            found.extend(read(block))
    return _join_lines(found)


def _join_lines(found: list[Duty]) -> list[Duty]:
    """Put 牵头单位：甲 and 责任单位：乙、丙 on the next line together: the second supports."""
    out: list[Duty] = []
    for duty in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.label in LEAD_LABELS
            and not before.support
            and (duty.label in DUTY_LABELS or duty.label in SUPPORT_LABELS)
            and before.span is not None
            and duty.span is not None
            and duty.span.start - before.span.end <= _NEXT_LINE
        ):
            out[-1] = before.joined(duty)
        else:
            out.append(duty)
    return out


def _duties_of(section: Section, read: _Reader) -> list[Duty]:
    found = _passage_duties(section.body, read)
    for child in section.children:
        if child.rank != 6:
            found.extend(_duties_of(child, read))
    return found
