"""Compile the example's plan at 1, 10 and 100 times its length, beside a regex scan of the text."""

from __future__ import annotations

import re

from bench.measuring import Line, interleaved
from zhiqiang.demo.plan_document import FILE_NAME
from zhiqiang.demo.world import EXAMPLE

_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*[件家个项名次场条元%]")
_HEAD = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．]")


def measure(size: int) -> list[Line]:
    """Return one line for each length; ``size`` does not matter here."""
    from zhiqiang.engines.compiler import compile_file, compile_text

    text = compile_file(EXAMPLE / FILE_NAME).text
    lines = []
    for times in (1, 10, 100):
        long = "\n".join([text] * times)
        ours, raw = interleaved(
            lambda long=long: compile_text(long),
            lambda long=long: (_NUMBER.findall(long), _HEAD.findall(long)),
            5 if times < 100 else 1,
        )
        what = f"compile ×{times} ({len(long):,} characters)"
        lines.append(Line(what, len(long), ours, raw, "two regex scans of the same text"))
    return lines
