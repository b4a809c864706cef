"""Official terms and the words that code uses for them, from ``catalogue/terms.yml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from zhiqiang.kernel.catalogue import Declared, read
from zhiqiang.kernel.errors import BadCatalogue


class Term(Declared):
    """One official term. ``forbidden`` are words that identifiers must not use for it."""

    zh: str
    en: str
    basis: str = ""
    forbidden: list[str] = Field(alias="not")


def load_terms(path: Path) -> dict[str, Term]:
    """Return the terms by key, in the order of the file."""
    try:
        return TypeAdapter(dict[str, Term]).validate_python(read(path))
    except ValidationError as error:
        raise BadCatalogue(f"目录文件 {path} 有误：{error}") from error


def glossary(terms: dict[str, Term]) -> str:
    """Return the terms as the Markdown page that the documentation carries."""
    lines = [
        "# Glossary",
        "",
        "Made from `catalogue/terms.yml` by `make docs`.",
        "",
        "| word in code | 术语 | meaning | basis | not |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{key}` | {term.zh} | {term.en} | {term.basis} | {', '.join(term.forbidden)} |"
        for key, term in sorted(terms.items())
    ]
    return "\n".join(lines) + "\n"
