"""Apache Spark: the same expressions over the same files, where a corpus outgrows one machine.

The program is Spark's driver. It starts Java once a process, and every snapshot gets a session of
its own, so that two snapshots may be open. Workers read the files of the lake themselves: with
workers on other machines the home folder has to lie where all of them see it, under the same path.
"""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import pyarrow as pa

from zhiqiang.kernel.errors import Misconfigured

Row = dict[str, Any]
_INSTALL = "请在程序目录执行 make spark，或改回默认引擎（取消环境变量 ZHIQIANG_ENGINE）。"
#: what makes figures of a few million rows quick; a cluster's own settings come from SPARK_CONF_DIR
_SETTINGS = {
    "spark.app.name": "zhiqiang",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    # A sum that would not fit is an error, never an empty value.
    "spark.sql.ansi.enabled": "true",
    # Statements of hundreds of measures: what Spark derives from each condition for every branch
    # grows with their product, and fills the memory of the driver before a row is read.
    "spark.sql.constraintPropagation.enabled": "false",
}
_AT_HOME = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.log.level": "ERROR",
}


class SparkEngine:
    """A Spark cluster (``spark://host:port``) or Spark inside this machine (``local[2]``)."""

    dialect = "pyspark"
    writes_long_texts = False

    def __init__(self, master: str) -> None:
        self.master = master

    @property
    def version(self) -> str:
        """Return what answers of this engine are kept under."""
        return f"spark {self._session.version}"

    def mark(self, name: str, is_date: bool) -> str:
        """Return how a statement names a parameter.

        Dates are handed over as texts: PySpark's own way cannot tell the years before 1000.
        """
        return f"CAST(:{name} AS DATE)" if is_date else f":{name}"

    def quoted(self, column: str) -> str:
        """Return how a statement names a column."""
        return f"`{column}`"

    def open(self, tables: Mapping[str, Sequence[str]]) -> SparkTables:
        """Return the tables, each read from its files, ready for statements."""
        return SparkTables(self._session.newSession(), tables)

    @cached_property
    def _session(self) -> Any:
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise Misconfigured(
                f"环境变量 ZHIQIANG_ENGINE 选用了 Spark（{self.master}），但本机没有安装 PySpark。"
                f"{_INSTALL}"
            ) from error
        if shutil.which("java") is None:
            raise Misconfigured(
                f"环境变量 ZHIQIANG_ENGINE 选用了 Spark（{self.master}），但本机没有 Java。"
                f"请安装 Java 17 或更新版本。{_INSTALL}"
            )
        builder = SparkSession.builder.master(self.master)
        settings = _SETTINGS | (_AT_HOME if self.master.startswith("local") else {})
        for key, value in settings.items():
            builder = builder.config(key, value)
        try:
            return builder.getOrCreate()
        except (PySparkException, OSError, RuntimeError) as error:
            raise Misconfigured(
                f"无法连接 Spark（{self.master}）：{str(error).splitlines()[0][:200]}。"
                "请核对环境变量 ZHIQIANG_ENGINE 的地址，并确认 Spark 已启动。"
            ) from error


class SparkTables:
    """The tables of one snapshot as views of one session, shared by threads."""

    def __init__(self, session: Any, tables: Mapping[str, Sequence[str]]) -> None:
        self._session = session
        # Spark itself stays for the next snapshot; when the program ends, Java is gone by then.
        self._names: list[str] = []
        self.close = weakref.finalize(self, _forget, session, self._names)
        self.close.atexit = False
        for name, paths in tables.items():
            self.add(name, paths)

    def add(self, name: str, paths: Sequence[str], is_loaded: bool = False) -> None:
        """Read one more table from its files, each time anew or once into memory."""
        self._names.append(name)
        # A reader of local files takes a path as it is, blanks and Chinese too.
        files = [f"file://{path}" for path in paths]
        read = self._session.read.parquet(*files)
        (read.cache() if is_loaded else read).createOrReplaceTempView(name)

    def fetch(self, statement: str, bound: Mapping[str, Any]) -> list[Row]:
        """Return all rows of a statement."""
        return [row.asDict() for row in self._asked(statement, bound).collect()]

    def arrow(self, statement: str, bound: Mapping[str, Any]) -> pa.Table:
        """Return all rows of a statement as columns."""
        return self._asked(statement, bound).toArrow()

    def stream(self, statement: str, bound: Mapping[str, Any]) -> Iterator[Row]:
        """Yield the rows of a statement, a partition at a time."""
        for row in self._asked(statement, bound).toLocalIterator():
            yield row.asDict()

    def table(self, name: str) -> ibis.Table:
        """Return a table as an Ibis expression, bound to the session."""
        return ibis.pyspark.connect(self._session).table(name)

    def _asked(self, statement: str, bound: Mapping[str, Any]) -> Any:
        written = {k: v.isoformat() if isinstance(v, date) else v for k, v in bound.items()}
        return self._session.sql(statement, args=written)


def _forget(session: Any, names: Sequence[str]) -> None:
    for name in names:
        session.catalog.dropTempView(name)
