"""Kept numbers as pictures, tables and words: the same on the page, on paper and in a comparison."""

from zhiqiang.domains.landscapes.showing.changes import Change, changes
from zhiqiang.domains.landscapes.showing.figures import Figure, figure, figures

__all__ = ["Change", "Figure", "changes", "figure", "figures"]
