"""Registrations, fees, insurance and money of the invented city, as their bodies print them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zhiqiang.demo.lives import all_happenings, term_years
from zhiqiang.demo.marks import Mark, Origin
from zhiqiang.demo.material import LAST_DAY, day_in, material, scaled, years_after
from zhiqiang.demo.numbering import check_digit
from zhiqiang.demo.parties import FIRM, Cast, Member
from zhiqiang.demo.patents import DESIGN, INVENTION, Patent
from zhiqiang.demo.sheets import Sheet, Value
from zhiqiang.records.registry.fee_rules import fee_rules

Rows = list[list[Value]]
_KEYS = {INVENTION: "invention", "实用新型": "utility_model", DESIGN: "design"}
_WHO = ("统一社会信用代码", "地址", "区划代码")


def _who(member: Member) -> list[Value]:
    return [member.code, member.address, member.region]


def registrations(cast: Cast, seed: str, scale: float) -> list[Sheet]:
    """Return the registers of software, works, plant varieties and layout-designs."""
    rng = Random(f"{seed}:registrations")  # noqa: S311
    return [
        _software(cast, rng, scaled(2_400, scale, 30)),
        _works(cast, rng, scaled(700, scale, 24)),
        _varieties(cast, rng, scaled(60, scale, 20)),
        _layouts(cast, rng, scaled(50, scale, 20)),
    ]


def _software(cast: Cast, rng: Random, count: int) -> Sheet:
    rows: Rows = []
    for n in range(1, count + 1):
        owner, day = rng.choice(cast.firms), day_in(rng, rng.randrange(2019, 2026))
        field = rng.choice(("排产", "巡检", "能耗", "仓储", "质检", "溯源", "报修", "订单"))
        title = f"{owner.name[:4]}{field}管理软件V{rng.randrange(1, 5)}.{n % 10}"
        first = day - timedelta(days=rng.randrange(40, 300))
        number = f"{day.year}SR{100_000 + n * 37:07d}"
        rows.append([n, number, title, owner.name, *_who(owner), first, day])
    headings = ["序号", "登记号", "软件名称", "著作权人", *_WHO, "首次发表日期", "登记日期"]
    return Sheet("software_copyrights", "软件著作权登记.xlsx", headings, rows)


def _works(cast: Cast, rng: Random, count: int) -> Sheet:
    rows: Rows = []
    for n in range(1, count + 1):
        owner, day = rng.choice(cast.firms), day_in(rng, rng.randrange(2020, 2026))
        letter, kind = rng.choice((("F", "美术作品"), ("A", "文字作品"), ("I", "摄影作品")))
        number = f"国作登字-{day.year}-{letter}-{200_000 + n * 13:08d}"
        title = f"{rng.choice(('云栈', '霁川', '望澜'))}系列{kind[:2]}之{n}"
        rows.append([n, number, title, kind, owner.name, *_who(owner), day])
    headings = ["序号", "作品登记号", "作品名称", "作品类别", "著作权人", *_WHO, "登记日期"]
    return Sheet("work_copyrights", "作品著作权登记.xlsx", headings, rows)


def _varieties(cast: Cast, rng: Random, count: int) -> Sheet:
    growers = [*cast.institutes, *cast.universities, *cast.firms[:40]]
    rows: Rows = []
    for n in range(1, count + 1):
        owner, day = rng.choice(growers), day_in(rng, rng.randrange(2016, 2026))
        filed = day - timedelta(days=rng.randrange(700, 1_100))
        number = f"CNA{filed.year}{1_000_000 + n * 41}"
        plant = rng.choice(("其他植物", "其他植物", "木本、藤本植物"))
        rows.append([n, number, f"望稻{n}号", plant, owner.name, *_who(owner), filed, day])
    headings = ["序号", "品种权号", "品种名称", "植物类别", "品种权人", *_WHO, "申请日", "授权日"]
    return Sheet("plant_varieties", "植物新品种权.xlsx", headings, rows)


def _layouts(cast: Cast, rng: Random, count: int) -> Sheet:
    rows: Rows = []
    for n in range(1, count + 1):
        owner, day = rng.choice(cast.firms), day_in(rng, rng.randrange(2017, 2026))
        filed = day - timedelta(days=rng.randrange(60, 120))
        body = f"{filed.year % 100:02d}5{60_000 + n * 7:05d}"
        number = f"BS.{body}.{check_digit(body)}"
        first = filed - timedelta(days=rng.randrange(30, 500)) if n % 3 else None
        title = f"WL{1000 + n}电源管理芯片"
        rows.append([n, number, title, owner.name, *_who(owner), filed, first, day])
    headings = ["序号", "布图设计登记号", "布图设计名称", "布图设计权利人", *_WHO]
    headings += ["布图设计申请日", "首次商业利用日", "公告日期"]
    return Sheet("layout_designs", "集成电路布图设计登记.xlsx", headings, rows)


def sign_users(origins: list[Origin]) -> Sheet:
    """Return who may use the special sign of which indication."""
    rows: Rows = []
    for origin in origins:
        for user, since in origin.users:
            document = f"准予使用〔{since.year}〕{origin.name}"
            row = [len(rows) + 1, origin.name, user.name, user.code, user.region, since, document]
            rows.append(row)
    headings = ["序号", "地理标志名称", "用标企业", "统一社会信用代码", "区划代码"]
    headings += ["核准日期", "批准公告号"]
    return Sheet("gi_sign_users", "地理标志专用标志使用企业.xlsx", headings, rows)


def candidates(cast: Cast, names: dict[str, str], seed: str) -> Sheet:
    """Return products that are on their way to become geographical indications."""
    rng = Random(f"{seed}:candidates")  # noqa: S311
    things = ("白茶", "蜜橘", "黄鳝", "竹编", "米酒", "香菇", "青瓷", "油茶", "枇杷", "贡面")
    counties = list(material("city")["counties"])
    rows: Rows = []
    for n in range(1, 25):
        region = counties[n % len(counties)]
        keeper, name = rng.choice(cast.bodies), f"{names[region][:2]}{things[n % len(things)]}"
        day = day_in(rng, rng.randrange(2022, 2026))
        rows.append([n, f"{name}{'' if n <= 10 else n}", keeper.name, region, names[region], day])
    headings = ["序号", "产品名称", "培育单位", "区划代码", "产地", "列入日期"]
    return Sheet("gi_candidates", "地理标志资源.xlsx", headings, rows)


def annual_fees(patents: list[Patent], seed: str) -> Sheet:
    """Return the fees that fell due in the last two years: paid, or open on the last day."""
    rng, rules = Random(f"{seed}:fees"), fee_rules()  # noqa: S311
    rows: Rows = []
    for patent in patents:
        if patent.granted_on is None or not patent.is_alive(LAST_DAY):
            continue
        share = "85%" if patent.holder.size in ("小型", "微型") else ""
        for year in range(2, term_years(patent.kind, patent.filed_on) + 1):
            due = years_after(patent.filed_on, year - 1)
            if due <= patent.granted_on or not date(2024, 1, 1) <= due <= date(2026, 1, 31):
                continue
            full = rules.full_fee(_KEYS[patent.kind], year, due) or 0
            fee = full * 15 // 100 if share else full
            is_open = due.year == 2025 and rng.random() < 0.05
            paid = None if is_open else min(due - timedelta(days=rng.randrange(1, 80)), LAST_DAY)
            number = [len(rows) + 1, "ZL" + patent.number, patent.title, f"第{year}年"]
            rows.append([*number, due, paid, fee, share, patent.holder.name])
    headings = ["序号", "专利号", "专利名称", "年费年度", "应缴日", "缴费日期", "金额(元)"]
    return Sheet("annual_fees", "专利年费.csv", [*headings, "费减比例", "专利权人"], rows)


def open_licences(patents: list[Patent], seed: str) -> Sheet:
    """Return the statements of open licence."""
    rng = Random(f"{seed}:open")  # noqa: S311
    alive = [
        p for p in patents if p.granted_on and p.is_alive(LAST_DAY) and p.holder.kind != "个人"
    ]
    alive = [p for p in alive if p.granted_on < date(2022, 6, 1)]  # type: ignore[operator]
    rows: Rows = []
    for n, patent in enumerate(rng.sample(alive, min(len(alive), 40)), 1):
        day = day_in(rng, rng.randrange(2023, 2026))
        ended = min(day + timedelta(days=200), LAST_DAY) if n % 7 == 0 and day < LAST_DAY else None
        fee = f"{rng.randrange(1, 9)}万元/年"
        head = [n, "ZL" + patent.number, patent.title, f"KF{day.year}{n:05d}", patent.holder.name]
        rows.append([*head, day, ended, fee])
    headings = ["序号", "专利号", "专利名称", "声明编号", "专利权人", "声明公告日", "撤回公告日"]
    return Sheet("open_licences", "专利开放许可声明.xlsx", [*headings, "许可使用费标准"], rows)


def insurance(patents: list[Patent], cast: Cast, seed: str) -> Sheet:
    """Return the insurance policies; the sum of a policy stands on each of its patents."""
    rng = Random(f"{seed}:insurance")  # noqa: S311
    own = [p for p in patents if p.granted_on and p.is_alive(LAST_DAY) and p.holder.kind == FIRM]
    own = [p for p in own if p.granted_on < date(2023, 1, 1) and p.holder not in cast.outsiders]  # type: ignore[operator]
    rows: Rows = []
    for n, patent in enumerate(rng.sample(own, min(len(own), 60)), 1):
        day = day_in(rng, rng.randrange(2023, 2026))
        holder = patent.holder
        head = [n, f"PZ{day.year}99{n:06d}", "ZL" + patent.number, holder.name, holder.code]
        rows.append(
            [
                *head,
                "云渚财产保险股份有限公司",
                "专利被侵权损失保险",
                day,
                rng.choice((20, 50, 100)),
            ]
        )
    headings = ["序号", "保单号", "专利号", "被保险人", "统一社会信用代码", "保险公司", "险种"]
    return Sheet("insurance", "知识产权保险.xlsx", [*headings, "起保日期", "保额(万元)"], rows)


def budgets(cast: Cast, seed: str) -> Sheet:
    """Return what the bodies of the city planned and spent."""
    rng = Random(f"{seed}:budgets")  # noqa: S311
    purposes = ("高价值专利培育资助", "专利导航项目经费", "知识产权质押融资贴息", "宣传培训经费")
    rows: Rows = []
    for year in range(2022, 2026):
        for body in cast.bodies[:4]:
            for purpose in purposes[: rng.randrange(2, 5)]:
                planned = rng.randrange(10, 300)
                spent = round(planned * rng.uniform(0.7, 1.0), 2)
                document = f"财行〔{year}〕{rng.randrange(3, 90)}号"
                row = [len(rows) + 1, year, body.name, purpose, planned, spent, document]
                rows.append([*row, body.region])
    headings = ["序号", "年度", "单位名称", "用途", "预算金额(万元)", "支出金额(万元)"]
    return Sheet("budgets", "知识产权经费.xlsx", [*headings, "文号", "区划代码"], rows)


def honours(patents: list[Patent]) -> Sheet:
    """Return prizes as a list of their own, of which the gazette of the city does not tell."""
    on = date(2024, 7, 20)
    best = [p for p in patents if p.kind == INVENTION and p.granted_on and p.is_alive(on)]
    rows: Rows = [
        [n, "ZL" + patent.number, patent.title, "云渚省专利奖二等奖", patent.holder.name, on]
        for n, patent in enumerate(best[:30], 1)
    ]
    headings = ["序号", "专利号", "专利名称", "获奖名称", "获奖单位", "授奖日期"]
    return Sheet("awards", "专利获奖名单.xlsx", headings, rows)


def products(patents: list[Patent]) -> Sheet:
    """Return the recorded patent products as a list of their own."""
    found = [(p, h) for p, h in all_happenings(patents) if h.code == "PRODUCT"]
    rows: Rows = [
        [n, one.document, "ZL" + patent.number, f"望澜牌产品{n}型", patent.holder.name, patent.holder.code,
         one.effective_on, 100 + n]
        for n, (patent, one) in enumerate(found, 1)
    ]  # fmt: skip
    headings = ["序号", "备案号", "专利号", "专利产品名称", "企业名称", "统一社会信用代码"]
    return Sheet(
        "product_recordals", "专利产品备案.xlsx", [*headings, "备案日期", "销售收入(万元)"], rows
    )


def lawsuits(signs: list[Mark], cast: Cast, seed: str) -> Sheet:
    """Return lawsuits about marks of the city."""
    rng = Random(f"{seed}:lawsuits")  # noqa: S311
    own = [m for m in signs if m.registered_on and m.owner.kind == FIRM]
    rows: Rows = []
    for n, mark in enumerate(rng.sample(own, min(len(own), 24)), 1):
        day = day_in(rng, rng.randrange(2023, 2026))
        head = [n, f"（{day.year}）云9901民初{300 + n}号", mark.number, mark.owner.name]
        rows.append([*head, rng.choice(cast.outsiders).name, day, "侵害商标权纠纷", 5 + n])
    headings = ["序号", "案号", "商标注册号", "原告", "被告", "立案日期", "案由", "标的额(万元)"]
    return Sheet("litigation", "权利诉讼.xlsx", headings, rows)


def moves(cast: Cast, seed: str) -> Sheet:
    """Return firms that moved."""
    rng = Random(f"{seed}:moves")  # noqa: S311
    rows: Rows = []
    for n, firm in enumerate(rng.sample(cast.firms, min(len(cast.firms), 24)), 1):
        other, day = rng.choice(cast.firms), day_in(rng, rng.randrange(2021, 2026))
        rows.append([n, firm.name, firm.code, day, firm.address, other.address, other.region])
    headings = ["序号", "企业名称", "统一社会信用代码", "变更日期", "变更前地址", "变更后地址"]
    return Sheet("address_changes", "主体地址变更.xlsx", [*headings, "变更后区划代码"], rows)


def renamings(cast: Cast, seed: str) -> Sheet:
    """Return firms that were workshops before they became companies."""
    rng = Random(f"{seed}:renamings")  # noqa: S311
    rows: Rows = []
    for n, firm in enumerate(rng.sample(cast.firms, min(len(cast.firms), 24)), 1):
        founded, renamed = (
            day_in(rng, rng.randrange(2008, 2012)),
            day_in(rng, rng.randrange(2013, 2020)),
        )
        workshop = f"{firm.name.removesuffix('有限公司')}加工厂"
        rows.append([n, firm.name, firm.code, workshop, founded, renamed])
    headings = ["序号", "企业名称", "统一社会信用代码", "曾用名", "启用日期", "变更日期"]
    return Sheet("name_histories", "名称沿革.xlsx", headings, rows)


def census(names: dict[str, str]) -> Sheet:
    """Return the residents of each division as the census prints them."""
    rows: Rows = [[code, name, 100_000 + int(code)] for code, name in names.items()]
    return Sheet("population", "人口普查.csv", ["区划代码", "地区", "常住人口(2020)"], rows)
