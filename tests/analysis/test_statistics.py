"""Statistics, distribution and KPI quality on worked numbers."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis import distribution, quotas
from reportgen.analysis.distribution import Rated
from reportgen.analysis.quality import kpi_quality
from reportgen.analysis.statistics import group_statistics, statistics
from reportgen.model.policy import DEFAULT_GRADES, Distribution, Rules

D = Decimal
SCALE = ["S", "A", "B", "C", "D"]
QUOTA = {"S": D(10), "A": D(25), "B": D(45), "C": D(15), "D": D(5)}


def person(name: str, final: str, grade: str, prior: str | None = None, prior_grade: str = "") -> Rated:
    return Rated(name, D(final), grade, None if prior is None else D(prior), prior_grade)


def test_agg_12_quota_by_largest_remainder() -> None:
    assert quotas.quota_heads(37, QUOTA) == {"S": 4, "A": 9, "B": 17, "C": 5, "D": 2}
    grades = ["S"] * 5 + ["A"] * 10 + ["B"] * 15 + ["C"] * 6 + ["D"]
    found = quotas.grade_shares(grades, SCALE, Distribution(QUOTA))
    assert [(share.grade, share.quota, share.over_under) for share in found] == [
        ("S", 4, 1), ("A", 9, 1), ("B", 17, -2), ("C", 5, 1), ("D", 2, -1),
    ]
    assert [share.percent for share in found] == [D("13.5"), D("27.0"), D("40.6"), D("16.2"), D("2.7")]


def test_a_small_group_has_no_quota() -> None:
    found = quotas.grade_shares(["A", "A", "X"], ["A", "B"], Distribution({"A": D(100)}))
    assert [(share.grade, share.count, share.percent, share.quota) for share in found] == [
        ("A", 2, D("66.7"), None), ("B", 0, D(0), None), ("X", 1, D("33.3"), None),
    ]
    assert [share.count for share in quotas.grade_shares([], ["A"])] == [0]


@given(st.lists(st.sampled_from(SCALE), min_size=1))
def test_shares_add_up(grades: list[str]) -> None:
    assert sum(share.percent for share in quotas.grade_shares(grades, SCALE)) == 100


def test_histogram_leaves_no_gap() -> None:
    found = distribution.histogram([D("84.99"), D(85), D("97"), D(120)])
    assert [(bar.low, bar.high, bar.count) for bar in found][:4] == [
        (D(80), D(85), 1), (D(85), D(90), 1), (D(90), D(95), 0), (D(95), D(100), 1),
    ]
    assert (found[-1].low, found[-1].count, len(found)) == (D(120), 1, 9)
    assert distribution.histogram([]) == ()


def test_near_cuts_and_ties() -> None:
    people = [person("a", "99.50", "B"), person("b", "100.00", "A"), person("c", "99.50", "B"), person("d", "0.50", "D")]
    found = distribution.near_cuts(people, DEFAULT_GRADES)
    assert [(cut.subject_id, cut.border, cut.distance, cut.ties) for cut in found] == [
        ("b", D(100), D(0), 1), ("a", D(100), D("-0.50"), 2), ("c", D(100), D("-0.50"), 2),
    ]


def test_moves_in_the_order_of_the_scale() -> None:
    people = [person("a", "1", "A", prior_grade="B"), person("b", "1", "A", prior_grade="A"),
              person("c", "1", "A", prior_grade="B"), person("d", "1", "B")]
    found = distribution.grade_moves(people, SCALE)
    assert [(move.before, move.after, move.count) for move in found] == [("A", "A", 1), ("B", "A", 2)]


def test_order_agreement_lists_inversions() -> None:
    good = [person("a", "110", "S"), person("b", "100", "A"), person("c", "95", "B"), person("d", "95", "B")]
    assert distribution.order_agreement(good, SCALE) == (D("1.00"), (), 0)
    moved = [*good, person("e", "120", "B")]
    # pairs with different final and grade: a-b a-c a-d b-c b-d agree, e disagrees with a and b
    assert distribution.order_agreement(moved, SCALE) == (D("0.43"), (("b", "e"), ("a", "e")), 2)
    assert distribution.order_agreement(good[:1], SCALE) == (None, (), 0)


def test_payout_is_sum_over_sum() -> None:
    pay: list[tuple[str, str, int | None, int]] = [
        ("a", "A", 100, 150), ("b", "A", 300, 300), ("c", "A", None, 5), ("d", "B", 0, 0),
    ]
    people = [
        Rated(name, D(1), grade, target_bonus=None if target is None else D(target), payable=D(payable))
        for name, grade, target, payable in pay
    ]
    found = distribution.payout_by_grade(people, SCALE)
    assert [(row.grade, row.people, row.percent) for row in found] == [("A", 2, D("112.50")), ("B", 1, None)]


def test_group_statistics() -> None:
    finals = ["92", "94", "94", "94", "95", "95", "97", "99"]
    people = [person(str(index), final, "B", "90") for index, final in enumerate(finals)]
    found = group_statistics("unit", "U", people, D("94.004"))
    assert (found.mean, found.median, found.sd, found.minimum, found.maximum) == (D(95), D("94.50"), D(2), D(92), D(99))
    assert (found.prior_mean, found.change, found.leniency) == (D(90), D(5), D("1.00"))
    # rank 0.25 x 7 = 1.75 between 94 and 94, 0.75 x 7 = 5.25 between 95 and 97
    assert (found.lower_quartile, found.upper_quartile) == (D(94), D("95.50"))
    assert [str(final) for final in found.finals] == finals
    small = group_statistics("unit", "U", people[:4], D(90))
    assert (small.count, small.mean, small.leniency) == (4, None, None)
    assert (small.lower_quartile, small.upper_quartile, small.finals) == (None, None, ())


def test_statistics_of_a_population() -> None:
    people = pl.DataFrame({
        "subject_id": [f"p{index}" for index in range(8)], "final": [110.0, 100, 95, 92, 90, 80, None, 99],
        "grade": ["S", "A", "B", "B", "B", "C", None, None], "rated": [True] * 7 + [False],
        "not_rated_reason": [None] * 7 + ["short_service"], "unit_id": ["U"] * 5 + ["V"] * 3,
    })
    found = statistics(people, Rules())
    assert (found.head_count, found.rated, found.not_rated) == (8, 6, {"no_score": 1, "short_service": 1})
    assert [(group.kind, group.key, group.count, group.mean) for group in found.groups] == [
        ("company", "", 6, D("94.50")), ("unit", "U", 5, D("97.40")), ("unit", "V", 1, None),
    ]
    assert found.groups[1].leniency == D("2.90")
    assert found.kendall_tau == 1
    assert statistics(people.clear(), Rules()).rated == 0


def test_kpi_quality() -> None:
    scores = pl.DataFrame({
        "kpi_id": ["easy"] * 5 + ["gone"] * 2 + ["given", "shown"],
        "level": ["individual"] * 5 + ["team"] * 2 + ["individual"] * 2,
        "weight": [20.0, 30, 40, 50, 60, 10, 10, 5, None], "actual": [1.0] * 5 + [None] * 3 + [1.0],
        "score": [100.0] * 5 + [0.0, None, 90, None], "status": ["green"] * 5 + ["red", None, "amber", None],
        "method": ["ratio"] * 7 + ["prescored", "none"],
    })
    kpis = pl.DataFrame({"kpi_id": ["easy", "gone", "given"], "controllability": ["Weak", "weak", "强"]})
    found = {item.kpi_id: item for item in kpi_quality(scores, kpis)}
    assert sorted(found) == ["easy", "given", "gone"]
    easy = found["easy"]
    assert (easy.lines, easy.always_green, easy.weak_control, easy.min_weight, easy.max_weight) == (5, True, 5, D(20), D(60))
    assert (found["gone"].never_reported, found["gone"].weak_control, found["gone"].always_green) == (True, 0, False)
    assert (found["given"].reported, found["given"].never_reported) == (1, False)
