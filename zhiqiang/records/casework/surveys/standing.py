"""How a survey stands: what was drawn and answered, its score once it has ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from zhiqiang.records.casework.models import Case, Survey, SurveyAnswer, SurveyInvitation
from zhiqiang.records.casework.surveys import drawing
from zhiqiang.records.casework.surveys.declaration import Questionnaire, as_kept
from zhiqiang.records.casework.surveys.scoring import Score, by_stratum, score

_WHY = "reckons the score of a survey"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stratum: how many there are, were asked, and answered."""

    name: str
    population: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A survey as it stands; ``score`` only once it has ended, so that nobody steers by it."""

    survey: Survey
    questions: Questionnaire
    strata: tuple[Drawn, ...]
    has_ended: bool
    score: Score | None
    is_repeatable: bool

    @property
    def asked(self) -> int:
        """Return how many were asked."""
        return sum(one.asked for one in self.strata)

    @property
    def answered(self) -> int:
        """Return how many have answered."""
        return sum(one.answered for one in self.strata)


def standing_of(case: Case) -> Standing | None:
    """Return how the survey of a case stands; ``None`` before its sample was drawn."""
    survey = Survey.objects.for_program(_WHY).filter(case=case).first()
    if survey is None:
        return None
    invited = SurveyInvitation.objects.for_program(_WHY).filter(case=case)
    rows = list(invited.values_list("stratum", "party_id", "answered_on"))
    asked = Counter(stratum for stratum, _, _ in rows)
    answered = Counter(stratum for stratum, _, day in rows if day is not None)
    questions = as_kept(survey.questions)
    has_ended = timezone.localdate() > survey.ends_on
    again = drawing.draw(survey.frame, survey.size, survey.seed)
    return Standing(
        survey,
        questions,
        tuple(
            Drawn(name, len(ids), asked[name], answered[name]) for name, ids in survey.frame.items()
        ),
        has_ended,
        _score(case, survey, questions, asked) if has_ended else None,
        {one for ids in again.values() for one in ids} == {party for _, party, _ in rows},
    )


def _score(case: Case, survey: Survey, questions: Questionnaire, asked: Counter[str]) -> Score:
    values: dict[str, list[Decimal]] = {}
    answers = SurveyAnswer.objects.for_program(_WHY).filter(case=case)
    for stratum, marks in answers.values_list("stratum", "marks"):
        value = questions.value_of(marks)
        if value is not None:
            values.setdefault(stratum, []).append(value)
    population = {name: len(ids) for name, ids in survey.frame.items()}
    return score(by_stratum(population, asked, values), questions.least)


def computed(case: Case) -> tuple[dict[str, object], str]:
    """Return what the survey of a case fills into its fields, and why it cannot be published."""
    standing = standing_of(case)
    if standing is None:
        return {}, "还没有抽取样本，不能公布得分。"
    if standing.score is None:
        return {}, f"答卷 {standing.survey.ends_on} 截止，到期之前不能公布得分。"
    found = standing.score
    return {
        "survey.statistic": standing.questions.statistic,
        "survey.asked": found.asked,
        "survey.answers": found.answers,
        "survey.response_rate": _number(found.response_rate),
        "survey.score": _number(found.mean),
        "survey.error": _number(found.error),
        "survey.low": _number(found.low),
        "survey.high": _number(found.high),
    }, found.reason


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
