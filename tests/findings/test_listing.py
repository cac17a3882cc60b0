"""Findings on a terminal: each cause once, every place named, in the reader's language."""

from __future__ import annotations

from reportgen.findings import counted, listing
from reportgen.findings.catalogue import catalogue
from reportgen.model.finding import Finding


def _cell(row: int, person: str, value: str) -> Finding:
    return Finding("E-CELL", "actuals", row, "value", person, "sales", "actuals.csv", params={"case": "text", "value": value})


def _count(row: int, person: str, count: int = 1) -> Finding:
    params = {"count": str(count), "low": "3", "high": "5"}
    return Finding("W-KPI-COUNT", "scorecards", row, "", person, file="scorecards.csv", params=params)


def test_one_finding_stands_on_three_lines() -> None:
    assert list(listing([_cell(12, "P1", "abc")], "en")) == [
        "E-CELL  actuals.csv, row 12, column value  P1  sales",
        "    The cell abc in column value is not a number that can be read without guessing.",
        "    Write a plain number such as 3300000 or 3,300,000; leave the cell empty where nothing was reported.",
    ]


def test_equal_causes_stand_together() -> None:
    assert list(listing([_count(2, "P1"), _count(5, "P2"), _count(9, "P3", 2), _count(12, "P4")], "en")) == [
        "W-KPI-COUNT  scorecards.csv  (4 times)",
        "    row 2 (P1): P1 has 1 scored KPIs; 3 to 5 is usual.",
        "        Also: row 5 (P2); row 12 (P4)",
        "    row 9 (P3): P3 has 2 scored KPIs; 3 to 5 is usual.",
        "    Keep the few KPIs that matter, or add those that are missing.",
    ]


def test_the_place_is_said_in_the_language_of_the_reader() -> None:
    head, first, second, _ = listing([_cell(12, "P1", "abc"), _cell(13, "P2", "x")], "zh-CN")
    assert head == "E-CELL  actuals.csv\uff0c\u201cvalue\u201d\u5217  \uff08\u51712\u5904\uff09"
    assert first.startswith("    \u7b2c12\u884c\uff08P1\uff09\uff1a")
    assert second.startswith("    \u7b2c13\u884c\uff08P2\uff09\uff1a")


def test_a_policy_has_lines_and_keys() -> None:
    finding = Finding("E-POLICY", "", 7, "rewards[0].map", file="policy.yaml", params={"line": "7", "problem": "x"})
    assert next(iter(listing([finding], "en"))) == "E-POLICY  policy.yaml, line 7, key rewards[0].map"


def test_remedies_that_differ_stand_with_their_causes() -> None:
    short = {"case": "short", "scope": ""}
    sums = [
        Finding("E-WEIGHT-SUM", "scorecards", row, "weight", person, params={"sum": total, "missing": gap, **short})
        for row, person, total, gap in ((2, "P1", "90", "10"), (5, "P2", "99", "1"))
    ]
    _, first, second = listing(sums, "en")
    assert first.endswith("add up to 90, not 100. Add 10 to the weights.") and second.endswith("Add 1 to the weights.")


def test_many_causes_and_places_are_counted() -> None:
    lines = list(listing([_count(row, f"P{row}", row) for row in range(2, 102)], "en"))
    assert len([line for line in lines if "scored KPIs" in line]) == 8  # of warnings; errors are told up to 50
    assert "row 10 (P10)" in lines[9] and lines[-2].endswith("52 more (--json lists all)")
    errors = list(listing([_cell(row, "P1", str(row)) for row in range(2, 42)], "en"))
    assert len(errors) == 42 and all(len(line) < 130 for line in lines)


def test_a_limit_counts_the_findings_that_it_leaves_out() -> None:
    found = [_cell(2, "P1", "x"), _count(2, "P1"), _count(3, "P2")]
    assert list(listing(found, "en", limit=1))[-1] == "\u2026 2 more; reportgen check lists all of them."


def test_counts_in_words() -> None:
    found = [_cell(2, "P1", "x"), _count(2, "P1"), _count(3, "P2")]
    assert counted(found, "en") == "1 error, 2 warnings, 0 hints"
    assert counted(found, "zh-CN") == "1\u4e2a\u9519\u8bef\uff0c2\u4e2a\u8b66\u544a\uff0c0\u4e2a\u63d0\u793a"


def test_both_languages_have_the_same_words() -> None:
    assert list(catalogue("en").listing) == list(catalogue("zh-CN").listing)
    assert list(catalogue("en").place) == list(catalogue("zh-CN").place)
