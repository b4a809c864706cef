"""Run one measurement in a process of its own, so that its peak memory is its own."""

from __future__ import annotations

import importlib
import json
import os
import sys

from bench.measuring import peak_memory


def main(name: str, size: int) -> None:
    """Open the throw-away ledger, measure, and print the lines as one JSON value."""
    from zhiqiang.cli.installation import open_ledger

    open_ledger()
    before = os.getloadavg()[0]
    lines = importlib.import_module(f"bench.{name}").measure(size)
    print(
        json.dumps(
            {
                "lines": [line.as_json() for line in lines],
                "peak": peak_memory(),
                "load": [before, os.getloadavg()[0]],
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
