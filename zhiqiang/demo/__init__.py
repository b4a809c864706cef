"""The example city: made by a seeded program, taken over through the same doors as real lists."""

from zhiqiang.demo.city import build, how_to_sign_in

__all__ = ["build", "how_to_sign_in"]
