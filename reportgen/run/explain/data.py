"""An explanation as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.reward import TraceStep
from reportgen.run.explain.types import Explanation
from reportgen.scoring.trace_steps import tidy


def as_data(found: Explanation, locale: Locale) -> dict[str, Any]:
    """The explanation as JSON: numbers as text with their places, ``sources`` as file and row."""
    def steps(listed: Iterable[TraceStep], policy: str) -> list[dict[str, Any]]:
        return [step_data(step, policy, locale, found.places.of_source) for step in listed]

    return {
        "period": found.period.label, "subject_id": found.subject_id, "name": found.name.of(locale), "level": found.level,
        "run_id": found.run.run_id, "as_of": found.run.as_of.isoformat(), "policy": found.policy, "currency": found.currency,
        "kpis": [
            {"kpi_id": item.kpi_id, "name": item.name.of(locale), "unit": item.unit, "segment": item.segment,
             "steps": steps(item.steps, found.policy)}
            for item in found.kpis
        ],
        "total": steps(found.total, found.policy),
        "rewards": [
            {"policy_id": item.statement.policy_id, "policy_version": item.statement.policy_version,
             "status": item.statement.status, "currency": item.statement.currency, "payable": _text(item.statement.payable),
             "missing": list(item.statement.missing), "reason": item.statement.reason,
             "steps": steps(item.steps, f"{item.statement.policy_id}/{item.statement.policy_version}")}
            for item in found.rewards
        ],
        "excluded": list(found.excluded),
        "findings": list(_findings(found, locale)),
    }


def step_data(step: TraceStep, policy: str, locale: Locale, place: Callable[[str, Locale], str]) -> dict[str, Any]:
    """One step as a row of ``reward_trace`` has it: the rule names policy and version."""
    return {
        "step": step.step, "rule_id": f"{step.rule_id}@{step.policy or policy}", "text": step.text[locale],
        "formula": step.formula[locale], "numbers": step.numbers, "unrounded": f"{tidy(step.unrounded):f}",
        "rounded": _text(step.rounded), "unit": step.unit,
        "sources": [place(source, locale) for source in step.sources],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _findings(found: Explanation, locale: Locale) -> Iterable[dict[str, Any]]:
    from reportgen.run.findings import finding_rows

    return finding_rows(found.findings, locale)
