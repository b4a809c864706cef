"""Let work be killed in a child of its own, just before one of its SQL statements or at a moment.

Programs import it that kill an import, a job or an act at one point after another.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection


def leave_connection() -> None:
    """Close the connection, and the pool where there is one: a child must not inherit either."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def in_child(
    work: Callable[[], Any],
    before: int = 0,
    within: float = 0.0,
    kills_at_end: bool = False,
    told: Path | None = None,
) -> int:
    """Do the work in a child that is killed, and return the status with which it ended.

    ``before``: the number of the statement before which it kills itself (SIGKILL); ``within``:
    seconds after which it is killed wherever it is (SIGALRM, which nobody catches);
    ``kills_at_end``: right after the last statement. What lives to its end writes into ``told`` how
    many statements it ran.
    """
    leave_connection()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    count = 0

    def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == before:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    signal.setitimer(signal.ITIMER_REAL, within)
    with connection.execute_wrapper(counted):
        work()
    if kills_at_end:
        os.kill(os.getpid(), signal.SIGKILL)
    if told is not None:
        told.write_text(str(count))
    os._exit(0)


def was_killed(status: int) -> bool:
    """Say whether a child with this status ended by SIGKILL."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
