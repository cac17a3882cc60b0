"""The year to date and the full-year outlook of a line as steps (docs/method/variance.md, "Year to date" and "Outlook")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from reportgen.model.analysis import Outlook, Projection
from reportgen.model.period import Period, year_earlier, year_of, year_to_date
from reportgen.model.rounding import half_up
from reportgen.run.explain.lines import LineSources
from reportgen.run.index import decimal
from reportgen.run.inputs import Inputs
from reportgen.scoring.expression import Figure, number
from reportgen.scoring.origin_rows import Origin
from reportgen.scoring.trace_steps import Draft, same, tidy
from reportgen.scoring.trace_variance import Compared, Reference, differences, formula_of
from reportgen.scoring.trace_words import STEPS, Pair

Row = Mapping[str, Any]
HUNDRED = 100
_RULES: Mapping[str, str] = {"run_rate": "RR", "plan_to_go": "PTG", "seasonal": "SEA", "forecast": "FC"}


@dataclass
class Years:
    """What lines come to in the year so far, and what is known of the whole year."""

    inputs: Inputs
    sources: LineSources

    @cached_property
    def to_date(self) -> Period:
        """The year to date that ends with the period."""
        return year_to_date(self.inputs.period, self.inputs.dataset.settings.fiscal)

    @cached_property
    def year(self) -> Period:
        """The fiscal year of the period."""
        return year_of(self.inputs.period, self.inputs.dataset.settings.fiscal)

    @cached_property
    def _values(self) -> dict[tuple[str, str], Row]:
        from reportgen import measures

        dataset, key = self.inputs.dataset, ["subject_id", "kpi_id", "assignment_id"]
        goals = measures.targets(dataset, self.to_date).select(*key, "target", "range_lo", "range_hi")
        values = measures.actuals(dataset, self.to_date).select(*key, pl.col("value").alias("actual"))
        joined = values.join(goals, on=key, how="full", coalesce=True).sort("assignment_id", maintain_order=True)
        first = joined.unique(["subject_id", "kpi_id"], keep="first", maintain_order=True)
        return {(row["subject_id"], row["kpi_id"]): row for row in first.iter_rows(named=True)}

    @cached_property
    def _outlooks(self) -> dict[tuple[str, str], Outlook]:
        from reportgen.measures import kpis_at
        from reportgen.run.views.outlooks import outlooks

        return outlooks(self.inputs, kpis_at(self.inputs.dataset, self.inputs.period.end))

    def steps(self, line: Row) -> Iterator[Draft]:
        """Year to date where the period is not all of it, then the outlook of a flow."""
        if self.inputs.period.kind == "week":
            return
        key = (line["subject_id"], line["kpi_id"])
        found, outlook = self._values.get(key), self._outlooks.get(key)
        if self.inputs.period.start != self.to_date.start and found is not None and found["actual"] is not None:
            yield from self._so_far(line, found)
        if outlook is not None:
            yield from self._outlook(line, outlook)

    # ------------------------------------------------------------------ year to date
    def _so_far(self, line: Row, found: Row) -> Iterator[Draft]:
        key, label = (line["subject_id"], line["kpi_id"], found["assignment_id"] or ""), self.to_date.label
        origins = self.sources.at(self.to_date)
        yield _step("YTD", "ytd", label, _valued(decimal(found["actual"]), origins.actual(*key)))
        now = Compared.of({**found, "direction": line["direction"], "unit": line["unit"]})
        goal = decimal(found["target"])
        if now.nearest is not None and now.nearest == now.actual:
            yield Draft("VAR-YTD", "variance_ytd_inside", number(0), Decimal(0))
            return
        if goal is not None and now.nearest is None:
            yield _step("YTD-PL", "ytd_goal", label, _valued(goal, origins.target(*key)))
        reference = goal if now.nearest is None else now.nearest
        if reference is not None:
            yield from differences("VAR-YTD", "variance_ytd", (now, Reference("plan", reference)))

    # ------------------------------------------------------------------ outlook
    def _outlook(self, line: Row, outlook: Outlook) -> Iterator[Draft]:
        key = (line["subject_id"], line["kpi_id"], line["assignment_id"] or "")
        year, ytd = self.sources.at(self.year), number(outlook.ytd)
        goal = self.sources.at(self.to_date).target(*key)
        whole = None if outlook.fy_target is None else number(outlook.fy_target)
        if whole is not None:
            yield _step("FY-PL", "year_target", "", _valued(outlook.fy_target, year.target(*key)))
            yield from _pace(outlook, ytd, whole, goal)
        if outlook.average is not None:
            yield _shown("OUT-AVG", "average", ytd / number(outlook.elapsed), outlook.average)
        if outlook.required is not None and whole is not None:
            left = outlook.periods - outlook.elapsed
            figure = (whole - ytd) / number(left)
            yield _shown("OUT-REQ", "required", figure, outlook.required, params={"n": str(left)})
        if outlook.elapsed < outlook.periods:
            for projection in outlook.projections:
                yield from self._projected(projection, outlook, key, goal)

    def _projected(self, found: Projection, outlook: Outlook, key: tuple[str, str, str], goal: Origin | None) -> Iterator[Draft]:
        """One method's full year and its gap to the target; nothing of a finished year, whose full year is the actual."""
        rule, ytd = _RULES[found.method], number(outlook.ytd)
        figure, params = number(found.full_year), dict[str, str | Pair]()
        sources: tuple[str, ...] = ()
        if found.method == "run_rate":
            figure = ytd * number(outlook.periods) / number(outlook.elapsed)
        elif found.method == "plan_to_go" and outlook.fy_target is not None and goal is not None:
            figure = ytd + number(outlook.fy_target) - number(goal.figure.value)
        elif found.method == "seasonal":
            figure, sources = self._seasonal(ytd, figure, key)
        elif found.method == "forecast":
            origin = self.sources.at(self.year).actual(*key, "FC")
            figure, said, sources = _valued(found.full_year, origin)
            params = {"how": said}
        yield _shown(f"OUT-{rule}", found.method, figure, found.full_year, params, sources)
        if found.gap is not None and outlook.fy_target is not None:
            words = "forecast_gap" if found.method == "forecast" else "year_gap"
            whole = figure if half_up(figure.value) == found.full_year else number(found.full_year)
            yield _shown(f"GAP-{rule}", words, whole - number(outlook.fy_target), found.gap)

    def _seasonal(self, ytd: Figure, given: Figure, key: tuple[str, str, str]) -> tuple[Figure, tuple[str, ...]]:
        fiscal = self.inputs.dataset.settings.fiscal
        before, full = (
            self.sources.at(year_earlier(period, fiscal)).actual(*key) for period in (self.to_date, self.year)
        )
        if before is None or full is None or not before.figure.value:
            return given, ()
        return ytd * number(full.figure.value) / number(before.figure.value), full.sources


def _pace(outlook: Outlook, ytd: Figure, whole: Figure, goal: Origin | None) -> Iterator[Draft]:
    """Completion, time progress, and how far the one is ahead of the other."""
    if outlook.phased and goal is not None:
        gone, key, sources = number(goal.figure.value) * number(HUNDRED) / whole, "time_phased", goal.sources
    else:
        gone, key, sources = number(outlook.elapsed) * number(HUNDRED) / number(outlook.periods), "time_elapsed", ()
    if outlook.completion is not None:
        done = ytd * number(HUNDRED) / whole
        yield _shown("OUT-DONE", "completion", done, outlook.completion, unit="%")
    if outlook.time_progress is not None:
        yield _shown("OUT-TIME", key, gone, outlook.time_progress, {}, sources, "%")
    if outlook.pace_gap is not None and outlook.completion is not None:
        yield _shown("OUT-PACE", "pace", done - gone, outlook.pace_gap)


def _valued(value: Decimal | None, origin: Origin | None) -> tuple[Figure, Pair, tuple[str, ...]]:
    """A value as the expression that gives it, how it was put together, and its rows; else the value alone."""
    known = Decimal(0) if value is None else value
    if origin is not None and same(origin.figure.value, known):
        return origin.figure, formula_of(origin), origin.sources
    return number(known), STEPS["actual_given"][1], () if origin is None else origin.sources


def _step(rule: str, key: str, label: str, valued: tuple[Figure, Pair, tuple[str, ...]]) -> Draft:
    figure, how, sources = valued
    return Draft(rule, key, figure, tidy(figure.value), "", {"label": label, "how": how}, sources)


def _shown(
    rule: str, key: str, figure: Figure, shown: Decimal, params: Mapping[str, str | Pair] | None = None,
    sources: tuple[str, ...] = (), unit: str = "",
) -> Draft:
    """A step whose result is the printed one; where the figure would round to another, the printed number itself."""
    places = max(0, -int(shown.as_tuple().exponent))
    held = figure if half_up(figure.value, places) == shown else number(shown, places)
    return Draft(rule, key, held, shown, unit, params or {}, sources)
