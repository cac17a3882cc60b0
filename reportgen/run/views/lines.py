"""Scorecard lines of a view: one per KPI, with variances, series and what analysis found about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from reportgen.analysis import variance
from reportgen.analysis.materiality import is_material
from reportgen.model.analysis import Variance
from reportgen.model.period import FiscalCalendar, Period, parse_period
from reportgen.model.policy import Materiality, Rules
from reportgen.model.rounding import half_up
from reportgen.model.view import Delta, Kpi, Line, PartServed, SeriesPoint
from reportgen.run.index import decimal, places
from reportgen.run.views.parts import contributions_for, price_volume_for, rate_mix_for
from reportgen.run.views.restated import before_restating
from reportgen.run.views.rights import FEW, Rights
from reportgen.run.views.sources import Sources

Row = Mapping[str, Any]
_STATES = ("reported", "not_reported", "not_applicable", "suspended", "partial")
#: References whose value came under another definition where a KPI's version changed since.
_PAST = {"previous": "before", "last_year": "year_ago"}


@dataclass
class Lines:
    """Makes lines from the rows of kpi_scores; every number is the printed one."""

    sources: Sources

    @property
    def rules(self) -> Rules:
        return self.sources.results.inputs.policy.rules

    @property
    def fiscal(self) -> FiscalCalendar:
        return self.sources.results.inputs.dataset.settings.fiscal

    @cached_property
    def changed(self) -> dict[str, frozenset[str]]:
        """Reference -> KPIs that were defined otherwise then."""
        past = self.sources.results.past
        periods = {"previous": past.before, "last_year": past.year_ago}
        return {name: self.sources.changed_since(period) for name, period in periods.items()}

    def line(self, row: Row, kpi: Kpi, rights: Rights) -> Line:
        """A line as ``rights`` may see it."""
        sources, subject = self.sources, row["subject_id"]
        key = (subject, row["kpi_id"])
        actual = decimal(row["actual"])
        ytd, team = sources.year_to_date.get(key, {}), sources.team_means.get(key, {})
        enough = int(team.get("team_count") or 0) >= FEW
        return Line(
            kpi=kpi,
            weight=decimal(row["weight"]),
            counted_weight=decimal(row.get("counted_weight")),
            target=decimal(row["target"]),
            actual=actual,
            state=row["state"] if row.get("state") in _STATES else ("reported" if actual is not None else "not_reported"),
            attainment=places(row["attainment_pct"]),
            score_uncapped=places(row["score_uncapped"]),
            score=places(row["score"]),
            weighted=places(row["weighted_score"]),
            contribution=places(row["contribution"]),
            status=row["status"] or "",
            method="" if kpi.direction == "none" else row["method"] or "",
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
            prior_status=row.get("prior_status") or "",
            status_gain=decimal(row.get("status_gain")),
            deltas=self._deltas(row, kpi, ytd, decimal(team.get("team_mean")) if enough else None),
            red_streak=int(row.get("red_streak") or 0),
            red_scores=tuple(score for score in map(places, row.get("red_scores") or ()) if score is not None),
            weighted_adjusted=bool(row.get("weighted_adjusted")),
            contribution_adjusted=bool(row.get("contribution_adjusted")),
            assumed=row.get("assumed") or "",
            team_mean=decimal(team.get("team_mean")) if enough else None,
            team_count=int(team["team_count"]) if enough else 0,
            series=self._series(self.sources.series.get(key, ()), kpi),
            ahead=self._series(self.ahead.get(key, ()), kpi),
            ytd_actual=decimal(ytd.get("actual")),
            ytd_target=decimal(ytd.get("target")),
            outlook=sources.outlooks.get(key),
            unit_contributions=() if rights.personal else contributions_for(sources.contributions, key, rights),
            rate_mix=None if rights.personal else rate_mix_for(sources.rate_mixes, key, rights),
            price_volume=None if rights.personal else price_volume_for(sources.price_volumes, key, rights),
            anomalies=() if subject != rights.subject else self._anomalies(key, rights),
            source_ref=row.get("source_ref") or "",
            assignment_id=row.get("assignment_id") or "",
            restated=before_restating(sources.restated.get(key), actual),
            part_served=self._part_served(row, kpi),
        )

    def _part_served(self, row: Row, kpi: Kpi) -> dict[str, PartServed]:
        """Earlier periods that a flow cannot be compared with: this or that period was not served whole."""
        past, served = self.sources.results.past, self.sources.served
        if kpi.agg_time != "sum":
            return {}
        now, post = self.sources.results.inputs.period, row.get("assignment_id") or ""
        periods = {"previous": past.before, "last_year": past.year_ago}
        found = {name: served.partly(row["subject_id"], post, now, then) for name, then in periods.items()}
        return {name: part for name, part in found.items() if part is not None}

    def _anomalies(self, key: tuple[str, str], rights: Rights) -> tuple[Any, ...]:
        """The line's own, and positive outliers among the people whom the recipient may see. Hints for HR go to HR."""
        known = self.sources.anomalies
        found = list(known.get(key, ()))
        if rights.kpi_scores:
            found += [item for person in rights.listed for item in known.get((person, key[1]), ()) if item.rule == "A4"]
        return tuple(item for item in found if not item.hr_only or rights.recipient == "hr")

    # ------------------------------------------------------------------ variances
    def _deltas(self, row: Row, kpi: Kpi, ytd: Row, team_mean: Decimal | None) -> dict[str, Delta]:
        """Variances against every reference that has a value; plan first, as the results table prints it."""
        actual, band = decimal(row["actual"]), _band(row, kpi)
        always = row["kpi_id"] in self.rules.materiality.always or (
            int(row.get("red_streak") or 0) >= self.rules.status.escalate_after)
        plan = Variance(
            decimal(row["variance"]), places(row["variance_pct"]), row["nm_reason"] or "", row["effect"] or "",
            kpi.unit in variance.PERCENT_UNITS,
        )
        limits = self.rules.materiality.of(kpi.id, row["level"])
        found = {"plan": _delta(decimal(row["target"]), plan, limits, always)}
        references = {
            "previous": decimal(row["prior_actual"]), "last_year": decimal(row["py_actual"]),
            "forecast": decimal(row.get("forecast")), "benchmark": decimal(row.get("benchmark")),
            "baseline": decimal(row.get("baseline")), "team_mean": team_mean,
        }
        for name, value in references.items():
            if value is not None:
                moved = name in _PAST and row["kpi_id"] in self.changed[name]
                compared = variance.variance(actual, value, kpi.direction, kpi.unit, band, moved)
                found[name] = _delta(value, compared, limits)
        to_date, goal = decimal(ytd.get("actual")), decimal(ytd.get("target"))
        band = _band(ytd, kpi) if ytd else None
        reference = variance.plan_reference(to_date, goal, band if kpi.direction == "range" else None)
        if reference is not None and to_date is not None:
            found["ytd"] = _delta(reference, variance.variance(to_date, reference, kpi.direction, kpi.unit, band), limits)
        return found

    # ------------------------------------------------------------------ history
    @cached_property
    def ahead(self) -> dict[tuple[str, str], list[Row]]:
        """Line -> loaded forecasts of the periods behind the reported one, as rows of a history."""
        from reportgen.measures.series import ahead

        inputs = self.sources.results.inputs
        found: dict[tuple[str, str], list[Row]] = {}
        for row in ahead(inputs.dataset, inputs.period).rename({"forecast": "actual"}).iter_rows(named=True):
            found.setdefault((row["subject_id"], row["kpi_id"]), []).append(row)
        return found

    def _series(self, rows: Sequence[Row], kpi: Kpi) -> tuple[SeriesPoint, ...]:
        """The history of a KPI, oldest first, each period with its variance against the period's target."""
        points = []
        for row in rows:
            actual, target, band = decimal(row["actual"]), decimal(row["target"]), _band(row, kpi)
            reference = variance.plan_reference(actual, target, band if kpi.direction == "range" else None)
            result = variance.variance(actual, reference, kpi.direction, kpi.unit, band)
            points.append(SeriesPoint(
                _period(row["period"], self.fiscal), actual, target, result.absolute, result.effect,
                _attainment(actual, target, kpi),
            ))
        return tuple(points)


def _delta(reference: Decimal | None, found: Variance, limits: Materiality, always: bool = False) -> Delta:
    found = variance.tolerated(found, limits.tolerance)
    material = is_material(found, limits, always and bool(found.absolute))
    return Delta(reference, found.absolute, found.percent, found.nm_reason, found.effect, material)


def _band(row: Row, kpi: Kpi) -> variance.Band | None:
    """The good range of a range KPI; the point that a target KPI aims at."""
    if kpi.direction == "range":
        return decimal(row.get("range_lo")), decimal(row.get("range_hi"))
    if kpi.direction == "target":
        return decimal(row.get("target")), decimal(row.get("target"))
    return None


@lru_cache(maxsize=4096)
def _period(label: str, fiscal: FiscalCalendar) -> Period:
    return parse_period(label, fiscal)


def _attainment(actual: Decimal | None, target: Decimal | None, kpi: Kpi) -> Decimal | None:
    if actual is None or target is None or not target or kpi.direction not in ("higher", "lower"):
        return None
    way = 1 if kpi.direction == "higher" else -1
    return half_up(100 * (1 + way * (actual - target) / abs(target)))
