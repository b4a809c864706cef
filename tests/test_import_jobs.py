"""An import that is cancelled or killed on its way leaves the register as it was, and can be had again.

``ZHIQIANG_KILL_POINTS`` says at how many points an import is killed, ``ZHIQIANG_KILL_SEED`` which.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from zhiqiang import pipeline
from zhiqiang.engines.ingest import reading
from zhiqiang.records.files import actions as files
from zhiqiang.records.jobs import actions as jobs
from zhiqiang.records.jobs import aside
from zhiqiang.records.jobs.runner import run_next
from zhiqiang.records.jobs.work import Work
from zhiqiang.records.registry.tests.lists import patent, patents

POINTS = int(os.environ.get("ZHIQIANG_KILL_POINTS", "20"))
SEED = int(os.environ.get("ZHIQIANG_KILL_SEED", "20261122"))
LEDGER = [*apps.get_app_config("registry").get_models(), apps.get_model("indicators", "Snapshot")]
ROWS, CHUNK = 20, 4


def rows_of_the_ledger():
    return {
        model._meta.label: list(_rows(model).order_by("pk").values())
        for model in LEDGER
    }  # fmt: skip


def _rows(model):
    managed = model._default_manager
    return managed.for_program("test") if hasattr(managed, "for_program") else managed.all()


@pytest.fixture
def asked(tmp_path, settings, monkeypatch, transactional_db):
    """Ask for an import of a list that is read in several chunks; a first list is in the register."""
    settings.HOME = tmp_path
    real = reading.Reading.chunks
    monkeypatch.setattr(reading.Reading, "chunks", lambda self, size=CHUNK: real(self, CHUNK))
    monkeypatch.setattr(pipeline, "prepare_figures", lambda: None)

    def ask(name, serials):
        path = patents(tmp_path / name, [patent(serial) for serial in serials])
        given = {"source": "patents", "file": files.keep(path).pk, "name": name}
        return jobs.submit("import_file", given, "测试员", name)

    ask("甲.csv", range(1, 4))
    assert run_next(pipeline.JOBS)
    return ask("乙.csv", range(2, 2 + ROWS))


@pytest.mark.parametrize("place", range(1, ROWS // CHUNK + 1))
def test_an_import_cancelled_at_any_chunk_leaves_the_register_as_it_was(asked, monkeypatch, place):
    before, told = rows_of_the_ledger(), []
    tell = Work.tell

    def cancelled_there(self, done, total, note=""):
        told.append(done)
        if len(told) == place:
            aside.ask_cancel(asked.pk)
        tell(self, done, total, note)

    monkeypatch.setattr(Work, "tell", cancelled_there)
    assert run_next(pipeline.JOBS)
    asked.refresh_from_db()
    assert (asked.state, len(told)) == ("cancelled", place)
    assert rows_of_the_ledger() == before
    monkeypatch.setattr(Work, "tell", tell)
    jobs.submit(asked.kind, asked.parameters, "测试员", asked.title)
    assert run_next(pipeline.JOBS)
    assert _rows(apps.get_model("registry", "Right")).count() == ROWS + 1


def test_an_import_that_nobody_cancels_is_taken_over_whole(asked):
    before = rows_of_the_ledger()
    assert run_next(pipeline.JOBS)
    asked.refresh_from_db()
    assert asked.state == "done"
    assert len(rows_of_the_ledger()["registry.Right"]) == ROWS + 1
    assert rows_of_the_ledger() != before


def test_an_import_killed_at_random_points_is_there_once_and_never_half(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_DATABASE"}
    environment |= {
        "ZHIQIANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    program = Path(__file__).with_name("import_kill_points.py")
    done = subprocess.run(
        [sys.executable, str(program), str(POINTS), str(SEED)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    assert (out["wrong"], out["part"]) == ([], 0)
    # One that is quicker than its moment of death ends alive.
    assert out["killed"]["SIGKILL"] == (POINTS + 1) // 2 and out["killed"]["SIGALRM"] > 0
    assert out["states"] == ["done"] * POINTS
    assert (out["imports"], out["tampered"]) == (POINTS + 1, [])
    assert out["statements"] > 60 and out["whole"]["Right"] == 12
