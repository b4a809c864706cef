"""An import that dies leaves the register as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import importing, rights_merge, storing
from zhiqiang.records.registry.models import (
    Batch,
    EarlierRow,
    Event,
    Holding,
    Party,
    Provenance,
    Right,
)
from zhiqiang.records.registry.tests.lists import patent, patents

MODELS = (Batch, EarlierRow, Right, Party, Holding, Event, Provenance, Entry)


class Died(Exception):
    """Stands for whatever may go wrong."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (rights_merge, "_insert"),
        (rights_merge, "_keys"),
        (rights_merge, "_events"),
        (storing, "_origins"),
        (storing, "write"),
        (importing, "store"),
        (importing, "keep"),
    ],
)
def test_whatever_fails_in_the_middle_leaves_the_register_as_it_was(
    tmp_path, monkeypatch, module, name
):
    rows = [
        patent(serial, **{"公开(公告)号": f"CN{105000000 + serial}B"}) for serial in range(1, 4)
    ]
    importing.import_file("patents", patents(tmp_path / "一.csv", rows[:1]), "测试员")
    before = [list(model.objects.for_program("test").order_by("pk").values()) for model in MODELS]
    cells = set((Path(settings.HOME) / "imports").iterdir())

    def die(*_args, **_given):
        raise Died

    monkeypatch.setattr(module, name, die)
    path = patents(tmp_path / "二.csv", rows)
    with pytest.raises(Died):
        importing.import_file("patents", path, "测试员")
    assert [
        list(model.objects.for_program("test").order_by("pk").values()) for model in MODELS
    ] == before
    assert set((Path(settings.HOME) / "imports").iterdir()) == cells
    monkeypatch.undo()
    assert importing.import_file("patents", path, "测试员").new == 2


PROGRAM = """
    import os, signal, sys
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0, skip_checks=True)
    from zhiqiang.records.registry.actions import import_file, {module}
    from zhiqiang.records.registry.models import Batch, Party, Right
    {cut}
    import_file("patents", sys.argv[1], "测试员")
"""
CUT = """
    def cut(*given, real={module}.{name}, **more):
        real(*given, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    {module}.{name} = cut
"""
COUNT = """
    import django
    django.setup()
    from zhiqiang.records.registry.actions import import_file
    from zhiqiang.records.registry.models import Batch, Party, Right
    import sys
    print(Right.objects.for_program("test").count(), Party.objects.for_program("test").count(), Batch.objects.for_program("test").count())
    print(import_file("patents", sys.argv[1], "测试员").new)
"""


def run_program(program: str, home: Path, path: Path) -> subprocess.CompletedProcess[str]:
    values = {name: value for name, value in os.environ.items() if name != "ZHIQIANG_DATABASE"} | {
        "ZHIQIANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(path)],
        env=values, capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[4],
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("module", "name"), [("rights_merge", "_insert"), ("storing", "_origins"), ("storing", "write")]
)
def test_a_process_killed_in_the_middle_leaves_the_register_as_it_was(tmp_path, module, name):
    path = patents(tmp_path / "甲.csv", [patent(serial) for serial in range(1, 50)])
    cut = textwrap.indent(textwrap.dedent(CUT.format(module=module, name=name)), "    ")
    killed = run_program(PROGRAM.format(module=module, cut=cut.strip()), tmp_path / "home", path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    after = run_program(COUNT, tmp_path / "home", path)
    assert after.stdout.split() == ["0", "0", "0", "49"], after.stderr
