"""Write the small soiled list with which a newcomer tries an import; ``examples/`` holds it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhiqiang.demo.numbering import application_number, credit_code
from zhiqiang.demo.sheets import Sheet, Value, write

FILE_NAME = "专利明细（试导入）.xlsx"
_HEADINGS = [
    *("序号", "申请号", "专利名称", "专利类型", "申请日", "公开(公告)号", "公开(公告)日"),
    *("授权公告日", "申请人", "统一社会信用代码", "地址", "区划代码", "主分类号", "法律状态"),
    "领导批示",
]
_FIRM = "望澜试样精密机械有限公司"
_CODE = credit_code("91", "990104", 77_000_001)
_WHERE = ["云渚省望澜市云栈区创园一路18号", "990104"]


def _row(
    number: int, title: str, kind: str, filed: Value, publication: str, *, granted: bool = True
) -> list[Value]:
    kinds = {"发明": "1", "实用新型": "2", "外观设计": "3"}
    application = application_number(2023, kinds.get(kind, "1"), 4_400_000 + number * 137)
    published = date(2024, 1, 9 + number)
    status = "授权" if granted else "实质审查"
    firm: list[Value] = [_FIRM, _CODE, *_WHERE]
    granted_on = published if granted else None
    known = [number, application, title, kind, filed, publication, published]
    return [*known, granted_on, *firm, "B23Q3/06", status, ""]


def trial_sheet() -> Sheet:
    """Return the list: some rows in order, and one row for each slip that the README explains."""
    day = date(2023, 5, 17)
    good = _row(1, "一种双工位夹紧装置", "实用新型", day, "CN219000101U")
    also_good = _row(2, "一种自适应刀具磨损补偿方法", "发明", day, "CN116000102A", granted=False)
    granted = list(also_good)
    granted[0], granted[5], granted[7], granted[13] = 3, "CN116000102B", date(2025, 8, 5), "授权"
    granted[6] = granted[7]
    twice = [4, *good[1:]]
    no_day = _row(5, "一种便于维护的管端倒角装置", "实用新型", None, "CN219000105U")
    wrong_check = _row(6, "一种轻量化夹持机构", "实用新型", day, "CN219000106U")
    right = str(wrong_check[1])
    wrong_check[1] = right[:-1] + ("1" if right[-1] != "1" else "2")
    wide = _row(7, "一种防堵塞喷雾器", "实用新型", day, "CN219000107U")
    wide[1] = "ＺＬ" + str(wide[1]).replace(".", "．")
    text_day = _row(8, "收纳盒（折叠式）", "外观设计", "2023.5.17", "CN308000108S")
    bad_day = _row(9, "一种快速换型工装", "实用新型", "2023-13-40", "CN219000109U")
    no_title = _row(10, "", "发明", day, "CN116000110A", granted=False)
    other_kind = _row(11, "望澜排产软件V1.0", "软件著作权", day, "")
    bad_code = _row(12, "一种多通道气密性测试设备", "实用新型", day, "CN219000112U")
    bad_code[9] = _CODE[:-1] + ("A" if _CODE[-1] != "A" else "B")
    elsewhere = _row(13, "一种免工具拆装的货架", "实用新型", day, "CN219000113U")
    elsewhere[11] = "999999"
    total: list[Value] = ["合计", "13件", *[""] * (len(_HEADINGS) - 2)]
    rows = [good, also_good, granted, twice, no_day, wrong_check, wide, text_day, bad_day]
    rows += [no_title, other_kind, bad_code, elsewhere, total]
    return Sheet(
        "patents", FILE_NAME, _HEADINGS, rows, "某月专利明细（试导入用，数据截止2025-12-31）"
    )


def write_trial(folder: Path) -> Path:
    """Write the trial list into ``folder``."""
    return write(trial_sheet(), folder)
