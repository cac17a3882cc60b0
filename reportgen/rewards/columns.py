"""The people of a period as columns of exact values, one place per person: what ``PayInputs`` holds for one of them.

A value that occurs often is turned into a decimal once. A cell is None where the measure is missing. Whoever is out of the
ordinary stands in ``special`` and is paid person by person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.model.period import FiscalCalendar, Period, parse_period, period_or_none
from reportgen.model.reward_policy import Proration, RewardPolicy
from reportgen.model.rounding import EXACT
from reportgen.policy.conditions import Measure, Value
from reportgen.rewards.facts import KPI_FIELDS, PRINTED, exact, printed
from reportgen.rewards.inputs import Population
from reportgen.rewards.paybase import COLUMNS, PayBase, paybase_of
from reportgen.rewards.proration import Share, month_share

if TYPE_CHECKING:
    import polars as pl

Numbers = list[Decimal | None]
_From = TypeVar("_From")
_To = TypeVar("_To")


def mapped(values: Iterable[_From], turn: Callable[[_From], _To]) -> list[_To]:
    """``turn`` of every value, computed once for each that occurs."""
    listed = list(values)
    known = {value: turn(value) for value in set(listed)}
    return [known[value] for value in listed]


def times(*columns: Sequence[Decimal | None]) -> Numbers:
    """The exact product of columns, in their order; missing where one is."""
    first, *others = columns
    product = list(first)
    for other in others:
        product = [None if a is None or b is None else EXACT.multiply(a, b) for a, b in zip(product, other, strict=True)]
    return product


@dataclass
class People:
    """Columns of everybody who was in service in the period, in the order of the file."""

    population: Population
    special: set[int] = field(default_factory=set)
    _kpis: dict[tuple[str, str], Numbers] = field(default_factory=dict)
    _units: dict[Measure, list[Value | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.special |= self._own_special()

    def __len__(self) -> int:
        return len(self.subjects)

    @cached_property
    def _frame(self) -> pl.DataFrame:
        """One row per person with days, home unit and scorecard."""
        import polars as pl

        people = self.population
        cards = people.scores.scorecards.unique("subject_id", keep="first", maintain_order=True)
        wanted = ("final", "total", "grade", "coefficient", "rated", "gates", "knock_outs")
        cards = cards.select(
            pl.col("subject_id").alias("person_id"), pl.lit(True).alias("carded"), *(n for n in wanted if n in cards.columns),
        )
        days = pl.DataFrame(
            list(people.days.items()), schema={"person_id": pl.String, "days": pl.Int64}, orient="row",
        ).filter(pl.col("days") > 0)
        frame = people.dataset["people"].unique("person_id", keep="first", maintain_order=True)
        frame = frame.join(days, on="person_id", how="inner", maintain_order="left")
        return frame.join(cards, on="person_id", how="left", maintain_order="left")

    @cached_property
    def subjects(self) -> list[str]:
        found: list[str] = self._frame["person_id"].to_list()
        return found

    @cached_property
    def place(self) -> dict[str, int]:
        """Person -> place in the columns."""
        return {subject: index for index, subject in enumerate(self.subjects)}

    def _own_special(self) -> set[int]:
        """People whose scorecard names gates or knock-outs, or whose pay base is not one row around the period."""
        rules, frame = self.population.rules, self._frame
        found = {index for index, pay in enumerate(self._pay) if pay is None}
        if rules.gates or rules.knock_outs:
            both = zip(frame["gates"], frame["knock_outs"], strict=True)
            found |= {index for index, (gates, out) in enumerate(both) if gates or out}
        return found

    # ------------------------------------------------------------------ who
    @cached_property
    def units(self) -> list[str]:
        """The home unit of each person."""
        known = self.population.units
        return [
            (known.get(subject) or {}).get("parent_id") or unit or ""
            for subject, unit in self._frame.select("person_id", "unit_id").iter_rows()
        ]

    @cached_property
    def spans(self) -> list[tuple[date, date]]:
        """First and last day of each person in the period."""
        first, last = self.population.period.start, self.population.period.end
        rows = self._frame.select("hire_date", "leave_date").iter_rows()
        return [(max(hired or first, first), min(left or last, last)) for hired, left in rows]

    def attribute(self, name: str) -> list[str]:
        """job_family, level or post: of the home assignment, else of the person."""
        own = [value or "" for value in self._frame[name]]
        posts = self.population.posts
        if not posts:
            return own
        return [
            (posts.get(subject) or {}).get(name) or value for subject, value in zip(self.subjects, own, strict=True)
        ]

    @cached_property
    def employment(self) -> list[str]:
        columns = [name for name in ("x:employment", "x:employment_type") if name in self._frame.columns]
        if not columns:
            return [""] * len(self)
        return [next((value for value in row if value), "") for row in self._frame.select(columns).iter_rows()]

    @cached_property
    def days(self) -> list[int]:
        found: list[int] = self._frame["days"].to_list()
        return found

    # ------------------------------------------------------------------ scores
    @cached_property
    def withheld(self) -> list[str]:
        """Why a score or grade may not be paid on, as ``PayInputs.withheld``."""
        stopped, frame = self.population.stopped, self._frame
        columns = (frame[name] for name in ("person_id", "carded", "rated", "grade", "final"))
        return [
            "excluded" if subject in stopped else "no_scorecard" if not carded else "not_rated" if rated is False
            else "coverage" if grade is None and final is not None else ""
            for subject, carded, rated, grade, final in zip(*columns, strict=True)
        ]

    def score(self, name: str) -> Numbers:
        """``total`` or ``final`` as printed."""
        values = mapped(self._frame[name], printed)
        held = ("coverage", "excluded", "no_scorecard")
        return [None if why in held else value for value, why in zip(values, self.withheld, strict=True)]

    @cached_property
    def grades(self) -> list[str | None]:
        return [None if why else grade for grade, why in zip(self._frame["grade"], self.withheld, strict=True)]

    @cached_property
    def coefficients(self) -> Numbers:
        values = mapped(self._frame["coefficient"], exact)
        return [None if why else value for value, why in zip(values, self.withheld, strict=True)]

    def kpi(self, kpi: str, name: str) -> Numbers:
        """A KPI of each person, of the first line of the scorecard that has it."""
        import polars as pl

        key = (kpi, name)
        if key not in self._kpis:
            column = KPI_FIELDS[name]
            rows = self.population.scores.kpi_scores.filter(pl.col("kpi_id") == kpi)
            rows = rows.unique("subject_id", keep="first", maintain_order=True)
            values = dict(rows.select("subject_id", column).iter_rows())
            turn: Callable[[Any], Decimal | None] = printed if column in PRINTED else exact
            self._kpis[key] = mapped((values.get(subject) for subject in self.subjects), turn)
        return self._kpis[key]

    def of_unit(self, measure: Measure) -> list[Value | None]:
        """A measure of each person's unit, or of the company."""
        if measure not in self._units:
            facts = self.population.facts
            self._units[measure] = mapped(self.units, lambda unit: facts.of_unit(unit)(measure))
        return self._units[measure]

    # ------------------------------------------------------------------ pay
    @cached_property
    def _pay(self) -> list[PayBase | None]:
        """Each person's row of ``paybase`` with the shortest period around the one asked for.

        None where there are only parts of it, or rows of single assignments.
        """
        import polars as pl

        dataset, period = self.population.dataset, self.population.period
        every, fiscal = dataset["paybase"], dataset.settings.fiscal
        named = every["assignment_id"].is_not_null() if "assignment_id" in every.columns else every["person_id"].is_null()
        rows = every.filter(~named)
        labels = [label for label in rows["period"].drop_nulls().unique() if _around(label, period, fiscal)]
        spans = {label: parse_period(label, fiscal).days for label in labels}
        chosen = rows.filter(pl.col("period").is_in(labels)).with_columns(
            pl.col("period").replace_strict(spans, default=0, return_dtype=pl.Int64).alias("length"),
        )
        chosen = chosen.sort("length", maintain_order=True).unique("person_id", keep="first", maintain_order=True)
        known: dict[str, PayBase | None] = dict.fromkeys(rows["person_id"].unique())
        shares: dict[str, tuple[int, int]] = {}
        for row in chosen.select("person_id", "period", "currency", *COLUMNS).iter_rows(named=True):
            if row["period"] not in shares:
                shares[row["period"]] = paybase_of([row], period, fiscal).share
            columns = {name: value for name in COLUMNS if (value := exact(row[name])) is not None}
            known[row["person_id"]] = PayBase(columns, shares[row["period"]], {}, row["currency"] or "")
        known |= dict.fromkeys(every.filter(named)["person_id"].unique())
        nothing = PayBase()
        return [known.get(subject, nothing) for subject in self.subjects]

    @cached_property
    def currencies(self) -> list[str]:
        own = self.population.dataset.settings.currency
        return [(pay.currency if pay else "") or own for pay in self._pay]

    def base(self, policy: RewardPolicy) -> Numbers:
        """The base before proration, in the person's currency."""
        rule = policy.base
        if rule.amount is not None:
            return [rule.amount] * len(self)
        return [None if pay is None else _base(pay, rule.field) for pay in self._pay]

    def share(self, rule: Proration) -> list[Share]:
        """The part of the period that counts for each person's base; absences make people special."""
        if rule.basis == "none":
            return [Share(1, 1)] * len(self)
        if rule.basis == "months":
            period = (self.population.period.start, self.population.period.end)
            return mapped(self.spans, lambda span: month_share(span[0], span[1], period, rule.factor_places))
        whole = self.population.period.days
        return mapped(self.days, lambda days: Share(max(0, days), whole, rule.factor_places))


def _around(label: str, period: Period, fiscal: FiscalCalendar) -> bool:
    span = period_or_none(label, fiscal)
    if span is None:
        return False
    return span.start <= period.start and period.end <= span.end


def _base(pay: PayBase, name: str) -> Decimal | None:
    columns, (part, whole) = pay.columns, pay.share
    value = columns.get(name)
    if value is None and name in ("target_bonus", "base_salary * bonus_pct") and {"base_salary", "bonus_pct"} <= set(columns):
        value = EXACT.multiply(columns["base_salary"], EXACT.divide(columns["bonus_pct"], Decimal(100)))
    if value is None or part == whole or name == "monthly_wage":
        return value
    return EXACT.divide(EXACT.multiply(value, Decimal(part)), Decimal(whole))
