"""Pick an SQLite library without the WAL-reset bug before Django imports one.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode (sqlite.org/wal.html#walresetbug); the
wheel of pysqlite3 brings a fixed one. Without a fixed library the program refuses to start.
"""

from __future__ import annotations

import sqlite3
import sys

from zhiqiang.kernel.errors import Misconfigured

FIXED = (3, 51, 3)


def use_fixed_library() -> None:
    """Put a fixed SQLite in the place of the standard module, or raise ``Misconfigured``."""
    if sqlite3.sqlite_version_info >= FIXED:
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        pysqlite3 = None
    if pysqlite3 is None or pysqlite3.sqlite_version_info < FIXED:
        raise Misconfigured(
            f"本机 SQLite 版本为 {sqlite3.sqlite_version}，WAL 模式下存在损坏数据的缺陷。"
            "请安装 pysqlite3 0.6.1 以上版本，或用环境变量 ZHIQIANG_DATABASE 指定 PostgreSQL。"
        )
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
