"""Turn a subject of a period into the steps of its scores, variances, grade and amounts (docs/explain.md)."""

from __future__ import annotations

from reportgen.run.explain.data import as_data
from reportgen.run.explain.explainer import Explainer, explain
from reportgen.run.explain.types import Explanation, KpiExplanation, RewardExplanation

__all__ = ["Explainer", "Explanation", "KpiExplanation", "RewardExplanation", "as_data", "explain"]
