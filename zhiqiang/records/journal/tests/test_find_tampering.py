"""Whoever edits, removes or inserts a line leaves a trace, and the line is named."""

import random
from dataclasses import replace

import pytest

from zhiqiang.records.journal import anchors
from zhiqiang.records.journal.lines import FIRST, Line, canonical, walk

LINES = 40


def chained(parts: list[Line]) -> list[Line]:
    previous, out = FIRST, []
    for sequence, line in enumerate(parts, start=1):
        line = replace(line, sequence=sequence, previous_hash=previous)
        previous = line.digest()
        out.append(replace(line, hash=previous))
    return out


def line(number: int) -> Line:
    return Line(
        sequence=number,
        at=f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000000Z",
        actor="official",
        address="10.0.0.1",
        act="import",
        subject=f"batch:{number}",
        detail=canonical({"rows": number, "名称": "清单"}),
        previous_hash="",
        hash="",
    )


@pytest.fixture(scope="module")
def journal() -> list[Line]:
    return chained([line(number) for number in range(1, LINES + 1)])


def codes_of(lines):
    return [(finding.code, finding.message) for finding in walk(lines)]


def edited(lines, at, rng):
    field = rng.choice(
        [
            "at",
            "actor",
            "address",
            "act",
            "subject",
            "detail",
            "hash",
            "previous_hash",
        ]
    )
    old = getattr(lines[at], field)
    new = old[:-1] + ("0" if old[-1:] != "0" else "1")
    return [*lines[:at], replace(lines[at], **{field: new}), *lines[at + 1 :]], at + 1


def edited_with_a_fitting_hash(lines, at, rng):
    line = replace(lines[at], actor="somebody else")
    return [*lines[:at], replace(line, hash=line.digest()), *lines[at + 1 :]], at + 1


def removed(lines, at, rng):
    return [*lines[:at], *lines[at + 1 :]], at + 1


def removed_and_renumbered(lines, at, rng):
    after = [replace(one, sequence=one.sequence - 1) for one in lines[at + 1 :]]
    return [*lines[:at], *after], at + 1


def inserted(lines, at, rng, fits=False):
    new = replace(lines[at], actor="somebody else", subject="batch:999")
    if fits:
        new = replace(new, previous_hash=lines[at - 1].hash if at else FIRST)
        new = replace(new, hash=new.digest())
    after = [replace(one, sequence=one.sequence + 1) for one in lines[at:]]
    return [*lines[:at], new, *after], at + 1


def inserted_with_a_fitting_hash(lines, at, rng):
    return inserted(lines, at, rng, fits=True)


def swapped(lines, at, rng):
    a, b = lines[at], lines[at + 1]
    pair = [replace(b, sequence=a.sequence), replace(a, sequence=b.sequence)]
    return [*lines[:at], *pair, *lines[at + 2 :]], at + 1


WAYS = (
    edited,
    edited_with_a_fitting_hash,
    removed,
    removed_and_renumbered,
    inserted,
    inserted_with_a_fitting_hash,
    swapped,
)


def test_an_untouched_journal_has_no_findings(journal):
    assert codes_of(journal) == []


def test_each_of_two_hundred_random_tamperings_is_found_and_named(journal):
    rng, missed = random.Random(20260101), []
    for number in range(200):
        way, at = WAYS[number % len(WAYS)], rng.randrange(LINES - 2)
        tampered, named = way(journal, at, rng)
        assert tampered != journal
        found = codes_of(tampered)
        # Who calls every line tampered with names the right one too.
        if len(found) > 5 or f"第 {named} 条" not in " ".join(message for _, message in found):
            missed.append((way.__name__, at, found))
    assert missed == []


def cut(lines, at):
    return lines[:at]


def written_anew(lines, at):
    return chained([*lines[:at], *(replace(one, actor="somebody else") for one in lines[at:])])


def test_each_of_two_hundred_random_cuts_and_rewritings_is_found_with_an_anchor(journal, tmp_path):
    """Whoever writes the whole rest anew leaves no trace in the chain itself."""
    rng, path = random.Random(20260102), tmp_path / "anchors"
    for number in range(200):
        way, at = (cut, written_anew)[number % 2], rng.randrange(1, LINES)
        tampered = way(journal, at)
        assert tampered != journal and codes_of(tampered) == []
        kept = {one.sequence: one.hash for one in tampered}
        anchored = sorted(rng.sample(range(1, LINES + 1), 3))
        path.unlink(missing_ok=True)
        for sequence in anchored:
            anchors.append(path, anchors.Anchor(sequence, journal[sequence - 1].hash, "2026"))
        named = [finding.message for finding in anchors.compare(path, kept.get)]
        assert len(named) == sum(sequence > at for sequence in anchored), (way.__name__, at)
        expected = [f"第 {sequence} 条" for sequence in anchored if sequence > at]
        assert all(one in said for one, said in zip(expected, named, strict=True))


@pytest.mark.parametrize(
    ("way", "code"),
    [
        (edited_with_a_fitting_hash, "journal_line_altered"),
        (removed, "journal_line_missing"),
        (removed_and_renumbered, "journal_line_missing"),
        (inserted_with_a_fitting_hash, "journal_line_inserted"),
    ],
)
def test_one_tampering_in_the_middle_is_one_finding_of_its_kind(journal, way, code):
    tampered, _ = way(journal, 17, random.Random(1))
    assert [found for found, _ in codes_of(tampered)] == [code]


def test_several_lines_removed_are_named_as_a_range(journal):
    (found,) = codes_of([*journal[:9], *journal[12:]])
    assert "第 10 至 12 条缺失" in found[1]


def test_a_clock_that_was_set_back_is_noticed_without_calling_it_tampering(journal):
    lines = [*journal[:5], replace(journal[5], at="2025-12-31T23:59:59.000000Z"), *journal[6:]]
    (found,) = walk(chained(lines))
    assert found.code == "clock_set_back"
    assert found.severity == "warning"
    assert "第 6 条" in found.message


def test_the_same_content_has_one_form_whatever_its_order_and_types():
    assert canonical({"b": 1, "a": {"y": 2, "x": None}}) == '{"a":{"x":null,"y":2},"b":1}'
    assert canonical({"s": {"b", "a"}, "f": float("nan")}) == '{"f":"nan","s":["a","b"]}'
    assert canonical("半\ud800个") == '"半?个"'
