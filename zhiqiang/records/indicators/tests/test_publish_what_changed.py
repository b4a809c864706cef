"""A snapshot that is built upon the one before is, byte for byte, what writing every row comes to."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from zhiqiang.engines.lake import Lake, Manifest, parts
from zhiqiang.records.indicators import export, opened, unpublished
from zhiqiang.records.indicators.actions import publish_snapshot, snapshots
from zhiqiang.records.indicators.models import PublishedState, UnpublishedChange
from zhiqiang.records.indicators.tests import random_lists
from zhiqiang.records.indicators.tests.ledger import company, happens, invention, new, residents
from zhiqiang.records.journal.models import Entry
from zhiqiang.records.registry.actions import find_pairs, import_file, undo_import

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_KEYS", 5)


def rows(model: str) -> Any:
    return apps.get_model("registry", model).objects.for_program("test")


def hashes(manifest: Manifest) -> dict[str, Any]:
    return {
        name: (state.rows, [(Path(file.path).name, file.hash) for file in state.files])
        for name, state in manifest.tables.items()
    }


def whole(folder: Path) -> dict[str, Any]:
    """Return what writing every row into an empty lake comes to."""
    return hashes(Lake(folder).publish(export.tables()))


def why() -> str:
    """Return why the newest snapshot was written whole; nothing where it was not."""
    told = (
        Entry.objects.for_program("test")
        .filter(act="publish_snapshot")
        .order_by("-sequence")
        .first()
    )
    return str(told.detail.get("whole_because", "")) if told else ""


def act(random: Random, number: int) -> None:
    """Do one thing to the ledger, as somebody's statement might."""
    right = random.choice(list(rows("Right").order_by("pk")))
    party, other = (random.choice(list(rows("Party").order_by("pk"))) for _ in range(2))
    day = date(2019, 1, 1) + timedelta(days=random.randrange(2000))
    events = list(rows("Event").order_by("pk"))
    acts = {
        "new right": lambda: invention(1000 + number, party),
        "granted": lambda: happens_once(number, right, "grant", day),
        "lapsed": lambda: happens_once(number, right, "lapse", day),
        "pledged": lambda: happens_once(number, right, "pledge", day, party=party, amount=7),
        "transferred": lambda: transfer(number, right, other, day),
        "a status": lambda: rows("Right").filter(pk=right.pk).update(status_text="失效"),
        "a title": lambda: rows("Right").filter(pk=right.pk).update(title=f"新名{number}"),
        "a holder": lambda: rows("Right").filter(pk=right.pk).update(holder=other),
        "a name": lambda: rows("Party").filter(pk=party.pk).update(name=f"改名{number}"),
        "a seat": lambda: rows("Party").filter(pk=party.pk).update(region_code="990102"),
        "a merger": lambda: rows("Party").filter(pk=party.pk).update(same_as=other),
        "no holding": lambda: rows("Holding").filter(right=right).delete(),
        "an event gone": lambda: events and rows("Event").filter(pk=events[0].pk).delete(),
        "an event moved": lambda: events and rows("Event").filter(pk=events[-1].pk).update(right=right),
        "back again": lambda: put_back(events),
        "a right gone": lambda: gone(right),
        "designated": lambda: new("Designation", identity=f"D{number}", kind="topic_database",
                                  name="库", party=party, from_on=day),
        "trained": lambda: new("Activity", identity=f"A{number}", kind="training", title="班",
                               held_on=day, people=number, region_code="990101"),
        "counted": lambda: residents("990101", 1900 + number, number),
        "nothing": lambda: None,
    }  # fmt: skip
    acts[random.choice(list(acts))]()


def happens_once(number: int, right: Any, kind: str, on: date, **values: Any) -> Any:
    return new("Event", identity=f"X{number}", kind=kind, right=right, happened_on=on, **values)


def transfer(number: int, right: Any, taker: Any, on: date) -> None:
    happens_once(number, right, "transfer", on, counterparty=taker)
    if not rows("Holding").filter(right=right, from_on=on).exists():
        new("Holding", right=right, party=taker, region_code=taker.region_code, from_on=on)


def put_back(events: list[Any]) -> None:
    """Remove a row and put it in again under its id, as undoing an import does."""
    for one in events[:1]:
        rows("Event").filter(pk=one.pk).delete()
        one.note = "放回"
        one.save(force_insert=True)


def gone(right: Any) -> None:
    for model in ("Event", "Holding"):
        rows(model).filter(right=right).delete()
    rows("Right").filter(pk=right.pk).delete()


@pytest.mark.parametrize("seed", range(4))
def test_random_acts_come_to_the_same_bytes(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    firms = [company(number, random.choice(("990101", "990200"))) for number in range(4)]
    for number in range(17):
        invention(number, random.choice(firms))
    publish_snapshot("测试")
    assert why() == "此前没有可沿用的快照"
    for number in range(14):
        for step in range(random.randrange(1, 4)):
            act(random, 10 * number + step)
        made = publish_snapshot("测试")
        assert hashes(made) == whole(tmp_path / f"whole{number}")
        assert why() == "" or made.number == 1
    assert opened.lake().damaged_files() == []


def test_imports_mergers_and_undoing_come_to_the_same_bytes(tmp_path: Path) -> None:
    lists = random_lists.make(7, is_astray=False)
    files = lists.write(tmp_path)
    batches = []
    for number, source in enumerate(("patents", "parties", "patent_events", "licences", "pledges")):
        batches.append(import_file(source, files[source], "测试员").batch_id)
        find_pairs()
        made = publish_snapshot("测试")
        assert hashes(made) == whole(tmp_path / f"list{number}")
        # A list that brought nothing new left no snapshot.
        assert why() == ("" if made.number > 1 else "此前没有可沿用的快照")
    for number, batch in enumerate(reversed(batches)):
        undo_import(batch, "测试员")
        made = publish_snapshot("测试")
        assert hashes(made) == whole(tmp_path / f"undone{number}")
        assert why() == ""
    assert made.tables["rights"].rows == 0


def test_what_nothing_touched_stays_in_its_files() -> None:
    holder = company()
    rights = [invention(number, holder) for number in range(20)]
    before = publish_snapshot("测试")
    rows("Right").filter(pk=rights[0].pk).update(title="新名")
    after = publish_snapshot("测试")
    old, fresh = ({file.path for file in one.tables["rights"].files} for one in (before, after))
    assert len(old - fresh) == len(fresh - old) == 1 and len(old) > 3
    assert after.tables["holdings"] == before.tables["holdings"]


def test_only_rows_that_changed_are_asked_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    holder = company()
    rights = [invention(number, holder) for number in range(20)]
    publish_snapshot("测试")
    happens(rights[3], "lapse", date(2024, 1, 1))
    seen: list[Any] = []
    monkeypatch.setattr(
        snapshots, "tables", lambda changed: seen.append(changed) or export.tables(changed)
    )
    publish_snapshot("测试")
    told = {name: list(keys) for name, keys in seen[0].items() if keys}
    mine = [rights[3].pk]
    assert told.pop("events") and told == {"rights": mine, "holdings": mine, "in_force": mine}


def test_lost_lines_are_noticed_and_all_is_written(tmp_path: Path) -> None:
    right = invention(1, company())
    happens(right, "pledge", date(2024, 1, 1))
    publish_snapshot("测试")
    rows("Event").delete()
    UnpublishedChange.objects.all().delete()
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert why() == "上一快照的文件或变更登记不完整"


def test_a_trigger_that_is_gone_is_noticed_and_made_again(tmp_path: Path) -> None:
    right = invention(1, company())
    publish_snapshot("测试")
    on = " ON registry_right" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER unpublished_right_update{on}")
    rows("Right").filter(pk=right.pk).update(title="新名")
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert why() == "变更登记曾经中断"
    rows("Right").filter(pk=right.pk).update(title="再改")
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "again")
    assert why() == ""


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_file_that_is_lost_or_damaged_does_not_live_on(harm: str, tmp_path: Path) -> None:
    right = invention(1, company())
    made = publish_snapshot("测试")
    path = opened.lake().root / made.tables["rights"].files[0].path
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"x" + content[-8:]) if harm == "damaged" else path.unlink()
    rows("Right").filter(pk=right.pk).update(title="新名")
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert why() == "上一快照的文件或变更登记不完整"
    assert opened.lake().damaged_files() == []


def test_a_ledger_put_back_from_a_backup_builds_upon_its_own_snapshot(tmp_path: Path) -> None:
    right = invention(1, company())
    publish_snapshot("测试")
    then = PublishedState.objects.values().get()
    rows("Right").filter(pk=right.pk).update(title="备份之后")
    publish_snapshot("测试")
    # As the backup of the first snapshot knew it.
    rows("Right").filter(pk=right.pk).update(title=right.title)
    UnpublishedChange.objects.all().delete()
    PublishedState.objects.update(**then)
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert opened.lake().manifest().number == 3
    PublishedState.objects.update(content="of another lake")
    rows("Right").filter(pk=right.pk).update(title="再改")
    publish_snapshot("测试")
    assert why() == "上一快照与台账不符"


def test_what_is_written_while_a_snapshot_is_made_stands_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = company()
    right = invention(1, holder)
    publish_snapshot("测试")
    written = snapshots._written

    def meanwhile(*given: Any) -> Any:
        made = written(*given)
        rows("Right").filter(pk=right.pk).update(title="其间")
        invention(2, holder)
        return made

    monkeypatch.setattr(snapshots, "_written", meanwhile)
    happens(right, "pledge", date(2024, 1, 1))
    publish_snapshot("测试")
    monkeypatch.setattr(snapshots, "_written", written)
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert why() == ""


def test_a_publisher_that_ends_before_it_has_settled_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = invention(1, company())
    publish_snapshot("测试")
    settle = unpublished.settle

    def killed(*_given: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(unpublished, "settle", killed)
    rows("Right").filter(pk=right.pk).update(title="新名")
    with pytest.raises(KeyboardInterrupt):
        publish_snapshot("测试")
    monkeypatch.setattr(unpublished, "settle", settle)
    happens(right, "lapse", date(2024, 1, 1))
    assert hashes(publish_snapshot("测试")) == whole(tmp_path / "whole")
    assert why() == ""


def test_a_day_that_passes_ends_a_doubt_without_anybody_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = company()
    invention(1, holder)
    # Its list says that it has ended; not so its term, until some days from now.
    near = date.fromordinal(unpublished.localdate().toordinal() + 10)
    invention(2, holder, status_text="失效", filed_on=near.replace(year=near.year - 20))
    before = publish_snapshot("测试")
    later = near + timedelta(days=30)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: later)
    monkeypatch.setattr(unpublished, "localdate", lambda: later)
    after = publish_snapshot("测试")
    assert hashes(after) == whole(tmp_path / "whole")
    assert (after.number, why()) == (before.number + 1, "")
    monkeypatch.setattr(unpublished, "localdate", lambda: later - timedelta(days=1))
    rows("Right").update(title="新名")
    publish_snapshot("测试")
    assert why() == "日期或区划已变更"


def test_whoever_asks_gets_all_written(tmp_path: Path) -> None:
    right = invention(1, company())
    publish_snapshot("测试")
    rows("Right").filter(pk=right.pk).update(title="新名")
    publish_snapshot("测试", whole=True)
    assert why() == "要求全量发布"
