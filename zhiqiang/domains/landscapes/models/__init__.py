"""The tables of patent navigation."""

from zhiqiang.domains.landscapes.models.projects import (
    LandscapePassage,
    LandscapeProject,
    TechnologyBranch,
)
from zhiqiang.domains.landscapes.models.watches import HitWatch, WatchAlert
from zhiqiang.domains.landscapes.models.works import HitSample, LandscapeRun, SampledRight

__all__ = [
    "HitSample",
    "HitWatch",
    "LandscapePassage",
    "LandscapeProject",
    "LandscapeRun",
    "SampledRight",
    "TechnologyBranch",
    "WatchAlert",
]
