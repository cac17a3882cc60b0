"""Forced distribution: quotas by group, pools of small units, quotas by the unit's own grade, limits, ties at a cut."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.distribution import Rated
from reportgen.analysis.quotas import Units, population_shares, quota_checks, quota_heads
from reportgen.model.policy import DEFAULT_GRADES, Distribution, Rules

D = Decimal
SCALE = [band.grade for band in DEFAULT_GRADES]
QUOTA = {"S": D(10), "A": D(25), "B": D(45), "C": D(15), "D": D(5)}
#: The example of organisation-dependent quotas: a good department may give more good grades.
BY_UNIT = {"S": {"S": D(20), "A": D(40)}, "B": {"S": D(10), "A": D(30)}, "D": {"S": D(0), "A": D(10)}}


def staff(unit: str, finals: list[str], family: str = "") -> list[Rated]:
    rules = Rules()
    return [
        Rated(f"{unit}{i:02d}", D(final), rules.grade_of(D(final)).grade, unit_id=unit, job_family=family)
        for i, final in enumerate(finals)
    ]


def test_groups_are_checked_and_small_ones_pooled_under_their_parent() -> None:
    people = staff("big", ["112"] * 3 + ["101"] * 5 + ["95"] * 4) + staff("x", ["95"] * 6)
    people += staff("y", ["80"] * 5) + staff("z", ["60"])
    checks = quota_checks(people, SCALE, Distribution(QUOTA), Units({"big": "C", "x": "C", "y": "C", "z": "E"}))
    assert [(check.group, check.heads, check.pooled, check.guidance) for check in checks] == [
        ("big", 12, (), False), ("C", 11, ("x", "y"), False), ("z", 1, (), True)
    ]
    # 12 heads: 1.2, 3.0, 5.4, 1.8, 0.6
    assert [(one.grade, one.count, one.quota, one.over_under) for one in checks[0].grades] == [
        ("S", 3, 1, 2), ("A", 5, 3, 2), ("B", 4, 5, -1), ("C", 0, 2, -2), ("D", 0, 1, -1)
    ]
    assert sum(one.percent for one in checks[0].grades) == 100


def test_small_units_are_pooled_by_job_family_where_the_policy_says_so() -> None:
    people = staff("x", ["95"] * 6, "sales") + staff("y", ["95"] * 5, "sales") + staff("w", ["95"] * 2, "support")
    rule = Distribution(QUOTA, pool_by="job_family")
    checks = quota_checks(people, SCALE, rule, Units({"x": "C", "y": "C", "w": "C"}))
    assert [(check.group, check.family, check.heads, check.guidance) for check in checks] == [
        ("C", "sales", 11, False), ("w", "support", 2, True)
    ]


def test_a_departments_grade_sets_the_quota_of_its_people() -> None:
    rule = Distribution(QUOTA, by_unit_grade=BY_UNIT, limits={"S": "max", "A": "max"})
    people = staff("good", ["112"] * 3 + ["101"] * 4 + ["95"] * 3) + staff("bad", ["112"] + ["95"] * 9)
    checks = {check.group: check for check in quota_checks(people, SCALE, rule, Units({}, {"good": "S", "bad": "D"}))}
    assert [one.quota for one in checks["good"].grades] == [2, 4, None, None, None]
    assert [(one.grades, one.kind, one.count, one.quota, one.breach) for one in checks["good"].limits] == [
        ("S", "max", 3, 2, 1), ("A", "max", 4, 4, 0)
    ]
    assert [(one.count, one.quota, one.breach) for one in checks["bad"].limits] == [(1, 0, 1), (0, 1, 0)]
    whole = population_shares(people, SCALE, rule, Units({}, {"good": "S", "bad": "D"}))
    assert [(one.quota_percent, one.quota) for one in whole[:3]] == [(D(10), 2), (D(25), 5), (None, None)]


def test_what_no_quota_binds_wins_a_tie_of_remainders() -> None:
    rule = Distribution(by_unit_grade=BY_UNIT, limits={"A": "max"})
    check = quota_checks(staff("u", ["101"] * 11), SCALE, rule, Units({}, {"u": "S"}))[0]
    # 11 heads: 2.2, 4.4 and 4.4 free; the missing head is free, so that A stays at most 40 %
    assert [one.quota for one in check.grades[:2]] == [2, 4]


def test_limits_of_sums_of_grades() -> None:
    rule = Distribution(QUOTA, limits={"S": "max", "C+D": "min", "B": "exact"})
    check = quota_checks(staff("u", ["101"] * 12 + ["95"] * 7 + ["60"]), SCALE, rule, Units())[0]
    # 20 heads: 2, 5, 9, 3, 1
    assert [(one.grades, one.count, one.quota, one.breach) for one in check.limits] == [
        ("S", 0, 2, 0), ("C+D", 1, 4, 3), ("B", 7, 9, 2)
    ]


def test_a_tie_across_a_cut_is_named_and_not_split() -> None:
    finals = ["112", "101", "101", "95", "95", "95", "95", "80", "80", "60"]
    rule = Distribution({"S": D(10), "A": D(10), "B": D(50), "C": D(20), "D": D(10)})
    check = quota_checks(staff("u", finals), SCALE, rule, Units())[0]
    assert [(cut.grade, cut.heads, cut.last_in, cut.first_out, cut.tied) for cut in check.cuts] == [
        ("S", 1, D(112), D(101), ()), ("A", 2, D(101), D(101), ("u01", "u02")), ("B", 7, D(95), D(80), ()),
        ("C", 9, D(80), D(60), ()),
    ]


def test_without_a_quota_nothing_is_checked() -> None:
    assert quota_checks(staff("u", ["95"] * 12), SCALE, None, Units()) == ()
    assert quota_checks(staff("u", ["95"] * 12), SCALE, Distribution(), Units()) == ()


@given(st.integers(0, 500))
def test_quotas_add_up_to_the_heads(heads: int) -> None:
    assert sum(quota_heads(heads, QUOTA).values()) == heads
