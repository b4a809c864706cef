"""The journal as it is written, verified, anchored and handed out."""

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from zhiqiang.kernel.errors import Refused, UnreadableFile
from zhiqiang.records.accounts.tests.someone import holder_of
from zhiqiang.records.journal import actions, queries, whence
from zhiqiang.records.journal.exported import verify_file
from zhiqiang.records.journal.models import Entry

READER = holder_of("read_journal")
pytestmark = pytest.mark.django_db
triggers = import_module("zhiqiang.records.journal.migrations.0002_refuse_changes")


def write(number: int = 1) -> Entry:
    return actions.write("official", "import", f"batch:{number}", {"rows": number, "名称": "清单"})


@pytest.fixture
def journal():
    return [write(number) for number in range(1, 31)]


@pytest.fixture
def past_the_program():
    """Whoever may drop triggers can write what they like."""
    with connection.cursor() as cursor:
        for _, drop in reversed(triggers._of(connection)):
            cursor.execute(drop)


def codes(findings):
    return {finding.code for finding in findings}


def test_every_line_follows_the_one_before_it(journal):
    assert [entry.sequence for entry in journal] == list(range(1, 31))
    assert all(b.previous_hash == a.hash for a, b in zip(journal, journal[1:], strict=False))
    assert queries.verify() == []


def test_the_line_is_gone_when_its_act_is_undone(journal):
    with pytest.raises(ValueError, match="undo"), transaction.atomic():
        write()
        raise ValueError("undo")
    assert Entry.objects.for_program("test").count() == 30
    assert queries.verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_a_mistake_of_the_caller():
    with pytest.raises(transaction.TransactionManagementError):
        write()


def test_whatever_goes_into_json_comes_back_and_verifies():
    detail = {"金额": [1, None], "at": datetime(2026, 1, 1, tzinfo=UTC), "x": "a\x00b", "f": 1e16}
    actions.write("张\x00三" + "长" * 200, "edit", "right:1" + "9" * 300, detail)
    entry = Entry.objects.for_program("test").get()
    assert entry.detail == {
        "金额": [1, None],
        "at": "2026-01-01T00:00:00.000000Z",
        "x": "a\x00b",
        "f": 1e16,
    }
    assert entry.actor == "张三" + "长" * 118
    assert queries.verify() == []


def test_a_line_says_from_where_it_was_done():
    assert write().address == "本机命令"
    with whence.acting_from("10.1.2.3"):
        assert write().address == "10.1.2.3"


def test_a_request_brings_its_address_into_the_journal(rf):
    seen = []
    ask = whence.FromWhere(lambda request: seen.append(whence.address()) or "answer")
    assert ask(rf.get("/", REMOTE_ADDR="10.9.9.9")) == "answer"
    assert seen == ["10.9.9.9"]
    assert whence.address() == "本机命令"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_line(journal, act):
    lines = Entry.objects.for_program("test").filter(sequence=3)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        lines.update(actor="somebody") if act == "update" else lines.delete()


def test_tampering_past_the_program_is_found_for_every_column(journal, past_the_program):
    rng = random.Random(7)
    changes = {
        "actor": "x", "address": "x", "act": "x", "subject": "x", "detail": {"rows": 0},
        "at": timezone.now() - timedelta(days=900), "previous_hash": "f" * 64, "hash": "e" * 64,
    }  # fmt: skip
    for column, value in changes.items():
        sequence = rng.randrange(2, 30)
        savepoint = transaction.savepoint()
        Entry.objects.for_program("test").filter(sequence=sequence).update(**{column: value})
        said = " ".join(finding.message for finding in queries.verify())
        assert f"第 {sequence} 条" in said, column
        transaction.savepoint_rollback(savepoint)
    assert queries.verify() == []


def test_contents_that_are_no_json_any_more_are_named_and_still_shown(journal, past_the_program):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET detail = '{broken' WHERE sequence = 4")
    assert Entry.objects.for_program("test").get(sequence=4).detail == {"unreadable": "{broken"}
    assert "第 4 条" in queries.verify()[0].message


def test_a_tail_that_was_cut_off_is_found_with_an_anchor_and_only_with_it(
    journal, past_the_program, tmp_path
):
    anchor_file = tmp_path / "anchors"
    actions.anchor(anchor_file)
    assert queries.verify(anchor_file) == []
    Entry.objects.for_program("test").filter(sequence__gt=27).delete()
    assert queries.verify() == []
    (found,) = queries.verify(anchor_file)
    assert found.code == "journal_cut"
    assert "第 30 条" in found.message


def test_a_journal_written_anew_from_some_line_on_is_found_with_an_anchor(
    journal, past_the_program, tmp_path
):
    actions.anchor(tmp_path / "anchors")
    Entry.objects.for_program("test").filter(sequence__gt=20).delete()
    for number in range(21, 31):
        write(number + 100)
    assert queries.verify() == []
    assert codes(queries.verify(tmp_path / "anchors")) == {"journal_rewritten"}


def test_an_anchor_file_that_is_damaged_empty_or_absent_is_no_proof(journal, tmp_path):
    path = tmp_path / "anchors"
    actions.anchor(path)
    path.write_text(path.read_text()[:-20])
    assert codes(queries.verify(path)) == {"anchor_unreadable"}
    path.write_text("")
    assert codes(queries.verify(path)) == {"anchor_unreadable"}
    with pytest.raises(UnreadableFile):
        queries.verify(tmp_path / "nowhere")


def test_an_empty_journal_has_nothing_to_anchor(tmp_path):
    with pytest.raises(Refused):
        actions.anchor(tmp_path / "anchors")


def test_a_clock_that_is_set_back_leaves_a_line_of_its_own(journal, monkeypatch):
    back = timezone.now() - timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: back)
    write(31)
    told, mine = Entry.objects.for_program("test").order_by("sequence")[30:]
    assert (told.act, told.actor) == ("clock_set_back", "系统")
    assert (mine.sequence, mine.at) == (32, back)
    (found,) = queries.verify()
    assert (found.code, found.severity) == ("clock_set_back", "warning")


def test_clocks_of_two_machines_may_drift_a_little(journal, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: journal[-1].at - timedelta(seconds=1))
    write(31)
    assert Entry.objects.for_program("test").count() == 31
    assert queries.verify() == []


def exported(path: Path) -> list[str]:
    path.write_text("".join(queries.whole_file()), encoding="utf-8")
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def test_an_exported_journal_verifies_without_the_ledger(journal, tmp_path):
    exported(tmp_path / "journal")
    Entry.objects.for_program("test").none()
    assert verify_file(tmp_path / "journal") == []


def test_an_exported_journal_cut_at_any_place_is_recognised(journal, tmp_path):
    path = tmp_path / "journal"
    text = "".join(exported(path))
    rng = random.Random(3)
    for _ in range(60):
        cut = rng.randrange(40, len(text) - 2)
        path.write_text(text[:cut], encoding="utf-8")
        assert codes(verify_file(path)) >= {"journal_file_damaged"}, cut


def test_a_piece_taken_out_of_the_middle_of_an_exported_journal_is_named(journal, tmp_path):
    path = tmp_path / "journal"
    lines = exported(path)
    path.write_text("".join([*lines[:10], *lines[13:]]), encoding="utf-8")
    said = " ".join(finding.message for finding in verify_file(path))
    assert "第 10 至 12 条缺失" in said


def test_a_file_that_lost_its_head_or_is_no_journal_is_unreadable(journal, tmp_path):
    path = tmp_path / "journal"
    lines = exported(path)
    for text in ("".join(lines[3:]), "", "hello"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableFile):
            verify_file(path)


def test_several_processes_write_one_chain_and_the_triggers_hold_in_an_installation(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_DATABASE"}
    environment |= {
        "ZHIQIANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings",
    }
    program = Path(__file__).with_name("write_together.py")
    done = subprocess.run(
        [sys.executable, str(program)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    assert out == {
        "statuses": [0, 0, 0, 0],
        "lines": 100,
        "findings": [],
        "refused": ["update", "delete", "delete all", "replace"],
    }


def test_lines_are_found_by_who_what_and_when(journal):
    actions.write("auditor", "read_journal", "journal", {})
    assert queries.entries(READER, queries.Asked(subject="batch:7")).get().sequence == 7
    assert queries.entries(READER, queries.Asked(subject="batch:")).count() == 30
    assert queries.entries(READER, queries.Asked(actor="auditor")).get().act == "read_journal"
    today = timezone.localdate()
    assert queries.entries(READER, queries.Asked(from_on=today, until_on=today)).count() == 31
    assert queries.entries(READER, queries.Asked(until_on=today - timedelta(days=1))).count() == 0
