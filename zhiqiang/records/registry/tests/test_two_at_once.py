"""Two officials who import at once: one after the other, nothing lost and nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from zhiqiang.records.registry.tests.lists import patent, patents

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[4]
IMPORT = """
import sys, time
import django
django.setup()
from zhiqiang.records.registry.actions import import_file
time.sleep(max(0, float(sys.argv[1]) - time.time()))
print([import_file("patents", path, sys.argv[2]).new for path in sys.argv[3:]])
"""
BEGIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
"""
COUNT = """
import json
import django
django.setup()
from zhiqiang.records.journal import queries as journal
from zhiqiang.records.registry.models import Batch, Party, Provenance, Right
rows = lambda model: model.objects.for_program("test")
print(json.dumps({
    "rights": rows(Right).count(), "parties": rows(Party).count(),
    "origins": rows(Provenance).filter(subject="right").count(),
    "made": sorted(one.made.get("registry_right", [0, -1]) for one in rows(Batch).order_by("id")),
    "imports": list(journal.whole().values_list("act", flat=True)).count("import"),
    "tampered": [str(one) for one in journal.verify()],
}))
"""
EACH = 30


@pytest.fixture
def program(tmp_path):
    """Start a program on the ledger of this test: its own file, or the database of the tests."""
    told = connection.settings_dict
    environment = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_DATABASE"} | {
        "ZHIQIANG_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    if connection.vendor == "postgresql":
        environment["ZHIQIANG_DATABASE"] = (
            f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}"
            f"/{told['NAME']}"
        )

    def start(text, *arguments):
        return subprocess.Popen(
            [sys.executable, "-c", text, *map(str, arguments)], env=environment, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    return start


def answer_of(running):
    text, trouble = running.communicate(timeout=300)
    assert running.returncode == 0, trouble[-3000:]
    return text


@pytest.fixture
def together(program):
    """Let officials import lists, from one moment on; return what was new, and what there is."""
    answer_of(program(BEGIN))

    def run(lists):
        begin = time.time() + 6
        running = [program(IMPORT, begin, who, *paths) for who, paths in lists.items()]
        new = [json.loads(answer_of(one)) for one in running]
        return new, json.loads(answer_of(program(COUNT)))

    return run


def test_two_lists_at_once_are_both_there_each_with_its_own_rows(together, tmp_path):
    lists = {}
    for place, who in enumerate(("甲某", "乙某")):
        first = 1 + place * EACH
        rows = [patent(serial, 申请人=f"{who}公司") for serial in range(first, first + EACH)]
        lists[who] = [patents(tmp_path / f"{who}.csv", rows)]
    new, there = together(lists)
    assert new == [[EACH], [EACH]]
    assert (there["rights"], there["parties"], there["origins"]) == (2 * EACH, 2, 2 * EACH)
    # What each import added has ids of its own, by which it is undone.
    (_, last), (first, _) = there["made"]
    assert last < first
    assert (there["imports"], there["tampered"]) == (2, [])


def test_one_list_at_once_by_two_officials_is_there_once(together, tmp_path):
    path = patents(tmp_path / "同.csv", [patent(serial) for serial in range(1, EACH + 1)])
    new, there = together({"甲某": [path, path], "乙某": [path, path]})
    assert sorted(sum(new, [])) == [0, 0, 0, EACH]
    assert (there["rights"], there["parties"], there["origins"]) == (EACH, 1, EACH)
    assert (there["imports"], there["tampered"]) == (4, [])
