"""A simple random sample in each stratum, that whoever has the seed and the frame draws again.

A frame member ranks by the SHA-256 of seed and id; the first of each stratum are drawn. The ranks
are as good as random to whoever does not know the seed, which is drawn after the frame stands, and
need no particular program: any tool that hashes can repeat the draw.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence


def draw(frame: Mapping[str, Sequence[int]], size: int, seed: str) -> dict[str, list[int]]:
    """Return for each stratum the ids that are drawn, in the order of their rank."""
    shares = shared_out({name: len(ids) for name, ids in frame.items()}, size)
    return {
        name: sorted(ids, key=lambda one: (_rank(seed, one), one))[: shares[name]]
        for name, ids in frame.items()
    }


def shared_out(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Return how many are drawn of each stratum: in proportion, and where there are two, two.

    Proportional allocation (Cochran, Sampling Techniques, 3rd ed. 1977, 5.4), the remainders to the
    largest fractions; two of each stratum, without which its variance cannot be estimated (5A.12).
    Never more than there are, and ``size`` in all unless the twos need more.
    """
    total = sum(counts.values())
    if size >= total:
        return dict(counts)
    exact = {name: size * count / total for name, count in counts.items()}
    out = {name: max(int(exact[name]), min(2, count)) for name, count in counts.items()}
    by_rest = sorted(counts, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_rest * 2:
        if sum(out.values()) < size and out[name] < counts[name]:
            out[name] += 1
    for name in sorted(counts, key=lambda name: (-out[name], name)):
        over = sum(out.values()) - size
        out[name] -= max(0, min(over, out[name] - min(2, counts[name])))
    return out


def digest(frame: Mapping[str, Sequence[int]]) -> str:
    """Return the SHA-256 of a frame as it is written down."""
    text = json.dumps({name: list(ids) for name, ids in frame.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _rank(seed: str, one: int) -> str:
    return hashlib.sha256(f"{seed}:{one}".encode()).hexdigest()
