"""An office with its people, two firms and a bank, and rights to work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import catalogue_items
from zhiqiang.records.casework.models import Case
from zhiqiang.records.registry.models import Event, Holding, Party, Right

PROGRAM = Acting(None, without_lines)
SECRET = "Siji-Qingshan-2719"
REGION = "330300"
#: a credit code that nobody bears
CODE = "91330300MA0000007C"
NUMBERS = ("201310699744.2", "200410053749.9")
_KEYS = count(1)


def key() -> str:
    """Return a request key that nobody used yet."""
    return f"request-{next(_KEYS)}"


def person(username: str, body: Any = None, role: str = "") -> Any:
    """Return somebody with an account, and with a post where a body is given."""
    made = register_person(username, f"{username}某", "visitor", SECRET)
    if body is not None:
        posts.assign_post(PROGRAM, made, body, role, date(2020, 1, 1))
    return made


@dataclass
class Office:
    """The bureau's window, its officials and approver, who keeps its register, another bureau, and who applies."""

    body: Any
    other: Any
    clerk: Any
    official: Any
    colleague: Any
    approver: Any
    asked: Any
    applicant: Any
    stranger: Any
    keeper: Any
    paper: Path
    people: dict[str, Any] = field(default_factory=dict)

    def do(self, verb: str, who: Any, case: Case, **given: Any) -> Case:
        """Do one act on a case as it stands now."""
        fresh = Case.objects.for_program("test").get(pk=case.pk)
        given = {"version": fresh.version, "request_key": key(), **given}
        return actions.ACTS[verb](who, case.pk, **given)

    def draft(self, item: str = "pledge_registration", who: Any = None, **fields: Any) -> Case:
        """Return a draft with everything that an application needs."""
        who = who or self.applicant
        case = actions.begin_case(who, item, self.body, request_key=key())
        self.do("save_draft", who, case, fields=FIELDS[item] | fields)
        for wanted in PAPERS[item]:
            actions.add_document(who, case.pk, wanted, self.paper, f"{wanted}.pdf")
        return case

    def submitted(self, item: str = "pledge_registration", **fields: Any) -> Case:
        """Return a case that waits to be accepted."""
        case = self.draft(item, **fields)
        return self.do("submit", self.applicant, case)

    def running(self, item: str = "pledge_registration", **fields: Any) -> Case:
        """Return a case that was accepted."""
        return self.do("accept", self.clerk, self.submitted(item, **fields))

    def at_decision(self, **fields: Any) -> Case:
        """Return a pledge that waits for its decision."""
        return self.do("forward", self.official, self.running(**fields))


FIELDS: dict[str, dict[str, Any]] = {
    "pledge_registration": {
        "rights": [NUMBERS[0]],
        "holder": "东岸精密有限公司",
        "pledgee": "东岸银行股份有限公司",
        "amount": 2_000_000,
        "debt_starts_on": "2026-03-01",
        "debt_ends_on": "2027-03-01",
        "purpose": "流动资金",
        "contract_number": "质字第1号",
        "contract_complete": True,
        "suspended": False,
        "has_same_day_twin": False,
        "invalidation_begun": False,
        "phone": "0577-88990011",
    },
    "pledge_release": {
        "rights": [NUMBERS[0]],
        "pledge_number": "ZY1",
        "reason": "债务清偿",
        "happened_on": "2026-03-01",
        "pledgee": "东岸银行股份有限公司",
        "phone": "0577-88990011",
    },
}
FIELDS |= {
    "licence_recordal": {
        "rights": [NUMBERS[0]],
        "holder": "东岸精密有限公司",
        "licensee": "西坪机械有限公司",
        "kind": "普通许可",
        "effective_on": "2026-01-05",
        "ends_on": "2028-01-05",
        "fee": 300_000,
        "contract_number": "许字第1号",
        "phone": "0577-88990011",
    },
    "open_licence_statement": {
        "rights": [NUMBERS[0]],
        "holder": "东岸精密有限公司",
        "payment": "按年支付",
        "standard": "每年五万元",
        "term_ends_on": "2030-01-05",
        "exclusive_in_force": False,
        "suspended": False,
        "phone": "0577-88990011",
    },
    "product_recordal": {
        "rights": [NUMBERS[0]],
        "holder": "东岸精密有限公司",
        "product": "精密轴承",
        "industry": "3451",
        "year": 2025,
        "sales": 86_000_000,
        "phone": "0577-88990011",
    },
}
_FIRM = {"holder": "东岸精密有限公司", "phone": "0577-88990011"}
FIELDS |= {
    "rights_aid": _FIRM
    | {
        "right_kind": "专利",
        "matter": "侵权",
        "place": "本市",
        "facts": "他人未经许可制造、销售相同装置。",
        "wanted": "维权方案",
    },
    "certification_support": _FIRM
    | {
        "standard": "GB/T 29490",
        "agency": "某认证有限公司",
        "certificate": "ZSCQ-001",
        "certified_on": "2025-03-02",
        "valid_until": "2099-03-01",
    },
    "city_demonstration": _FIRM
    | {"staff": 2, "rights_held": 30, "summary": "建立制度，转化专利十余件。"},
    "custody": _FIRM
    | {
        "size": "小型",
        "agency": "某服务有限公司",
        "signed_on": "2025-03-02",
        "ends_on": "2099-03-01",
        "rights_held": 6,
    },
}
_USER = {"holder_code": CODE, "gi": "东岸杨梅"}
_TEXT = "他人未经许可制造、销售相同装置。"
FIELDS |= {
    "gi_sign_use": _FIRM
    | _USER
    | {
        "user_kind": "product",
        "entitlement": "公告第1号",
        "product": "鲜杨梅",
        "area": "东岸县西坪镇",
        "in_area": True,
        "meets_standard": True,
    },
    "gi_sign_check": _FIRM
    | _USER
    | {"year": 2025, "output_value": 3_000_000, "shows_code": True, "still_meets": True},
    "gi_sign_withdrawal": _FIRM | _USER | {"reason": "不再生产", "stopped_on": "2026-03-01"},
    "overseas_help": _FIRM
    | {
        "country": "某国",
        "matter": "诉讼",
        "right_kind": "专利",
        "role": "被诉或被调查",
        "facts": _TEXT,
    },
    "adjudication": _FIRM
    | {
        "rights": [NUMBERS[0]],
        "is_interested": False,
        "other_side": "西坪机械有限公司",
        "other_place": "西坪镇工业路1号",
        "facts": _TEXT,
        "wanted": "责令停止侵权。",
        "sued": False,
        "arbitration_agreed": False,
    },
    "mediation": _FIRM
    | {
        "other_side": "西坪机械有限公司",
        "right_kind": "专利",
        "matter": "侵权",
        "facts": _TEXT,
        "wanted": "停止侵权。",
        "source": "当事人申请",
    },
    "guidance_station": {
        "station": "西坪商标品牌指导站",
        "host": "西坪镇人民政府",
        "address": "西坪镇工业路2号",
        "staff": 2,
        "firms_near": 160,
        "contact": "某乙",
        "phone": "0577-88990011",
    },
    "guidance_log": {
        "station": "西坪商标品牌指导站",
        "firm": "东岸精密有限公司",
        "served_on": "2026-03-01",
        "matter": "商标注册",
        "content": "指导提交两件注册申请。",
        "phone": "0577-88990011",
    },
    "expert_appointment": {
        "expert": "某专家",
        "employer": "东岸大学",
        "field": "专利",
        "years": 12,
        "summary": "从事专利检索和分析十二年。",
        "consents": True,
        "phone": "0577-88990011",
    },
    "project_declaration": _FIRM
    | {
        "rights": [NUMBERS[0]],
        "project": "精密轴承关键技术",
        "programme": "市重点研发计划",
        "year": 2026,
        "inventions_promised": 3,
        "ownership": "成果归承担单位所有。",
    },
}
PAPERS = {
    "gi_sign_use": ("application", "entitlement"),
    "gi_sign_check": ("report",),
    "gi_sign_withdrawal": ("statement",),
    "overseas_help": ("papers",),
    "adjudication": ("request", "identity", "evidence"),
    "mediation": ("application",),
    "guidance_station": ("application",),
    "guidance_log": (),
    "expert_appointment": ("recommendation",),
    "project_declaration": ("declaration",),
    "rights_aid": ("identity",),
    "certification_support": ("certificate",),
    "city_demonstration": ("application",),
    "custody": ("contract",),
    "licence_recordal": ("application", "contract", "identity"),
    "open_licence_statement": ("statement",),
    "product_recordal": ("evidence", "sales"),
    "pledge_registration": ("application", "contract", "identity"),
    "pledge_release": ("application", "evidence"),
}
#: the plan of a survey
SURVEY: dict[str, Any] = {
    "title": "2025 年知识产权保护满意度调查",
    "year": 2025,
    "questionnaire": "ip_protection_satisfaction",
}
#: what only an official can state of a sound pledge
SOUND = {"other_breach": False, "fee_overdue": False}


def build(folder: Path) -> Office:
    """Return the office with its items published and its rights in the register."""
    above = bodies.add_body(PROGRAM, "市人民政府", "government", REGION)
    body = bodies.add_body(PROGRAM, "市知识产权局", "department", REGION, above)
    other = bodies.add_body(PROGRAM, "市金融局", "department", REGION, above)
    paper = folder / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    office = Office(
        body=body,
        other=other,
        clerk=person("clerk", body, "case_clerk"),
        official=person("handler", body, "case_official"),
        colleague=person("colleague", body, "case_official"),
        approver=person("approver", body, "case_approver"),
        asked=person("asked", other, "body_clerk"),
        applicant=person("applicant"),
        stranger=person("stranger"),
        keeper=person("keeper", body, "official"),
        paper=paper,
    )
    office.people = {
        name: getattr(office, name)
        for name in ("clerk", "official", "approver", "keeper", "asked", "applicant", "stranger")
    }
    for item in catalogue_items():
        actions.publish_item(item, "测试")
    firm = Party.objects.create(
        identity="NAME:东岸精密有限公司", kind="firm", name="东岸精密有限公司",
        name_key="东岸精密有限公司", region_code=REGION,
    )  # fmt: skip
    for number in NUMBERS:
        right(number, firm)
    return office


def right(number: str, holder: Party, **values: Any) -> Right:
    """Return an invention in force, held by a party."""
    given = {
        "identity": "CN:" + number.replace(".", ""),
        "kind": "invention",
        "number": number,
        "title": f"一种装置 {number}",
        "applicants": holder.name,
        "filed_on": date(2013, 12, 18),
        "granted_on": date(2016, 3, 1),
        "region_code": REGION,
        "holder": holder,
        "is_published": True,
    }
    made = Right.objects.create(**(given | values))
    Holding.objects.create(right=made, party=holder, region_code=REGION)
    return made


def event(number: str, kind: str, on: date, **values: Any) -> Event:
    """Return something that happened to a right."""
    owner = Right.objects.for_program("test").get(identity="CN:" + number.replace(".", ""))
    identity = f"{kind}:{owner.identity}:{on}:{values.get('document_number', '')}"
    return Event.objects.create(
        identity=identity, kind=kind, right=owner, happened_on=on, region_code=REGION, **values
    )


def survey_at(office: Office, step: str, **design: Any) -> Case:
    """Return a survey at a step before its sample is drawn; a design field of ``None`` is left out."""
    planned = {"sample_size": 500, "opens_on": "2026-03-02", "ends_on": "2026-03-20"} | design
    plan = {name: planned.pop(name, value) for name, value in SURVEY.items()}
    case = actions.begin_case(office.keeper, "satisfaction_survey", office.body, request_key=key())
    office.do("save_draft", office.keeper, case, fields=plan)
    case = office.do("submit", office.keeper, case)
    held = {name: value for name, value in planned.items() if value is not None}
    case = office.do("amend", office.official, case, fields=held)
    if step != "design":
        case = office.do("forward", office.official, case)
        case = office.do("forward", office.approver, case)
    return case


def surveyed(office: Office, firms: int, **design: Any) -> Case:
    """Return a survey whose sample was drawn from so many firms and the one that is there."""
    for _ in range(firms):
        name = f"第{key()}精密有限公司"
        Party.objects.create(
            identity=f"NAME:{name}", kind="firm", name=name, name_key=name, region_code=REGION
        )
    return office.do("draw", office.official, survey_at(office, "collection", **design))
