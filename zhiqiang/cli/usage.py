"""Say in Chinese what was wrong with a typed command; the library's own words are English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from typer.exceptions import TyperException

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_QUOTED = re.compile(r"'([^']+)'")


def sentence(error: TyperException) -> str:
    """Return what is wrong and what to type instead, in one line."""
    said = _SENTENCES.get(type(error).__name__, _other)(error)
    context = getattr(error, "ctx", None)
    return f"{said}查看用法：{context.command_path} --help" if context else said


def _missing(error: Any) -> str:
    return f"缺少{_parameter(error)}。"


def _bad(error: Any) -> str:
    own = str(error)
    why = own if _CHINESE.search(own) else "形式或范围不对"
    return f"{_parameter(error)}无效：{why.rstrip('。')}。"


def _no_option(error: Any) -> str:
    near = "、".join(sorted(error.possibilities or ()))
    return f"没有选项“{error.option_name}”。" + (f"相近的有 {near}。" if near else "")


def _option(error: Any) -> str:
    return f"选项“{error.option_name}”的写法不对，可能缺少值或多写了值。"


def _other(error: Any) -> str:
    own = str(error)
    words = _QUOTED.findall(own)
    if own.startswith("No such command"):
        near = f"相近的有 {'、'.join(words[1:])}。" if words[1:] else ""
        return f"没有命令“{words[0]}”。{near}"
    extra = re.search(r" \((?!s\))(.+)\)$", own)
    return f"多出了参数“{extra[1]}”。" if extra else "命令不完整或写法不对。"


def _parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "argument":
        return f"参数“{parameter.help or parameter.name}”"
    return f"选项“{parameter.opts[0]}”（{parameter.help}）"


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "MissingParameter": _missing,
    "BadParameter": _bad,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option,
}
