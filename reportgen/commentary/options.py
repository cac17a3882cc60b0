"""What a caller may choose about commentary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Options:
    """Choices of one piece of commentary.

    ``period`` natural: a KPI's first sentence names its period (a year as 年度, annual); none: the page names it.
    ``select`` material: KPIs within the limits share one sentence; all: each has its own.
    ``order`` contribution: largest effect on the total first; given: as the facts come (the scorecard's order).
    ``per_kpi``, ``per_report``, ``per_summary`` limit sentences; ``final`` leaves out what no one has approved.
    ``message`` score: the headline speaks of the score; variance: of the variance that weighs most.
    """

    period: Literal["natural", "none"] = "natural"
    select: Literal["material", "all"] = "material"
    order: Literal["contribution", "given"] = "contribution"
    message: Literal["score", "variance"] = "score"
    per_kpi: int = 4
    per_report: int | None = None
    per_summary: int = 5
    final: bool = False


DEFAULT = Options()
