"""The profiles of places for deductions from wages: those shipped, those of a policy, and what is wrong with one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reportgen.findings import describe
from reportgen.model.errors import RefusedError
from reportgen.policy.jurisdictions import jurisdiction_of, profiles, shipped
from reportgen.policy.load import read_policy

OWN = """jurisdictions:
  CN-31:
    P3: 15
    P4: 5
    notice: prior_written
    source: rule 7
    checked_on: 2026-01-05
    confirmed_by: counsel
"""


def test_the_examples_say_source_and_day_and_name_no_counsel() -> None:
    assert {code: dict(place.limits) for code, place in shipped().items()} == {
        "CN": {"P3": 20}, "CN-44": {"P3": 20}, "CN-44-SZ": {"P3": 20, "P4": 30},
    }
    for place in shipped().values():
        assert place.source and place.checked_on and place.minimum_wage_kept and not place.confirmed_by
        assert place.base == "monthly_wage"


@pytest.mark.parametrize(("code", "listed"), [
    ("CN", "CN"), ("CN-44-GZ", "CN-44"), ("CN-44-SZ", "CN-44-SZ"), ("CN-11", "CN"), ("CNX", None), ("", None), ("DE", None),
])
def test_a_place_takes_the_longest_beginning_that_is_listed(code: str, listed: str | None) -> None:
    found = jurisdiction_of(code)
    assert (found and found[0]) == listed


def test_a_policy_adds_and_replaces_places() -> None:
    policy = read_policy(OWN.encode(), "p.yaml")
    assert policy.findings == ()
    own = policy.rules.jurisdictions
    found = jurisdiction_of("CN-31-PD", own)
    assert found is not None and found[0] == "CN-31"
    assert (found[1].P3, found[1].P4, found[1].checked_on) == (Decimal(15), Decimal(5), date(2026, 1, 5))
    assert (found[1].notice, found[1].minimum_wage_kept, found[1].confirmed_by) == ("prior_written", True, "counsel")
    assert jurisdiction_of("CN-44", own) == jurisdiction_of("CN-44")


@pytest.mark.parametrize(("old", "new", "line", "part"), [
    ("P3: 15", "P3: 150", 3, "P3: '150' is out of bounds, 0 to 100"),
    ("P3: 15", "P3: a fifth", 3, "P3: 'a fifth' is not a number"),
    ("P4: 5", "P5: 5", 4, "unknown key 'P5'"),
    ("notice: prior_written", "notice: oral", 5, "notice: 'oral' is not one of the words known here"),
    ("    source: rule 7\n", "", 2, "the key 'source' is missing"),
    ("source: rule 7", "source: ''", 6, "the key 'source' is missing"),
    ("2026-01-05", "last week", 7, "checked_on: 'last week' is not a day"),
    ("confirmed_by: counsel", "minimum_wage_kept: perhaps", 8, "minimum_wage_kept: 'perhaps' is not one of the words"),
])
def test_a_faulty_profile_names_line_and_fault(old: str, new: str, line: int, part: str) -> None:
    (finding,) = read_policy(OWN.replace(old, new).encode(), "p.yaml").findings
    assert (finding.code, finding.row) == ("E-POLICY", line)
    assert part in describe(finding, "en").text
    with pytest.raises(RefusedError, match=f"line {line}: "):
        profiles(OWN.replace(old, new).encode(), "jurisdictions.yaml")


def test_an_unknown_key_lists_the_legal_ones() -> None:
    (finding,) = read_policy(OWN.replace("P4: 5", "P5: 5").encode(), "p.yaml").findings
    assert "source, checked_on, P3, P4, base, notice, minimum_wage_kept, confirmed_by" in describe(finding, "en").remedy
