"""A policy of the wrong shape is told in words of the field; a link that turns back on itself is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.findings import describe
from reportgen.model.finding import Finding
from reportgen.policy import load_policy


def _found(tmp_path: Path, text: str) -> tuple[Finding, ...]:
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    return load_policy(file).findings


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- a\n", 1, "policy: keys with values are wanted, such as {id: a, version: 1}"),
        ("id: a\ngrades: 5\n", 2, "grades: a list is wanted, with a dash before each item"),
        ("id: a\nscoring: []\n", 2, "scoring: keys with values are wanted"),
        ("id: a\nrewards:\n  - id: r\n    components: 3\n", 4, "components: a list is wanted"),
    ],
)
def test_wrong_shapes(tmp_path: Path, text: str, line: int, said: str) -> None:
    found = _found(tmp_path, text)
    assert found[0].row == line and said in describe(found[0], "en").text
    assert "pydantic" not in describe(found[0], "zh-CN").text and "should" not in describe(found[0], "zh-CN").text


@pytest.mark.parametrize(
    ("level", "organisation"), [("individual", "individual"), ("department", "team"), ("company", "company")]
)
def test_a_score_is_not_made_of_itself(tmp_path: Path, level: str, organisation: str) -> None:
    (found,) = _found(tmp_path, f"id: a\nlink:\n  - {{level: {level}, organisation: {organisation}, weight: 30}}\n")
    assert (found.code, found.row) == ("E-POLICY", 3) and "made of itself" in describe(found, "en").text


def test_a_link_with_a_level_above(tmp_path: Path) -> None:
    assert _found(tmp_path, "id: a\nlink: [{level: team, organisation: department, weight: 30}]\n") == ()
