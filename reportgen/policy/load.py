"""Read a policy file: its rules, its reward policies, and every fault at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.policy import Rules
from reportgen.model.reward_policy import Policy
from reportgen.policy.checks import faults_of, incomplete
from reportgen.policy.conditions import names
from reportgen.policy.faults import Fault, finding_of, nearest
from reportgen.policy.formulas import formulas_of
from reportgen.policy.schema import validate
from reportgen.policy.source import compose, line_at
from reportgen.policy.versions import in_force


def load_policy(path: Path | None) -> Policy:
    """The policy of a file, or the defaults without one. Faults are findings E-POLICY; they are fatal (exit code 3)."""
    if path is None:
        return Policy(Rules(), hash=hashlib.sha256(b"").hexdigest())
    try:
        content = path.read_bytes()
    except OSError as error:
        fault = Fault("file", (), {"reason": error.strerror or "no such file"})
        return Policy(Rules(), findings=(finding_of(fault, path.name, 1),), file=path.name)
    return read_policy(content, path.name)


def read_policy(content: bytes, name: str) -> Policy:
    """The policy in the bytes of a file called ``name``."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    root, faults = compose(text)
    policy, wrong = validate(root)
    faults += wrong
    if root is not None:
        broken = frozenset(str(fault.path[0]) for fault in wrong if fault.path)
        faults += [replace(fault, line=line_at(root, fault.path)) for fault in faults_of(policy, broken)]
    lines = sorted(((fault, fault.line or 1) for fault in faults), key=lambda pair: pair[1])
    findings = [finding_of(fault, name, line) for fault, line in lines]
    findings += [
        Finding("W-POLICY-INCOMPLETE", row=line_at(root, path), file=name, params={"policy": reward, "missing": missing})
        for path, reward, missing in incomplete(policy) if root is not None and not findings
    ]
    places = {} if root is None else {
        (reward.id, part.id): line_at(root, ("rewards", at, "components", place))
        for at, reward in enumerate(policy.rewards) for place, part in enumerate(reward.components)
    }
    return Policy(policy.rules(), policy.rewards, tuple(findings), digest, name, places)


def unknown_kpis(policy: Policy, known: Collection[str]) -> tuple[Finding, ...]:
    """A warning for each KPI that a condition or formula names and the dataset does not have."""
    named = {
        (reward, measure.kpi): None for reward, tree in formulas_of(policy) for measure in names(tree)
        if measure.kpi is not None and measure.kpi not in known
    }
    return tuple(
        Finding("W-POLICY-INCOMPLETE", kpi_id=str(kpi), file=policy.file, params={
            "policy": reward, "missing": f"KPI {kpi}, which is not in the dataset", "suggestion": nearest(str(kpi), list(known)),
        })
        for reward, kpi in named
    )


def not_in_force(policy: Policy, period: Period) -> tuple[Finding, ...]:
    """A warning for each part of the policy whose effective range does not hold the whole period.

    Of several versions of a reward policy that of the period; the last one where none is.
    """
    chosen = {reward.id: reward for reward in (*policy.rewards, *in_force(policy.rewards, period))}
    ranges = [(policy.rules.id, policy.rules.effective)] + [(reward.id, reward.effective) for reward in chosen.values()]
    return tuple(
        Finding("W-POLICY-INCOMPLETE", file=policy.file, params={
            "policy": name, "missing": f"rules for {period.label} (effective {days[0]}..{days[1]})",
        })
        for name, days in ranges if days is not None and not days[0] <= period.start <= period.end <= days[1]
    )
