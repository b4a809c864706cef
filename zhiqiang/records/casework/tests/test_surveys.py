"""A satisfaction survey: drawn so that it can be drawn again, answered once a code, scored with its error."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.models import Case, Survey, SurveyAnswer, SurveyInvitation
from zhiqiang.records.casework.surveys import gathering
from zhiqiang.records.casework.surveys.declaration import Questionnaire, questionnaires
from zhiqiang.records.casework.surveys.drawing import draw, shared_out
from zhiqiang.records.casework.surveys.scoring import Stratum, score
from zhiqiang.records.casework.surveys.standing import standing_of
from zhiqiang.records.casework.tests import office as offices
from zhiqiang.records.casework.tests.office import key, survey_at, surveyed
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.models import Party, RecordedFact, Statistic

D = Decimal
QUESTIONS = questionnaires()["ip_protection_satisfaction"]
KEYS = [one.key for one in QUESTIONS.questions]


def values(*given):
    return tuple(map(D, given))


def marks(mark):
    return dict.fromkeys(KEYS, mark)


# Arithmetic


def test_the_score_of_a_simple_sample_is_as_reckoned_by_hand() -> None:
    # mean 75; s² = (25 + 225 + 625 + 225) / 3 = 366.67; variance 0.96 · 366.67 / 4 = 88
    found = score([Stratum("全部", 100, 8, values(80, 60, 100, 60))], 2)
    assert (found.mean, found.error, found.low, found.high) == (
        D("75.00"), D("9.38"), D("56.61"), D("93.39"),
    )  # fmt: skip
    assert (found.answers, found.asked, found.response_rate) == (4, 8, D("50.00"))


def test_the_score_of_strata_weighs_them_by_their_number() -> None:
    # mean 0.6 · 90 + 0.4 · 60; variance 0.36 · 0.95 · 100 / 3 + 0.16 · 0.95 · 200 / 2 = 26.6
    large = Stratum("大", 60, 6, values(100, 80, 90))
    found = score([large, Stratum("小", 40, 4, values(50, 70))], 2)
    assert (found.mean, found.error) == (D("78.00"), D("5.16"))
    assert (found.low, found.high) == (D("67.89"), D("88.11"))


def test_whoever_asks_everybody_and_hears_everybody_makes_no_sampling_error() -> None:
    found = score([Stratum("全部", 3, 3, values(0, 50, 100))], 2)
    assert (found.mean, found.error, found.low, found.high) == (50, 0, 50, 50)


def test_an_interval_stays_on_the_scale() -> None:
    found = score([Stratum("全部", 1000, 4, values(0, 100, 100, 100))], 2)
    assert found.high == 100 and found.low is not None and found.low > 0


def test_too_few_answers_give_no_score_and_say_so() -> None:
    found = score([Stratum("全部", 100, 40, values(80, 60))], 30)
    assert (found.mean, found.error) == (None, None)
    assert found.reason == "有效答卷 2 份，不足 30 份，不能公布得分。"


def test_a_stratum_with_one_answer_is_counted_with_the_smallest_other_one() -> None:
    strata = [
        Stratum("甲", 50, 5, values(80, 90, 100)),
        Stratum("乙", 10, 3, values(60, 80)),
        Stratum("丙", 5, 2, values(50)),
    ]
    found = score(strata, 2)
    assert found.joined == ("乙、丙",)
    # 50/65 · 90 + 15/65 · (60 + 80 + 50) / 3
    assert found.mean == D("83.85")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"policy": "very_satisfied", "enforcement": "dissatisfied"}, D(2750) / 45),
        (marks("unknown"), None),
        (marks("fair"), D(60)),
        # 20 · 100 + 25 · 80 + 20 · 60 + 15 · 30 + 20 · 0
        (dict(zip(KEYS, ["very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied"], strict=True)), D("56.5")),
    ],
)  # fmt: skip
def test_an_answer_counts_by_weights_and_what_is_not_known_is_left_out(answers, expected) -> None:
    assert QUESTIONS.value_of(answers) == expected


def test_a_share_counts_who_is_satisfied() -> None:
    share = questionnaires()["holder_satisfaction"]
    keys = [one.key for one in share.questions]
    assert share.value_of(dict.fromkeys(keys, "satisfied")) == 100
    assert share.value_of(dict.fromkeys(keys, "fair")) == 0
    # (25 · 75 + 20 · 50 + 30 · 50 + 25 · 75) / 100 = 62.5
    mixed = dict(zip(keys, ["satisfied", "fair", "fair", "satisfied"], strict=True))
    assert share.value_of(mixed) == 100


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scale": QUESTIONS.scale[:1] * 2}, "键重复"),
        ({"scale": [{"key": "a", "zh": "甲"}, {"key": "b", "zh": "乙"}]}, "至少两个选项应有 points"),
        ({"questions": []}, "at least 1 item"),
        ({"unheard_of": 1}, "not permitted"),
    ],
)  # fmt: skip
def test_a_questionnaire_with_a_fault_is_refused_with_its_place(wrong, said) -> None:
    with pytest.raises(ValidationError, match=said):
        Questionnaire.model_validate(QUESTIONS.model_dump() | wrong)


# Drawing

FRAME = {
    "企业": list(range(1, 71)),
    "高校": list(range(100, 125)),
    "机关": [200, 201, 202, 203, 204],
}


def test_the_same_seed_draws_the_same_and_another_one_draws_otherwise() -> None:
    first = draw(FRAME, 20, "a")
    assert first == draw(FRAME, 20, "a") != draw(FRAME, 20, "b")
    assert all(set(ids) <= set(FRAME[name]) for name, ids in first.items())


@pytest.mark.parametrize(
    ("size", "shares"),
    [
        (20, {"企业": 13, "高校": 5, "机关": 2}),
        (10, {"企业": 6, "高校": 2, "机关": 2}),
        (100, {"企业": 70, "高校": 25, "机关": 5}),
        (900, {"企业": 70, "高校": 25, "机关": 5}),
        (2, {"企业": 2, "高校": 2, "机关": 2}),
    ],
)
def test_strata_are_drawn_in_proportion_and_none_with_fewer_than_two(size, shares) -> None:
    counts = {name: len(ids) for name, ids in FRAME.items()}
    assert shared_out(counts, size) == shares


def test_over_many_seeds_everybody_is_drawn_as_often() -> None:
    times = dict.fromkeys(range(1, 21), 0)
    for seed in range(400):
        for one in draw({"全部": list(times)}, 10, str(seed))["全部"]:
            times[one] += 1
    # 200 each, and six standard deviations of 10 around it
    assert sum(times.values()) == 4000 and all(140 < count < 260 for count in times.values())


# The case


@pytest.fixture
def survey(office, today):
    """A survey of forty firms, all of them asked, that takes answers from 2 to 20 March 2026."""
    today(date(2026, 3, 2))
    return surveyed(office, 40)


def code_of(case, place):
    return gathering.code(case.pk, place)


def test_a_sample_is_written_down_so_that_it_can_be_drawn_again(office, today) -> None:
    today(date(2026, 3, 2))
    case = surveyed(office, 40, sample_size=12)
    kept = Survey.objects.for_program("test").get()
    invited = list(SurveyInvitation.objects.for_program("test").values_list("party_id", flat=True))
    again = draw(kept.frame, 12, kept.seed)
    assert len(invited) == 12 and {p for ids in again.values() for p in ids} == set(invited)
    standing = standing_of(case)
    assert standing.is_repeatable and standing.score is None
    SurveyInvitation.objects.for_program("test").filter(place=1).delete()
    assert not standing_of(case).is_repeatable
    with pytest.raises(Refused, match="不能再抽"):
        office.do("draw", office.official, case)


def test_natural_persons_merged_ones_and_those_elsewhere_are_not_drawn(office, today) -> None:
    today(date(2026, 3, 2))
    firm = Party.objects.for_program("test").get()
    for name, more in {
        "钱某某": {"kind": "person"},
        "外地公司": {"region_code": "110000"},
        "并入公司": {"same_as": firm},
    }.items():
        given = {"kind": "firm", "region_code": offices.REGION, "identity": f"NAME:{name}"} | more
        Party.objects.create(name=name, name_key=name, **given)
    surveyed(office, 0)
    assert Survey.objects.for_program("test").get().frame == {"企业": [firm.pk]}


def test_a_code_answers_once_and_the_answer_does_not_know_whose_it_is(survey) -> None:
    code = code_of(survey, 1)
    spoken = f"{code[:4]}-{code[4:8]} {code[8:].lower()}"
    assert gathering.open_survey(spoken).questions == QUESTIONS
    actions.answer_survey(spoken, marks("satisfied"))
    with pytest.raises(Refused, match="只能用一次"):
        actions.answer_survey(code, marks("satisfied"))
    [answer] = SurveyAnswer.objects.for_program("test").values()
    assert answer.keys() == {"id", "case_id", "stratum", "marks", "at_counter"}
    assert answer["marks"] == marks("satisfied")
    invitation = SurveyInvitation.objects.for_program("test").get(place=1)
    assert code not in str(invitation.__dict__)


@pytest.mark.parametrize("wrong", ["", "AAAABBBBCCCC", "甲乙丙", "A" * 400])
def test_a_code_that_nobody_was_given_opens_nothing(survey, wrong) -> None:
    with pytest.raises(NotFound, match="没有这个答卷码"):
        gathering.open_survey(wrong)


@pytest.mark.parametrize("wrong", [{}, {"policy": "great"}])
def test_a_question_without_an_answer_of_the_scale_is_named_and_the_code_stays_good(
    survey, wrong
) -> None:
    with pytest.raises(Refused, match="知识产权保护的法规和政策"):
        actions.answer_survey(
            code_of(survey, 1), marks("satisfied") | wrong | {"policy": wrong.get("policy", "")}
        )
    actions.answer_survey(code_of(survey, 1), marks("satisfied"))


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 3, 1), "到时再填"), (date(2026, 3, 21), "已经结束")]
)
def test_before_its_first_and_after_its_last_day_nobody_answers(
    office, survey, today, day, said
) -> None:
    today(day)
    with pytest.raises(Refused, match=said):
        actions.answer_survey(code_of(survey, 1), marks("satisfied"))
    with pytest.raises(Refused, match=said):
        actions.enter_answer(office.official, survey.pk, 1, marks("satisfied"))
    assert not SurveyAnswer.objects.for_program("test").exists()


def test_the_counter_enters_an_answer_once_and_others_enter_none(office, survey) -> None:
    actions.enter_answer(office.official, survey.pk, 2, marks("fair"))
    with pytest.raises(Refused, match="只能用一次"):
        actions.answer_survey(code_of(survey, 2), marks("fair"))
    with pytest.raises(Refused):
        actions.enter_answer(office.clerk, survey.pk, 3, marks("fair"))
    for who in (office.stranger, office.applicant):
        with pytest.raises(NotFound):
            actions.enter_answer(who, survey.pk, 3, marks("fair"))
        with pytest.raises(NotFound):
            gathering.codes(who, survey.pk)
    assert SurveyAnswer.objects.for_program("test").get().at_counter
    with pytest.raises(NotFound, match="没有这个序号"):
        actions.enter_answer(office.official, survey.pk, 999, marks("fair"))


def test_the_codes_are_given_to_the_office_and_the_journal_says_to_whom(office, survey) -> None:
    rows = gathering.codes(office.official, survey.pk)
    assert len(rows) == len({row[4] for row in rows}) == 41
    assert rows[0][4] == code_of(survey, 1)
    line = Entry.objects.for_program("test").filter(act="survey_codes").get()
    assert (line.actor, line.detail) == ("handler", {"rows": 41})


def answered(case, count, mark="satisfied"):
    for place in range(1, count + 1):
        actions.answer_survey(code_of(case, place), marks(mark))


def test_a_closed_survey_leaves_the_statistic_once_and_nobody_typed_it(
    office, survey, today
) -> None:
    answered(survey, 36)
    actions.enter_answer(office.official, survey.pk, 37, marks("dissatisfied"))
    survey = office.do("forward", office.official, survey)
    with pytest.raises(Refused, match="到期之前不能公布"):
        office.do("close", office.approver, survey, outcome="published")
    today(date(2026, 3, 21))
    sent = {"version": survey.version, "request_key": key(), "outcome": "published"}
    for _ in range(2):
        actions.ACTS["close"](office.approver, survey.pk, **sent)
    [made] = Statistic.objects.for_program("test")
    # (36 · 80 + 30) / 37 = 78.6486
    assert (made.key, made.year, made.region_code) == ("satisfaction", 2025, offices.REGION)
    assert made.value == D("78.65") and made.document.startswith("知识产权满意度调查 MD2026")
    fields = Case.objects.for_program("test").get(pk=survey.pk).fields
    assert (fields["asked"], fields["answers"], fields["response_rate"]) == (41, 37, 90.24)
    # s² = 36 · 37⁻¹ · 50² / 36 = 67.5676; variance (1 − 37/41) · 67.5676 / 37 = 0.178159
    assert (fields["error"], fields["low"], fields["high"]) == (0.42, 77.82, 79.48)
    assert RecordedFact.objects.for_program("test").get().subject == "statistic"


def test_with_too_few_answers_nothing_is_published_but_the_case_ends(office, survey, today) -> None:
    answered(survey, 5)
    survey = office.do("forward", office.official, survey)
    today(date(2026, 3, 21))
    with pytest.raises(Refused, match="有效答卷 5 份，不足 30 份"):
        office.do("close", office.approver, survey, outcome="published")
    office.do("close", office.approver, survey, outcome="not_published", note="答卷不足")
    assert not Statistic.objects.for_program("test").exists()
    assert Case.objects.for_program("test").get(pk=survey.pk).fields["answers"] == 5


def test_another_value_of_a_list_is_not_written_over(office, survey, today) -> None:
    given = {"key": "satisfaction", "region_code": offices.REGION, "year": 2025, "value": 82}
    identity = f"satisfaction:{offices.REGION}:2025"
    Statistic.objects.create(identity=identity, document="公报", **given)
    answered(survey, 36)
    survey = office.do("forward", office.official, survey)
    today(date(2026, 3, 21))
    with pytest.raises(Refused, match="台账已有 2025 年“知识产权保护社会满意度” 82（出处：公报）"):
        office.do("close", office.approver, survey, outcome="published")
    assert Case.objects.for_program("test").get(pk=survey.pk).state == "running"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_on": None}, "请退回设计环节"),
        ({"opens_on": "2026-03-10", "ends_on": "2026-03-09"}, "截止日期应不早于开始日期"),
        ({"opens_on": "2026-02-01", "ends_on": "2026-03-01"}, "也不早于今天"),
    ],
)
def test_no_sample_is_drawn_of_an_unfinished_design(office, today, fields, said) -> None:
    today(date(2026, 3, 2))
    case = survey_at(office, "collection", **fields)
    with pytest.raises(Refused, match=said):
        office.do("draw", office.official, case)
    assert not Survey.objects.for_program("test").exists()


def test_what_is_computed_cannot_be_typed_and_the_design_stands_once_drawn(office, survey) -> None:
    case = survey_at(office, "design", title="另一调查")
    with pytest.raises(Refused, match="只能登记"):
        office.do("amend", office.official, case, fields={"score": 99})
    rows = Case.objects.for_program("test").filter(pk=survey.pk)
    rows.update(step="design")
    with pytest.raises(Refused, match="不能再改"):
        office.do("amend", office.official, survey, fields={"sample_size": 9})


def test_other_items_draw_nothing(office) -> None:
    case = office.running()
    with pytest.raises(Refused, match="不能抽取样本"):
        office.do("draw", office.official, case)
