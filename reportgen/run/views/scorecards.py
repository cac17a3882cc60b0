"""The totals of a subject, its points, grades and what separates it from the next grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.period import Period
from reportgen.model.policy import GradeBand, Rules
from reportgen.model.results import joined_ids
from reportgen.model.view import PointsLine, Scorecard
from reportgen.run.index import decimal, places

Row = Mapping[str, Any]
ZERO = Decimal(0)


def scorecard(
    row: Row, rules: Rules, locale: Locale, points: Iterable[Row] = (), history: tuple[tuple[Period, Decimal | None], ...] = ()
) -> Scorecard:
    """A scorecard from its row of the results."""
    final, grade = places(row["final"]), row["grade"] or ""
    better = next_band(rules, final, grade)
    return Scorecard(
        total=places(row["total"]),
        coverage=places(row["coverage_pct"]),
        bonus_points=places(row["bonus_points"]) or ZERO,
        penalty_points=places(row["penalty_points"]) or ZERO,
        final=final,
        grade=grade,
        grade_label=grade_label(rules, grade, locale),
        grade_before_adjustment=row["grade_before_adjustment"] or "",
        coefficient=decimal(row.get("coefficient")),
        rank=row["rank"],
        peers=row["peers"],
        prior_final=places(row["prior_final"]),
        change=places(row["change"]),
        py_final=places(row.get("py_final")),
        provisional=bool(row.get("provisional")),
        rated=row.get("rated") is not False,
        not_rated_reason=row.get("not_rated_reason") or "",
        next_grade=better.grade if better else "",
        next_grade_min=better.min if better else None,
        next_gap=better.min - final if better and final is not None else None,
        points=tuple(points_line(item) for item in points),
        link_unit=row.get("link_unit_id") or "",
        link_score=places(row.get("link_score")),
        link_weight=decimal(row.get("link_weight")),
        final_before_link=places(row.get("final_before_link")),
        gates=joined_ids(row.get("gates")),
        knock_outs=joined_ids(row.get("knock_outs")),
        grade_before_limits=row.get("grade_before_gates") or "",
        history=history,
        covered=_covered(row),
    )


def _covered(row: Row) -> tuple[date, date] | None:
    first, last = row.get("covered_from"), row.get("covered_to")
    return (first, last) if first and last else None


def next_band(rules: Rules, final: Decimal | None, grade: str) -> GradeBand | None:
    """The grade above the present one; None at the top or without a grade."""
    if final is None or not grade:
        return None
    above = [band for band in rules.grades if band.min > final]
    return min(above, key=lambda band: band.min, default=None)


def grade_label(rules: Rules, grade: str, locale: Locale) -> str:
    """The label that the policy gives a grade in a locale; empty where it gives none."""
    return next((band.label.get(locale, "") for band in rules.grades if band.grade == grade), "")


def points_line(row: Row) -> PointsLine:
    """Bonus or penalty points as counted in the results."""
    points = places(row["points"]) or ZERO
    return PointsLine(
        "penalty" if row["kind"] == "penalty" else "bonus", points, places(row.get("counted")) or points,
        row["rule"] or "", row["reason"] or "", row["event_id"] or "",
    )
