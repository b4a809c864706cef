"""Spark and DuckDB give the same for every indicator: value, parts, notes, rows, hash and slices."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as django_settings

from zhiqiang.engines import metrics
from zhiqiang.engines.lake import Lake, OpenSnapshot
from zhiqiang.engines.metrics import Concordance, Question, Rules
from zhiqiang.kernel.divisions import Divisions
from zhiqiang.records.indicators.rules import rules
from zhiqiang.records.indicators.tests import random_register

ENGINE = "local[1]"
DAY, REGIONS = date(2024, 12, 31), ("990000", "990101")
#: Spark plans as ever, and runs small tables without compiling each statement to machine code
QUICKLY = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
PLACES = {
    "990000": "某省",
    "990100": "甲市",
    "990101": "甲一县",
    "990102": "甲二县",
    "990200": "乙市",
    "990201": "乙一县",
    "990300": "丙市",
    "990301": "丙一县",
}
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="没有 PySpark，请执行 make spark"
    ),
    pytest.mark.skipif(shutil.which("java") is None, reason="没有 Java，请安装 Java 17"),
]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Divisions:
    path = tmp_path_factory.mktemp("places") / "divisions.yml"
    named = [{"code": code, "name": name} for code, name in PLACES.items()]
    path.write_text(yaml.safe_dump(named), encoding="utf-8")
    return Divisions.national().with_file(path)


@pytest.fixture(scope="module")
def known() -> Rules:
    """The catalogue with a table of classes, as a bureau that has one loads it."""
    whole = rules()
    loaded = Concordance.model_validate(
        {"title": "战略性新兴产业分类", "prefixes": ["H04L9/", "G06"], "basis": [_basis()]}
    )
    names = {
        criterion.rule.concordance
        for one in whole.criteria.values()
        for criterion in one.criteria.values()
        if getattr(criterion.rule, "concordance", None)
    }
    assert names
    return Rules(whole.indicators, whole.parameters, whole.criteria, dict.fromkeys(names, loaded))


def _basis() -> dict[str, str]:
    return {"document": "测试", "mark": "S"}


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[OpenSnapshot]]:
    """The same snapshot open on either engine, in a folder whose name needs care."""
    codes = Path(django_settings.CATALOGUE) / "codes" / "designations.yml"
    kinds = tuple(yaml.safe_load(codes.read_text(encoding="utf-8"))["values"])
    root = tmp_path_factory.mktemp("lake") / "湖 一"
    Lake(root).publish(random_register.batches(random_register.make(3, 260, kinds)))
    settings = " ".join(f"--conf {key}={value}" for key, value in QUICKLY.items())
    settings += (
        " --driver-memory 2g --driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'"
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_SUBMIT_ARGS", f"{settings} pyspark-shell")
        found = [Lake(root, engine=name).open() for name in ("duckdb", ENGINE)]
    yield found
    for one in found:
        one.close()


def test_every_figure_is_the_same_in_every_region(
    snapshots: list[OpenSnapshot], known: Rules, places: Divisions
) -> None:
    wanted = [
        (indicator, Question(region, DAY))
        for indicator in known.indicators.values()
        for region in REGIONS
    ]
    told = []
    for snapshot in snapshots:
        assert metrics.prepare(wanted, snapshot, known) > 200
        told.append([metrics.compute(one, snapshot, q, known, places) for one, q in wanted])
    assert told[0] == told[1]
    assert sum(1 for one in told[0] if one.value) > len(known.indicators)


def test_every_row_behind_every_figure_is_the_same(
    snapshots: list[OpenSnapshot], known: Rules, places: Divisions
) -> None:
    """The hash is taken over every row, written out in order of id, by either engine its own way."""
    question, hashes = Question("990000", DAY), set()
    for indicator in known.indicators.values():
        ours, theirs = (
            metrics.digest(indicator, one, question, known, places) for one in snapshots
        )
        assert ours == theirs, indicator.key
        hashes.add(ours)
    assert len(hashes) > len(known.indicators) / 2


@pytest.mark.parametrize("order", ["name", "-on", "amount"])
def test_a_page_of_sorted_rows_is_the_same(
    snapshots: list[OpenSnapshot], known: Rules, places: Divisions, order: str
) -> None:
    asked: tuple[Any, ...] = (Question("990000", DAY), known, places, "numerator", 7, 3, order)
    for key in ("high_value_inventions", "pledge_amount_registered"):
        ours, theirs = (metrics.rows(known.indicators[key], one, *asked) for one in snapshots)
        assert ours == theirs != []


def test_the_parts_of_a_figure_are_the_same(snapshots: list[OpenSnapshot], known: Rules) -> None:
    question = Question("990000", DAY)
    for key in ("high_value_inventions",):
        indicator = known.indicators[key]
        for by in metrics.ways_of(indicator, question):
            ours, theirs = (metrics.split(indicator, one, question, known, by) for one in snapshots)
            assert ours == theirs != [], (key, by)


def test_what_a_table_lacks_is_the_same(snapshots: list[OpenSnapshot]) -> None:
    ours, theirs = (metrics.soundness(one, Question("990000", DAY)) for one in snapshots)
    assert ours == theirs != []
