"""Patents, the gazette, licences and pledges under the headings that bureaus receive."""

from __future__ import annotations

from datetime import date

from zhiqiang.demo.lives import all_happenings
from zhiqiang.demo.parties import Member
from zhiqiang.demo.patents import INVENTION, Patent
from zhiqiang.demo.sheets import Sheet, Value

_GAZETTE = {"AWARD": "获奖", "PRODUCT": "专利产品备案"}
_OWN_LISTS = ("EE01", "PE01", "PC01")


def _number(day: date | None) -> int | None:
    """Return a day as the national lists print it: 20240713."""
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def patents(all_patents: list[Patent]) -> Sheet:
    """Return the detail list of patents as the province sends it, one row a right."""
    headings = [
        *("序号", "申请号", "专利名称", "专利类型", "申请日", "公开日", "公开号", "授权公告日"),
        *("授权公告号", "申请人", "当前权利人", "申请人类型", "统一社会信用代码", "当前权利人地址"),
        *(
            "区划代码",
            "发明人数量",
            "主分类号",
            "分类号",
            "战略性新兴产业分类",
            "海外有同族专利权",
            "高价值发明专利",
        ),
        *("专利代理机构", "代理机构代码", "法律状态", "失效日期"),
    ]
    codes: dict[str, str] = {}
    rows = [_patent(n, patent, codes) for n, patent in enumerate(all_patents, 1)]
    return Sheet("patents", "专利明细.xlsx", headings, rows, "全市专利明细（数据截止2025-12-31）")


def _patent(number: int, patent: Patent, agency_codes: dict[str, str]) -> list[Value]:
    holder, agency = patent.holder, patent.agency.name if patent.agency else ""
    if agency:
        agency_codes.setdefault(agency, f"99{101 + len(agency_codes)}")
    holders = [holder, *(a for a in patent.applicants[1:] if holder == patent.applicants[0])]
    return [
        number,
        patent.number,
        patent.title,
        patent.kind,
        _number(patent.filed_on),
        _number(patent.published_on),
        patent.publication_number,
        _number(patent.granted_on),
        patent.grant_number,
        ";".join(member.name for member in patent.applicants),
        ";".join(member.name for member in holders),
        holder.kind,
        holder.code,
        holder.address,
        holder.region,
        patent.inventors,
        patent.ipc[0],
        ";".join(patent.ipc),
        patent.sei,
        "是" if patent.has_overseas_grant else "否",
        _marked(patent),
        agency,
        agency_codes.get(agency, ""),
        patent.status,
        _number(patent.ended_on),
    ]


def _marked(patent: Patent) -> str:
    """Return the mark that the office sets on the inventions it takes for high-value ones."""
    if patent.kind != INVENTION or patent.status not in ("授权", "权利恢复"):
        return ""
    is_pledged = any(h.code == "PE01" and (h.amount or 0) >= 10_000_000 for h in patent.happenings)
    is_honoured = any(h.code == "AWARD" for h in patent.happenings)
    return "是" if patent.sei or patent.has_overseas_grant or is_pledged or is_honoured else "否"


def patent_events(all_patents: list[Patent]) -> Sheet:
    """Return what the gazette announced, without what comes in lists of its own."""
    headings = [
        *("序号", "申请号", "专利名称", "事务类型", "事务日期", "原权利人", "新权利人"),
        *("新权利人信用代码", "新权利人地址", "新区划代码", "金额", "登记号", "说明"),
    ]
    rows: list[list[Value]] = []
    for patent, one in all_happenings(all_patents):
        if one.code in _OWN_LISTS:
            continue
        giver, taker = one.giver, one.taker
        rows.append(
            [
                len(rows) + 1,
                patent.number,
                patent.title,
                _GAZETTE.get(one.code, one.code),
                one.effective_on,
                giver.name if giver else "",
                *_taker(taker),
                one.amount,
                one.document,
                one.note,
            ]
        )
    return Sheet("patent_events", "专利法律事务.csv", headings, rows)


def _taker(member: Member | None) -> list[Value]:
    return [member.name, member.code, member.address, member.region] if member else [""] * 4


def licences(all_patents: list[Patent]) -> Sheet:
    """Return the recorded licence contracts."""
    headings = [
        *("序号", "备案号", "专利号", "专利名称", "许可人", "许可人信用代码", "被许可人"),
        *("被许可人信用代码", "备案日", "合同金额", "区划代码", "许可类型"),
    ]
    rows: list[list[Value]] = []
    for patent, one in all_happenings(all_patents):
        if one.code != "EE01" or one.giver is None or one.taker is None:
            continue
        parts = [one.giver.name, one.giver.code, one.taker.name, one.taker.code]
        rows.append(
            [
                len(rows) + 1,
                one.document,
                "ZL" + patent.number,
                patent.title,
                *parts,
                one.effective_on,
                one.amount,
                one.giver.region,
                one.note,
            ]
        )
    return Sheet("licences", "专利实施许可合同备案.xlsx", headings, rows)


def pledges(all_patents: list[Patent]) -> Sheet:
    """Return the pledge contracts, one row a patent; the amount of the whole stands on each."""
    headings = [
        *("序号", "质押登记号", "专利号", "专利名称", "出质人", "出质人信用代码", "质权人"),
        *("登记日", "注销日", "金额(万元)", "区划代码"),
    ]
    released = {
        (patent.number, one.document): one.effective_on
        for patent, one in all_happenings(all_patents)
        if one.code == "PC01"
    }
    lines = [
        (one.document, patent.number, patent, one)
        for patent, one in all_happenings(all_patents)
        if one.code == "PE01"
    ]
    rows: list[list[Value]] = []
    for document, number, patent, one in sorted(lines, key=lambda line: line[:2]):
        giver, bank = one.giver, one.taker
        if giver is None or bank is None or one.amount is None:
            continue
        rows.append(
            [
                len(rows) + 1,
                document,
                "ZL" + number,
                patent.title,
                giver.name,
                giver.code,
                bank.name,
                one.effective_on,
                released.get((number, document)),
                one.amount // 10_000,
                giver.region,
            ]
        )
    return Sheet("pledges", "知识产权质押登记.xlsx", headings, rows, "质押登记明细")
