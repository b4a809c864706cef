"""Write an indicator as the YAML file that a programmer would write, and dated versions below it.

What stands in a file is never written anew: a version is put below, so that comments and the order
of keys stay, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from zhiqiang.engines.metrics.declaration import Indicator

#: keys in the order in which the catalogue has them
_HEAD = ("name", "aliases", "unit", "kind", "direction", "group", "family", "load")
_VERSION = (
    "from", "text", "basis", "uncertain", "measure", "numerator", "denominator", "of", "is_mean",
    "per", "divisor", "decimals",
)  # fmt: skip
_MEASURE = (
    "table", "statistic", "zh", "unit", "at", "by", "over", "where", "sum", "distinct",
    "having_at_least", "once_per", "meets", "offset", "add_up",
)  # fmt: skip
#: texts longer than this are folded over several lines
_LINE = 60


class _Flow(dict[str, Any]):
    """A mapping on one line, in braces."""


class _Words(list[Any]):
    """A list on one line, in brackets."""


class _Folded(str):
    """A text over several lines."""


class _Dumper(yaml.SafeDumper):
    """Writes as the catalogue is written: lists stand in from their key, texts are folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _flow(dumper: yaml.SafeDumper, value: _Flow) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)


def _words(dumper: yaml.SafeDumper, value: _Words) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


def _folded(dumper: yaml.SafeDumper, value: _Folded) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=">")


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    tag = "int" if value == value.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", f"{value.normalize():f}")


_Dumper.add_representer(_Flow, _flow)
_Dumper.add_representer(_Words, _words)
_Dumper.add_representer(_Folded, _folded)
_Dumper.add_representer(Decimal, _number)


def plain(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator as the values of its file: what is left to its default is left out."""
    values: dict[str, Any] = indicator.model_dump(
        by_alias=True, exclude_defaults=True, exclude={"key"}
    )
    for version in values["versions"]:
        version.pop("kind", None)
    return values


def written(values: Mapping[str, Any]) -> str:
    """Return a whole file of plain values, with its versions."""
    head = {key: _head(key, values[key]) for key in _HEAD if values.get(key) not in (None, "", ())}
    versions = "".join(_version(one) for one in values["versions"])
    return f"{_dump(head)}versions:\n{versions}"


def with_version(text: str, version: Mapping[str, Any]) -> str:
    """Return a file with a later version below; what stood there stays as it is."""
    return f"{text.rstrip()}\n{_version(version)}"


def without_last_version(text: str) -> str:
    """Return a file of several versions without its last, everything above as it is."""
    whole: Any = yaml.compose(text, yaml.SafeLoader)
    (versions,) = [value for key, value in whole.value if key.value == "versions"]
    if len(versions.value) < 2:
        raise ValueError("only one version stands there")
    lines = text.splitlines(keepends=True)
    return "".join(lines[: versions.value[-1].start_mark.line])


def _head(key: str, value: Any) -> Any:
    return _Words(value) if key == "aliases" else value


def _version(values: Mapping[str, Any]) -> str:
    shown = {key: _part(key, values[key]) for key in _VERSION if key in values}
    lines = _dump([shown]).splitlines()
    return "".join(f"  {line}\n" for line in lines)


def _part(key: str, value: Any) -> Any:
    if key == "text":
        return _Folded(value) if len(value) > _LINE else value
    if key == "basis":
        return [_Flow({k: v for k, v in one.items() if v not in ("", None)}) for one in value]
    if key == "uncertain":
        return list(value)
    if key in ("measure", "numerator", "denominator"):
        return {k: _filter(value[k]) if k == "where" else value[k] for k in _MEASURE if k in value}
    return value


def _filter(where: Mapping[str, Any]) -> _Flow:
    return _Flow({column: _test(test) for column, test in where.items()})


def _test(test: Any) -> Any:
    if isinstance(test, Mapping):
        return _Flow({name: _test(one) for name, one in test.items()})
    return _Words(test) if isinstance(test, list | tuple) else test


def _dump(values: Any) -> str:
    return str(
        yaml.dump(
            values,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=100,
        )
    )
