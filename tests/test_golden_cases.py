"""No line of golden_cases.csv is skipped: each of them is executed by a test of the room that it is about."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType

from tests.analysis import test_golden as analysis
from tests.dataset import test_golden as dataset
from tests.formatting.test_formatting import golden
from tests.rewards import test_golden as rewards
from tests.scoring import test_golden as scoring

FILE = Path(__file__).parent / "golden_cases.csv"
#: Illustrative wording; the sentences themselves are tested in tests/commentary/test_examples.py.
ILLUSTRATIVE = {"TXT-01"}


def _parametrized(module: ModuleType) -> set[str]:
    """The case ids with which the tests of a module are run."""
    marks = [mark for test in vars(module).values() for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    return {case[0] for mark in marks if mark.args[0][0] in ("case", "case_id") for case in mark.args[1]}


def test_every_golden_case_is_executed() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        named = [row["case_id"] for row in csv.DictReader(file)]
    executed = {row["case_id"] for row in golden("number_format")}
    for module in (analysis, dataset, rewards, scoring):
        executed |= _parametrized(module)
    assert len(named) == len(set(named))
    assert set(named) - executed == ILLUSTRATIVE
