"""Every act × every step × every state × every member of the cast: allowed as declared, else refused."""

import itertools

import pytest

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import ServiceItem, catalogue_items
from zhiqiang.records.casework.models import Case, Consultation, Signature
from zhiqiang.records.casework.published import newest
from zhiqiang.records.casework.queries import allowed
from zhiqiang.records.casework.tests.office import key
from zhiqiang.records.casework.verbs import STATES, VERBS

ITEMS = catalogue_items()
#: what each post of the cast gives, as the roles of the catalogue say
GIVES = {
    "clerk": {"accept_cases"},
    "official": {"handle_cases"},
    "approver": {"handle_cases", "decide_cases"},
    "keeper": {"accept_cases", "handle_cases", "work_register"},
    "asked": set(),
    "applicant": set(),
    "stranger": set(),
}


def expected(item: ServiceItem, verb: str, state: str, step: str, name: str) -> bool:
    """Say from the declarations alone whether somebody may do it."""
    declared = VERBS[verb]
    if state not in declared.states:
        return False
    here = item.step(step)
    match declared.by:
        case "applicant":
            return name == "applicant"
        case "overseer":
            return item.oversight in GIVES[name]
        case "signer":
            return name == "official"
        case "consulted":
            return name == "asked"
        case _:
            if verb not in here.verbs or verb == "hand_back":
                return False
            by_oversight = verb == "transfer" and item.oversight in GIVES[name]
            return by_oversight or here.right in GIVES[name]


@pytest.fixture
def case(office):
    """A case that the official is asked to sign and another body to answer."""
    made = office.running()
    Signature.objects.create(case=made, round=1, mode="all", signer=office.official)
    Consultation.objects.create(case=made, body=office.other, question="有无其他担保？")
    return made


@pytest.mark.parametrize("key", ITEMS)
def test_what_is_allowed_is_what_the_item_and_the_posts_declare(office, case, key) -> None:
    item, wrong, seen = ITEMS[key], [], 0
    case.service = newest(key)
    for state, step in itertools.product(STATES, item.steps):
        case.state, case.step = state, step.key
        for name, person in office.people.items():
            found = allowed(person, case)
            for verb in VERBS:
                seen += 1
                if (verb in found) is not expected(item, verb, state, step.key, name):
                    wrong.append((verb, state, step.key, name))
    assert seen == len(VERBS) * len(STATES) * len(item.steps) * len(office.people)
    assert wrong == []


@pytest.mark.parametrize("name", GIVES)
@pytest.mark.parametrize("state", ["submitted", "running", "closed"])
def test_what_is_not_allowed_changes_nothing_when_it_is_tried(office, case, name, state) -> None:
    rows = Case.objects.for_program("test").filter(pk=case.pk)
    rows.update(state=state)
    before, item = rows.values().get(), ITEMS[case.item]
    tried = 0
    for verb, act in actions.ACTS.items():
        if expected(item, verb, state, case.step, name):
            continue
        tried += 1
        with pytest.raises((Refused, NotFound)):
            act(office.people[name], case.pk, version=case.version, request_key=key())
    assert tried > 10
    assert rows.values().get() == before


def test_every_act_has_a_function_and_every_function_an_act() -> None:
    assert actions.ACTS.keys() == VERBS.keys()


def test_of_a_case_that_one_official_has_nobody_else_in_the_step_may_act(office) -> None:
    case = office.do("transfer", office.official, office.running(), to=office.official.pk)
    assert "forward" in allowed(office.official, case)
    assert "forward" not in allowed(office.colleague, case)
    assert allowed(office.approver, case) >= {"transfer"}
    with pytest.raises(Refused, match="本件由handler某办理"):
        office.do("forward", office.colleague, case)


def test_a_stranger_does_not_learn_that_a_case_exists(office) -> None:
    case = office.running()
    with pytest.raises(NotFound):
        office.do("withdraw", office.stranger, case)
