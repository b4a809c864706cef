"""``python -m bench``: all measurements on an empty temporary home; ``--write`` keeps the tables.

``SIZE=100k`` (the default), ``1m`` or ``5m`` says how many patent rows are taken over. Names of
steps measure these alone, in the order in which they stand here; with ``--write`` the tables of
the others stay as they were. Some need what a step before leaves; ``opening`` writes a register of its
own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.measuring import machine

_SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
_STEPS = (
    "compiling",
    "reading",
    "scanning",
    "importing",
    "seeing",
    "publishing",
    "indicating",
    "refreshing",
    "freezing",
    "covering",
    "standing",
    "landscaping",
    "linking",
    "opening",
    "working",
    "working_postgres",
    "importing_postgres",
    "spreadsheet",
    "pairing",
)
#: steps with a ledger of their own
_ALONE = {"opening", "working", "landscaping"}
_HEAD = (
    "Taken last {:%Y-%m-%d} on {}, by `SIZE={} make bench`. Ratio = ours ÷ baseline; both are taken "
    "in turn. On a busy machine (load above its cores) judge by the ratios."
)
_PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure every step in turn, print as they end, and write the page when asked to."""
    size_name = os.environ.get("SIZE", "100k").lower()
    if size_name not in _SIZES:
        raise SystemExit(f"SIZE must be one of {', '.join(_SIZES)}")
    asked = [name for name in sys.argv[1:] if name != "--write"]
    if unknown := set(asked) - set(_STEPS):
        raise SystemExit(
            f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(_STEPS)}"
        )
    wanted = [step for step in _STEPS if step in asked or not asked]
    sections: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="zhiqiang-bench-") as home:
        for step in wanted:
            section = _section(step, _run(step, _SIZES[size_name], home))
            print(section, flush=True)
            sections[step] = section
    if "--write" in sys.argv[1:]:
        _write(size_name, sections)


def _run(step: str, size: int, home: str) -> dict[str, Any]:
    own = Path(home, step) if step in _ALONE else Path(home)
    own.mkdir(exist_ok=True)
    environment = os.environ | {"ZHIQIANG_HOME": str(own)}
    environment.pop("ZHIQIANG_DATABASE", None)
    done = subprocess.run(
        [sys.executable, "-m", "bench.step", step, str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench {step} failed")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _section(step: str, result: dict[str, Any]) -> str:
    lines = [
        f"### {step}",
        "",
        "| what | rows | seconds | baseline | baseline seconds | ratio |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for one in result["lines"]:
        raw, ratio = one["baseline_seconds"], one["ratio"]
        lines.append(
            f"| {one['what']} | {one['rows']:,} | {one['seconds']:.3f} | {one['baseline']} |"
            f" {'' if raw is None else f'{raw:.4f}'} | {'' if ratio is None else f'{ratio:.1f}'} |"
        )
    load = " to ".join(f"{one:.1f}" for one in result["load"])
    lines += ["", *_curves(result["lines"])]
    return "\n".join(
        [*lines, f"Peak memory {result['peak']:,.0f} MiB; load of the machine {load}.", ""]
    )


def _curves(lines: list[dict[str, Any]]) -> list[str]:
    """Draw the points of every curve as bars, the longest of 40 signs."""
    out: list[str] = []
    for name in dict.fromkeys(one["curve"] for one in lines if one["curve"]):
        points = [one for one in lines if one["curve"] == name]
        longest = max(one["seconds"] for one in points)
        out += [f"{name}:", "", "```"]
        for one in points:
            bar = "█" * max(1, round(40 * one["seconds"] / longest))
            out.append(f"{one['what']:<45} {bar} {one['seconds']:.3f} s")
        out += ["```", ""]
    return out


def _write(size_name: str, sections: dict[str, str]) -> None:
    """Replace the tables of these steps for this size; those of other steps and sizes stay."""
    mark = f"## {size_name} patent rows"
    text = _PAGE.read_text(encoding="utf-8") if _PAGE.exists() else "# Benchmarks\n\n"
    before, found, after = text.partition(mark)
    mine, more, rest = after.partition("\n## ") if found else ("", "", "")
    kept = {part.split("\n", 1)[0]: f"### {part}" for part in mine.split("### ")[1:]}
    all_of = {name: one.rstrip() + "\n" for name, one in {**kept, **sections}.items()}
    ordered = [all_of[step] for step in _STEPS if step in all_of]
    head = f"{mark}\n\n{_HEAD.format(date.today(), machine(), size_name)}\n\n"  # noqa: DTZ011
    before = f"{before.rstrip()}\n\n"
    _PAGE.write_text(before + head + "\n".join(ordered) + (more and f"\n## {rest}"), "utf-8")


if __name__ == "__main__":
    main()
