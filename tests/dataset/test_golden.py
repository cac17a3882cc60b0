"""The golden cases that a check of the dataset decides."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.dataset.small import codes, only, small

Case = dict[str, Any]
FILE = Path(__file__).parents[1] / "golden_cases.csv"


def _cases() -> list[tuple[str, str, Case, Case]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["topic"] in RUN]
    return [(row["case_id"], row["topic"], json.loads(row["inputs_json"]), json.loads(row["expected_json"])) for row in rows]


def _growth(case: Case, folder: Path) -> Case:
    row = f"sales,P1,2025-Q2,{case['target']},{case['baseline']},{case['stated_growth_pct']}\n"
    dataset = small(folder, targets="kpi_id,subject_id,period,target,baseline,stated_growth_pct\n" + row)
    said = only(dataset, "W-GROWTH-MISMATCH").params
    return {
        "implied_growth_pct": f"{Decimal(said['implied']):.2f}", "target_for_stated_growth": f"{Decimal(said['needed']):.2f}",
        "consistent": False,
    }


def _weights(case: Case, folder: Path) -> Case:
    lines = "".join(f"P1,{kpi},{weight}\n" for kpi, weight in zip(("sales", "sat", "cost"), case["weights"], strict=True))
    dataset = small(folder, scorecards="subject_id,kpi_id,weight\n" + lines)
    found = codes(dataset)
    return {
        "sum": f"{sum(map(Decimal, case['weights'])):.2f}", "errors": [code for code in found if code.startswith("E-")],
        "warnings": [code for code in found if code in ("W-WEIGHT-RANGE", "W-KPI-COUNT")],
    }


RUN: dict[str, Callable[[Case, Path], Case]] = {"growth_consistency": _growth, "validate_weights": _weights}


@pytest.mark.parametrize(("case_id", "topic", "given", "expected"), _cases())
def test_golden(case_id: str, topic: str, given: Case, expected: Case, tmp_path: Path) -> None:
    assert RUN[topic](given, tmp_path / "acme") == expected
