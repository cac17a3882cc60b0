"""Totals: missing policies, weights, segments and footing, by hand and as laws."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.policy import ScoringRules
from reportgen.model.rounding import half_up, largest_remainder
from reportgen.scoring.exact.line import Line
from reportgen.scoring.exact.totals import Weighted, contributions, time_weighted, weighted_total
from reportgen.scoring.footing import with_footing
from reportgen.scoring.totals import totals, with_counted_weights, with_missing
from tests.scoring.lines import lines_frame

D = Decimal
Part = tuple[str, str | None, str]


def frame(
    parts: list[Part], *, segments: list[tuple[str, float]] | None = None, due: bool = True, policy: str | None = None
) -> pl.DataFrame:
    """Lines of one subject: (weight, score, state); the score is a rating, so that it stands as it is."""
    lines = [Line("rating", "higher", actual=None if score is None else D(score), cap=D(10**5)) for _, score, _ in parts]
    places = segments or [("", 1.0)] * len(parts)
    scores = [None if score is None else float(score) for _, score, _ in parts]
    return lines_frame(lines).with_columns(
        pl.lit("s").alias("subject_id"), pl.lit(0, dtype=pl.UInt32).alias("subject_nr"),
        pl.Series("kpi_id", [f"k{i}" for i in range(len(parts))]),
        pl.Series("weight", [float(weight) for weight, _, _ in parts]), pl.Series("score_raw", scores, dtype=pl.Float64),
        pl.Series("state", [state for _, _, state in parts]), pl.lit(due).alias("due"),
        pl.lit(None, dtype=pl.String).alias("problem"), pl.lit(policy, dtype=pl.String).alias("missing_policy"),
        pl.Series("segment", [name for name, _ in places]), pl.Series("share", [share for _, share in places]),
    )


def card(lines: pl.DataFrame, rules: ScoringRules | None = None) -> tuple[dict[str, Any], pl.DataFrame]:
    weighed = with_counted_weights(with_missing(lines, rules or ScoringRules()))
    cards = totals(weighed)
    return cards.row(0, named=True), with_footing(weighed, cards)


REPORTED = [("60", "105", "reported"), ("10", "90", "reported")]


def test_not_reported_after_the_due_date_counts_zero_and_lowers_the_coverage() -> None:
    result, lines = card(frame([*REPORTED, ("30", None, "not_reported")]))
    assert (result["total"], result["coverage_pct"], result["graded_pct"]) == (72.0, 70.0, 100.0)
    assert lines["assumed"].to_list() == [None, None, "zero"]
    assert lines["weighted_score"].to_list() == [63.0, 9.0, 0.0]
    assert lines["contribution"].to_list() == [3.0, -1.0, -30.0]
    assert result["provisional"] is False


def test_before_the_due_date_the_result_is_provisional_and_renormalised() -> None:
    result, lines = card(frame([*REPORTED, ("30", None, "not_reported")], due=False))
    assert (result["total"], result["coverage_pct"], result["provisional"]) == (102.86, 70.0, True)
    assert lines["weighted_score"].to_list() == [90.0, 12.86, None]
    assert lines["contribution"].to_list() == [4.29, -1.43, None]


@pytest.mark.parametrize("state", ["not_applicable", "suspended"])
def test_what_does_not_apply_renormalises_and_is_not_provisional(state: str) -> None:
    result, _ = card(frame([*REPORTED, ("30", None, state)]))
    assert (result["total"], result["graded_pct"], result["provisional"]) == (102.86, 70.0, False)


def test_the_target_policy_assumes_100_and_the_blocking_one_leaves_no_total() -> None:
    assumed, lines = card(frame([*REPORTED, ("30", None, "not_reported")], policy="target"))
    assert (assumed["total"], assumed["coverage_pct"]) == (102.0, 70.0)
    assert lines["weighted_score"].to_list() == [63.0, 9.0, 30.0]
    blocked, lines = card(frame([*REPORTED, ("30", None, "not_reported")], policy="block"))
    assert blocked["total"] is None and blocked["blocked"]
    assert lines["weighted_score"].to_list() == [None, None, None]


def test_segments_weigh_by_days_and_share() -> None:
    """(90 x 88 + 275 x 104) / 365 = 100.05."""
    parts: list[Part] = [("100", "88", "reported"), ("60", "104", "reported"), ("40", "104", "reported")]
    result, lines = card(frame(parts, segments=[("a", 90.0), ("b", 275.0), ("b", 275.0)]))
    assert result["total"] == 100.05 and result["coverage_pct"] == 100.0
    assert half_up(D(sum(map(D, map(repr, lines["weighted_score"]))))) == D("100.05")


def test_printed_parts_add_up_to_the_printed_total() -> None:
    """Two parts of 33.335 (33.33 each) and 33.4 make 100.07: the missing cent goes to the smaller id."""
    parts: list[Part] = [("33.3", "100.1051", "reported"), ("33.3", "100.1051", "reported"), ("33.4", "100", "reported")]
    result, lines = card(frame(parts))
    assert result["total"] == 100.07
    assert lines["weighted_score"].to_list() == [33.34, 33.33, 33.4]
    assert lines["weighted_adjusted"].to_list() == [True, False, False]


numbers = st.builds(lambda units, digits: D(units).scaleb(-digits), st.integers(0, 15000), st.integers(0, 4))
STATES = st.sampled_from(["reported", "reported", "reported", "not_reported", "not_applicable"])


@st.composite
def scorecards(draw: st.DrawFn) -> tuple[list[Part], list[tuple[str, float]]]:
    count = draw(st.integers(1, 6))
    cuts = sorted(draw(st.lists(st.integers(1, 999), min_size=count - 1, max_size=count - 1, unique=True)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    parts: list[Part] = []
    for weight in weights:
        state = draw(STATES)
        parts.append((str(D(weight) / 10), str(draw(numbers)) if state == "reported" else None, state))
    several = draw(st.booleans())
    days = draw(st.lists(st.integers(30, 300), min_size=2, max_size=2))
    return parts, [(f"s{i % 2}", float(days[i % 2])) if several else ("", 1.0) for i in range(count)]


@settings(max_examples=150, deadline=None)
@given(scorecards())
def test_totals_and_parts_equal_exact_arithmetic(drawn: tuple[list[Part], list[tuple[str, float]]]) -> None:
    parts, segments = drawn
    result, lines = card(frame(parts, segments=segments))
    groups: dict[str, list[Weighted]] = {}
    shares = dict(segments)
    for (weight, score, state), (segment, _) in zip(parts, segments, strict=True):
        missing = "renormalise" if state == "not_applicable" else "zero"
        groups.setdefault(segment, []).append(Weighted(D(weight), None if score is None else D(score), missing))  # type: ignore[arg-type]
    found = {name: weighted_total(group) for name, group in groups.items()}
    live = [(1, D(repr(shares[name])), total.total) for name, total in found.items() if total.total is not None]
    if not live:
        assert result["total"] is None
        return
    total = half_up(time_weighted(live))
    assert result["total"] == float(total)
    for column, reference in (("weighted_score", D(0)), ("contribution", D(100))):
        cells = [D(repr(value)) for value in lines[column].drop_nulls()]
        assert sum(cells, D(0)) == total - reference
    if len(groups) == 1:
        weighted = {f"k{i}": item for i, item in enumerate(groups[segments[0][0]])}
        exact = largest_remainder(contributions(weighted), D("0.01"), total - 100)
        assert {row["kpi_id"]: D(repr(row["contribution"])) for row in lines.iter_rows(named=True) if row["counts"]} == exact


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), numbers), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(parts: list[tuple[int, Decimal]], random: Any) -> None:
    lines = [Weighted(D(weight), score) for weight, score in parts]
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert weighted_total(lines) == weighted_total(shuffled)
    keyed = {str(i): line for i, line in enumerate(lines)}
    total = weighted_total(lines).total
    assert total is not None
    assert abs(sum(contributions(keyed).values(), D(0)) - (total - 100)) < D("1e-20")
