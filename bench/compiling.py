"""Compile a plan of 20 KB, and one of 25 KB at 1, 10 and 100 times its length.

The longest has as many characters as a document of 500 pages; the shortest is long enough for what
every document costs once not to show.
"""

from __future__ import annotations

import re

from bench.measuring import Line, interleaved
from zhiqiang.demo.plan_document import FILE_NAME
from zhiqiang.demo.world import EXAMPLE

_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*[件家个项名次场条元%]")
_HEAD = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．]")


def measure(size: int) -> list[Line]:
    """Return one line for each length; ``size`` does not matter here."""
    from zhiqiang.engines.compiler import compile_file

    text = compile_file(EXAMPLE / FILE_NAME).text
    short = "\n".join([text] * 4).encode()[:20_000].decode(errors="ignore")
    lines = [_line("compile 20 KB", short, 5)]
    for times in (1, 10, 100):
        long = "\n".join([text] * (2 * times))
        what = f"compile ×{times} ({len(long):,} characters)"
        lines.append(_line(what, long, 5 if times < 100 else 1))
    return lines


def _line(what: str, text: str, rounds: int) -> Line:
    from zhiqiang.engines.compiler import compile_text

    ours, raw = interleaved(
        lambda: compile_text(text), lambda: (_NUMBER.findall(text), _HEAD.findall(text)), rounds
    )
    return Line(what, len(text), ours, raw, "two regex scans of the same text")
