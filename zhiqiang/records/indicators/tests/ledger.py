"""A small ledger, row by row, for tests that publish and compute from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps

DIVISIONS = """
- {code: "990000", name: 某省}
- {code: "990100", name: 甲市}
- {code: "990101", name: 甲一县}
- {code: "990102", name: 甲二县}
- {code: "990200", name: 乙市}
"""


PATENTS = ("invention", "utility_model", "design")
SAYS_PUBLISHED = ("published_on", "publication_number", "granted_on", "grant_number")


def new(model: str, **values: Any) -> Any:
    if model == "Right":
        is_told = any(values.get(name) for name in SAYS_PUBLISHED)
        values["is_published"] = is_told or values["kind"] not in PATENTS
    return apps.get_model("registry", model).objects.create(**values)


def company(number: int = 1, region: str = "990101") -> Any:
    return new(
        "Party",
        identity=f"NAME:公司{number}",
        name_key=f"公司{number}",
        kind="firm",
        name=f"公司{number}有限公司",
        region_code=region,
    )


def invention(number: int, company: Any, **values: Any) -> Any:
    dated = {"filed_on": date(2018, 5, 10), "granted_on": date(2020, 11, 3)} | values
    right = new(
        "Right",
        identity=f"CN:{number}",
        kind="invention",
        number=f"20181000{number:04}",
        title=f"一种装置{number}",
        region_code=company.region_code,
        holder=company,
        **dated,
    )
    new("Holding", right=right, party=company, region_code=company.region_code)
    return right


def happens(right: Any, kind: str, on: date, **values: Any) -> Any:
    count = apps.get_model("registry", "Event").objects.for_program("test").count()
    return new("Event", identity=f"E{count}", kind=kind, right=right, happened_on=on, **values)


def residents(region: str, year: int, persons: int) -> None:
    new(
        "Statistic",
        identity=f"{region}{year}",
        key="population",
        region_code=region,
        year=year,
        value=persons,
    )
