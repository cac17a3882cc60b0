"""Forced distribution: quotas, pooled groups, ties, people near a cut."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.policy import DEFAULT_GRADES, Distribution, Rules
from reportgen.scoring.distribution import NearCut, Rated, check_distribution, cut_ties, near_cut, quota_heads

D = Decimal
QUOTA = {"S": D(10), "A": D(25), "B": D(45), "C": D(15), "D": D(5)}


def people(group: str, finals: list[str]) -> list[Rated]:
    rules = Rules()
    return [Rated(f"{group}{i:02d}", group, D(final), rules.grade_of(D(final)).grade) for i, final in enumerate(finals)]


def test_groups_are_checked_and_small_ones_pooled_under_their_parent() -> None:
    staff = people("big", ["112"] * 3 + ["101"] * 5 + ["95"] * 4) + people("x", ["95"] * 6)
    staff += people("y", ["80"] * 5) + people("z", ["60"])
    checks = check_distribution(staff, Distribution(QUOTA, 10), DEFAULT_GRADES, {"big": "C", "x": "C", "y": "C", "z": "E"})
    assert [(check.group, check.heads, check.pooled, check.guidance) for check in checks] == [
        ("big", 12, (), False), ("C", 11, ("x", "y"), False), ("E", 1, ("z",), True)
    ]
    big = {grade.grade: (grade.heads, grade.quota, grade.over_under) for grade in checks[0].grades}
    assert big == {"S": (3, 1, 2), "A": (5, 3, 2), "B": (4, 5, -1), "C": (0, 2, -2), "D": (0, 1, -1)}
    assert checks[0].grades[0].share == 25


def test_a_tie_across_a_cut_is_named_and_not_split() -> None:
    finals = [D(value) for value in ("112", "101", "101", "95", "95", "95", "95", "80", "80", "60")]
    quota = {"S": 1, "A": 1, "B": 5, "C": 2, "D": 1}
    assert cut_ties(finals, quota, ["S", "A", "B", "C", "D"]) == (D(101),)


def test_people_near_a_cut_come_nearest_first() -> None:
    staff = people("g", ["99.99", "100.5", "95", "90.00"])
    assert near_cut(staff, DEFAULT_GRADES) == (
        NearCut("g03", "B", D(90), D("0.00")), NearCut("g00", "A", D(100), D("-0.01")), NearCut("g01", "A", D(100), D("0.5"))
    )


@given(st.integers(0, 500))
def test_quotas_add_up_to_the_heads(heads: int) -> None:
    assert sum(quota_heads(heads, QUOTA).values()) == heads
