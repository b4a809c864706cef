"""A city with two counties and two bodies, an official, clerks of each, a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person

SECRET = "四季-青山-2719-桥"
REGION = "990100"
DIVISIONS = (
    '- {code: "990000", name: 云外省}\n- {code: "990100", name: 澄江市}\n'
    '- {code: "990102", name: 北渡县}\n- {code: "990103", name: 南浦县}\n'
)


@dataclass
class Cast:
    """Who there is."""

    official: Any
    second: Any
    lin: Any
    zhao: Any
    stranger: Any
    market: Any
    science: Any
    north: Any


@pytest.fixture
def cast(db, tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    (tmp_path / "region.txt").write_text(REGION, encoding="utf-8")
    acting = Acting(None, without_lines)
    market = bodies.add_body(acting, "澄江市市场监督管理局", "department", REGION)
    science = bodies.add_body(acting, "澄江市科技局", "department", REGION)
    north = bodies.add_body(acting, "北渡县人民政府", "government", "990102")

    def person(username: str, name: str, role: str, body: Any = None) -> Any:
        if body is None:
            return register_person(username, name, role, SECRET)
        made = register_person(username, name, "visitor", SECRET)
        posts.assign_post(acting, made, body, role, date(2020, 1, 1))
        return made

    return Cast(
        official=person("chen", "陈某", "official"),
        second=person("qian", "钱某", "official"),
        lin=person("lin", "林某", "body_clerk", market),
        zhao=person("zhao", "赵某", "body_clerk", north),
        stranger=person("wu", "吴某", "visitor"),
        market=market,
        science=science,
        north=north,
    )
