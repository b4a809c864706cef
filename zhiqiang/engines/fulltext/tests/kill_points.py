"""Write an index in a process of its own, which the test kills at a random moment."""

from __future__ import annotations

import sys
from pathlib import Path

from zhiqiang.engines.fulltext import Shelf
from zhiqiang.engines.fulltext.tests import corpus

if __name__ == "__main__":
    root, snapshot, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    found = corpus.rows(seed, 1_500)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    Shelf(root, corpus.FIELDS).publish(snapshot, corpus.batches(found))
