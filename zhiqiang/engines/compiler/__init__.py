"""The plan compiler: an official document in, a programme of targets and tasks with findings out.

The names are imported when they are first used: what reads files in a process of its own needs
``inputs`` and none of the grammar.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiqiang.engines.compiler.compilation import (
        Compilation,
        DocumentFacts,
        Fact,
        SoftTarget,
        Target,
        Task,
    )
    from zhiqiang.engines.compiler.compiling import compile_file, compile_text
    from zhiqiang.engines.compiler.inputs import SUFFIXES, Anchor, Limits
    from zhiqiang.engines.compiler.matching import (
        Match,
        match_indicator,
        normalise_indicator,
        resolve_names,
    )
    from zhiqiang.engines.compiler.regions import Division, Gazetteer
    from zhiqiang.engines.compiler.years import FIVE_YEAR_PLANS

__all__ = [
    "FIVE_YEAR_PLANS",
    "SUFFIXES",
    "Anchor",
    "Compilation",
    "Division",
    "DocumentFacts",
    "Fact",
    "Gazetteer",
    "Limits",
    "Match",
    "SoftTarget",
    "Target",
    "Task",
    "compile_file",
    "compile_text",
    "match_indicator",
    "normalise_indicator",
    "resolve_names",
]

_MODULES = {
    "compilation": ("Compilation", "DocumentFacts", "Fact", "SoftTarget", "Target", "Task"),
    "compiling": ("compile_file", "compile_text"),
    "inputs": ("SUFFIXES", "Anchor", "Limits"),
    "matching": ("Match", "match_indicator", "normalise_indicator", "resolve_names"),
    "regions": ("Division", "Gazetteer"),
    "years": ("FIVE_YEAR_PLANS",),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import the module that holds a public name."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
