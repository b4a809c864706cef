"""What is done in information services."""

from zhiqiang.domains.information.actions.offering import drop, offer_new, offer_since
from zhiqiang.domains.information.actions.profiles import (
    Edited,
    accept,
    decline,
    edit_profile,
    make_own_profile,
    make_profile,
    make_profiles,
    read_again,
)
from zhiqiang.domains.information.actions.questions import (
    follow_question,
    follow_questions,
    forget_question,
    save_question,
)
from zhiqiang.domains.information.actions.releasing import (
    answer_push,
    hand_over,
    open_push,
    release,
    release_by_rule,
    send_again,
    settle_letters,
)
from zhiqiang.domains.information.actions.topics import (
    Founded,
    annotate,
    close_topic,
    edit_topic,
    found_topic,
    judge_entry,
    mark_seen,
    refresh_topics,
)

__all__ = [
    "Edited",
    "Founded",
    "accept",
    "annotate",
    "answer_push",
    "close_topic",
    "decline",
    "drop",
    "edit_profile",
    "edit_topic",
    "follow_question",
    "follow_questions",
    "forget_question",
    "found_topic",
    "hand_over",
    "judge_entry",
    "make_own_profile",
    "make_profile",
    "make_profiles",
    "mark_seen",
    "offer_new",
    "offer_since",
    "open_push",
    "read_again",
    "refresh_topics",
    "save_question",
    "release",
    "release_by_rule",
    "send_again",
    "settle_letters",
]
