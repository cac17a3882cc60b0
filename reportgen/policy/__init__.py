"""Turn a policy YAML into Rules, reward policies and findings."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.finding import Finding
    from reportgen.model.period import Period
    from reportgen.model.reward_policy import Policy

__all__ = ["load_policy", "not_in_force", "unknown_kpis"]

# The conditions of this room serve rooms that read no file; validation and YAML load only where a policy is read.


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, or the defaults without one. Faults are findings E-POLICY; they are fatal (exit code 3)."""
    from reportgen.policy import load

    return load.load_policy(path)


def not_in_force(policy: Policy, period: Period) -> tuple[Finding, ...]:
    """A warning for each part of the policy whose effective range does not hold the whole period."""
    from reportgen.policy import load

    return load.not_in_force(policy, period)


def unknown_kpis(policy: Policy, known: Collection[str]) -> tuple[Finding, ...]:
    """A warning for each KPI that a condition or formula names and the dataset does not have."""
    from reportgen.policy import load

    return load.unknown_kpis(policy, known)
