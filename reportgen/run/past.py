"""The periods before the reported one: totals and grades, each period scored when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.model.period import Period, parse_period, previous, year_earlier
from reportgen.run.index import places
from reportgen.run.inputs import Inputs

if TYPE_CHECKING:
    import polars as pl

    from reportgen.model.results import Scores
    from reportgen.scoring import Scorer

#: Periods of a trend of totals, the reported one aside.
LONGEST = 7
Finals = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Past:
    """What came before. The scorer shares every period with the comparisons of the reported one."""

    inputs: Inputs
    scorer: Scorer

    @cached_property
    def before(self) -> Period:
        """The period of the same kind just before."""
        return previous(self.inputs.period, self.inputs.dataset.settings.fiscal)

    @cached_property
    def year_ago(self) -> Period:
        """The same period one year earlier."""
        return year_earlier(self.inputs.period, self.inputs.dataset.settings.fiscal)

    @cached_property
    def finals(self) -> tuple[tuple[Period, Finals], ...]:
        """Finals of up to seven periods before, oldest first; it ends where nobody has one."""
        fiscal, first = self.inputs.dataset.settings.fiscal, self._first_day
        found: list[tuple[Period, Finals]] = []
        period = self.before
        while len(found) < LONGEST and first is not None and period.end >= first.start:
            finals = {subject: places(final) for subject, final in self.scorer.finals(period).iter_rows()}
            if not any(final is not None for final in finals.values()):
                break
            found.append((period, finals))
            period = previous(period, fiscal)
        return tuple(reversed(found))

    @cached_property
    def _first_day(self) -> Period | None:
        from reportgen.dataset import list_periods

        fiscal = self.inputs.dataset.settings.fiscal
        return min((parse_period(label, fiscal) for label in list_periods(self.inputs.dataset)), default=None)

    @cached_property
    def grades_before(self) -> Mapping[str, str]:
        """Grades of the period before, of those who had one."""
        rows = self.scorer.assessed(self.before).cards.select("subject_id", "grade").drop_nulls()
        return dict(rows.iter_rows())

    def lines(self, period: Period) -> pl.DataFrame:
        """The scored lines of an earlier period."""
        return self.scorer.assessed(period).lines

    @cached_property
    def scores_before(self) -> Scores:
        """The full scores of the period before."""
        return self.scorer.score(self.before)
