"""A city with three patents, an official, a firm with its clerk, a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from zhiqiang import pipeline
from zhiqiang.portal.tests import small_city
from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person
from zhiqiang.records.registry.actions import import_file

SECRET = "四季-青山-2719-桥"
FIRM = "澄江阀门有限公司"


@dataclass
class Cast:
    """Who there is, and where."""

    home: Any
    official: Any
    clerk: Any
    stranger: Any
    firm: Any
    other: Any


@pytest.fixture
def cast(db, tmp_path, settings):
    settings.HOME = tmp_path
    small_city.build(tmp_path)
    acting = Acting(None, without_lines)
    firm = bodies.add_body(acting, FIRM, "enterprise", small_city.REGION)
    other = bodies.add_body(acting, "澄江水泵有限公司", "enterprise", small_city.REGION)
    clerk = register_person("lin", "林某", "visitor", SECRET)
    posts.assign_post(acting, clerk, firm, "firm_clerk", date(2020, 1, 1))
    return Cast(
        home=tmp_path,
        official=register_person("chen", "陈某", "official", SECRET),
        clerk=clerk,
        stranger=register_person("wu", "吴某", "visitor", SECRET),
        firm=firm,
        other=other,
    )


@pytest.fixture
def arrive(cast):
    """``arrive({title: holder, …})``: a later list brings patents, and a snapshot is published."""
    serial = iter(range(100, 10_000))

    def come(titles: dict[str, str], **columns: str) -> None:
        rows = [
            {
                "申请号": small_city.application_number(2020, next(serial)),
                "专利名称": title, "专利类型": "发明", "申请日": "2020-05-06",
                "授权公告日": "2022-03-04", "申请人": holder, "申请人类型": "企业",
                "区划代码": "990101", "法律状态": "授权",
            }
            | columns
            for title, holder in titles.items()
        ]  # fmt: skip
        path = small_city.write_csv(cast.home / f"新{next(serial)}.csv", rows)
        taken = import_file("patents", path, "测试")
        assert (taken.new, taken.refused) == (len(rows), 0), taken.findings
        pipeline.publish("测试")

    return come
