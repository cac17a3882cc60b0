"""What the demo's company asks for: targets with threshold and stretch, and the value that earns a given score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from datasets.demo.catalogue import KPI


@dataclass(frozen=True, slots=True)
class Goal:
    """Target of a year; threshold and stretch where the KPI has them."""

    target: float
    threshold: float | None = None
    stretch: float | None = None


#: KPI, or "KPI/card or unit", -> goals of 2024 and 2025.
_GOALS: Mapping[str, tuple[Goal, Goal]] = {
    "collection_rate": (Goal(93, 80, 98), Goal(94, 82, 99)),
    "win_rate": (Goal(33, 20, 42), Goal(35, 22, 45)),
    "csat": (Goal(4.5, 4.1, 4.8), Goal(4.6, 4.2, 4.85)),
    "complaint_rate": (Goal(2.4, 4.5, 1.2), Goal(2, 4, 1)),
    "handling_hours/hotline": (Goal(2.2, 3, 1.6), Goal(2, 2.8, 1.5)),
    "handling_hours/field": (Goal(26, 36, 20), Goal(24, 34, 18)),
    "handling_hours/M-SERVICE": (Goal(15, 21, 12), Goal(14, 20, 11)),
    "first_fix_rate": (Goal(90, 78, 95), Goal(92, 80, 97)),
    "pass_rate": (Goal(97.6, 95, 99.2), Goal(98, 95.5, 99.4)),
    "iqc_pass_rate": (Goal(97.5, 94), Goal(98, 94.5)),
    "delivery_cycle": (Goal(176, 210, 150), Goal(168, 200, 144)),
    "accidents": (Goal(0), Goal(0)),
    "on_time_supply": (Goal(94, 84), Goal(95, 85)),
    "stock_accuracy": (Goal(99.3), Goal(99.5)),
    "five_s": (Goal(90), Goal(90)),
    "milestone": (Goal(100), Goal(100)),
    "key_projects": (Goal(100), Goal(100)),
    "project_on_time": (Goal(88, 68), Goal(90, 70)),
    "bug_rate": (Goal(5.5, 8.5, 3.5), Goal(5, 8, 3)),
    "review_score": (Goal(100), Goal(100)),
    "inspection_on_time": (Goal(97, 88), Goal(98, 90)),
    "audit_findings": (Goal(0), Goal(0)),
    "claim_close_days": (Goal(11, 16, 7), Goal(10, 15, 6)),
    "close_days": (Goal(5.5, 8.5, 3.5), Goal(5, 8, 3)),
    "report_errors": (Goal(0), Goal(0)),
    "recruit_days": (Goal(48, 66, 36), Goal(45, 63, 33)),
    "task_on_time": (Goal(94, 78), Goal(95, 80)),
    "availability": (Goal(99.85, 98.9), Goal(99.9, 99)),
    "recovery_hours": (Goal(4.5, 6.5, 2.5), Goal(4, 6, 2)),
    "ticket_on_time": (Goal(95, 85), Goal(96, 86)),
    "service_score": (Goal(88, 78, 97), Goal(90, 80, 98)),
    "unit_result": (Goal(100), Goal(100)),
    "innovation": (Goal(2), Goal(2)),
    "training_hours": (Goal(6), Goal(8)),
    "staff_turnover": (Goal(3), Goal(3)),
    "budget_execution": (Goal(100), Goal(100)),
}
_FIVE_S = ((50.0, 76.0), (75.0, 82.0), (90.0, 87.0), (100.0, 92.0), (120.0, 97.0))
_ACCURACY = ((40.0, 97.0), (75.0, 98.4), (90.0, 99.2), (100.0, 99.62), (120.0, 99.95))


def goal_of(kpi: str, year: str, *owners: str) -> Goal:
    """The goal of a KPI for the first of ``owners`` (card, unit) that has one of its own, else the general one."""
    keys = [f"{kpi}/{owner}" for owner in owners]
    chosen = next((key for key in keys if key in _GOALS), kpi)
    return _GOALS[chosen][year == "2025"]


def _between(points: tuple[tuple[float, float], ...], score: float) -> float:
    """The value at ``score`` on a line through (score, value) points, straight on beyond its ends."""
    low, high = next(
        ((a, b) for a, b in pairwise(points) if score <= b[0]), (points[-2], points[-1])
    )
    return low[1] + (score - low[0]) * (high[1] - low[1]) / (high[0] - low[0])


def value_for(kpi_id: str, goal: Goal, score: float) -> float:
    """The actual, unrounded, that earns ``score`` under the KPI's method."""
    method = KPI[kpi_id].method or "ratio"
    if method == "step":
        return _between(_FIVE_S if kpi_id == "five_s" else _ACCURACY, score)
    if method == "interpolation" and goal.threshold is not None and goal.stretch is not None:
        return _between(((60.0, goal.threshold), (100.0, goal.target), (120.0, goal.stretch)), score)
    if method == "efficacy" and goal.threshold is not None:
        return goal.threshold + (goal.target - goal.threshold) * (score - 60) / 40
    if method == "rating":
        return score
    if KPI[kpi_id].direction == "lower":
        return goal.target * (2 - score / 100)
    return goal.target * score / 100


def events_for(kpi_id: str, score: float) -> int:
    """How many events a deduction leaves at ``score``."""
    per_event = {"audit_findings": 8, "report_errors": 6}[kpi_id]
    return max(0, round((100 - score) / per_event))


def proposals_for(score: float) -> int:
    """Innovation proposals against a target of two."""
    return 0 if score < 76 else 1 if score < 93 else 2 if score < 108 else 3


def milestones_for(score: float, random: Random) -> tuple[str, float]:
    """Parameters of the milestone method, as JSON, and the score that they give, near ``score`` (at most 100)."""
    shares = random.choice(((40, 35, 25), (50, 30, 20), (30, 40, 30)))
    done = [1.0, 1.0, 1.0]
    if score < 96:
        done[2] = random.choice((0.5, 0.6, 0.8))
    if score < 84:
        done[1] = random.choice((0.5, 0.8))
    if score < 74:
        done[2] = 0.0
    reached = sum(share * part for share, part in zip(shares, done, strict=True))
    late = max(0, min(6, round((reached - score) / 2))) if score < 100 else 0
    items = ",".join(f'{{"weight":{share},"completion":{part:g}}}' for share, part in zip(shares, done, strict=True))
    tail = f',"late_days":{late},"late_points_per_day":1' if late else ""
    return f'{{"milestones":[{items}]{tail}}}', reached - late
