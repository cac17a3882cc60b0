"""The results tables (contract 4): column names in order, and the extra columns that reports need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model.finding import Finding

if TYPE_CHECKING:
    import polars as pl

#: Columns written by ``reportgen score``, in this order. Frames may carry more columns after them.
KPI_SCORES = (
    "period", "subject_id", "level", "kpi_id", "weight", "scenario", "target", "actual", "prior_actual", "py_actual",
    "variance", "variance_pct", "effect", "nm_reason", "attainment_pct", "score_uncapped", "score", "weighted_score",
    "contribution", "status", "method", "assignment_id", "segment",
)
#: Extra columns of the kpi_scores frame: state (reported, not_reported, not_applicable, suspended,
#: partial), counted_weight (percent after renormalising), threshold, stretch, range_lo, range_hi, zero_distance,
#: baseline, prior_score, red_streak, red_scores (of the streak, or its points), tolerance, cap, floor, params, forecast,
#: benchmark, assumed (missing policy applied), weighted_adjusted,
#: contribution_adjusted (moved by footing), score_raw (unrounded), due (past the due date).
SCORECARDS = (
    "period", "subject_id", "level", "name", "unit_id", "total", "coverage_pct", "bonus_points", "penalty_points",
    "final", "grade", "grade_before_adjustment", "rank", "peers", "prior_final", "change",
)
#: Extra columns of the scorecards frame: parent_id, name_en, provisional (bool), rated (bool), not_rated_reason,
#: days, period_days, coefficient, final_before_link, grade_before_gates, payout_factor, gates, knock_outs (ids joined by ","),
#: link_unit_id, link_score, link_weight, py_final, covered_from, covered_to (days that the score covers, where not all).
REWARDS = ("period", "subject_id", "policy_id", "component_id", "kind", "base", "factor", "amount", "currency", "actions")
REWARD_TRACE = (
    "period", "subject_id", "step", "rule_id", "text", "formula", "numbers", "unrounded", "rounded", "sources",
)
COMMENTARY = ("period", "subject_id", "kpi_id", "order", "text", "locale", "fact_ids", "source", "stale")
FINDINGS = ("code", "severity", "table", "row", "column", "subject_id", "kpi_id", "text", "remedy")


def joined_ids(text: str | None) -> tuple[str, ...]:
    """The ids of a cell that joins them by ``,``, such as the gates and knock-outs of a scorecard row."""
    return tuple(part for part in (text or "").split(",") if part)


@dataclass(frozen=True, slots=True)
class Scores:
    """What scoring returns for one period: frames whose Float64 cells are already rounded as they print.

    ``points`` lists every counted bonus and penalty line: subject_id, event_id, kind (bonus, penalty), rule, points, reason.
    """

    kpi_scores: pl.DataFrame
    scorecards: pl.DataFrame
    points: pl.DataFrame
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> dict[str, tuple[str, ...]]:
        """Subjects whom an error of scoring leaves without a total, and its codes.

        Where one finding stands for all lines of a period, it stands for every subject that failed.
        """
        errors = [finding for finding in self.findings if finding.severity == "error"]
        found: dict[str, tuple[str, ...]] = {}
        for finding in errors:
            if finding.subject_id:
                found[finding.subject_id] = tuple(dict.fromkeys((*found.get(finding.subject_id, ()), finding.code)))
        summed = tuple(finding.code for finding in errors if finding.params.get("case") == "all")
        if summed:
            for subject in self.scorecards.filter("failed")["subject_id"]:
                found.setdefault(subject, summed)
        return found
