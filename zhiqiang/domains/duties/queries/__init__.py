"""What pages ask about work lists, items and progress."""

from zhiqiang.domains.duties.queries.boards import (
    Board,
    BodyRow,
    ItemRow,
    Summary,
    board,
    body_rows,
    lamp_counts,
    part_of_board,
    summary,
)
from zhiqiang.domains.duties.queries.desks import Desk, desk, due_in_year
from zhiqiang.domains.duties.queries.items import (
    ItemView,
    entry,
    evidence,
    item,
    item_view,
    work_list,
    work_lists,
)
from zhiqiang.domains.duties.queries.orders import order, orders, reply_file
from zhiqiang.domains.duties.queries.papers import evidence_of, paper, papers, template
from zhiqiang.domains.duties.queries.reckoning import BodyWork, work_of_bodies
from zhiqiang.domains.duties.queries.sittings import (
    Proposal,
    SittingView,
    decision_of,
    decisions,
    proposals,
    sitting,
    sitting_view,
    sittings,
)

__all__ = [
    "Board",
    "BodyRow",
    "BodyWork",
    "Desk",
    "ItemRow",
    "ItemView",
    "Proposal",
    "SittingView",
    "Summary",
    "board",
    "body_rows",
    "decision_of",
    "decisions",
    "desk",
    "due_in_year",
    "entry",
    "evidence",
    "evidence_of",
    "item",
    "item_view",
    "lamp_counts",
    "paper",
    "papers",
    "part_of_board",
    "proposals",
    "sitting",
    "sitting_view",
    "sittings",
    "summary",
    "template",
    "work_list",
    "work_lists",
    "work_of_bodies",
    "order",
    "orders",
    "reply_file",
]
