"""Materiality, status, streaks and counts on literal numbers."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from reportgen.analysis.alerts import escalates, red_streak, status_counts, status_of, streaks
from reportgen.analysis.materiality import is_material
from reportgen.model.analysis import Variance
from reportgen.model.policy import Materiality, MaterialityLimits, StatusRules

D = Decimal


@pytest.mark.parametrize(
    ("case", "variance", "rules", "expected"),
    [
        ("VAR-16", Variance(D(-12000), D("-0.05")), Materiality(D(10000)), False),
        ("VAR-17", Variance(D(896), None, "zero_base"), Materiality(D(500)), True),
        ("VAR-17 below", Variance(D(400), None, "zero_base"), Materiality(D(500)), False),
        ("or", Variance(D(-12000), D("-0.05")), Materiality(D(10000), mode="or"), True),
        ("or, absolute decides n.m.", Variance(D(400), None, "zero_base"), Materiality(D(500), mode="or"), False),
        ("pp", Variance(D("-1.0"), None, "pp", "", True), Materiality(D(10000)), True),
        ("pp below", Variance(D("0.9"), None, "pp", "", True), Materiality(), False),
        ("at the limit", Variance(D(5), D("5.00")), Materiality(), True),
        ("nothing moved", Variance(D(0), None, "zero_base"), Materiality(), False),
        ("missing", Variance(None, None, "missing"), Materiality(), False),
    ],
)
def test_materiality(case: str, variance: Variance, rules: Materiality, expected: bool) -> None:
    assert is_material(variance, rules) is expected, case


def test_what_is_always_material() -> None:
    assert is_material(Variance(None, None, "missing"), Materiality(), always=True)


def test_a_kpi_and_a_level_may_have_limits_of_their_own() -> None:
    rules = Materiality(
        D(10000), D(5), levels={"company": MaterialityLimits(abs=D(100000))},
        kpis={"sales": MaterialityLimits(pct=D(10)), "nps": MaterialityLimits(pp=D(2), mode="or")},
    )
    found = rules.of("sales", "company")
    assert (found.abs, found.pct, found.pp, found.mode) == (D(100000), D(10), D(1), "and")
    found = rules.of("nps", "team")
    assert (found.abs, found.pct, found.pp, found.mode) == (D(10000), D(5), D(2), "or")
    assert rules.of("other", "team") == rules


def test_seed_17_three_reds_escalate() -> None:
    rules = StatusRules()
    statuses = [status_of(D(score), rules) for score in ("101", "94", "88", "85", "89.99")]
    assert statuses == ["green", "amber", "red", "red", "red"]
    assert (red_streak(statuses), escalates(statuses, rules)) == (3, True)
    assert not escalates(statuses[:-1], rules)
    assert status_of(None, rules) == ""
    assert red_streak(["red", "", "red"]) == 1
    assert red_streak([]) == 0


def test_streaks_in_columns() -> None:
    rows = [("a", 1, "red"), ("a", 2, "red"), ("a", 3, "red"), ("b", 1, "red"), ("b", 3, "red"), ("c", 1, "red"),
            ("c", 2, "red"), ("d", 3, None), ("e", 2, "green"), ("e", 3, "red")]
    history = pl.DataFrame(
        [(subject, "k", order, status) for subject, order, status in rows],
        schema=["subject_id", "kpi_id", "order", "status"], orient="row",
    )
    assert dict(streaks(history).select("subject_id", "red_streak").iter_rows()) == {"a": 3, "b": 1, "c": 0, "d": 0, "e": 1}
    assert streaks(history.clear()).is_empty()


def test_status_counts() -> None:
    scores = pl.DataFrame({
        "subject_id": ["a"] * 4 + ["b"], "weight": [50.0, 30.0, 20.0, None, 100.0],
        "status": ["green", "red", None, None, "amber"],
    })
    assert status_counts(scores).rows() == [("a", 1, 0, 1, 1), ("b", 0, 1, 0, 0)]
