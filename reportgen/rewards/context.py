"""What a policy may read while it is applied to one person: measures as printed, the base, the proration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reportgen.model.policy import GradeBand
from reportgen.model.reward_policy import RewardPolicy
from reportgen.model.rounding import EXACT
from reportgen.policy.conditions import Lookup, Measure, Value, outcome, parse
from reportgen.rewards.exchange import Rate
from reportgen.rewards.figures import TIMES, Figure, amount, money, multiplied, percentage
from reportgen.rewards.money import total
from reportgen.rewards.proration import Share, month_share
from reportgen.rewards.subject import PayInputs
from reportgen.rewards.wording import RATE

_SCORES = ("score", "final")
_GRADES = ("grade", "coefficient")


def missing_rate(given: str, wanted: str) -> str:
    """What holds an amount whose base no rate turns into the policy's currency: ``rate USD/CNY``."""
    return f"{RATE} {given}/{wanted}"


@dataclass(slots=True)
class Context:
    """One person under one policy. ``missing`` collects the measures that were asked for and have no value."""

    inputs: PayInputs
    policy: RewardPolicy
    grade: str | None = None
    coefficient: Decimal | None = None
    group: Lookup | None = None
    missing: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.grade = self.grade or self.inputs.grade
        self.coefficient = self.inputs.coefficient if self.coefficient is None else self.coefficient

    def __call__(self, measure: Measure) -> Value | None:
        """The value of a measure; group measures (payroll, headcount) come from the pool that asks."""
        if measure.event is not None:
            return total(event.times for event in self.inputs.events_called(measure.event))
        if measure.scope != "person" and self.group is not None and (found := self.group(measure)) is not None:
            return found
        if measure.scope == "person" and measure.kpi is None:
            return self._own(measure.field)
        return self.inputs.measures(measure)

    def _own(self, name: str) -> Value | None:
        inputs = self.inputs
        if name in _SCORES:
            if inputs.withheld in ("coverage", "excluded", "no_scorecard"):
                return None
            return inputs.total if name == "score" else inputs.final
        if name in _GRADES:
            return None if inputs.withheld else self.grade if name == "grade" else self.coefficient
        match name:
            case "days":
                return Decimal(inputs.days)
            case "base":
                base = self.base()
                return base.value if base else None
            case "proration":
                return self.share.factor
            case _:
                main = main_measure(self.policy)
                return self.number(main) if main else None

    def number(self, text: str) -> Decimal | None:
        """The value of a formula; what it lacks is remembered."""
        value = self._value(text)
        return value if isinstance(value, Decimal) else None

    def truth(self, text: str) -> bool | None:
        """The truth of a condition; what it lacks is remembered."""
        value = self._value(text)
        return value if isinstance(value, bool) else None

    def factor_of_grade(self, factors: Mapping[str, Decimal]) -> Decimal | None:
        """The factor mapped to the person's grade."""
        if self.inputs.withheld or self.grade is None or self.grade not in factors:
            self.lacks(Measure("person", "grade"))
            return None
        return factors[self.grade]

    def holds(self, text: str) -> bool:
        """True when a condition surely holds; what it lacks holds nothing up."""
        return outcome(parse(text), self).value is True

    def _value(self, text: str) -> Value | None:
        found = outcome(parse(text), self)
        if found.value is None:
            for measure in found.missing:
                self.lacks(measure)
            if found.divided_by_zero:
                self.missing.append(text)
        return found.value

    def lacks(self, measure: Measure | str) -> None:
        """Remember what holds the amount: a reason that is known already, or a measure without a value."""
        own = isinstance(measure, Measure) and measure.scope == "person" and measure.kpi is None
        if own and self.inputs.withheld and str(measure).removeprefix("person.") in _SCORES + _GRADES:
            self.reasons.append(self.inputs.withheld)
        else:
            self.missing.append(str(measure))

    @property
    def share(self) -> Share:
        """The part of the period that counts for the base."""
        rule, inputs = self.policy.proration, self.inputs
        if rule.basis == "none":
            return Share(1, 1)
        if rule.basis == "months":
            period = (inputs.period.start, inputs.period.end)
            return month_share(inputs.start, inputs.end, period, rule.factor_places)
        away = sum(inputs.absences.get(kind, 0) for kind in rule.excluded_absences)
        return Share(max(0, inputs.days - away), inputs.period_days, rule.factor_places)

    @property
    def exchange(self) -> Rate | None:
        """The rate that the base needs to reach the policy's currency; None where it needs none, or has none."""
        wanted = self.policy.currency
        return self.inputs.rate_to(wanted) if wanted and self.foreign else None

    @property
    def foreign(self) -> bool:
        """True where the person's base is in another currency than the policy's amounts."""
        return self.policy.currency not in (None, self.inputs.currency) and self.policy.base.amount is None

    def base(self) -> Figure | None:
        """The base before proration in the policy's currency; None where ``paybase``, or ``rates``, has none."""
        own = self.own_base()
        if own is None or not self.foreign:
            return own
        rate = self.exchange
        return rate.of(own) if rate else None

    def own_base(self) -> Figure | None:
        """The base before proration in the person's currency."""
        rule, paybase = self.policy.base, self.inputs.paybase
        if rule.amount is not None:
            return amount(rule.amount)
        figure: Figure | None = None
        salary, percent = paybase.get("base_salary"), paybase.get("bonus_pct")
        if rule.field in paybase:
            figure = amount(paybase[rule.field])
        elif rule.field in ("target_bonus", "base_salary * bonus_pct") and salary is not None and percent is not None:
            figure = multiplied((amount(salary), percentage(percent)))
        part, whole = self.inputs.paybase_share
        if figure is None or part == whole or rule.field == "monthly_wage":
            return figure
        share = EXACT.divide(EXACT.multiply(figure.value, Decimal(part)), Decimal(whole))
        return Figure(share, f"{figure.numbers}{TIMES}{part}\u00f7{whole}")

    def proration(self) -> Figure:
        """The share as ``92÷365``, or with the places that the policy wants."""
        share = self.share
        if share.places is not None:
            return Figure(share.factor, f"{share.factor:f}")
        return Figure(share.factor, f"{share.part}\u00f7{share.whole}")


def main_measure(policy: RewardPolicy) -> str:
    """The measure of the policy, or of the first component that has one."""
    named = (getattr(component, "measure", None) for component in policy.components)
    return policy.measure or next((text for text in named if text), "")


def limited_grade(grade: str | None, limits: list[str], scale: tuple[GradeBand, ...]) -> GradeBand | None:
    """The lowest of a grade and its limits, on the scale; None without a grade."""
    order = sorted(scale, key=lambda band: band.min)
    named = [band for band in order if band.grade in (grade, *limits)]
    return named[0] if grade and named else None


def shown(value: Value | None) -> str:
    """A measure's value in a trace."""
    if value is None:
        return "\u2014"
    return money(value) if isinstance(value, Decimal) else str(value)
