"""A law of the whole way: scores of random companies equal a plain Decimal calculation line by line."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.model.rounding import EXACT, half_up
from tests.measures.world import actual, company, kpi, line, target
from tests.scoring.world import scored

D = Decimal
KPIS = (("a", 40, "higher"), ("b", 35, "lower"), ("c", 25, "higher"))
goals = st.one_of(st.integers(-50000, 200000).map(lambda cents: cents / 100), st.sampled_from([0.0, 100.0, 92.125, 8.0]))
cells = st.one_of(st.none(), goals)


def reference(goal: float, value: float | None, direction: str) -> Decimal:
    """The unrounded score of a ratio line, 0 where nothing was reported."""
    if value is None:
        return D(0)
    a, t, sign = D(repr(value)), D(repr(goal)), -1 if direction == "lower" else 1
    ratio = (D(100) if sign * a >= 0 else D(0)) if t == 0 else 100 + sign * (a - t) * 100 / abs(t)
    return min(max(ratio, D(0)), D(120))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.tuples(*(st.tuples(goals, cells) for _ in KPIS)), min_size=1, max_size=25))
def test_scores_equal_plain_decimals(people: list[Any]) -> None:
    names = [f"p{i}" for i in range(len(people))]
    data = company(
        people=[{"person_id": name, "name": name, "unit_id": "D1"} for name in names],
        kpis=[kpi(key, direction=direction) for key, _, direction in KPIS],
        scorecards=[line(name, float(weight), key) for name in names for key, weight, _ in KPIS],
        targets=[target(name, "2025-06", pair[0], key[0]) for name, row in zip(names, people, strict=True)
                 for key, pair in zip(KPIS, row, strict=True)],
        actuals=[actual(name, "2025-06", pair[1], key[0]) for name, row in zip(names, people, strict=True)
                 for key, pair in zip(KPIS, row, strict=True)],
    )
    result = scored(data)
    totals = dict(result.scorecards.select("subject_id", "total").iter_rows())
    with localcontext(EXACT):
        for name, row in zip(names, people, strict=True):
            scores = [reference(goal, value, direction) for (goal, value), (_, _, direction) in zip(row, KPIS, strict=True)]
            points = [weight * score for (_, weight, _), score in zip(KPIS, scores, strict=True)]
            assert totals[name] == float(half_up(sum(points, D(0)) / 100))
    sums: dict[str, Decimal] = {}
    for subject, weighted in result.kpi_scores.select("subject_id", "weighted_score").iter_rows():
        sums[subject] = sums.get(subject, D(0)) + D(repr(weighted))
    assert {subject: float(value) for subject, value in sums.items()} == totals
