"""What an explanation holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.reward import Statement, TraceStep
from reportgen.model.view import Name, RunInfo
from reportgen.run.sources import Places


@dataclass(frozen=True, slots=True)
class KpiExplanation:
    """One scorecard line; ``segment`` names the post or sub-period where the subject has several."""

    kpi_id: str
    name: Name
    unit: str
    decimals: int
    segment: str
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True, slots=True)
class RewardExplanation:
    """One statement: what it pays, whether it is due, and its steps."""

    statement: Statement
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything about one subject of one period. ``total`` and ``rewards`` are empty where one KPI was asked for."""

    subject_id: str
    name: Name
    level: str
    period: Period
    run: RunInfo
    policy: str
    company: str
    currency: str
    kpis: tuple[KpiExplanation, ...]
    total: tuple[TraceStep, ...] = ()
    rewards: tuple[RewardExplanation, ...] = ()
    findings: tuple[Finding, ...] = ()
    excluded: tuple[str, ...] = ()
    places: Places = field(default_factory=Places)
