"""One variance: signs, reasons and effects on literal numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from reportgen.analysis.variance import profit_word, relative_change, tolerated, variance
from reportgen.model.analysis import Direction, Effect, NmReason, ProfitWord

D = Decimal


@pytest.mark.parametrize(
    ("case", "actual", "reference", "absolute", "percent", "reason", "effect"),
    [
        ("SEED-07", "3300000", "3000000", "300000", "10.00", "", "favourable"),
        ("VAR-01", "9500000", "10000000", "-500000", "-5.00", "", "unfavourable"),
        ("VAR-03", "896", "0", "896", None, "zero_base", "favourable"),
        ("VAR-04", "50", "-100", "150", None, "sign_change", "favourable"),
        ("VAR-05", "-60", "-100", "40", None, "negative_base", "favourable"),
        ("VAR-19", "0", "0", "0", None, "zero_base", "neutral"),
        ("zero actual", "0", "80", "-80", "-100.00", "", "unfavourable"),
        ("zero against a loss", "0", "-80", "80", None, "sign_change", "favourable"),
        ("at the limit", "10.999", "1", "9.999", "999.90", "", "favourable"),
        ("over the limit", "10.99901", "1", "9.99901", None, "over_999", "favourable"),
        ("tie rounds away from zero", "100.005", "100", "0.005", "0.01", "", "favourable"),
        ("negative tie", "99.995", "100", "-0.005", "-0.01", "", "unfavourable"),
    ],
)
def test_higher_is_better(
    case: str, actual: str, reference: str, absolute: str, percent: str | None, reason: NmReason, effect: Effect
) -> None:
    found = variance(D(actual), D(reference), "higher", "CNY")
    assert found.absolute == D(absolute), case
    assert (found.percent, found.nm_reason, found.effect) == (None if percent is None else D(percent), reason, effect), case


def test_a_lower_cost_is_favourable() -> None:
    found = variance(D("9500000"), D("10000000"), "lower", "CNY")
    assert (found.absolute, found.percent, found.effect) == (D(-500000), D("-5.00"), "favourable")


def test_a_percentage_varies_in_points() -> None:
    for actual, reference, points, relative in [("110", "100", "10", "10.00"), ("99.2", "98", "1.2", "1.22"),
                                                ("28", "30", "-2", "-6.67")]:
        found = variance(D(actual), D(reference), "higher", "%")
        assert (found.absolute, found.percent, found.nm_reason, found.pp) == (D(points), None, "pp", True)
        assert relative_change(D(actual), D(reference)) == D(relative)


def test_a_missing_side_leaves_nothing() -> None:
    for actual, reference in [(None, D(1)), (D(1), None), (None, None)]:
        found = variance(actual, reference, "higher", "%")
        assert (found.absolute, found.percent, found.nm_reason, found.effect) == (None, None, "missing", "")


def test_a_changed_definition_keeps_the_absolute() -> None:
    found = variance(D(110), D(100), "higher", "", definition_changed=True)
    assert (found.absolute, found.percent, found.nm_reason) == (D(10), None, "definition_changed")


@pytest.mark.parametrize(
    ("direction", "actual", "reference", "effect"),
    [
        ("range", "35", "40", "favourable"), ("range", "29", "31", "neutral"), ("range", "20", "31", "unfavourable"),
        ("range", "26", "34", "neutral"), ("target", "55", "50", "unfavourable"), ("target", "50", "50", "neutral"),
        ("none", "5", "1", ""),
    ],
)
def test_a_band_judges_by_distance(direction: Direction, actual: str, reference: str, effect: Effect) -> None:
    band = (D(28), D(32)) if direction == "range" else None
    assert variance(D(actual), D(reference), direction, "", band).effect == effect


@pytest.mark.parametrize(
    ("actual", "reference", "word"),
    [
        ("50", "-100", "turned_to_profit"), ("-50", "100", "turned_to_loss"), ("-60", "-100", "loss_narrowed"),
        ("-140", "-100", "loss_widened"), ("5", "3", ""), ("-5", "-5", ""), ("0", "-5", ""),
    ],
)
def test_words_for_results_that_can_be_negative(actual: str, reference: str, word: ProfitWord) -> None:
    assert profit_word(D(actual), D(reference)) == word


def test_a_variance_within_the_tolerance_is_neutral_and_keeps_its_figures() -> None:
    """Costs 102 of 100: 2 more is neutral at a tolerance of 2, unfavourable below; what has no effect gets none."""
    found = variance(D(102), D(100), "lower", "CNY")
    assert tolerated(found, D(2)) == replace(found, effect="neutral")
    assert (found.absolute, found.percent, found.effect) == (D(2), D("2.00"), "unfavourable")
    assert tolerated(found, D("1.99")) is found
    shown_only = variance(D(102), D(100), "none", "CNY")
    assert tolerated(shown_only, D(5)).effect == ""
