"""The shape of an index, and a row as a document of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import tantivy

from zhiqiang.engines.fulltext.codes import ipc_keys, number_keys, region_keys
from zhiqiang.engines.fulltext.declaration import Row, SearchField, SearchFields, number_of
from zhiqiang.engines.fulltext.folding import is_han, pairs, units

#: beside the pairs of a text: the single characters in it, and the facet of a field
SINGLE, FACET = "__single", "__facet"
#: of a classification, facets show sections, classes and subclasses
LONGEST_FACET = 4
#: what changes when the units, keys or fields of this module change: an index of another is rebuilt
RECIPE = 1


def schema(fields: SearchFields) -> tantivy.Schema:
    """Return the shape of an index with these fields."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for key, field in fields.fields.items():
        if field.kind == "text":
            builder.add_text_field(key, tokenizer_name="whitespace", index_option="position")
            builder.add_text_field(key + SINGLE, tokenizer_name="whitespace", index_option="basic")
        elif field.kind == "day":
            builder.add_integer_field(key, indexed=True, fast=True)
        else:
            builder.add_text_field(key, tokenizer_name="raw", index_option="basic")
        if field.is_facet and field.kind != "day":
            builder.add_text_field(
                key + FACET, tokenizer_name="raw", index_option="basic", fast=True
            )
    return builder.build()


def register(index: tantivy.Index) -> tantivy.Index:
    """Return an index that knows how its pairs are told apart."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("whitespace", analyzer)
    return index


def maker(fields: SearchFields) -> Callable[[int, Row], tantivy.Document]:
    """Return what turns the values of a row into a document."""
    ways = [(key, _WAYS[field.kind], field) for key, field in fields.fields.items()]

    def make(row_id: int, row: Row) -> tantivy.Document:
        document = tantivy.Document()
        document.add_integer("id", row_id)
        for key, add, field in ways:
            value = row[key]
            if value is not None and value != "":
                add(document, key, value, field)
        return document

    return make


def _text(document: tantivy.Document, key: str, value: str, field: SearchField) -> None:
    sequence = units(value)
    if len(sequence) > 1:
        document.add_text(key, " ".join(pairs(sequence)))
    single = {unit for unit in sequence if is_han(unit)}
    if single:
        document.add_text(key + SINGLE, " ".join(single))
    if field.is_facet:
        document.add_text(key + FACET, value)


def _day(document: tantivy.Document, key: str, value: Any, field: SearchField) -> None:
    document.add_integer(key, number_of(value))


def _number(document: tantivy.Document, key: str, value: str, field: SearchField) -> None:
    _codes(
        document, key, dict.fromkeys(k for one in value.split() for k in number_keys(one)), field
    )


def _ipc(document: tantivy.Document, key: str, value: str, field: SearchField) -> None:
    _codes(document, key, ipc_keys(value), field)


def _region(document: tantivy.Document, key: str, value: str, field: SearchField) -> None:
    _codes(document, key, region_keys(value), field)


def _choice(document: tantivy.Document, key: str, value: str, field: SearchField) -> None:
    _codes(document, key, [value], field)


def _codes(document: tantivy.Document, key: str, codes: Iterable[str], field: SearchField) -> None:
    for code in codes:
        document.add_text(key, code)
        if field.is_facet and (field.kind != "ipc" or len(code) <= LONGEST_FACET):
            document.add_text(key + FACET, code)


_WAYS: dict[str, Callable[[tantivy.Document, str, Any, SearchField], None]] = {
    "text": _text,
    "day": _day,
    "number": _number,
    "ipc": _ipc,
    "region": _region,
    "choice": _choice,
}
