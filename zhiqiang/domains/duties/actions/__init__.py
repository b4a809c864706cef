"""What is done with work lists: one module per matter; other rooms call the names listed here."""

from zhiqiang.domains.duties.actions.entries import (
    Evidence,
    Told,
    accept,
    report,
    return_entry,
    revise,
)
from zhiqiang.domains.duties.actions.items import (
    Assigned,
    Settled,
    add_step,
    assign_bodies,
    cancel_item,
    delegate,
    finish_step,
    hand_over,
    reopen_item,
    settle_item,
    wait_for,
)
from zhiqiang.domains.duties.actions.lists import (
    Plan,
    Refreshed,
    close_list,
    issue_list,
    open_list,
    refresh_list,
)
from zhiqiang.domains.duties.actions.orders import (
    Ordered,
    close_order,
    issue_order,
    reply,
    return_reply,
    withdraw_order,
)
from zhiqiang.domains.duties.actions.papers import Made, keep_paper, list_for_paper
from zhiqiang.domains.duties.actions.reminding import fill_from_records, remind

__all__ = [
    "Assigned",
    "Evidence",
    "Made",
    "Plan",
    "Refreshed",
    "Settled",
    "Told",
    "accept",
    "add_step",
    "assign_bodies",
    "cancel_item",
    "close_list",
    "delegate",
    "fill_from_records",
    "finish_step",
    "hand_over",
    "issue_list",
    "keep_paper",
    "list_for_paper",
    "open_list",
    "refresh_list",
    "remind",
    "reopen_item",
    "report",
    "return_entry",
    "revise",
    "settle_item",
    "wait_for",
    "Ordered",
    "close_order",
    "issue_order",
    "reply",
    "return_reply",
    "withdraw_order",
]
