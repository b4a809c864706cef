"""A lake of any size, made by one statement a table: rights, spans in force, holdings, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

COUNTIES = tuple(f"9901{number:02}" for number in range(1, 20))

_RIGHTS = """
SELECT i AS id, CASE WHEN i % 20 < 7 THEN 'invention' WHEN i % 20 < 13 THEN 'utility_model'
           WHEN i % 20 < 15 THEN 'design' WHEN i % 20 < 19 THEN 'trademark'
           ELSE 'pct_application' END AS kind,
       DATE '2008-01-01' + CAST(hash(i, 'filed') % 6500 AS INTEGER) AS filed_on,
       hash(i, 'granted') % 10 < 8 AS is_granted,
       1 + hash(i, 'holder') % greatest({firms}, 1) AS holder_id,
       '9901' || lpad(CAST(1 + hash(i, 'region') % 19 AS VARCHAR), 2, '0') AS region_code
FROM range(1, {size} + 1) t(i)
"""
_GRANTED = "CASE WHEN is_granted THEN filed_on + CAST(200 + hash(id) % 700 AS INTEGER) END"
_TABLES = {
    "rights": f"""
        SELECT id, 'CN:' || id AS identity, kind, 'N' || id AS number, '装置' || id AS title,
               filed_on, {_GRANTED} AS granted_on, '授权' AS status_text, 'B23Q3/06' AS ipc_main,
               CASE WHEN hash(id, 'sei') % 5 = 0 THEN '2.1' ELSE '' END AS strategic_industry,
               hash(id, 'abroad') % 23 = 0 AS has_overseas_grant, region_code, holder_id
        FROM made ORDER BY id""",
    "in_force": f"""
        SELECT id AS right_id, {_GRANTED} AS from_on, CASE WHEN hash(id, 'ends') % 4 = 0
               THEN {_GRANTED} + CAST(400 + hash(id, 'end') % 2000 AS INTEGER) END AS until_on,
               '' AS reason
        FROM made WHERE is_granted ORDER BY id""",
    "holdings": """
        SELECT id, id AS right_id, holder_id AS party_id, '公司' || holder_id AS party_name,
               'firm' AS party_kind, region_code FROM made ORDER BY id""",
    "events": """
        SELECT id, CASE WHEN id % 4 = 0 THEN 'pledge' WHEN id % 4 = 1 THEN 'licence'
               ELSE 'transfer' END AS kind, id AS right_id, kind AS right_kind,
               holder_id AS party_id, '公司' || holder_id AS party_name, 'firm' AS party_kind,
               DATE '2020-01-01' + CAST(hash(id, 'event') % 2100 AS INTEGER) AS happened_on,
               5000000 AS amount, 'Y' || (id // 3) AS document_number, region_code
        FROM made WHERE id % 20 = 0 ORDER BY id""",
    "parties": """
        SELECT DISTINCT holder_id AS id, 'firm' AS kind, '公司' || holder_id AS name,
               '990101' AS region_code FROM made ORDER BY 1""",
    "designations": """
        SELECT id, 'national_advantage_firm' AS kind, 'national' AS level, '认定' || id AS name,
               holder_id AS party_id, 'firm' AS party_kind, region_code,
               DATE '2021-06-01' AS from_on
        FROM made WHERE id % 500 = 0 ORDER BY id""",
    "activities": """
        SELECT id, 'training' AS kind, '班' || id AS title,
               DATE '2021-01-01' + CAST(hash(id, 'held') % 1800 AS INTEGER) AS held_on,
               30 AS people, region_code FROM made WHERE id % 500 = 1 ORDER BY id""",
    "statistics": """
        SELECT row_number() OVER () AS id, 'population' AS key, code AS region_code,
               2019 + y AS year, 600000 + 1000 * y AS value
        FROM (SELECT DISTINCT region_code AS code FROM made ORDER BY 1), range(0, 8) t(y)""",
    "reported": "SELECT 1 AS id WHERE false",
}


def publish(root: Path, size: int) -> Any:
    """Publish a lake of ``size`` rights below ``root`` and return its manifest."""
    import duckdb

    from zhiqiang.engines.lake import Lake, Rows
    from zhiqiang.records.indicators.export import KEYS

    database = duckdb.connect()
    database.execute(f"CREATE TABLE made AS {_RIGHTS.format(size=size, firms=size // 20)}")
    tables = {name: Rows(_batches(database, name), KEYS.get(name, "id")) for name in _TABLES}
    return Lake(root).publish(tables, "bench")


def _batches(database: Any, name: str) -> Iterator[Any]:
    """Yield a table in the columns and types of its shape; what a statement leaves out is empty."""
    import ibis
    import pyarrow as pa

    from zhiqiang.engines.metrics import SHAPES

    schema = ibis.schema(dict(SHAPES[name].columns)).to_pyarrow()
    made = database.sql(_TABLES[name]).to_arrow_reader(20_000)
    yield _shaped(made.schema.empty_table(), schema)
    for batch in made:
        yield _shaped(pa.Table.from_batches([batch]), schema)


def _shaped(table: Any, schema: Any) -> Any:
    import pyarrow as pa

    columns = [
        table[field.name].combine_chunks().cast(field.type, safe=False)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
