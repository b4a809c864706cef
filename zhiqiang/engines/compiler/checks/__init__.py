"""What a person has to look at before a programme is taken over, as a list of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhiqiang.engines.compiler.draft import Draft
from zhiqiang.kernel.finding import Finding

CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = ()
