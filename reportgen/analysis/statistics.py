"""The HR picture of a population: participation, spread by group, distribution, movement, pay, KPI quality.

docs/method/variance.md, "Statistics".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from reportgen.analysis import distribution, quotas
from reportgen.analysis.columns import with_columns_of
from reportgen.analysis.distribution import Rated
from reportgen.analysis.exact import number
from reportgen.analysis.quotas import Units
from reportgen.analysis.spread import deviation, mean, median, quantile
from reportgen.model.analysis import GroupKind, GroupStatistics, KpiQuality, Statistics
from reportgen.model.policy import Rules
from reportgen.model.rounding import EXACT, half_up

#: Groups with fewer rated people than this show their count only.
MIN_GROUP = 5
_QUARTER = Decimal("0.25")
_GROUPS: tuple[tuple[GroupKind, str], ...] = (("unit", "unit_id"), ("job_family", "job_family"), ("level", "post_level"))
_OPTIONAL: dict[str, pl.DataType] = {
    "unit_id": pl.String(), "job_family": pl.String(), "post_level": pl.String(), "not_rated_reason": pl.String(),
    "prior_final": pl.Float64(), "prior_grade": pl.String(), "target_bonus": pl.Float64(), "payable": pl.Float64(),
}


def statistics(
    people: pl.DataFrame, rules: Rules, quality: Sequence[KpiQuality] = (), units: Units | None = None
) -> Statistics:
    """The statistics of the persons in ``people``; ``units`` places the units that quotas are checked by.

    people: subject_id, final, grade, rated (Boolean), and where known unit_id (the unit to group by), job_family,
    post_level, not_rated_reason, prior_final, prior_grade, target_bonus, payable. Who is not rated or has no final or no
    grade counts as a head and by the reason ("no_score" where none is given).
    """
    rows = with_columns_of(people, _OPTIONAL).sort("subject_id")
    scored = pl.col("rated").fill_null(False) & pl.col("final").is_not_null() & (pl.col("grade").fill_null("") != "")
    rated, rest = rows.filter(scored), rows.filter(~scored)
    reasons = Counter(reason or "no_score" for reason in rest["not_rated_reason"])
    persons = [_rated(row) for row in rated.iter_rows(named=True)]
    bands = sorted(rules.grades, key=lambda band: band.min, reverse=True)
    scale = [band.grade for band in bands]
    tau, inversions, inversion_count = distribution.order_agreement(persons, scale)
    return Statistics(
        head_count=rows.height,
        rated=len(persons),
        not_rated=dict(sorted(reasons.items())),
        groups=_groups(rated, persons),
        grades=quotas.population_shares(persons, scale, rules.distribution, units or Units()),
        checks=quotas.quota_checks(persons, scale, rules.distribution, units or Units()),
        histogram=distribution.histogram([person.final for person in persons]),
        near_cuts=distribution.near_cuts(persons, bands),
        moves=distribution.grade_moves(persons, scale),
        kendall_tau=tau,
        inversions=inversions,
        inversion_count=inversion_count,
        payout=distribution.payout_by_grade(persons, scale),
        quality=tuple(quality),
    )


def group_statistics(
    kind: GroupKind, key: str, people: Sequence[Rated], company_mean: Decimal | None = None
) -> GroupStatistics:
    """Spread of the finals of one group; only the count where it has fewer than five people.

    ``prior_mean`` and ``change`` are of those who had a final before. ``company_mean`` is unrounded.
    """
    if len(people) < MIN_GROUP:
        return GroupStatistics(kind, key, len(people))
    finals = [person.final for person in people]
    both = [(person.final, person.prior_final) for person in people if person.prior_final is not None]
    centre = mean(finals)
    prior = mean([before for _, before in both]) if len(both) >= MIN_GROUP else None
    change = None if prior is None else half_up(EXACT.subtract(mean([now for now, _ in both]), prior))
    return GroupStatistics(
        kind, key, len(people), half_up(centre), half_up(median(finals)), half_up(deviation(finals)), min(finals), max(finals),
        None if prior is None else half_up(prior), change,
        None if company_mean is None else half_up(EXACT.subtract(centre, company_mean)),
        half_up(quantile(finals, _QUARTER)), half_up(quantile(finals, 3 * _QUARTER)), tuple(sorted(finals)),
    )


def _groups(rated: pl.DataFrame, persons: Sequence[Rated]) -> tuple[GroupStatistics, ...]:
    company_mean = mean([person.final for person in persons]) if persons else None
    found = [group_statistics("company", "", persons)]
    for kind, column in _GROUPS:
        members: dict[str, list[Rated]] = {}
        for key, person in zip(rated[column], persons, strict=True):
            if key:
                members.setdefault(key, []).append(person)
        found += [group_statistics(kind, key, members[key], company_mean) for key in sorted(members)]
    return tuple(found)


def _rated(row: dict[str, object]) -> Rated:
    def cell(name: str) -> Decimal | None:
        value = row[name]
        return number(value) if isinstance(value, float) else None

    return Rated(
        str(row["subject_id"]), cell("final") or Decimal(0), str(row["grade"]), cell("prior_final"),
        str(row["prior_grade"] or ""), cell("target_bonus"), cell("payable"), str(row["unit_id"] or ""),
        str(row["job_family"] or ""),
    )
