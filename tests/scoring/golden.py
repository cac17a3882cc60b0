"""The golden cases as they stand in tests/golden_cases.csv."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "golden_cases.csv"


def cases(topic: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(case id, inputs, expected) of every case of a topic."""
    with _FILE.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["topic"] == topic]
    assert rows, topic
    return [(row["case_id"], json.loads(row["inputs_json"]), json.loads(row["expected_json"])) for row in rows]
