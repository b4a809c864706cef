"""Terms bind official language to code."""

import ast
import re
from pathlib import Path

import pytest

from zhiqiang.kernel.terms import glossary, load_terms

ROOT = Path(__file__).resolve().parents[1]
TERMS = load_terms(ROOT / "catalogue" / "terms.yml")
MODULES = [p for p in (ROOT / "zhiqiang").rglob("*.py") if "migrations" not in p.parts]


def identifiers_of(path: Path) -> set[str]:
    """Return the names that a module defines: functions, classes, arguments, variables."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_identifiers_are_english_and_avoid_the_words_that_terms_forbid(path):
    forbidden = {word for term in TERMS.values() for word in term.forbidden}
    for name in identifiers_of(path):
        assert name.isascii(), name
        padded = f"_{snake(name)}_"
        assert not any(f"_{word}_" in padded for word in forbidden), name


def test_every_model_is_a_term_and_is_labelled_by_it():
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.startswith("zhiqiang."):
            assert str(model._meta.verbose_name) == TERMS[snake(model.__name__)].zh


def test_the_glossary_is_made_from_the_terms():
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == glossary(TERMS)
