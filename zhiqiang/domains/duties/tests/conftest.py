"""A city with three bodies and their clerks, an official who checks, and a small work list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from zhiqiang.domains.duties import actions
from zhiqiang.domains.duties.actions import Plan
from zhiqiang.domains.duties.pairing import Clause
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person

SECRET = "四季-青山-2719-桥"
REGION = "990100"
DIVISIONS = '- {code: "990000", name: 云外省}\n- {code: "990100", name: 澄江市}\n'
PLAN = Plan(7, "澄江市知识产权强市建设实施方案", REGION, "澄江市", 2024, 2027)
CLAUSES = (
    Clause("K001", "1", "table_row", "培育高价值专利", "支持企业布局高价值专利。", "创造", "",
           (("lead", "市市场监管局"), ("support", "市科技局"))),
    Clause("K002", "2", "table_row", "扩大质押融资", "推进质押融资线上办理。", "运用", "2024年6月底前",
           (("lead", "市科技局"), ("support", "各县（市、区）政府"))),
    Clause("K003", "3", "table_row", "加强组织领导", "建立联席会议制度。", "保障"),
)  # fmt: skip


@dataclass
class Cast:
    """Who there is, and the list that they work on."""

    official: Any
    lin: Any
    zhao: Any
    stranger: Any
    market: Any
    science: Any
    work_list: Any = None

    def item(self, number: str) -> Any:
        return self.work_list.items.get(number=number)


@pytest.fixture
def cast(db, tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "divisions.yml").write_text(DIVISIONS, encoding="utf-8")
    (tmp_path / "region.txt").write_text(REGION, encoding="utf-8")
    acting = Acting(None, without_lines)
    market = bodies.add_body(acting, "澄江市市场监督管理局", "department", REGION)
    bodies.add_alias(acting, market, "市市场监管局")
    science = bodies.add_body(acting, "澄江市科技局", "department", REGION)

    def person(username: str, name: str, role: str, body: Any = None) -> Any:
        if body is None:
            return register_person(username, name, role, SECRET)
        made = register_person(username, name, "visitor", SECRET)
        posts.assign_post(acting, made, body, role, date(2020, 1, 1))
        return made

    return Cast(
        official=person("chen", "陈某", "official"),
        lin=person("lin", "林某", "body_clerk", market),
        zhao=person("zhao", "赵某", "body_clerk", science),
        stranger=person("wu", "吴某", "visitor"),
        market=market,
        science=science,
    )


@pytest.fixture
def issued(cast):
    """The cast with a list of 2024 that the bodies see."""
    made = actions.open_list(cast.official, PLAN, 2024, CLAUSES, ["table_row"])
    cast.work_list = actions.issue_list(cast.official, made.pk, made.version)
    return cast


@pytest.fixture
def paper(tmp_path):
    """A file that proves something."""
    from docx import Document

    path = tmp_path / "证明.docx"
    Document().save(str(path))
    return actions.Evidence(path=path, name="证明.docx")
