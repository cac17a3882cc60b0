"""The full-year outlook of a flow: pace, need, and what each named method projects (docs/method/variance.md, "Outlook").

An extrapolation is never called a forecast: ``forecast`` is loaded data (scenario FC).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.analysis import Outlook, OutlookMethod, Projection
from reportgen.model.rounding import EXACT, half_up

#: Kinds of KPI that have no outlook even where ``agg_time`` says sum.
NO_OUTLOOK_KINDS = frozenset({"ratio", "index", "rating"})


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What is known beside the year to date; ``None`` where it is not.

    ``plan_to_date`` and ``plan_remaining`` are sums of the phased targets; ``py_*`` are last year's year to date and
    full year; ``forecast`` is the loaded full-year forecast.
    """

    fy_target: Decimal | None = None
    plan_to_date: Decimal | None = None
    plan_remaining: Decimal | None = None
    py_to_date: Decimal | None = None
    py_full_year: Decimal | None = None
    forecast: Decimal | None = None


def has_outlook(agg_time: str, kind: str, unit: str) -> bool:
    """True for flows only: summed over time, and neither ratio, index, rating nor percentage."""
    return agg_time == "sum" and kind not in NO_OUTLOOK_KINDS and unit not in ("%", "pp")


def outlook(ytd: Decimal, elapsed: int, periods: int, plan: YearPlan, places: int = 2) -> Outlook:
    """The outlook after ``elapsed`` of ``periods`` periods. Amounts have ``places`` decimals, percentages two.

    Completion, pace and gaps need a target (completion a positive one); time progress prefers the phased plan.
    Raises ValueError unless 0 <= elapsed <= periods and periods > 0.
    """
    if not 0 <= elapsed <= periods or periods == 0:
        raise ValueError(f"{elapsed} of {periods} periods is not a time in the year")
    progress, phased = time_progress(elapsed, periods, plan)
    done = _percent(ytd, plan.fy_target) if plan.fy_target is not None and plan.fy_target > 0 else None
    return Outlook(
        ytd=ytd,
        fy_target=plan.fy_target,
        elapsed=elapsed,
        periods=periods,
        average=half_up(EXACT.divide(ytd, Decimal(elapsed)), places) if elapsed else None,
        required=required_per_period(ytd, elapsed, periods, plan.fy_target, places),
        completion=None if done is None else half_up(done),
        time_progress=half_up(progress),
        pace_gap=None if done is None else half_up(EXACT.subtract(done, progress)),
        phased=phased,
        projections=_projections(ytd, elapsed, periods, plan, places),
    )


def time_progress(elapsed: int, periods: int, plan: YearPlan) -> tuple[Decimal, bool]:
    """Percent of the year that should be done by now, unrounded, and whether the phased plan says so."""
    if plan.plan_to_date is not None and plan.fy_target is not None and plan.fy_target > 0:
        return _percent(plan.plan_to_date, plan.fy_target), True
    return _percent(Decimal(elapsed), Decimal(periods)), False


def required_per_period(
    ytd: Decimal, elapsed: int, periods: int, fy_target: Decimal | None, places: int = 2
) -> Decimal | None:
    """What each remaining period must bring; None without target or remaining period."""
    if fy_target is None or elapsed >= periods:
        return None
    return half_up(EXACT.divide(EXACT.subtract(fy_target, ytd), Decimal(periods - elapsed)), places)


def _projections(ytd: Decimal, elapsed: int, periods: int, plan: YearPlan, places: int) -> tuple[Projection, ...]:
    full_years: dict[OutlookMethod, Decimal | None] = {
        "run_rate": EXACT.divide(EXACT.multiply(ytd, Decimal(periods)), Decimal(elapsed)) if elapsed else None,
        "plan_to_go": None if plan.plan_remaining is None else EXACT.add(ytd, plan.plan_remaining),
        "seasonal": _seasonal(ytd, plan),
        "forecast": plan.forecast,
    }
    return tuple(
        Projection(method, half_up(value, places), _gap(value, plan.fy_target, places))
        for method, value in full_years.items()
        if value is not None
    )


def _seasonal(ytd: Decimal, plan: YearPlan) -> Decimal | None:
    before, full = plan.py_to_date, plan.py_full_year
    if before is None or full is None or before <= 0 or full <= 0:
        return None
    return EXACT.divide(EXACT.multiply(ytd, full), before)


def _gap(value: Decimal, target: Decimal | None, places: int) -> Decimal | None:
    return None if target is None else half_up(EXACT.subtract(value, target), places)


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(Decimal(100), part), whole)
