"""The JSON Schema of the report model."""

from __future__ import annotations

from typing import Any

from reportgen.model.report import Report


def report_schema() -> dict[str, Any]:
    """The schema of what ``reportgen model`` prints."""
    return Report.model_json_schema(mode="serialization")
