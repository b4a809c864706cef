"""An engine is chosen by its address; one that cannot work says so, and nothing falls back."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import ibis
import pytest

from zhiqiang.engines.lake import Lake
from zhiqiang.engines.lake.engines import engine
from zhiqiang.engines.lake.statements import compile_statement
from zhiqiang.engines.lake.tests.test_keep_answers import publish
from zhiqiang.kernel.errors import Misconfigured


@pytest.mark.parametrize(
    ("address", "dialect"),
    [
        ("", "duckdb"),
        ("duckdb", "duckdb"),
        ("local[2]", "pyspark"),
        ("spark://10.0.0.7:7077", "pyspark"),
        ("spark://one:7077,two:7077", "pyspark"),
    ],
)
def test_an_address_names_its_engine(address: str, dialect: str) -> None:
    assert engine(address).dialect == dialect


@pytest.mark.parametrize("address", ["sqlite", "spark://", "spark://host", "local[two]"])
def test_an_address_of_no_engine_is_refused_with_those_that_there_are(
    address: str, tmp_path: Path
) -> None:
    publish(Lake(tmp_path), 2)
    with pytest.raises(Misconfigured, match=r"不是可用的引擎.*local\[2\]") as told:
        Lake(tmp_path, engine=address).open()
    assert address in str(told.value)


def test_a_named_engine_that_is_not_installed_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Lake(tmp_path), 2)
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Misconfigured, match="没有安装 PySpark。请在程序目录执行 make spark"):
        Lake(tmp_path, engine="spark://nowhere:7077").open()


def test_parameters_are_marked_as_each_engine_reads_them() -> None:
    parameters = {"as_of": ibis.param("date"), "low": ibis.param("string")}
    table = ibis.table({"on": "date", "code": "string"}, name="a")
    asked = table.filter(table.on <= parameters["as_of"], table.code >= parameters["low"])
    ours, names = compile_statement(asked, parameters, engine())
    theirs, _ = compile_statement(asked, parameters, engine("local[1]"))
    assert names == ("as_of", "low")
    assert "$as_of" in ours and "$low" in ours
    assert "CAST(:as_of AS DATE)" in theirs and ":low" in theirs
