"""The example's landscape: made whole, ready to be accepted, and counted again to the same numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.demo.city import USERNAME
from zhiqiang.demo.material import material
from zhiqiang.domains.landscapes import queries
from zhiqiang.domains.landscapes.actions.running import recount
from zhiqiang.domains.landscapes.report import report_paper
from zhiqiang.domains.landscapes.steps import missing
from zhiqiang.records.accounts import queries as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(small_city: Path) -> object:
    person = people.person_named(USERNAME)
    return queries.project(queries.projects(person).get().pk, person)


def test_it_waits_for_nothing_but_its_acceptance(project) -> None:
    assert missing(project) == []
    assert project.state == "open"
    assert len(project.branches.all()) == len(material("landscape")["branches"])


def test_its_numbers_come_again_and_every_figure_has_a_finding(project) -> None:
    run = queries.run(project)
    assert run.counted > 3
    assert recount(run) == run.results
    for part in queries.parts(project, run):
        assert part.written.passage.text
        for figure, written in part.figures:
            assert written.passage.text == f"{figure.said}。"


def test_its_report_is_written(project, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    report_paper(project, queries.run(project)).save(path)
    assert path.stat().st_size > 20_000
