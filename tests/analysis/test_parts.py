"""Contributions and splits of every unit of a small company."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from reportgen.analysis.parts import contributions, price_volume_mixes, rate_mixes

D = Decimal
PARENTS = {"C": None, "D1": "C", "D2": "C", "T": "D1", "p": "T", "q": "T", "r": "D2"}
KPIS = pl.DataFrame({
    "kpi_id": ["sales", "rate", "price"], "agg_org": ["sum", "ratio_of_sums", "ratio_of_sums"],
    "unit": ["CNY", "%", "CNY"], "factor": [1.0, 100.0, 1.0],
})


def values(*rows: tuple[str, float | None, float | None], kpi: str = "sales") -> pl.DataFrame:
    return pl.DataFrame(
        [(subject, kpi, *numbers) for subject, *numbers in rows], orient="row",
        schema={"subject_id": pl.String, "kpi_id": pl.String, "actual": pl.Float64, "target": pl.Float64},
    )


def test_each_unit_is_explained_by_what_is_next_below_it() -> None:
    frame = values(("C", 110, 120), ("D1", 60, 70), ("D2", 50, None), ("p", 40, 30), ("q", None, 40), ("r", 45, 40))
    found = contributions(frame, PARENTS, KPIS)
    assert {key: [(row.subject_id, row.variance, row.side) for row in rows] for key, rows in found.items()} == {
        ("C", "sales"): [("D2", D(50), "unplanned"), ("D1", D(-10), "both"), ("", D(-50), "rest")],
        ("D1", "sales"): [("q", D(-40), "absent"), ("p", D(10), "both"), ("", D(20), "rest")],
    }
    assert sum(row.pp_of_target or D(0) for row in found["C", "sales"]) == D("-8.3")


def test_rows_of_one_subject_add_up_and_rates_are_left_alone() -> None:
    frame = values(("D2", 10, 8), ("r", 4, 3), ("r", 6, None))
    found = contributions(frame, PARENTS, KPIS)
    assert [(row.actual, row.target, row.side) for row in found["D2", "sales"]] == [
        (D(10), D(3), "both"), (D(0), D(5), "rest"),
    ]
    assert contributions(values(("D2", 10, 8), ("r", 4, 3), kpi="rate"), PARENTS, KPIS) == {}


def parts(kpi: str, *rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    return values(*rows, kpi=kpi).rename({"actual": "numerator", "target": "denominator"})


def test_rate_and_mix_of_a_unit() -> None:
    before = parts("rate", ("C", 400, 2000), ("D1", 300, 1000), ("D2", 100, 1000))
    now = parts("rate", ("C", 590, 3000), ("D1", 350, 1000), ("D2", 240, 2000))
    found = rate_mixes(now, before, PARENTS, KPIS)["C", "rate"]
    assert (found.before, found.after, found.change) == (D("20.00"), D("19.67"), D("-0.33"))
    assert (found.rate_effect, found.mix_effect) == (D("3.25"), D("-3.58"))
    assert [part.key for part in found.parts] == ["D1", "D2"]


def test_what_the_parts_leave_is_a_part_and_a_broken_rest_is_no_split() -> None:
    before = parts("rate", ("C", 40, 200), ("D1", 10, 50), ("D2", 10, 50))
    now = parts("rate", ("C", 50, 200), ("D1", 10, 50), ("D2", 10, 50))
    found = rate_mixes(now, before, PARENTS, KPIS)["C", "rate"]
    assert [(part.key, part.rate_effect) for part in found.parts] == [("D1", D(0)), ("D2", D(0)), ("", D("5.00"))]
    broken = parts("rate", ("C", 50, 100), ("D1", 10, 50), ("D2", 10, 50))
    assert rate_mixes(broken, before, PARENTS, KPIS) == {}


def test_price_and_volume_of_a_unit() -> None:
    before = parts("price", ("C", 2500, 1000), ("D1", 1600, 400), ("D2", 900, 600))
    now = parts("price", ("C", 2500, 1100), ("D1", 2100, 700), ("D2", 400, 400))
    found = price_volume_mixes(now, before, PARENTS, ["price"])["C", "price"]
    # volume 100 x 2.5; mix (700 - 440) x 4 + (400 - 660) x 1.5; price 700 x -1 + 400 x -0.5
    assert (found.volume, found.mix, found.price, found.change) == (D(250), D(650), D(-900), D(0))
