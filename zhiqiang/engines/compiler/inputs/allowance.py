"""More processor time for work that is known to be long, in a process that is bounded."""

from __future__ import annotations

import resource
import time


def allow(seconds: int) -> None:
    """Let this process use so many more seconds, never more than its hard bound.

    Where no bound is set, as in a test or a shell, nothing changes.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        more = int(time.process_time()) + seconds
        bound = more if hard == resource.RLIM_INFINITY else min(more, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (bound, hard))
