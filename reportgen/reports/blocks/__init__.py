"""One function per block: a page and its options -> blocks of the report model. Importing this folder registers them all."""

from reportgen.reports.blocks import (
    actions,
    board_scorecard,
    bridge,
    hero,
    members,
    message,
    next_grade,
    notes,
    outlook,
    pay,
    rewards,
    scorecard,
    signature,
    summary,
    trace,
    trend,
    variances,
)

__all__ = [
    "actions", "board_scorecard", "bridge", "hero", "members", "message", "next_grade", "notes", "outlook", "pay", "rewards",
    "scorecard", "signature", "summary", "trace", "trend", "variances",
]
