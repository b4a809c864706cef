"""Build the example city in this installation, once.

Every step is one transaction or one file, and is noted when it is done; a build that was
interrupted goes on after the last step, and a finished one is recognised by its last note.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhiqiang.demo.material import material
from zhiqiang.demo.plan_document import COUNTY_FILE_NAME, FILE_NAME
from zhiqiang.demo.sheets import Sheet
from zhiqiang.demo.world import EXAMPLE, SEED, write_lists
from zhiqiang.kernel.errors import Refused

ACTOR = "示例程序"
USERNAME, DISPLAY_NAME = "official", "示例工作人员"
_FINISHED = "finished"

Say = Callable[[str], None]


def build(say: Say, scale: float = 1.0) -> None:
    """Make the example city here: divisions, lists, snapshot, programme, one account.

    Refuses a home that already keeps a real register. ``say`` is told every step as it ends.
    """
    from django.conf import settings

    home = Path(settings.HOME)
    done = _Notes(home / "demo" / "done.json", f"{SEED} {scale:g}")
    if _FINISHED in done:
        say("示例城市已经建好，直接使用。")
        return
    _refuse_real_register(home)
    started = time.monotonic()
    _prepare(home)
    written = _write(home, scale, say)
    for sheet, path in written:
        if path.name not in done:
            _take_over(sheet, path, say)
            done.add(path.name)
    if "snapshot" not in done:
        _publish(say)
        done.add("snapshot")
    if "programme" not in done:
        _load_programme(say)
        done.add("programme")
    if "county" not in done:
        _load_county(say)
        done.add("county")
    if "services" not in done:
        _publish_services(say)
        done.add("services")
    _make_account(home)
    if "landscape" not in done:
        _make_landscape(say)
        done.add("landscape")
    if "information" not in done:
        _add_information(say)
        done.add("information")
    done.add(_FINISHED)
    say(f"示例城市建成，共用 {time.monotonic() - started:.0f} 秒。")


def how_to_sign_in() -> list[str]:
    """Return the lines that say how to sign in to the example, for the one who built it."""
    from django.conf import settings

    return _sign_in_file(Path(settings.HOME)).read_text(encoding="utf-8").splitlines()


class _Notes:
    """Which steps are done, in a file that is replaced whole; those of another city do not count."""

    def __init__(self, path: Path, city: str) -> None:
        self.path, self.city = path, city
        self.steps: list[str] = []
        if path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.steps = kept["steps"] if kept["city"] == city else []

    def __contains__(self, step: str) -> bool:
        return step in self.steps

    def add(self, step: str) -> None:
        self.steps.append(step)
        fresh = self.path.with_suffix(".fresh")
        values = {"city": self.city, "steps": self.steps}
        fresh.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.path)


def _refuse_real_register(home: Path) -> None:
    from zhiqiang.records.registry import queries

    if not (home / "example.flag").exists() and (
        (home / "divisions.yml").exists() or queries.count_batches()
    ):
        raise Refused(
            f"{home} 已有登记数据，不能在其中生成示例。请用环境变量 ZHIQIANG_HOME 指定另一个空文件夹。"
        )


def _prepare(home: Path) -> None:
    (home / "demo").mkdir(exist_ok=True)
    (home / "example.flag").write_text("示例数据，全部虚构。\n", encoding="utf-8")
    shutil.copyfile(EXAMPLE / "divisions.yml", home / "divisions.yml")
    (home / "region.txt").write_text(material("city")["region"] + "\n", encoding="utf-8")


def _write(home: Path, scale: float, say: Say) -> list[tuple[Sheet, Path]]:
    started = time.monotonic()
    written = write_lists(home / "demo", SEED, scale)
    rows = sum(len(sheet.rows) for sheet, _ in written)
    say(f"生成 {len(written)} 份表格，{rows:,} 行（{time.monotonic() - started:.1f} 秒）")
    return written


def _take_over(sheet: Sheet, path: Path, say: Say) -> None:
    from zhiqiang.records.registry.actions import import_file

    started = time.monotonic()
    result = import_file(sheet.source, path, ACTOR)
    if result.batch_id is None:
        raise Refused(f"示例表格 {path.name} 未能接收：{result.findings[0].message}")
    say(
        f"接收 {path.name}：{result.rows:,} 行，新增 {result.new:,}，变更 {result.changed:,}，"
        f"不变 {result.same:,}，拒收 {result.refused:,}，问题 {len(result.findings)} 条"
        f"（{time.monotonic() - started:.1f} 秒）"
    )


def _publish(say: Say) -> None:
    from zhiqiang import pipeline

    started = time.monotonic()
    paired = pipeline.find_pairs(ACTOR)
    say(
        f"疑似同一主体待判定 {paired['pairs_waiting']:,} 对，自动合并 {paired['parties_merged']:,} 对"
    )
    snapshot = pipeline.publish(ACTOR).as_json()
    seconds = time.monotonic() - started
    say(f"发布快照 {snapshot['snapshot']}：{snapshot['rows']:,} 行（{seconds:.1f} 秒）")


def _load_programme(say: Say) -> None:
    from zhiqiang.domains.plans import actions, queries

    started = time.monotonic()
    programme = actions.load_programme(EXAMPLE / FILE_NAME, material("city")["region"], ACTOR)
    if programme.state == "draft":
        actions.put_in_force(programme, programme.issued_on, ACTOR)
    # Whoever opens the programme first shall not wait until its statements are compiled.
    queries.commitment_standings(programme, date(programme.to_year, 12, 31))
    summary = queries.summary(programme.pk)
    say(
        f"载入规划：目标 {summary['targets']} 项（已对应 {summary['linked']} 项），"
        f"任务 {summary['tasks']} 项，核对意见 {summary['findings']} 条"
        f"（{time.monotonic() - started:.1f} 秒）"
    )


def _load_county(say: Say) -> None:
    """Share some of the city's targets out and load the plan of the county that falls short."""
    from zhiqiang.domains.plans import actions

    city = actions.load_programme(EXAMPLE / FILE_NAME, material("city")["region"], ACTOR)
    shares = material("shares")
    for target in city.targets.filter(indicator_name__in=list(shares), where="goal"):
        parts = {code: Decimal(value) for code, value in shares[target.indicator_name].items()}
        actions.share_target(city, target.code, parts, ACTOR)
    county = actions.load_programme(EXAMPLE / COUNTY_FILE_NAME, material("city")["county"], ACTOR)
    if county.state == "draft":
        actions.put_in_force(county, county.issued_on, ACTOR)
    say(f"载入下级规划：{county.region_name}，市级目标分解 {len(shares)} 项")


def _publish_services(say: Say) -> None:
    """Publish every service item of the catalogue."""
    from zhiqiang.records.casework.actions import publish_item
    from zhiqiang.records.casework.items import catalogue_items

    for key in catalogue_items():
        publish_item(key, ACTOR)
    say(f"发布政务服务事项 {len(catalogue_items())} 项")


def _make_landscape(say: Say) -> None:
    """Make the landscape of an industry for the official of the example."""
    from zhiqiang.demo import landscape
    from zhiqiang.records.accounts import queries

    say(landscape.make(queries.person_named(USERNAME)))


def _add_information(say: Say) -> None:
    """Found topic databases and push to firms; all of it, or none."""
    from django.db import transaction

    from zhiqiang.demo.information import add_information
    from zhiqiang.records.accounts import queries

    with transaction.atomic():
        told = add_information(queries.person_named(USERNAME))
    say(
        f"建立专题数据库 {told['topics']} 个、企业画像 {told['profiles']:,} 份，"
        f"发布推送 {told['pushes']:,} 条"
    )


def _sign_in_file(home: Path) -> Path:
    return home / "demo" / "sign-in.txt"


def _make_account(home: Path) -> None:
    """Make the one account; the password is kept where only this user of the machine reads it.

    The file is written inside the transaction: an account whose password nobody knows cannot be
    left behind.
    """
    from django.db import transaction

    from zhiqiang.records.accounts import queries
    from zhiqiang.records.accounts.actions import create_official

    if queries.person_named(USERNAME) is not None:
        return
    path = _sign_in_file(home)
    path.unlink(missing_ok=True)
    with transaction.atomic():
        password = create_official(USERNAME, DISPLAY_NAME)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"用户名：{USERNAME}\n密码：{password}\n")
