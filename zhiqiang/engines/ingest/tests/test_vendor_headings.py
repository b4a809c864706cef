"""The headings of the exports that bureaus receive are known, each used or passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiqiang.engines.ingest import load_source, matches, normal_heading

SOURCES = Path(__file__).parents[4] / "catalogue" / "sources"
EXPORTS = {
    "incoPat": "标题 申请人 公开(公告)号 公开(公告)日 申请号 申请日 专利类型 公开国别 链接到incoPat IPC主分类 IPC "
    "国民经济分类 新兴产业分类 文献种类代码 标准化申请人 第一申请人 申请人类型 申请人国别代码 申请人地址 "
    "申请人省市代码 中国申请人地市 中国申请人区县 工商统一社会信用代码 当前权利人 标准化当前权利人 代理机构 "
    "代理人 审查员 首次公开日 授权公告日 实质审查生效日 失效日 专利寿命(月) 合享价值度 技术稳定性 技术先进性 "
    "保护范围 首项权利要求 权利要求数量 被引证次数 简单同族 扩展同族 DocDB同族 同族国家/地区 一案双申 "
    "专利有效性 当前法律状态 法律状态 转让次数 转让执行日 转让人 受让人 许可次数 许可合同备案日期 许可人 "
    "被许可人 许可类型 质押次数 质押期限 出质人 质权人 诉讼次数 海关备案",
    "智慧芽": "公开（公告）号 标题 摘要 申请号 申请日 公开（公告）日 [标]当前申请(专利权)人 "
    "[标]原始申请(专利权)人 申请（专利权）人 发明人 发明人数量 IPC主分类号 IPC分类号 CPC分类号 "
    "法律状态/事件 简单法律状态 专利类型 申请年 授权日 受理局 被引用专利数量 简单同族 "
    "Patsnap同族专利申请数量 战略新兴产业分类 失效日 专利价值 当前申请(专利权)人州/省 权利转移生效日 "
    "许可类型 许可次数 许可生效日 转让人 受让人 工商统一社会信用代码 标题(译)(简体中文)",
    "省局明细": "序号 申请日 公开日 授权公告日 申请人 发明人 申请号 公开号 授权公告号 专利类型 专利名称 主权项 "
    "申请人地址 法律状态 主分类号 分类号 国省代码 专利代理人 专利代理机构 优先权 第一权利人 申请人类型 "
    "当前权利人 法律事件 同族专利 专利转移次数 许可次数 质押次数 转让日期 失效日期 质押日期 无效宣告日期",
    "国家局检索": "公开（公告）号 申请（专利权）人 发明（设计）人 范畴分类 颁证日 进入国家日期 申请号 专利名称 专利类型",
}
MARKS = (
    "注册号/申请号 国际分类 商标名称 申请人名称(中文) 申请人名称(英文) 申请人地址 申请日期 初审公告期号 初审公告日期 "
    "注册公告期号 注册公告日期 专用权期限 商标状态 商品/服务 类似群 代理机构 后期指定日期"
)


@pytest.mark.parametrize("vendor", EXPORTS)
def test_no_heading_of_a_patent_export_is_unknown(vendor):
    known = load_source(SOURCES, "patents").known_headings
    assert [one for one in EXPORTS[vendor].split() if normal_heading(one) not in known] == []


@pytest.mark.parametrize("vendor", EXPORTS)
def test_a_patent_export_is_recognised_as_a_list_of_patents(vendor):
    every = [load_source(SOURCES, path.stem) for path in sorted(SOURCES.glob("*.yml"))]
    best = matches([("Sheet1", [EXPORTS[vendor].split()])], "导出.xlsx", every)[0]
    assert best.source.key == "patents" and best.fits


def test_no_heading_of_the_trademark_office_is_unknown():
    known = load_source(SOURCES, "trademarks").known_headings
    assert [one for one in MARKS.split() if normal_heading(one) not in known] == []


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.yml")), ids=lambda path: path.stem)
def test_a_list_with_the_official_headings_of_a_source_is_recognised_as_it(path):
    source = load_source(SOURCES, path.stem)
    every = [load_source(SOURCES, one.stem) for one in sorted(SOURCES.glob("*.yml"))]
    head = [column.heading for column in source.columns]
    best = matches([("明细", [head])], "清单.xlsx", every)[0]
    assert best.source.key == source.key and best.fits
