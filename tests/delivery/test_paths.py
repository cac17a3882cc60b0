"""Where files go: ids of every kind become one safe name each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.delivery.paths import encode, file_of


@pytest.mark.parametrize(("name", "expected"), [
    ("E10382", "E10382"),
    ("D-SALES_1.a", "D-SALES_1.a"),
    ("a/b", "a%2Fb"),
    ("..", "%2E."),
    (".hidden", "%2Ehidden"),
    ('say "x"', "say%20%22x%22"),
    ("\u5468\u5c9a", "\u5468\u5c9a"),
    ("\U0001f600", "%F0%9F%98%80"),
    ("50%", "50%25"),
    ("a\\b:c*?", "a%5Cb%3Ac%2A%3F"),
])
def test_an_id_becomes_a_safe_name(name: str, expected: str) -> None:
    assert encode(name) == expected


@given(st.lists(st.text(min_size=1, max_size=120), min_size=2, max_size=2, unique=True))
def test_different_ids_never_share_a_name(names: list[str]) -> None:
    assert encode(names[0]) != encode(names[1])


@given(st.text(min_size=1, max_size=300))
def test_a_name_is_one_path_part_that_file_systems_take(name: str) -> None:
    safe = encode(name)
    assert "/" not in safe
    assert "\\" not in safe
    assert safe not in (".", "..")
    assert len(safe.encode()) <= 200


def test_the_tree_has_three_branches() -> None:
    assert str(file_of("company", "C", "board", "pdf")) == "company/C/board.pdf"
    assert str(file_of("team", "T/1", "department_review", "html", "en")) == "departments/T%2F1/department_review.en.html"
    assert str(file_of("individual", "P1", "individual_scorecard", "xlsx")) == "individuals/P1/individual_scorecard.xlsx"
