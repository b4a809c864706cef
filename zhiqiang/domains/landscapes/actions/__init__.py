"""What is done with projects of patent navigation."""

from zhiqiang.domains.landscapes.actions.accepting import Accepted, accept, end_project
from zhiqiang.domains.landscapes.actions.branching import (
    Drawn,
    draw_branch,
    remove_branch,
    state_field,
)
from zhiqiang.domains.landscapes.actions.opening import (
    RUN,
    Opened,
    open_project,
    set_rules,
    write_passage,
)
from zhiqiang.domains.landscapes.actions.printing import print_report
from zhiqiang.domains.landscapes.actions.running import run_analyses
from zhiqiang.domains.landscapes.actions.sampling import draw_sample, judge
from zhiqiang.domains.landscapes.actions.watching import (
    answer_alert,
    look_again,
    remove_watch,
    set_watch,
)

__all__ = [
    "RUN",
    "Accepted",
    "Drawn",
    "Opened",
    "accept",
    "answer_alert",
    "draw_branch",
    "draw_sample",
    "end_project",
    "judge",
    "look_again",
    "open_project",
    "print_report",
    "remove_branch",
    "remove_watch",
    "run_analyses",
    "set_rules",
    "set_watch",
    "state_field",
    "write_passage",
]
