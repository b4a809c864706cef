"""An import that is undone leaves the register as if the file had never come."""

from __future__ import annotations

import signal
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhiqiang.kernel.errors import NotFound, Refused
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import earlier, import_file, undo_import, undoing
from zhiqiang.records.registry.actions.staging import rows_of
from zhiqiang.records.registry.models import Batch, BatchFinding, EarlierRow
from zhiqiang.records.registry.tests.lists import numbered, patent, patents, write
from zhiqiang.records.registry.tests.test_all_or_nothing import run_program

pytestmark = pytest.mark.django_db
EVENTS = ("申请号", "事务类型", "事务日期", "原权利人", "新权利人", "新区划代码")
PARTIES = ("企业名称", "统一社会信用代码", "企业规模", "区划代码")
GRANT = ("授权公告日", "当前权利人", "区划代码", "法律状态", "失效日期")
TAKER = "乙实业有限公司"


@pytest.fixture
def take(tmp_path):
    """Take over rows of one kind of list; return the number of the batch."""
    names = iter(range(1, 100))

    def import_rows(source, *rows):
        path = tmp_path / f"{next(names)}.csv"
        if source == "patents":
            patents(path, list(rows), GRANT)
        else:
            write(path, EVENTS if source == "patent_events" else PARTIES, list(rows))
        result = import_file(source, path, "测试员")
        assert result.batch_id is not None
        return result.batch_id

    return import_rows


def register():
    """Return every row of every table that imports write, as it stands."""
    return {table: rows_of(f"SELECT * FROM {table} ORDER BY id") for table in earlier.TABLES}


def moved(serial=1, on="2020-05-01", to=TAKER, region="110108"):
    return {"申请号": numbered(2015, 1, serial), "事务类型": "转让", "事务日期": on,
            "原权利人": "甲科技有限公司", "新权利人": to, "新区划代码": region}  # fmt: skip


def firm(name="甲科技有限公司", **more):
    return {"企业名称": name, "统一社会信用代码": "91440300708461136T", "区划代码": "330302"} | more


UNNUMBERED = {"申请号": ""}
UNPUBLISHED = {"公开(公告)号": "", "公开(公告)日": ""}
LISTS = {
    "new rights": ("patents", patent(7), patent(8, 申请人="丁制造有限公司")),
    "changed rights": ("patents", patent(1, 名称="另一名称", 授权公告日="2018-01-02"), patent(9)),
    "a right moved by a list": ("patents", patent(1, 当前权利人=TAKER, 区划代码="110108")),
    "a right that ended": ("patents", patent(1, 法律状态="未缴年费专利权终止", 失效日期="2019-06-01")),
    "the same": ("patents", patent(1)),
    "two records joined": ("patents", patent(2), patent(4)),
    "transfers": ("patent_events", moved(), moved(3, "2021-02-03", "丙贸易有限公司")),
    "a transfer before another": ("patent_events", moved(5, "2017-01-01", "丙贸易有限公司")),
    "a transfer corrected": ("patent_events", moved(5, region="440305")),
    "a grant": ("patent_events", moved(6) | {"事务类型": "授权"}),
    "a firm with its code": ("parties", firm(企业规模="小型"), firm("戊科技有限公司", 统一社会信用代码="")),
}  # fmt: skip


def everything_before(take):
    take(
        "patents",
        patent(1),
        patent(2, **UNPUBLISHED),
        patent(3),
        patent(5),
        patent(6, **UNPUBLISHED),
    )
    take("patents", patent(2, **UNNUMBERED), patent(4, **UNNUMBERED, 授权公告日="2018-03-04"))
    take("patent_events", moved(5))


@pytest.mark.parametrize("name", LISTS)
def test_undone_it_is_as_if_the_list_had_never_come(take, name):
    everything_before(take)
    before = register()
    source, *rows = LISTS[name]
    batch_id = take(source, *rows)
    if name != "the same":
        assert register() | {"registry_provenance": ()} != before | {"registry_provenance": ()}
    undo_import(batch_id, "撤销员")
    assert register() == before


def test_the_first_list_of_all_can_be_undone_and_taken_over_again(take, tmp_path):
    before = register()
    batch_id = take("patents", patent(1), patent(2))
    after = rows_of("SELECT identity, title, is_published FROM registry_right ORDER BY identity")
    undo_import(batch_id, "撤销员")
    assert register() == before
    again = import_file("patents", tmp_path / "1.csv", "测试员")
    assert (again.new, again.same) == (2, 0)
    assert after == rows_of(
        "SELECT identity, title, is_published FROM registry_right ORDER BY identity"
    )
    assert len(rows_of("SELECT 1 FROM registry_provenance WHERE subject = 'right'")) == 2


def test_what_was_received_stays_and_the_journal_tells(take):
    batch_id = take("patents", patent(1), patent(2, 专利类型="不明"))
    findings = BatchFinding.objects.for_program("test").count()
    assert findings > 0
    undo_import(batch_id, "撤销员")
    batch = Batch.objects.for_program("test").get()
    assert (batch.undone_by, batch.rows, batch.new, batch.refused) == ("撤销员", 2, 1, 1)
    assert (settings.HOME / "imports" / batch.cells).is_file()
    assert BatchFinding.objects.for_program("test").count() == findings
    assert not EarlierRow.objects.for_program("test").exists()
    line = Entry.objects.for_program("test").order_by("-sequence").first()
    assert (line.actor, line.act, line.subject) == ("撤销员", "undo_import", f"batch:{batch_id}")


def refused(batch_id):
    before = register()
    with pytest.raises(Refused) as told:
        undo_import(batch_id, "撤销员")
    assert register() == before
    return str(told.value)


def test_an_import_is_undone_once(take):
    batch_id = take("patents", patent(1))
    undo_import(batch_id, "撤销员")
    assert "不必再撤" in refused(batch_id)
    with pytest.raises(NotFound):
        undo_import(batch_id + 1, "撤销员")


@pytest.mark.parametrize(
    ("first", "later", "why"),
    [
        (("patents", patent(1)), ("patents", patent(1, 名称="另一名称")), "改动过"),
        (("patents", patent(1)), ("patent_events", moved()), "改动过"),
        (("patents", patent(1)), ("patents", patent(2)), "引用了"),
        (("patents", patent(1), patent(2)), ("patents", patent(2)), "确认过"),
        (("patents", patent(1)), ("patents", patent(1)), "同一份文件"),
        (("patents", patent(1)), ("parties", firm(企业规模="小型")), "改动过"),
        (("patents", patent(1)), ("patent_events", moved() | {"事务类型": "质押", "新权利人": ""}), "引用了"),
    ],
)  # fmt: skip
def test_nothing_is_undone_that_a_later_list_leans_on_but_the_later_list_first(
    take, first, later, why
):
    before = register()
    batch_id = take(*first)
    between = register()
    later_id = take(*later)
    told = refused(batch_id)
    assert f"第 {later_id} 号批次" in told and why in told
    undo_import(later_id, "撤销员")
    assert register() == between
    undo_import(batch_id, "撤销员")
    assert register() == before


def test_lists_about_other_things_do_not_lean(take):
    batch_id = take("patents", patent(1))
    other = take("patents", patent(2, 申请人="丁制造有限公司"))
    undo_import(batch_id, "撤销员")
    assert rows_of("SELECT DISTINCT batch_id FROM registry_provenance") == [(other,)]


def test_what_others_say_leans_on_it_refuses_too(take):
    batch_id = take("patents", patent(1))
    with pytest.raises(Refused, match="已发布"):
        undo_import(batch_id, "撤销员", lambda batch: [f"第 {batch.pk} 号批次的数值已发布"])
    assert Batch.objects.for_program("test").get().undone_at is None


@pytest.mark.parametrize("name", ["restore", "write"])
def test_an_undo_that_fails_in_the_middle_leaves_everything_as_it_was(take, monkeypatch, name):
    class Died(Exception):
        """Stands for whatever may go wrong."""

    def die(*_args):
        raise Died

    everything_before(take)
    batch_id = take("patent_events", moved())
    before = register()
    monkeypatch.setattr(undoing, name, die)
    with pytest.raises(Died):
        undo_import(batch_id, "撤销员")
    assert register() == before
    assert EarlierRow.objects.for_program("test").filter(batch_id=batch_id).exists()
    monkeypatch.undo()
    undo_import(batch_id, "撤销员")


ROWS = st.one_of(
    st.builds(
        lambda serial, title, holder, is_numbered: (
            "patents",
            patent(serial, 名称=title, 当前权利人=holder, **({} if is_numbered else UNNUMBERED)),
        ),
        st.integers(1, 3),
        st.sampled_from(["一种装置", "另一名称"]),
        st.sampled_from(["甲科技有限公司", TAKER]),
        st.booleans(),
    ),
    st.builds(
        lambda serial, day, to: ("patent_events", moved(serial, day, to)),
        st.integers(1, 3),
        st.sampled_from(["2019-01-01", "2020-01-01"]),
        st.sampled_from([TAKER, "丙贸易有限公司"]),
    ),
)


class Histories(TestCase):
    @hypothesis_settings(deadline=None, max_examples=20)
    @given(st.lists(ROWS, min_size=1, max_size=5))
    def test_any_lists_can_be_undone_from_the_last_to_the_first(self, lists):
        states, batches = [], []
        with tempfile.TemporaryDirectory() as folder:
            for at, (source, row) in enumerate(lists):
                path = Path(folder) / f"{at}.csv"
                if source == "patents":
                    patents(path, [row], GRANT)
                else:
                    write(path, EVENTS, [row])
                states.append(register())
                batches.append(import_file(source, path, "测试员").batch_id)
        for batch_id, state in zip(reversed(batches), reversed(states), strict=True):
            if batch_id is not None:
                undo_import(batch_id, "撤销员")
            assert register() == state


KILLED = """
    import os, signal, sys
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0, skip_checks=True)
    from zhiqiang.records.registry.actions import import_file, undo_import, undoing
    batch = import_file("patents", sys.argv[1], "测试员").batch_id
    undoing.write = lambda *given: os.kill(os.getpid(), signal.SIGKILL)
    undo_import(batch, "撤销员")
"""
THEN = """
    import django
    django.setup()
    from zhiqiang.records.registry.actions import undo_import
    from zhiqiang.records.registry.models import Right
    print(Right.objects.for_program("test").count())
    undo_import(1, "撤销员")
    print(Right.objects.for_program("test").count())
"""


def test_a_process_killed_in_an_undo_leaves_the_import_whole(tmp_path):
    path = patents(tmp_path / "甲.csv", [patent(serial) for serial in range(1, 50)])
    killed = run_program(KILLED, tmp_path / "home", path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    after = run_program(THEN, tmp_path / "home", path)
    assert after.stdout.split() == ["49", "0"], after.stderr


def test_what_a_case_recorded_keeps_the_import_beneath_it() -> None:
    from zhiqiang.records.registry.actions.recording import cases_on
    from zhiqiang.records.registry.models import Event, RecordedFact, Right

    right = Right.objects.create(
        identity="CN:2013106997442", kind="invention", number="201310699744.2", title="装置",
        is_published=True, granted_on=date(2016, 3, 1),
    )  # fmt: skip
    event = Event.objects.create(
        identity="pledge:x", kind="pledge", right=right, happened_on=date(2026, 3, 1)
    )
    RecordedFact.objects.create(
        case="ZY1", place="a", subject="event", subject_id=event.pk, actor="测试"
    )
    assert cases_on({"registry_right": [right.pk, right.pk]}) == ["ZY1"]
    assert cases_on({"registry_event": [event.pk, event.pk]}) == ["ZY1"]
    assert cases_on({"registry_right": [right.pk + 1, right.pk + 9]}) == []
    assert cases_on({}) == []
