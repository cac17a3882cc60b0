"""Scorecard lines of a view: one per KPI, with variances, series and what the next grade needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.analysis import variance
from reportgen.model.period import FiscalCalendar, parse_period
from reportgen.model.policy import Materiality
from reportgen.model.rounding import half_up
from reportgen.model.view import Delta, Kpi, Line, SeriesPoint
from reportgen.run.index import decimal, places

Row = Mapping[str, Any]
_STATES = ("reported", "not_reported", "not_applicable", "suspended", "partial")


@dataclass(frozen=True)
class LineSources:
    """What a line is made from besides its own row of kpi_scores, by (subject, kpi)."""

    fiscal: FiscalCalendar
    materiality: Materiality
    series: Mapping[tuple[str, str], tuple[Row, ...]] = field(default_factory=dict)
    year_to_date: Mapping[tuple[str, str], Row] = field(default_factory=dict)
    team_means: Mapping[tuple[str, str], Row] = field(default_factory=dict)


def line(row: Row, kpi: Kpi, sources: LineSources) -> Line:
    """A line from its row of kpi_scores; every number is the printed one."""
    key = (row["subject_id"], row["kpi_id"])
    actual, target = decimal(row["actual"]), decimal(row["target"])
    ytd = sources.year_to_date.get(key, {})
    team = sources.team_means.get(key, {})
    return Line(
        kpi=kpi,
        weight=decimal(row["weight"]),
        counted_weight=decimal(row.get("counted_weight")),
        target=target,
        actual=actual,
        state=row["state"] if row.get("state") in _STATES else ("reported" if actual is not None else "not_reported"),
        attainment=places(row["attainment_pct"]),
        score_uncapped=places(row["score_uncapped"]),
        score=places(row["score"]),
        weighted=places(row["weighted_score"]),
        contribution=places(row["contribution"]),
        status=row["status"] or "",
        method=row["method"] or "",
        method_params=row.get("params") or "",
        threshold=decimal(row.get("threshold")),
        stretch=decimal(row.get("stretch")),
        range_lo=decimal(row.get("range_lo")),
        range_hi=decimal(row.get("range_hi")),
        baseline=decimal(row.get("baseline")),
        cap=decimal(row.get("cap")),
        prior_actual=decimal(row["prior_actual"]),
        py_actual=decimal(row["py_actual"]),
        prior_score=places(row.get("prior_score")),
        deltas=deltas(row, kpi, sources, ytd),
        red_streak=int(row.get("red_streak") or 0),
        red_scores=tuple(score for score in map(places, row.get("red_scores") or ()) if score is not None),
        weighted_adjusted=bool(row.get("weighted_adjusted")),
        contribution_adjusted=bool(row.get("contribution_adjusted")),
        assumed=row.get("assumed") or "",
        team_mean=decimal(team.get("team_mean")),
        team_count=int(team.get("team_count") or 0),
        series=series(sources.series.get(key, ()), kpi, sources.fiscal),
        ytd_actual=decimal(ytd.get("actual")),
        ytd_target=decimal(ytd.get("target")),
        source_ref=row.get("source_ref") or "",
        assignment_id=row.get("assignment_id") or "",
    )


def deltas(row: Row, kpi: Kpi, sources: LineSources, ytd: Row) -> dict[str, Delta]:
    """Variances against every reference that has a value; plan first, as the results table prints it."""
    actual = decimal(row["actual"])
    plan = Delta(
        decimal(row["target"]), decimal(row["variance"]), places(row["variance_pct"]), row["nm_reason"] or "",
        row["effect"] or "",
    )
    found = {"plan": plan}
    references = {
        "previous": row["prior_actual"], "last_year": row["py_actual"], "forecast": row.get("forecast"),
        "benchmark": row.get("benchmark"), "baseline": row.get("baseline"),
    }
    for name, value in references.items():
        if value is not None:
            found[name] = against(actual, decimal(value), kpi)
    if ytd.get("target") is not None:
        found["ytd"] = against(decimal(ytd.get("actual")), decimal(ytd["target"]), kpi)
    return {name: _material(delta, kpi, sources.materiality) for name, delta in found.items()}


def against(actual: Decimal | None, reference: Decimal | None, kpi: Kpi) -> Delta:
    """The variance of an actual against one reference (docs/method.md, "Variance")."""
    result = variance.variance(actual, reference, kpi.direction, kpi.unit)
    return Delta(reference, result.absolute, result.percent, result.nm_reason, result.effect)


def _material(delta: Delta, kpi: Kpi, limits: Materiality) -> Delta:
    if delta.absolute is None:
        return delta
    if kpi.unit in ("%", "pp"):
        passes = abs(delta.absolute) >= limits.pp
    else:
        relative = delta.percent is None or abs(delta.percent) >= limits.pct
        absolute = abs(delta.absolute) >= limits.abs
        passes = (relative and absolute) if limits.mode == "and" else (relative or absolute)
    return Delta(
        delta.reference, delta.absolute, delta.percent, delta.nm_reason, delta.effect,
        bool(delta.absolute) and (passes or kpi.id in limits.always),
    )


def series(rows: tuple[Row, ...], kpi: Kpi, fiscal: FiscalCalendar) -> tuple[SeriesPoint, ...]:
    """The history of a KPI, oldest first, each period with its variance against the period's target."""
    points = []
    for row in rows:
        actual, target = decimal(row["actual"]), decimal(row["target"])
        result = variance.variance(actual, target, kpi.direction, kpi.unit)
        points.append(SeriesPoint(
            parse_period(row["period"], fiscal), actual, target, result.absolute, result.effect,
            _attainment(actual, target, kpi),
        ))
    return tuple(sorted(points, key=lambda point: point.period))


def _attainment(actual: Decimal | None, target: Decimal | None, kpi: Kpi) -> Decimal | None:
    if actual is None or target is None or not target or kpi.direction not in ("higher", "lower"):
        return None
    way = 1 if kpi.direction == "higher" else -1
    return half_up(100 * (1 + way * (actual - target) / abs(target)))
