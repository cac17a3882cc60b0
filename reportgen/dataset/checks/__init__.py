"""Take a draft of typed tables, add findings, and take out the rows that cannot stand. One module per kind of rule."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.dataset.checks.currencies import check_currencies
from reportgen.dataset.checks.definitions import check_kpis
from reportgen.dataset.checks.goals import check_goals
from reportgen.dataset.checks.growth import check_growth
from reportgen.dataset.checks.keys import check_keys
from reportgen.dataset.checks.notes import check_notes
from reportgen.dataset.checks.organisation import check_organisation
from reportgen.dataset.checks.references import check_references
from reportgen.dataset.checks.service import check_service
from reportgen.dataset.checks.spans import check_spans
from reportgen.dataset.checks.targets import check_targets
from reportgen.dataset.checks.values import check_values
from reportgen.dataset.checks.weights import check_weights
from reportgen.dataset.draft import Draft

#: In this order: the later ones rely on keys and references that the earlier ones have settled.
CHECKS: tuple[Callable[[Draft], None], ...] = (
    check_keys,
    check_references,
    check_organisation,
    check_spans,
    check_service,
    check_kpis,
    check_weights,
    check_targets,
    check_growth,
    check_values,
    check_currencies,
    check_goals,
    check_notes,
)

__all__ = ["CHECKS"]
