"""Workbooks about lists: refused rows given back for mending, and templates to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zhiqiang.engines.documents import Sheet
from zhiqiang.engines.ingest import CodeList, Column, Source
from zhiqiang.records.registry.queries.remarked import RefusedRow

_TYPES = {
    "text": "文字",
    "date": "日期，如 2024-03-05、2024年3月5日或 20240305",
    "term": "期限，如 2020-01-01 至 2030-01-01",
    "number": "数字",
    "money": "金额；列名或单元格中写明单位（元、万元）",
    "whole": "整数",
    "yes_no": "是或否",
    "names": "名称，多个用分号隔开",
    "choice": "从下列词语中选",
    "region_code": "6 位行政区划代码",
    "application_number": "专利申请号，含校验位，如 202410000001.X",
    "publication_number": "公开号或授权公告号，如 CN105000001A",
    "credit_code": "18 位统一社会信用代码",
    "trademark_number": "商标注册号",
    "pct_number": "国际申请号，如 PCT/CN2024/000001",
    "software_number": "软件著作权登记号，如 2021SR0143549",
    "work_number": "作品登记号，如 国作登字-2021-F-00123456",
    "variety_number": "品种权号，如 CNA20191006012",
    "layout_number": "布图设计登记号，如 BS.08500145.7",
    "classification": "IPC 分类号，如 H04L 9/32；外观设计为洛迦诺分类号，如 12-08",
}
#: headings of a workbook of refused rows that the received sheet did not have
ROW, REASON = "原行号", "未接收原因"


def refused_sheets(file: str, rows: Sequence[RefusedRow]) -> list[Sheet]:
    """Return refused rows as sheets with the headings that they came under, and the reasons behind.

    Mended there, the workbook can be taken over as it is.
    """
    by_sheet: dict[str, list[RefusedRow]] = {}
    for one in rows:
        by_sheet.setdefault(one.sheet, []).append(one)
    return [
        Sheet(
            sheet or "未接收的行",
            f"“{file}”中未接收的 {len(some):,} 行。请按最右一列的原因改正后重新导入本文件。",
            [*((heading, 18.0) for heading, _ in some[0].cells), (ROW, 8.0), (REASON, 60.0)],
            [[*(text for _, text in one.cells), one.row, "；".join(one.reasons)] for one in some],
        )
        for sheet, some in by_sheet.items()
    ]


def template_sheets(source: Source, codes: Mapping[str, CodeList]) -> list[Sheet]:
    """Return an empty list of a source with its official headings, and how each is filled in."""
    columns = [(one.heading, max(12.0, 2.4 * len(one.heading))) for one in source.columns]
    rows = [_explained(source, one, codes) for one in source.columns]
    return [
        Sheet(source.title, source.about, columns, []),
        Sheet(
            "填写说明",
            f"{source.title}：列的次序不限，也可以用其他列名；不在表中的列原样留存，不参与登记。",
            [("列名", 20), ("是否必填", 18), ("填写内容", 60), ("也可以写作", 50)],
            rows,
        ),
    ]


def _explained(source: Source, column: Column, codes: Mapping[str, CodeList]) -> list[str]:
    says = [_TYPES[column.type]]
    words = list(_words(column, codes))
    if words:
        says.append("、".join(words))
    if column.least is not None or column.most is not None:
        bounds = [f"不小于 {column.least}" if column.least is not None else ""]
        bounds.append(f"不大于 {column.most}" if column.most is not None else "")
        says.append("，".join(one for one in bounds if one))
    if column.longest is not None:
        says.append(f"不超过 {column.longest} 字")
    return [column.heading, _demand(source, column), "；".join(says), "、".join(column.aliases)]


def _words(column: Column, codes: Mapping[str, CodeList]) -> Iterable[str]:
    if column.type != "choice":
        return ()
    if column.values:
        return (printed[0] for printed in column.values.values() if printed)
    return (code.zh for code in codes[column.codes].values.values())


def _demand(source: Source, column: Column) -> str:
    if column.filled:
        return "必填"
    others = [group for group in source.one_of if column.field in group]
    if others:
        names = "、".join(source.by_field[field].heading for field in others[0])
        return f"{names}至少填一项"
    return "须有此列" if column.required else "选填"
