"""Every act on a case: one transaction each, once for each request."""

from zhiqiang.records.casework.actions.at_once import apply_at_once
from zhiqiang.records.casework.actions.beginning import (
    add_document,
    amend,
    begin_case,
    faults_of,
    remove_document,
    save_draft,
    submit,
)
from zhiqiang.records.casework.actions.deciding import (
    accept,
    archive,
    ask_correction,
    close,
    refuse,
    reopen,
    withdraw,
)
from zhiqiang.records.casework.actions.joining import answer, consult, merge, split
from zhiqiang.records.casework.actions.moving import (
    delegate,
    forward,
    hand_back,
    send_back,
    transfer,
)
from zhiqiang.records.casework.actions.reminding import remind
from zhiqiang.records.casework.actions.signing import (
    add_signer,
    countersign,
    remove_signer,
    sign,
)
from zhiqiang.records.casework.actions.timing import extend, resume, suspend, urge
from zhiqiang.records.casework.published import publish_item, withdraw_item
from zhiqiang.records.casework.surveys.gathering import answer_survey, draw, enter_answer
from zhiqiang.records.casework.turn import Stale

#: every act that is done on one case, by its key
ACTS = {
    one.__name__: one
    for one in (
        *(
            save_draft,
            submit,
            amend,
            withdraw,
            urge,
            accept,
            ask_correction,
            refuse,
            forward,
            send_back,
        ),
        *(countersign, add_signer, remove_signer, sign, delegate, hand_back, transfer, suspend),
        *(draw, resume, extend, consult, answer, merge, split, close, reopen, archive),
    )
}

__all__ = [
    "ACTS",
    "Stale",
    "accept",
    "add_document",
    "add_signer",
    "amend",
    "answer",
    "answer_survey",
    "apply_at_once",
    "archive",
    "ask_correction",
    "begin_case",
    "close",
    "consult",
    "countersign",
    "delegate",
    "draw",
    "enter_answer",
    "extend",
    "faults_of",
    "forward",
    "hand_back",
    "merge",
    "publish_item",
    "refuse",
    "remind",
    "remove_document",
    "remove_signer",
    "reopen",
    "resume",
    "save_draft",
    "send_back",
    "sign",
    "split",
    "submit",
    "suspend",
    "transfer",
    "urge",
    "withdraw",
    "withdraw_item",
]
