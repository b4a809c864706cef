"""Plans written for tests, of a district that does not exist."""

from pathlib import Path

import pytest
from django.conf import settings

REGION = "991001"
DIVISIONS = """
- {code: "990000", name: 云中省}
- {code: "991000", name: 临川新市}
- {code: "991001", name: 沐阳新区}
"""

PLAN = """沐阳新区人民政府关于印发《沐阳新区知识产权强区建设工作方案（2022—2025年）》的通知
沐政发〔2022〕8号

各镇人民政府，区政府各部门：
现将《沐阳新区知识产权强区建设工作方案（2022—2025年）》印发给你们，请认真组织实施。
沐阳新区人民政府
2022年3月1日

沐阳新区知识产权强区建设工作方案（2022—2025年）

一、总体要求
（一）指导思想
坚持质量优先，推进知识产权强区建设。
（二）主要目标
到2025年，有效发明专利拥有量达到2000件以上，知识产权质押融资额累计超过20亿元，民间版权交流会达到12场以上。知识产权保护满意度保持全省前列。
二、重点任务
（三）提升创造质量。引导高校院所与企业联合攻关，培育高价值发明专利。每年新增发明专利申请量不低于800件。（责任单位：区市场监管局、区科技局）
（四）扩大转化运用。推进知识产权质押融资线上办理，建立企业需求信息库。（牵头单位：区地方金融局；配合单位：区市场监管局、各镇）
三、保障措施
（五）加强组织领导。建立联席会议制度，统筹推进各项任务。
"""

NOT_A_PLAN = "沐阳新区今天举行灯会\n本报讯 记者日前从文化馆获悉，灯会将持续三天，欢迎市民参观。\n"


@pytest.fixture
def district(tmp_path_factory):
    """Make the invented district known to the installation for one test."""
    path = Path(settings.HOME) / "divisions.yml"
    path.write_text(DIVISIONS, encoding="utf-8")
    yield REGION
    path.unlink()


def write(folder: Path, text: str = PLAN, name: str = "plan.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
