"""Bonus earned to date per policy, what was paid, the accrual before and now, and what five points more or less would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from reportgen.model.dataset import Locale
from reportgen.model.policy import Rules
from reportgen.model.results import Scores
from reportgen.model.reward import RewardRun, Statement
from reportgen.model.rounding import EXACT, half_up
from reportgen.model.view import Accrual
from reportgen.run.index import places
from reportgen.run.results import Results
from reportgen.run.views.rights import Rights

if TYPE_CHECKING:
    from reportgen.model.period import Period

ZERO, SHIFT = Decimal(0), Decimal(5)


@dataclass
class Accruals:
    """Pays the period before and the shifted scores once; each view sums its own people."""

    results: Results

    def of(self, rights: Rights, locale: Locale) -> tuple[Accrual, ...]:
        """One entry per policy with an amount, for finance (docs/method/rewards.md, "Accruals")."""
        if rights.recipient != "finance" or rights.personal:
            return ()
        now = self._by_policy(self.results.rewards, rights.staff)
        others = (self._before, self._shifted(-SHIFT), self._shifted(SHIFT))
        before, less, more = (self._by_policy(run, rights.staff) for run in others)
        labels = {item.id: item.label.get(locale, "") or item.id for item in self.results.inputs.policy.rewards}
        found = []
        for policy, (earned, paid) in now.items():
            earlier = before.get(policy)
            found.append(Accrual(
                labels.get(policy, policy), earned, paid, None if earlier is None else earlier[0] - earlier[1], earned - paid,
                less.get(policy, (None, ZERO))[0], more.get(policy, (None, ZERO))[0],
            ))
        return tuple(found)

    def _by_policy(self, run: RewardRun, people: Iterable[str]) -> dict[str, tuple[Decimal, Decimal]]:
        """Policy -> (earned by now, advances and payments), of statements that give an amount."""
        share = self._time_share(run)
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for person in people:
            for item in run.statements_of(person):
                if item.award is None or item.payable is None or (item.base is None and not item.award):
                    continue
                earned, paid = found.get(item.policy_id, (ZERO, ZERO))
                award = item.award if share == 1 else half_up(EXACT.multiply(item.award, share), item.minor_units)
                found[item.policy_id] = (earned + award, paid + _paid(item))
        return found

    def _time_share(self, run: RewardRun) -> Decimal:
        """The part of the period that is over at the as-of date."""
        period = self.results.inputs.period
        if run is self._before or self.results.inputs.as_of >= period.end:
            return Decimal(1)
        passed = max(0, (self.results.inputs.as_of - period.start).days + 1)
        return EXACT.divide(Decimal(passed), Decimal(period.days))

    @cached_property
    def _before(self) -> RewardRun:
        return self._pay(self.results.past.scores_before, self.results.past.before)

    @cached_property
    def _shifts(self) -> dict[Decimal, RewardRun]:
        return {}

    def _shifted(self, by: Decimal) -> RewardRun:
        if by not in self._shifts:
            inputs = self.results.inputs
            scores = shifted(self.results.scores, by, inputs.policy.rules)
            self._shifts[by] = self._pay(scores, inputs.period)
        return self._shifts[by]

    def _pay(self, scores: Scores, period: Period) -> RewardRun:
        from reportgen.rewards import pay_period

        inputs = self.results.inputs
        return pay_period(inputs.dataset, scores, inputs.policy, period, inputs.as_of, self.results.past.scorer.score)


def _paid(item: Statement) -> Decimal:
    """Advances and payments of the period's own award: instalments of earlier ones were accrued then."""
    return item.advances + item.advances_open + max(ZERO, item.paid - item.released)


def shifted(scores: Scores, by: Decimal, rules: Rules) -> Scores:
    """The scores with every total and final moved by some points, within 0 and the total cap, and graded anew.

    A grade that a gate, a knock-out or a calibration had lowered stays at most as it is.
    """
    cards = scores.scorecards
    cap = rules.scoring.total_cap

    def moved(value: float | None) -> float | None:
        printed = places(value)
        return None if printed is None else float(min(max(printed + by, ZERO), cap))

    finals = {value: moved(value) for value in {*cards["final"].to_list(), *cards["total"].to_list()}}
    rows = [
        _regraded(finals[final], grade, before, rules)
        for final, grade, before in cards.select("final", "grade", "grade_before_gates").iter_rows()
    ]
    grades = pl.DataFrame(rows, schema={"grade": pl.String, "coefficient": pl.Float64}, orient="row")
    new = cards.with_columns(
        pl.Series("final", [finals[value] for value in cards["final"]], dtype=pl.Float64),
        pl.Series("total", [finals[value] for value in cards["total"]], dtype=pl.Float64),
        *grades,
    )
    return replace(scores, scorecards=new)


def _regraded(
    final: float | None, grade: str | None, before: str | None, rules: Rules
) -> tuple[str | None, float | None]:
    bands = {band.grade: band for band in rules.grades}
    if final is None or grade is None:
        return None, None
    band = rules.grade_of(Decimal(repr(final)))
    held = bands.get(grade)
    if before is not None and held is not None and before in bands and held.min < bands[before].min and band.min > held.min:
        band = held
    return band.grade, float(band.coefficient)
