"""The process that reads one file: sets its own bounds, reads, prints the manuscript, ends."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from zhiqiang.engines.compiler.inputs.apart import OUT_OF_MEMORY
from zhiqiang.engines.compiler.inputs.limits import Limits
from zhiqiang.engines.compiler.inputs.readers import read_as


def main(arguments: list[str]) -> None:
    """Read one file as ``kind path name limits`` say."""
    kind, path, name, bounds = arguments
    limits = Limits(**json.loads(bounds))
    confine(limits, kind in ("pdf", "image"))
    out = sys.stdout.buffer
    # What libraries print must not mix with the answer.
    sys.stdout = sys.stderr
    try:
        manuscript = read_as(kind, Path(path).read_bytes(), name, limits)
        out.write(json.dumps(manuscript.as_json(), ensure_ascii=False).encode("utf-8", "replace"))
        out.flush()
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def confine(limits: Limits, is_scan: bool) -> None:
    """Bound memory and processor time; no core file, and no file is written."""
    memory = limits.scan_memory if is_scan else limits.memory
    _bound(resource.RLIMIT_AS, memory)
    # Recognition asks for more, page by page, up to the second bound.
    _bound(resource.RLIMIT_CPU, limits.seconds, limits.scan_seconds * 2 if is_scan else 0)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    _bound(resource.RLIMIT_NOFILE, 128)


def _bound(what: int, most: int, at_last: int = 0) -> None:
    _, hard = resource.getrlimit(what)
    at_last = max(most, at_last)
    if hard != resource.RLIM_INFINITY:
        most, at_last = min(most, hard), min(at_last, hard)
    resource.setrlimit(what, (most, at_last))
