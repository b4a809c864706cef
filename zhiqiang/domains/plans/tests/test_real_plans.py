"""The five published plans that lie beside the repository: nothing that they promise is lost."""

from pathlib import Path

import pytest
from django.conf import settings

from zhiqiang.domains.plans import actions, queries
from zhiqiang.domains.plans.queries.source import source_view
from zhiqiang.domains.plans.tests import figures
from zhiqiang.engines.compiler import compile_file
from zhiqiang.records.accounts.regions import divisions

FOLDER = Path(settings.CATALOGUE).parent.parent / "shared" / "plans"
PLANS = sorted(FOLDER.glob("*.txt"))

pytestmark = pytest.mark.django_db


@pytest.fixture(params=PLANS or [None], ids=lambda path: path.stem if path else "absent")
def loaded(request, monkeypatch):
    if request.param is None:
        pytest.skip(f"no published plans in {FOLDER}")
    figures.install(monkeypatch, lambda key, as_of, since: None)
    compilation = compile_file(request.param)
    code = code_of(compilation.document.value("region"))
    return compilation, actions.load_programme(request.param, code, "陈工")


def code_of(printed):
    """Return the code of the division whose name ends the printed path."""
    known = divisions()
    codes = {row.code for row in known.all() if printed.endswith(row.name)}
    matches = {code for code in codes if known.path_name(code) == printed}
    assert len(matches) == 1, printed
    return matches.pop()


def test_every_target_is_linked_or_an_open_question_and_none_is_lost(loaded):
    compilation, programme = loaded
    kept = list(programme.targets.filter(value__isnull=False))
    assert {t.code for t in kept} == {t.id for t in compilation.targets}
    assert programme.targets.filter(value__isnull=True).count() == len(compilation.soft_targets)
    asked = {
        (one.about, place)
        for one in programme.findings.filter(code="indicator_open")
        for place in [(one.span_start, one.span_end), *map(tuple, one.others)]
    }
    open_ones = {
        (t.indicator_name, (t.span_start, t.span_end)) for t in kept if not t.indicator_key
    }
    assert asked == open_ones


def test_every_task_is_kept_with_its_bodies(loaded):
    compilation, programme = loaded
    views = {view.task.code: view for view in queries.tasks(programme)}
    assert set(views) == {task.id for task in compilation.tasks}
    for task in compilation.tasks:
        assert views[task.id].leads == task.lead_units
        assert views[task.id].supports == task.support_units


def test_the_marked_text_is_the_source_text(loaded):
    _, programme = loaded
    view = source_view(programme)
    assert "".join(piece.text for piece in view.pieces) == programme.source_text
    assert sum(len(piece.begins) for piece in view.pieces) == len(view.readings)


def test_the_region_of_the_document_is_not_put_in_question(loaded):
    _, programme = loaded
    assert not programme.findings.filter(code="region_differs").exists()


def test_every_target_has_a_standing_with_a_reason(loaded):
    _, programme = loaded
    found = queries.target_standings(programme, programme.issued_on)
    assert len(found) == programme.targets.filter(value__isnull=False).count()
    assert all(one.reason for one in found)
