"""Outlook and values to date on worked numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.analysis.outlook import YearPlan, has_outlook, outlook
from reportgen.analysis.to_date import TimeAggregation, ratio_to_date, to_date
from reportgen.model.rounding import half_up

D = Decimal


@pytest.mark.parametrize(
    ("case", "ytd", "target", "elapsed", "expected"),
    [
        ("SEED-15", "4.7", "5", 6, ("9.40", "0.05", "0.78", "94.00", "50.00", "44.00", "4.40")),
        ("SEED-16", "22500000", "50000000", 6,
         ("45000000.00", "4583333.33", "3750000.00", "45.00", "50.00", "-5.00", "-5000000.00")),
        ("VAR-09", "4200000", "8000000", 7,
         ("7200000.00", "760000.00", "600000.00", "52.50", "58.33", "-5.83", "-800000.00")),
    ],
)
def test_run_rate(case: str, ytd: str, target: str, elapsed: int, expected: tuple[str, ...]) -> None:
    found = outlook(D(ytd), elapsed, 12, YearPlan(fy_target=D(target)))
    projection = found.by("run_rate")
    assert projection is not None
    shown = (projection.full_year, found.required, found.average, found.completion, found.time_progress, found.pace_gap,
             projection.gap)
    assert tuple(str(value) for value in shown) == expected, case
    assert not found.phased


def test_phasing_sets_the_time_progress_and_the_other_methods_say_their_name() -> None:
    plan = YearPlan(D(1200), D(300), D(900), D(250), D(1000), D(1150))
    found = outlook(D(330), 3, 12, plan)
    assert (found.time_progress, found.phased, found.completion, found.pace_gap) == (D(25), True, D("27.50"), D("2.50"))
    assert [(item.method, item.full_year, item.gap) for item in found.projections] == [
        ("run_rate", D(1320), D(120)), ("plan_to_go", D(1230), D(30)), ("seasonal", D(1320), D(120)),
        ("forecast", D(1150), D(-50)),
    ]


def test_what_is_not_known_is_not_shown() -> None:
    end = outlook(D(90), 12, 12, YearPlan(D(100)))
    assert (end.required, end.completion) == (None, D(90))
    start = outlook(D(0), 0, 12, YearPlan(D(120)))
    assert (start.average, start.required, start.projections) == (None, D(10), ())
    loss = outlook(D(-50), 6, 12, YearPlan(D(-120), py_to_date=D(-5), py_full_year=D(-9)))
    assert (loss.completion, loss.pace_gap, loss.by("seasonal"), loss.by("forecast")) == (None, None, None, None)
    bare = outlook(D(50), 6, 12, YearPlan())
    assert (bare.required, bare.completion, bare.by("run_rate")) is not None
    with pytest.raises(ValueError, match="13 of 12"):
        outlook(D(1), 13, 12, YearPlan())


def test_only_flows_have_an_outlook() -> None:
    assert has_outlook("sum", "amount", "CNY")
    assert not has_outlook("last", "count", "")
    assert not has_outlook("sum", "rating", "")
    assert not has_outlook("sum", "", "%")


def test_var_08_year_to_date_of_a_ratio_is_sum_over_sum() -> None:
    found = ratio_to_date([(D(50), D(100)), (D(30), D(200))])
    assert found is not None
    assert half_up(found) == D("26.67")
    wrong = to_date([D(50), D(15)], "mean")
    assert wrong == D("32.5")
    assert ratio_to_date([(D(50), D(100)), (None, D(200))]) is None
    assert ratio_to_date([(D(50), D(0))]) is None
    assert ratio_to_date([]) is None


def test_var_18_targets_of_two_versions_add_up() -> None:
    assert to_date([D(100)] * 6 + [D(120)] * 2, "sum") == D(840)


@pytest.mark.parametrize(("how", "value"), [("sum", "6"), ("last", "1"), ("mean", "2"), ("max", "3"), ("min", "1")])
def test_each_aggregation(how: TimeAggregation, value: str) -> None:
    assert to_date([D(2), D(3), D(1)], how) == D(value)
    assert to_date([D(2), None, D(1)], how) is None
    assert to_date([], how) is None
