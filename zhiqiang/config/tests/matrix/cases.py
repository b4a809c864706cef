"""Cases for the world of the matrix: one of the office, one of a body elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from zhiqiang.records.accounts.acting import Acting, without_lines
from zhiqiang.records.accounts.actions import bodies, posts, register_person
from zhiqiang.records.accounts.queries import body
from zhiqiang.records.casework import actions
from zhiqiang.records.casework.items import catalogue_items

SECRET = "四季-青山-2719-桥"
ITEM = "product_recordal"
FIELDS = {
    "rights": ["201310699744.2"],
    "holder": "澄江阀门有限公司",
    "industry": "3451",
    "year": 2025,
    "sales": 1000,
    "phone": "0577-88990011",
}


def add_cases(
    home: Path, office: int, region: str, mark: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Publish the items and leave two cases; return the ids of the open and of the hidden one."""
    for key in catalogue_items():
        actions.publish_item(key, "测试")
    acting = Acting(None, without_lines)
    elsewhere = bodies.add_body(acting, "沙洲市政务服务局", "department", region)
    clerk = register_person("user_far_clerk", "某远", "visitor", SECRET)
    posts.assign_post(acting, clerk, elsewhere, "case_clerk", date(2020, 1, 1))
    applicant = register_person("user_applicant", "某申请", "visitor", SECRET)
    paper = home / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    made = [
        _case(applicant, body(office), "公开产品", paper),
        _case(applicant, elsewhere, f"{mark}产品", paper),
    ]
    return made[0] | {
        "service_key": ITEM,
        "open_service_key": "record_challenge",
        "verb": "urge",
    }, made[1]


def _case(applicant: Any, at: Any, product: str, paper: Path) -> dict[str, Any]:
    case = actions.begin_case(applicant, ITEM, at, request_key=f"case-{product}")
    actions.save_draft(
        applicant,
        case.pk,
        version=case.version,
        request_key="fill",
        fields=FIELDS | {"product": product},
    )
    for wanted in ("evidence", "sales"):
        document = actions.add_document(applicant, case.pk, wanted, paper, f"{product}.pdf")
    case.refresh_from_db()
    actions.submit(applicant, case.pk, version=case.version, request_key="send")
    return {"case_id": case.pk, "document_id": document.pk}
