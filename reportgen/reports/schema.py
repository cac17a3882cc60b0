"""The JSON Schema of the report model."""

from __future__ import annotations

import json
from typing import Any

from reportgen.model.report import Report


def schema_text() -> str:
    """The schema as it stands in docs/report-model.schema.json."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def report_schema() -> dict[str, Any]:
    """The schema of what ``reportgen model`` prints."""
    return Report.model_json_schema(mode="serialization")
