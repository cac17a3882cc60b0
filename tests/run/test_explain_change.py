"""The split of a change of the total into scores, weights and KPIs that came or went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.run.explain.change import Change, Side, sides, silent

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


@pytest.mark.parametrize(("state", "gone", "came"), [
    ("not_reported", ("B本期未上报", "B: not reported now, counted before"),
     ("B上期未上报", "B: not reported before, counted now")),
    ("not_applicable", ("B本期不适用", "B: not applicable now, counted before"),
     ("B上期不适用", "B: not applicable before, counted now")),
    ("suspended", ("B本期暂停考核", "B: suspended now, counted before"), ("B上期暂停考核", "B: suspended before, counted now")),
    ("reported", ("B本期未计分", "B: not counted now"), ("B上期未计分", "B: not counted before")),
])
def test_a_kpi_that_does_not_count_is_not_called_dropped(state: str, gone: tuple[str, str], came: tuple[str, str]) -> None:
    """Only a KPI without a line is dropped or new; the effects are those of the portfolio: 50 x (110 - 95)."""
    with_b, alone = {"a": (D(50), D(90)), "b": (D(50), D(110))}, {"a": (D(100), D(90))}
    left = Change(with_b, alone, (D(100), D(90)), {"b": ("B", "B")}, silent_now={"b": state})
    joined = Change(alone, with_b, (D(90), D(100)), {"b": ("B", "B")}, silent_before={"b": state})
    for change, value, said in ((left, D("-7.50"), gone), (joined, D("7.50"), came)):
        first = next(change.steps())
        assert (first.rounded, first.text) == (value, {"zh-CN": f"较上期变动：{said[0]}", "en": f"Change, {said[1]}"})


def test_lines_that_do_not_count_keep_their_state() -> None:
    rows: list[dict[str, Any]] = [
        {"kpi_id": "a", "counted_weight": 60.0, "state": "reported"},
        {"kpi_id": "b", "counted_weight": None, "state": "not_reported"},
        {"kpi_id": "c", "counted_weight": None, "state": "suspended"},
        {"kpi_id": "c", "counted_weight": 40.0, "state": "reported"},
    ]
    assert silent(rows) == {"b": "not_reported"}


SCORES = st.integers(0, 12000).map(lambda cents: D(cents) / 100)


@given(st.lists(st.tuples(st.integers(1, 99), SCORES, SCORES), min_size=2, max_size=2))
def test_the_parts_add_up_to_the_change(pair: list[tuple[int, Decimal, Decimal]]) -> None:
    (w0, s0, s1), (w1, t0, t1) = pair
    before, now = {"a": (D(w0), s0), "b": (D(100 - w0), t0)}, {"a": (D(w1), s1), "b": (D(100 - w1), t1)}
    totals = [sum((weight * score for weight, score in side.values()), D(0)) / 100 for side in (before, now)]
    drafts = list(Change(before, now, (totals[0], totals[1]), NAMES).steps())
    assert abs(sum((draft.figure.value for draft in drafts), D(0)) - (totals[1] - totals[0])) < D("1e-9")


def test_sides_put_segments_together_and_count_what_is_missing() -> None:
    rows: list[dict[str, Any]] = [
        {"kpi_id": "a", "counted_weight": 15.0, "score": 90.0}, {"kpi_id": "a", "counted_weight": 45.0, "score": 110.0},
        {"kpi_id": "b", "counted_weight": 40.0, "score": None, "assumed": "zero"},
        {"kpi_id": "c", "counted_weight": None, "score": None},
    ]
    assert sides(rows) == {"a": (D(60), D(105)), "b": (D(40), D(0))}
