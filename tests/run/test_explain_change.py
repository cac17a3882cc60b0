"""The split of a change of the total into scores, weights and KPIs that came or went."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.run.explain.change import Change, Side, sides

D = Decimal
NAMES = {"a": ("甲", "A"), "b": ("乙", "B")}


def steps(before: dict[str, Side], now: dict[str, Side], totals: tuple[str, str]) -> list[tuple[str, str, Decimal]]:
    change = Change(before, now, (D(totals[0]), D(totals[1])), NAMES)
    return [(draft.key, draft.text["en"], draft.rounded) for draft in change.steps()]


def test_scores_and_weights_part_the_change_without_a_residual() -> None:
    """a: 60 x 105 -> 50 x 110, b: 40 x 80 -> 50 x 80; totals 95 and 95, so +2.75 -1.00 -1.75 = 0."""
    found = steps({"a": (D(60), D(105)), "b": (D(40), D(80))}, {"a": (D(50), D(110)), "b": (D(50), D(80))}, ("95", "95"))
    assert found == [
        ("change_score", "Change, A: effect of the score", D("2.75")),
        ("change_weight", "Change, A: effect of the weight", D("-1.25")),
        ("change_weight", "Change, B: effect of the weight", D("-1.50")),
    ]


def test_a_new_kpi_is_an_effect_of_the_portfolio() -> None:
    """a alone at 90, then half a at 90 and half b at 110: 50 x (110 - 95) and -50 x (90 - 95)."""
    found = steps({"a": (D(100), D(90))}, {"a": (D(50), D(90)), "b": (D(50), D(110))}, ("90", "100"))
    assert found == [
        ("change_new", "Change, B: new on the scorecard", D("7.50")),
        ("change_weight", "Change, A: effect of the weight", D("2.50")),
    ]
    gone = steps({"a": (D(50), D(90)), "b": (D(50), D(110))}, {"a": (D(100), D(90))}, ("100", "90"))
    assert [(key, value) for key, _, value in gone] == [("change_gone", D("-7.50")), ("change_weight", D("-2.50"))]


SCORES = st.integers(0, 12000).map(lambda cents: D(cents) / 100)


@given(st.lists(st.tuples(st.integers(1, 99), SCORES, SCORES), min_size=2, max_size=2))
def test_the_parts_add_up_to_the_change(pair: list[tuple[int, Decimal, Decimal]]) -> None:
    (w0, s0, s1), (w1, t0, t1) = pair
    before, now = {"a": (D(w0), s0), "b": (D(100 - w0), t0)}, {"a": (D(w1), s1), "b": (D(100 - w1), t1)}
    totals = [sum((weight * score for weight, score in side.values()), D(0)) / 100 for side in (before, now)]
    drafts = list(Change(before, now, (totals[0], totals[1]), NAMES).steps())
    assert abs(sum((draft.figure.value for draft in drafts), D(0)) - (totals[1] - totals[0])) < D("1e-9")


def test_sides_put_segments_together_and_count_what_is_missing() -> None:
    rows = [
        {"kpi_id": "a", "counted_weight": 15.0, "score": 90.0}, {"kpi_id": "a", "counted_weight": 45.0, "score": 110.0},
        {"kpi_id": "b", "counted_weight": 40.0, "score": None, "assumed": "zero"},
        {"kpi_id": "c", "counted_weight": None, "score": None},
    ]
    assert sides(rows) == {"a": (D(60), D(105)), "b": (D(40), D(0))}
