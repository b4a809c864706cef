"""Topic databases, profiles and pushes of the example city, made through the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from zhiqiang.demo.material import material
from zhiqiang.domains.information import actions
from zhiqiang.domains.information.queries import pushes as queries
from zhiqiang.kernel.errors import Refused
from zhiqiang.records.indicators import queries as indicators
from zhiqiang.records.search.queries import Question

#: name, use, question, who may read it
_TOPICS = (
    ("光伏与储能专题数据库", "供新能源企业检索，跟踪支架、变流和散热", "名称=(光伏 OR 储能)", "public"),
    ("阀门与管道连接专题数据库", "供流体装备企业检索", "名称=(调节阀 OR 管道快接 OR 密封圈)", "public"),
    ("机器人夹持与巡检专题数据库", "内部研判用", "名称=(夹爪 OR 巡检机器人)", "internal"),
)  # fmt: skip
#: patents of a firm that gets a profile, and from when on it is offered what was published
_LEAST, _SINCE = 8, date(2025, 7, 1)
#: candidates that are released, and deliveries that were handed over
_RELEASED, _HANDED = 60, 3


def add_information(person: Any) -> dict[str, int]:
    """Found the databases, make the profiles, offer and release some; tell how many of each.

    Each as an official would do it; what cannot be done in a small city is left out.
    """
    region = material("city")["region"]
    founded = 0
    for title, about, question, access in _TOPICS:
        told = actions.Founded(title, about, question, access, localdate(), region)
        try:
            actions.found_topic(person, told, f"demo-{title}"[:40])
        except Refused:
            continue
        founded += 1
    least = _LEAST
    made = actions.make_profiles(person, region, least)
    while not made and least > 1:
        least //= 2
        made = actions.make_profiles(person, region, least)
    released = 0
    if made:
        actions.offer_since(person, indicators.open_snapshot().number, _SINCE)
        keys = list(queries.candidates(person).values_list("pk", flat=True)[:_RELEASED])
        for one in actions.release(person, keys)[:_HANDED] if keys else ():
            actions.hand_over(person, one.pk, localdate())
        released = len(keys)
    actions.save_question(person, "储能变流", Question("名称=储能变流"))
    return {"topics": founded, "profiles": made, "pushes": released}
