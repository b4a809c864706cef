"""The house rules that import contracts cannot say."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zhiqiang"
MODULES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
OWN = [p for p in MODULES if "tests" not in p.parts]
FORBIDDEN_NAMES = {
    "utils", "helpers", "common", "misc", "manager", "handler", "base", "data", "info",
}  # fmt: skip


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports_of(path: Path) -> set[str]:
    """Return what a module imports, as dotted names; ``from a import b`` gives ``a.b``."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_no_file_is_longer_than_four_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_half_of_the_files_are_shorter_than_a_hundred_lines():
    lengths = sorted(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in OWN
        if path.name != "__init__.py"
    )
    assert lengths[len(lengths) // 2] < 130


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_names_say_what_is_inside(path):
    assert not {path.stem, path.parent.name} & FORBIDDEN_NAMES


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_every_module_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    if text.strip() and path.name not in {"apps.py", "__init__.py"}:
        assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_models_are_imported_only_inside_their_package(path):
    for name in imports_of(path):
        found = re.match(r"(zhiqiang\.(?:records|domains)\.\w+)\.models", name)
        if found:
            owner = PACKAGE.joinpath(*found[1].split(".")[1:])
            assert path.is_relative_to(owner), f"call {found[1]}.actions or .queries instead"


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_domains_do_not_know_each_other(path):
    parts = path.relative_to(PACKAGE).parts
    if parts[0] == "domains" and len(parts) > 2:
        for name in imports_of(path):
            found = re.match(r"zhiqiang\.domains\.(\w+)", name)
            assert not found or found[1] == parts[1]


@pytest.mark.parametrize("path", OWN, ids=name_of)
def test_there_are_no_signals_and_no_bare_except(path):
    text = path.read_text(encoding="utf-8")
    assert "django.dispatch" not in text and "db.models.signals" not in text
    for node in ast.walk(ast.parse(text)):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None)


def test_no_place_is_named_in_code():
    """Every local difference is data; a province or a city in code would be a customer in code."""
    from zhiqiang.kernel.divisions import Divisions

    names = {
        row.name
        for row in Divisions.national().all()
        if len(row.name) > 2 and row.level in {"province", "prefecture", "county"}
    }
    allowed = {"市辖区", "县级市", "自治区", "自治州", "开发区", "高新区"}
    for path in OWN + list(PACKAGE.rglob("*.html")):
        if "demo" in path.parts or "tests" in path.parts:
            continue
        words = set(re.findall(r"[一-鿿]+", path.read_text(encoding="utf-8")))
        found = {name for name in names - allowed for word in words if name in word}
        assert not found, f"{name_of(path)}: {found}"


def test_foreign_keys_name_their_target_and_leave_no_trace_in_other_packages():
    from django.apps import apps

    for model in apps.get_models():
        if not model.__module__.startswith("zhiqiang."):
            continue
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model._meta.app_label != model._meta.app_label:
                assert field.remote_field.related_name == "+", f"{model.__name__}.{field.name}"


def test_every_table_has_an_explicit_name():
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.startswith("zhiqiang."):
            assert "db_table" in model._meta.original_attrs, model.__name__
