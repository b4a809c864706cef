"""What can be done with a case: each act with who does it and in which states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

By = Literal["applicant", "official", "overseer", "signer", "consulted"]

DRAFT = "draft"
SUBMITTED = "submitted"
CORRECTION = "correction"
RUNNING = "running"
PAUSED = "paused"
CLOSED = "closed"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
MERGED = "merged"
ARCHIVED = "archived"
STATES = {
    DRAFT: "草稿",
    SUBMITTED: "待受理",
    CORRECTION: "待补正",
    RUNNING: "办理中",
    PAUSED: "已中止",
    CLOSED: "已办结",
    REFUSED: "不予受理",
    WITHDRAWN: "已撤回",
    MERGED: "已并案",
    ARCHIVED: "已归档",
}
#: work goes on
OPEN = (SUBMITTED, CORRECTION, RUNNING, PAUSED)
ENDED = (CLOSED, REFUSED, WITHDRAWN, MERGED)


@dataclass(frozen=True, slots=True)
class Verb:
    """One act. ``by`` says who does it; acts of officials must also be declared by the step.

    ``overseer``: who holds the item's right of oversight. ``tells``: the applicant sees it.
    """

    key: str
    zh: str
    by: By
    states: tuple[str, ...]
    tells: bool = True


_LIST = (
    Verb("save_draft", "保存草稿", "applicant", (DRAFT, CORRECTION)),
    Verb("submit", "提交", "applicant", (DRAFT, CORRECTION)),
    Verb("withdraw", "撤回", "applicant", OPEN),
    Verb("urge", "催办", "applicant", (SUBMITTED, RUNNING)),
    Verb("accept", "受理", "official", (SUBMITTED,)),
    Verb("ask_correction", "一次告知补正", "official", (SUBMITTED,)),
    Verb("refuse", "不予受理", "official", (SUBMITTED,)),
    Verb("amend", "登记办理情况", "official", (RUNNING,), tells=False),
    Verb("draw", "抽取样本", "official", (RUNNING,), tells=False),
    Verb("forward", "转下一环节", "official", (RUNNING,)),
    Verb("send_back", "退回前面环节", "official", (RUNNING,), tells=False),
    Verb("countersign", "发起会签", "official", (RUNNING,), tells=False),
    Verb("add_signer", "加签", "official", (RUNNING,), tells=False),
    Verb("remove_signer", "减签", "official", (RUNNING,), tells=False),
    Verb("sign", "会签", "signer", (RUNNING,), tells=False),
    Verb("delegate", "委托他人办理", "official", (SUBMITTED, RUNNING), tells=False),
    Verb("hand_back", "交还委托人", "official", (SUBMITTED, RUNNING), tells=False),
    Verb("transfer", "移交他人办理", "official", (SUBMITTED, RUNNING), tells=False),
    Verb("suspend", "中止计时", "official", (RUNNING,)),
    Verb("resume", "恢复计时", "official", (PAUSED,)),
    Verb("extend", "延长期限", "official", (RUNNING,)),
    Verb("consult", "征求单位意见", "official", (RUNNING,), tells=False),
    Verb("answer", "答复征求意见", "consulted", (RUNNING, PAUSED), tells=False),
    Verb("merge", "并案", "official", (SUBMITTED, RUNNING)),
    Verb("split", "分案", "official", (RUNNING,)),
    Verb("close", "办结", "official", (RUNNING,)),
    Verb("reopen", "重新办理", "overseer", (CLOSED, REFUSED)),
    Verb("archive", "归档", "overseer", ENDED, tells=False),
)
VERBS = {verb.key: verb for verb in _LIST}
