"""Find the systems, databases, lists and mechanisms that a plan orders to be made or kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhiqiang.engines.compiler.particulars import OrderedSystem
from zhiqiang.kernel.place import Span

_VERBS = r"(?:建立健全|建立完善|研究制定|建立|建设|搭建|构建|健全|完善|编制|发布|制定|开发|打造|推行|绘制|设立|组建|形成|运行|升级|推广)"
_KINDS = (
    ("database", r"(?:数据库|信息库|资源库|项目库|人才库|专家库|企业库|案例库|需求库|成果库|储备库|机构库|知识库|名录库)"),
    ("list", r"(?:名录|目录|清单|台账|档案|白名单|黑名单|红黑名单|名单|导航图|图谱|指标体系)"),
    ("system", r"(?:信息系统|管理系统|服务系统|电子政务系统|系统|信息平台|服务平台|平台|门户网站|小程序|网站|服务网络)"),
    ("mechanism", r"(?:机制|制度)"),
)  # fmt: skip
_NOUNS = "|".join(pattern for _, pattern in _KINDS)
_ORDERED = re.compile(
    rf"(?P<verb>{_VERBS})(?P<name>[^,。;:!?\n|]{{0,40}}?(?P<noun>{_NOUNS}))(?![\u4e00-\u9fff]{{0,2}}(?:企业|公司|经济|建设))"
)
_MOST = 400


def read_systems(text: str, start: int, section: str) -> Iterator[OrderedSystem]:
    """Yield the systems of a passage in order; ids are given later."""
    for number, found in enumerate(_ORDERED.finditer(text)):
        if number >= _MOST:
            return
        name = _trimmed(found.group("name"))
        if len(name) < 4:
            continue
        noun = found.group("noun")
        kind = next(kind for kind, pattern in _KINDS if re.fullmatch(pattern, noun))
        span = Span(start + found.start(), start + found.end())
        yield OrderedSystem("", kind, name, found.group("verb"), "", span, section)


def _trimmed(name: str) -> str:
    """Cut what stands before a second verb: 完善服务体系、建立数据库 orders the 数据库."""
    inner = re.split(rf"(?:、|和|并|及){_VERBS}", name)[-1]
    return re.sub(r"^(?:一批|各类|统一的|覆盖[^的]{1,10}的)", "", inner).strip("的 、")
