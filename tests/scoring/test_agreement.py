"""Laws: the column form prints what exact decimal arithmetic prints, on random data with zero, negative and missing values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.rounding import half_up
from reportgen.scoring.exact.attainment import unified
from reportgen.scoring.exact.line import DomainError, Line
from reportgen.scoring.exact.methods import score_line
from reportgen.scoring.line_scores import with_scores
from tests.scoring.lines import lines_frame

D = Decimal


def decimals(low: int = -10**6, high: int = 10**6, places: int = 4) -> st.SearchStrategy[Decimal]:
    """Decimals with up to four places, round numbers among them."""
    any_number = st.builds(lambda units, digits: D(units).scaleb(-digits), st.integers(low, high), st.integers(0, places))
    return st.one_of(any_number, st.integers(-20, 200).map(D), st.sampled_from([D(0), D(8), D(16), D(200), D(-50)]))


def maybe(strategy: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Decimal | None]:
    return st.one_of(st.none(), strategy, strategy, strategy)


BANDS = [[110, 120], [100, "100"], ["95", 90], [90, 80], [80, 60]]
PARAMS: dict[str, list[dict[str, Any]]] = {
    "ratio": [{}, {"min_attainment": 60}],
    "binary": [{}, {"full": 20}],
    "step": [{"bands": BANDS}, {"bands": BANDS, "on": "actual"}, {}],
    "interpolation": [
        {}, {"points": [[80, 60], [100, 100], [120, 120]]}, {"points": [[48, 60], [24, 100], [12, 120]]},
        {"points": [[80, 60], [100, 100]], "below": "extrapolate"}, {"points": [[80, 60], [100, 100]], "below": "clamp"},
        {"points": [[90, 60], [100, 100]], "on": "attainment"}, {"points": [[1, 1]]},
    ],
    "deduction": [{"per_event": 15}, {"per_event": "2.5", "floor": 0, "free_events": 1}, {"per_event": 3, "full": 30}, {}],
    "add_subtract": [{"base": 30, "step_pct": 3, "max_up": 6, "max_down": 6}, {"step": 5, "mode": "started"},
                     {"step_pct": "2.5", "mode": "proportional"}, {}],
    "rating": [{}, {"map": {"5": 120, "4": 110, "3": 100}}],
    "outcome": [{"outcomes": [{"score": 120}, {"score": 100}]}],
    "milestone": [{"milestones": [{"weight": 40}, {"weight": 60}]}, {"milestones": [{"weight": 100, "completion": "0.335"}]}],
}
METHODS = ("ratio", "inverse", "on_target", "range", "efficacy", "progress", "rank", "prescored", *PARAMS)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    method = draw(st.sampled_from(METHODS))
    number = decimals()
    return Line(
        method=method,
        direction=draw(st.sampled_from(("higher", "higher", "lower", "target", "range", "none"))),
        target=draw(maybe(number)), actual=draw(maybe(number)),
        cap=draw(st.sampled_from((D(120), D(100), D("150.5")))), floor=draw(st.sampled_from((D(0), D(-20), D(60)))),
        threshold=draw(maybe(number)), stretch=draw(maybe(number)),
        range_lo=draw(maybe(number)), range_hi=draw(maybe(number)), zero_distance=draw(maybe(number)),
        baseline=draw(maybe(number)), comparator=draw(st.sampled_from((None, None, ">", "<=", "="))),
        params=draw(st.sampled_from(PARAMS.get(method, [{}]))),
    )


def printed(value: Decimal | None) -> float | None:
    return None if value is None else float(half_up(value))


@settings(max_examples=60, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=12))
def test_columns_print_what_exact_arithmetic_prints(batch: list[Line]) -> None:
    frame = with_scores(lines_frame(batch))
    for line, row in zip(batch, frame.iter_rows(named=True), strict=True):
        try:
            outcome = score_line(line)
        except DomainError as error:
            assert row["problem"] is not None and row["problem"].split("|")[0] == error.code, line
            assert row["score"] is None
            continue
        assert (row["attainment_pct"], row["score_uncapped"], row["score"]) == (
            printed(outcome.attainment), printed(outcome.uncapped), printed(outcome.score)
        ), line
        if row["problem"] is not None:
            assert line.actual is None and row["problem"].startswith("E-TARGET-MISSING"), line


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 10**6), st.integers(0, 3), st.integers(1, 400))
def test_exact_ties_round_up(target: int, places: int, halves: int) -> None:
    """Actuals built so that the attainment ends in exactly half a hundredth."""
    goal = D(target).scaleb(-places) * 200
    actual = goal * (D(halves) + D("0.5")) / 10000 + goal
    if len(actual.as_tuple().digits) > 15:
        return
    row = with_scores(lines_frame([Line("ratio", "higher", goal, actual, cap=D(10**9))])).row(0, named=True)
    assert row["score"] == float(half_up(100 + (D(halves) + D("0.5")) / 100))


@given(decimals(), decimals(), decimals(), st.sampled_from((D(1), D(-1))))
def test_attainment_is_100_on_target_and_rises_with_what_is_better(
    target: Decimal, low: Decimal, high: Decimal, sign: Decimal
) -> None:
    if target == 0:
        return
    assert unified(sign, target, target) == 100
    worse, better = sorted((low, high), key=lambda value: sign * value)
    assert unified(sign, target, worse) <= unified(sign, target, better)
