"""What pages and papers ask about commendations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhiqiang.domains.assessments.models import Commendation, Nominee, Objection
from zhiqiang.engines.documents import Column, OfficialDocument, in_words, numeral
from zhiqiang.kernel.errors import NotFound


def commendations(person: Any) -> QuerySet[Commendation]:
    """Return the commendations that ``person`` may see, the newest first, with their nominees."""
    left = Count("nominees", filter=~Q(nominees__state=Nominee.State.STRUCK))
    return Commendation.objects.visible_to(person).annotate(nominated=left)


def commendation(key: int, person: Any) -> Commendation:
    """Return one commendation, or raise ``NotFound``."""
    found: Commendation | None = (
        Commendation.objects.visible_to(person).select_related("assessment").filter(pk=key).first()
    )
    if found is None:
        raise NotFound("没有这项表彰，或您无权查看。")
    return found


@dataclass(frozen=True, slots=True)
class CommendationView:
    """A commendation as the one who looks may see it: nominees, and objections to each."""

    commendation: Commendation
    nominees: list[tuple[Nominee, list[Objection]]]

    def of_kind(self, kind: str) -> list[Nominee]:
        """Return who is left of a kind."""
        return [one for one, _ in self.nominees if one.kind == kind and one.state != "struck"]


def commendation_view(of: Commendation, person: Any) -> CommendationView:
    """Return a commendation with what hangs on it; three queries, however many nominees."""
    nominees = list(
        Nominee.objects.visible_to(person).filter(commendation=of).select_related("body")
    )
    objections: dict[int, list[Objection]] = {}
    for one in Objection.objects.visible_to(person).filter(nominee__commendation=of):
        objections.setdefault(one.nominee_id, []).append(one)
    return CommendationView(of, [(one, objections.get(one.pk, [])) for one in nominees])


_COLUMNS = (Column("序号", 8, True), Column("表彰对象", 34), Column("主要事迹", 58))


def paper(view: CommendationView) -> OfficialDocument:
    """Write the notice of the publicity, or the decision once it is taken, as an official paper."""
    of, out = view.commendation, OfficialDocument()
    is_decided = of.state == Commendation.State.DECIDED
    out.title(f"关于{of.title}的{'决定' if is_decided else '公示'}")
    counted = "、".join(
        f"{word}{len(found)}个" if kind == "body" else f"{word}{len(found)}名"
        for kind, word in (("body", "集体"), ("person", "个人"))
        if (found := view.of_kind(kind))
    )
    if is_decided:
        out.paragraph(
            f"根据{of.basis}，经公示无异议或异议不成立，决定对{counted}予以表彰，名单如下。"
        )
    else:
        until = f"至{in_words(of.until_on)}" if of.until_on else "，截止日另行公布"
        begun = f"公示期自{in_words(of.from_on)}{until}" if of.from_on else "公示期另行公布"
        out.paragraph(f"根据{of.basis}，拟对{counted}予以表彰，现予公示。{begun}。")
        out.paragraph(
            f"对公示对象有异议的，请在公示期内实名反映，写明事实和依据。受理方式：{of.contact}。"
        )
    nth = 0
    for kind, word in (("body", "集体"), ("person", "个人")):
        found = view.of_kind(kind)
        if found:
            nth += 1
            out.heading(f"{numeral(nth)}、{word}")
            out.table(_COLUMNS, [(n, _named(one), one.ground) for n, one in enumerate(found, 1)])
    day = of.decided_on if is_decided else of.from_on
    if day is not None:
        out.closing(in_words(day))
    return out


def _named(one: Nominee) -> str:
    if one.kind == Nominee.Kind.PERSON and one.body is not None:
        return f"{one.name}（{one.body.name}）"
    return one.name
