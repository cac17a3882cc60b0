"""Team means without the person, and only of five or more others."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.spread import mean
from reportgen.analysis.team import means_of_others, ratios_of_others, team_means
from reportgen.model.rounding import half_up

D = Decimal


def test_five_others_are_needed() -> None:
    values = [D(10), D(20), D(30), D(40), D(50), None]
    assert means_of_others(values) == [None, None, None, None, None, D("30.00")]
    assert means_of_others([*values, D(60)])[0] == D("40.00")
    assert means_of_others([]) == []


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=6, max_size=12))
def test_the_person_is_left_out(values: list[Decimal]) -> None:
    found = means_of_others(values)
    assert found == [half_up(mean(values[:index] + values[index + 1 :])) for index in range(len(values))]


def test_a_ratio_of_others_is_sum_over_sum() -> None:
    tops, bottoms = [D(1)] * 5 + [D(9), None], [D(10)] * 5 + [D(10), None]
    found = ratios_of_others(tops, bottoms, D(100))
    assert found[-1] == D("23.33")
    assert found[5] == D("10.00")
    assert found[0] == D("26.00")


def test_team_means_by_unit_and_kpi() -> None:
    persons = [f"p{index}" for index in range(7)]
    cards = pl.DataFrame({
        "subject_id": [*persons, "U", "q"], "level": ["individual"] * 7 + ["team", "individual"],
        "unit_id": ["U"] * 7 + ["X", "V"], "final": [90.0, 91, 92, 93, 94, 95, 96, 50, 100],
    })
    scores = pl.DataFrame({
        "subject_id": [*persons, "U", "q"], "kpi_id": ["k"] * 9, "actual": [1.0, 2, 3, 4, 5, 6, None, 99, 1],
        "score": [100.0, 100, 100, 100, 100, 100, None, 1, 1],
    }, schema_overrides={"actual": pl.Float64})
    found = team_means(scores, cards, pl.DataFrame({"kpi_id": ["k"], "decimals": [1]}))
    rows = {(row[0], row[1]): row[2:] for row in found.iter_rows()}
    assert rows["p0", "k"] == (4.0, 100.0, 5)
    assert rows["p6", "k"] == (3.5, 100.0, 6)
    assert rows["p0", ""] == (None, 93.5, 6)
    assert rows["q", "k"] == (None, None, 0)
    assert not any(subject == "U" for subject, _ in rows)


def test_several_lines_of_a_person_count_once() -> None:
    persons = [f"p{index}" for index in range(6)]
    cards = pl.DataFrame({"subject_id": persons, "level": ["individual"] * 6, "unit_id": ["U"] * 6, "final": [100.0] * 6})
    scores = pl.DataFrame({
        "subject_id": [*persons, "p5"], "kpi_id": ["k"] * 7, "actual": [10.0] * 5 + [0.0, 40.0], "score": [100.0] * 7,
    })
    kpis = pl.DataFrame({"kpi_id": ["k"], "decimals": [None]}, schema_overrides={"decimals": pl.Int64})
    found = team_means(scores, cards, kpis)
    assert found.filter((pl.col("subject_id") == "p0") & (pl.col("kpi_id") == "k"))["team_mean"].to_list() == [12.0]
