"""Finding a body among many: whatever comparing would not keep apart is found."""

from __future__ import annotations

import pytest

from zhiqiang.engines.linking import Decision, Known, Subject, read_pairs
from zhiqiang.engines.linking.tests.reading import COMPARER
from zhiqiang.engines.linking.tests.test_pairs import OWN

PAIRS = read_pairs(OWN)


def known(**subjects: Subject) -> Known:
    return Known(COMPARER, subjects)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.a}|{pair.b}")
def test_blocking_loses_no_pair_that_comparing_finds(pair):
    wanted = COMPARER.compare(Subject(pair.a), Subject(pair.b)).decision
    filler = {name: Subject(name) for one in PAIRS for name in (one.a, one.b)}
    for held, sought in ((pair.a, pair.b), (pair.b, pair.a)):
        alone = Known(COMPARER, {held: Subject(held)}).find(Subject(sought))
        assert [one.match.decision for one in alone] == ([wanted] if wanted != "apart" else [])
        assert len(Known(COMPARER, filler).find(Subject(sought), most=3)) <= 3


def test_an_exact_name_ends_the_search():
    bodies = known(a=Subject("云帆测控有限公司"), b=Subject("云帆测控股份有限公司"))
    (found,) = bodies.find(Subject("云帆 测控有限公司"))
    assert (found.known, found.match.decision) == ("a", Decision.MERGE)


def test_two_bodies_of_one_name_are_for_a_person_unless_the_code_tells():
    bodies = known(
        a=Subject("云帆测控有限公司", "91990100MA0000015X"), b=Subject("云帆测控有限公司")
    )
    found = bodies.find(Subject("云帆测控有限公司"))
    assert {one.known for one in found} == {"a", "b"}
    assert {one.match.decision for one in found} == {Decision.QUEUE}
    assert "请人工判断" in found[0].match.reasons[-1]
    (one,) = bodies.find(Subject("远山", "91990100MA0000015X"))
    assert (one.known, one.match.decision) == ("a", Decision.MERGE)


def test_former_names_lead_to_their_bearer_in_both_directions():
    bodies = known(a=Subject("云帆测控有限公司", former=("杭州远山仪表厂",)), b=Subject("甲厂"))
    (found,) = bodies.find(Subject("杭州远山仪表厂"))
    assert (found.known, found.match.decision) == ("a", Decision.MERGE)
    (found,) = bodies.find(Subject("乙厂", former=("甲厂",)))
    assert (found.known, found.match.decision) == ("b", Decision.MERGE)


def test_a_former_name_that_two_have_borne_is_not_guessed():
    bodies = known(
        a=Subject("云帆公司", former=("远山厂",)), b=Subject("青禾公司", former=("远山厂",))
    )
    assert {one.match.decision for one in bodies.find(Subject("远山厂"))} == {Decision.QUEUE}


def test_another_credit_code_keeps_equal_names_apart():
    bodies = known(a=Subject("云帆测控有限公司", "91990100MA0000015X"))
    assert bodies.find(Subject("云帆测控有限公司", "91990100MA0000023N")) == []


def test_a_block_that_is_shared_by_too_many_is_not_searched():
    many = {f"k{n}": Subject(f"云帆测控{chr(0x4E00 + 7 * n)}股份有限公司") for n in range(200)}
    assert Known(COMPARER, many).find(Subject("云帆测控有限公司")) == []


def test_a_register_tells_which_of_its_own_bodies_resemble_each_other():
    bodies = known(
        a=Subject("云帆测控有限公司"),
        b=Subject("云帆测控股份有限公司"),
        c=Subject("雲帆测控有限公司"),
        d=Subject("青禾大学"),
        e=Subject("远山厂", former=("青禾大学",)),
    )
    found = [(one.one, one.other, one.match.decision.value) for one in bodies.resembling()]
    assert sorted(found) == [
        ("a", "b", "queue"),
        ("a", "c", "merge"),
        ("b", "c", "queue"),
        ("d", "e", "merge"),
    ]
