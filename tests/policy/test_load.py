"""Reading policy files: the examples of the format load without a finding, and every fault is named with its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.findings import describe
from reportgen.model.period import parse_period
from reportgen.model.reward_policy import Curve
from reportgen.policy.load import load_policy, not_in_force, read_policy, unknown_kpis
from reportgen.policy.wording import FAULTS, REMEDIES

FILES = Path(__file__).parent / "files"
EVERY_KEY = (FILES / "every_key.yaml").read_text(encoding="utf-8")


def test_defaults_without_a_file() -> None:
    policy = load_policy(None)
    assert policy.rules.grades_are_default and policy.rewards == () and policy.findings == ()
    assert len(policy.hash) == 64


def test_every_key_of_the_format() -> None:
    policy = load_policy(FILES / "every_key.yaml")
    assert policy.findings == ()
    assert (policy.rules.id, policy.rules.version) == ("acme-2026", "2")
    assert policy.rules.effective == (date(2026, 1, 1), date(2026, 12, 31))
    assert policy.rules.grades[0].label["zh-CN"] == "卓越"
    assert [reward.id for reward in policy.rewards] == [
        "sales-bonus", "award-table", "referral", "executives", "losses", "two-stage", "commission",
        "collection", "department-pool",
    ]
    main = policy.rewards[0].components[0]
    assert isinstance(main, Curve) and main.points[2] == (Decimal(120), Decimal(200))
    assert str(policy.rewards[0].limits.pool) == "1000000.00"


def test_a_file_that_is_one_reward_policy() -> None:
    policy = load_policy(FILES / "one_reward.yaml")
    assert policy.findings == ()
    assert policy.rewards[0].population.unit == ("D-SALES",)


@pytest.mark.parametrize(("old", "new", "line", "part", "suggestion"), [
    ("cap: 120,", "capp: 120,", 4, "unknown key 'capp'", "cap"),
    ("gates:   ", "gate:   ", 10, "unknown key 'gate'", "gates"),
    ("{grade: A, min: 100", "{grade: A, min: 110", 5, "two bands begin at 110", ""),
    ("{grade: C, min: 70, coefficient: 0.6}, ", "{grade: C, min: 70, coefficient: 0.6}, {grade: C, min: 60, coefficient: 0}, ", 5,
     "grade 'C' is given twice", ""),
    ("floor: 0, total_cap: 120", "floor: 130, total_cap: 140", 4, "floor (130) is above cap (120)", ""),
    ("green: 100", "green: 80", 6, "amber (90) is above green (80)", ""),
    ("2026-01-01..2026-12-31", "2026-12-31..2026-01-01", 3, "ends before it begins", ""),
    ("2026-01-01..2026-12-31", "2026", 3, "a range of days is written", ""),
    ("S: 10", "S: 11", 9, "adds up to 101", ""),
    ("max_grade: B", "max_grade: E", 10, "'E' is not a grade", ""),
    ("event: safety_fatality, max_grade: C, payout_factor: 0", "event: fire", 11, "has no effect", ""),
    ("S: 1.5, A", "A", 19, "grade 'S' is not mapped", ""),
    ("[[80, 50], [100, 100]", "[[100, 50], [80, 100]", 18, "80 follows 100", ""),
    ("[[80, 50], [100, 100]", "[[100, 50], [100, 100]", 18, "two bands begin at 100", ""),
    ("min_pct: 120", "min_pct: 100", 25, "two bands begin at 100", ""),
    ("min_pct: 120", "min_pct: 121", 25, "a tier begins at 121, above the cap of the final score, 120", ""),
    ("type: curve", "type: curv", 18, "'curv' is not one of the words", "curve"),
    ("points: [[80, 50], [100, 100], [120, 200]], ", "", 18, "the key 'points' is missing", ""),
    ("measure: person.final, points", "points", 18, "does not say which measure", ""),
    ("final < 100", "finale < 100", 24, "unknown name 'finale', at character 1", "final"),
    ("final < 100", "final / 0 < 100", 24, "division by zero", ""),
    ("final < 100", "final", 24, "gives a number, but a comparison", ""),
    ("[company.factor]", "[company.facto]", 21, "company has no 'facto'", "factor"),
    ("[company.factor]", "[payroll]", 21, "'unit.payroll' is not known here", ""),
    ("payroll * unit.factor", "payroll * coefficient", 29, "'person.coefficient' is not known here", ""),
    ("kpi('innovation').score < 100", "base < 100", 10, "'person.base' is not known here", ""),
    ("person_max_pct: 200, pool", "person_max_pct: many, pool", 23, "'many' is not a number", ""),
    ("person_max_pct: 200, pool", "person_min: 2000000, pool", 23, "more than the pool", ""),
    ("min_days: 90", "min_days: -1", 14, "out of bounds, at least 0", ""),
    ("row_breaks: [0, 90, 100]", "row_breaks: [0, 90]", 31, "want 2 rows of 3 factors", ""),
    ("C: 80, B: 95", "C: 95, B: 80", 27, "the starts must grow", ""),
    ("id: grade, type", "id: main, type", 19, "the id 'main' is given twice", ""),
    ("id: grade, type", "id: result, type", 19, "used by the statement itself", ""),
    ("{per: person, weight", "{pool: 5, per: person, weight", 29, "only the first stage names the pool", ""),
    ("limit_pct: 20", "limit_pct: 120", 28, "at most 100", ""),
    ("version: 2", "version: 2\nversion: 3", 3, "the key 'version' is given twice", ""),
])
def test_a_fault_names_line_and_remedy(old: str, new: str, line: int, part: str, suggestion: str) -> None:
    assert old in EVERY_KEY
    found = read_policy(EVERY_KEY.replace(old, new, 1).encode(), "acme.yaml").findings
    assert [finding.code for finding in found] == ["E-POLICY"], found
    assert (found[0].file, found[0].row) == ("acme.yaml", line)
    assert part in found[0].params["problem"]
    assert suggestion in ("", found[0].params["suggestion"])
    assert found[0].params["problem:zh-CN"] and found[0].fatal


def test_every_fault_at_once_in_order_of_lines() -> None:
    text = EVERY_KEY.replace("cap: 120,", "capp: 120,", 1).replace("type: curve", "type: curv").replace("A: 1.2, B", "B")
    text = text.replace("final < 100", "finale < 100").replace("[100000, 7]", "[300000, 7]")
    found = read_policy(text.encode(), "acme.yaml").findings
    assert [finding.row for finding in found] == [4, 18, 19, 24, 30]


def test_every_kind_of_fault_in_one_reading() -> None:
    """Each fault names line, what is wrong, what to do and what is legal, in both languages."""
    policy = load_policy(FILES / "every_fault.yaml")
    said = {finding.row: describe(finding, "en") for finding in policy.findings}
    assert {row: one.text.partition(f"line {row}: ")[2] for row, one in said.items()} == {
        2: "unknown key 'capp'.",
        6: "grades 'A' and 'B': two bands begin at 100, so nobody can tell which one counts.",
        9: "when: unknown name 'finale', at character 1 of 'finale < 100'.",
        10: "when: division by zero, at character 7 of 'final / (2 - 2) < 100'.",
        14: "the curve goes back: x must grow from point to point, but 100 follows 120.",
        15: "grade 'D' is not mapped: whoever gets it would have no factor.",
        16: "type: 'teir' is not one of the words known here.",
        17: "the bands go back: each must begin above the one before, but 0 follows 100.",
        18: "one person's minimum of 2000 is more than the pool of 1000.00.",
    }
    assert "What may stand here: cap, floor, total_cap" in said[2].remedy and "Did you mean cap?" in said[2].remedy
    assert "What may stand here: score, final" in said[9].remedy and "Did you mean final?" in said[9].remedy
    assert "tier, grade_factor, curve" in said[16].remedy
    assert said[15].remedy.startswith("Add the grade with its factor; 0 where it pays nothing.")
    chinese = {finding.row: describe(finding, "zh-CN") for finding in policy.findings}
    assert chinese[2].remedy.startswith("请改正或删除该键。此处可以写：cap、floor")
    assert all(one.text and one.remedy for one in chinese.values())


def test_every_fault_has_words_and_a_remedy() -> None:
    assert set(FAULTS) <= set(REMEDIES)
    assert set(REMEDIES) - set(FAULTS) == {"legal"}


@pytest.mark.parametrize("text", ["a: [1", "a: &x [*x]", "a: b: c", "- 1", "just words", "a: &x {b: *x}"])
def test_what_is_no_policy_is_one_finding(text: str) -> None:
    policy = read_policy(text.encode(), "p.yaml")
    assert policy.fatal and policy.rewards == ()


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "none.yaml").fatal


def test_an_empty_file_is_the_defaults() -> None:
    policy = read_policy(b"", "p.yaml")
    assert policy.findings == () and policy.rules.grades_are_default


def test_tiers_without_amounts_are_incomplete() -> None:
    tier = "{id: t, type: tier, measure: person.final, tiers: [{min_pct: 100, actions: [honours]}]}"
    text = f"rewards: [{{id: t1, components: [{tier}]}}]"
    found = read_policy(text.encode(), "p.yaml").findings
    assert [(finding.code, finding.params["policy"]) for finding in found] == [("W-POLICY-INCOMPLETE", "t1")]
    assert found[0].params["missing"] == "factor or amount of t from 100"


def test_outside_its_range_a_policy_warns() -> None:
    policy = read_policy(b"{id: a, effective: 2026-01-01..2026-12-31}", "p.yaml")
    assert not_in_force(policy, parse_period("2026-Q2")) == ()
    found = not_in_force(policy, parse_period("2025"))
    assert [finding.code for finding in found] == ["W-POLICY-INCOMPLETE"]
    assert "2026-01-01..2026-12-31" in found[0].params["missing"]


def test_kpis_that_the_dataset_does_not_have() -> None:
    policy = load_policy(FILES / "every_key.yaml")
    found = unknown_kpis(policy, {"sale", "innovation"})
    assert [(finding.params["policy"], finding.kpi_id, finding.params["suggestion"]) for finding in found] == [
        ("commission", "sales", "sale"), ("collection", "sales", "sale"), ("collection", "collection", ""),
    ]
    assert unknown_kpis(policy, {"sales", "innovation", "collection"}) == ()
