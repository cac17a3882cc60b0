"""One function per block: a page and its options -> blocks of the report model. Importing this folder registers them all."""

from reportgen.reports.blocks import (
    actions,
    alerts,
    appendix,
    board_scorecard,
    bridge,
    coaching,
    finance,
    glossary,
    hero,
    hr,
    members,
    message,
    next_grade,
    notes,
    outlook,
    parts,
    pay,
    people,
    process_result,
    rewards,
    score_steps,
    scorecard,
    signature,
    summary,
    text,
    trace,
    trend,
    variances,
    yardsticks,
)

__all__ = [
    "actions", "alerts", "appendix", "board_scorecard", "bridge", "coaching", "finance", "glossary", "hero", "hr",
    "members", "message", "next_grade", "notes", "outlook", "parts", "pay", "people", "process_result", "rewards",
    "score_steps", "scorecard", "signature", "summary", "text", "trace", "trend", "variances", "yardsticks",
]
