"""People and policies for the tests of rewards, and an evaluator of the arithmetic that traces print."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportgen.model.period import Period, parse_period
from reportgen.model.reward import Statement, StatementLine
from reportgen.model.reward_policy import RewardPolicy
from reportgen.policy.conditions import Measure, Value, names, parse
from reportgen.policy.load import read_policy
from reportgen.policy.syntax import Read
from reportgen.rewards.run import pay
from reportgen.rewards.subject import PayInputs

YEAR = parse_period("2025")


def reward(text: str) -> RewardPolicy:
    """The reward policy of a YAML text, which must load without a finding."""
    found = read_policy(text.encode(), "policy.yaml")
    assert found.findings == (), found.findings
    return found.rewards[0]


def known(values: Mapping[str, Value | None]) -> Mapping[Measure, Value | None]:
    """Measures by the text that a policy writes for them."""
    found: dict[Measure, Value | None] = {}
    for text, value in values.items():
        tree = parse(text)
        assert isinstance(tree, Read) and names(tree)
        found[tree.measure] = value
    return found


def person(subject: str = "E1", measures: Mapping[str, Value | None] | None = None, **facts: Any) -> PayInputs:
    """A person in post for the whole of 2025 with a target bonus of 40,000, a score of 112.00 and grade A."""
    period: Period = facts.pop("period", YEAR)
    given: dict[str, Any] = {
        "start": period.start, "end": period.end, "days": period.days, "period_days": period.days,
        "unit_id": "U", "path": ("U", "C"),
        "groups": {"company": "C", "department": "U", "unit": "U"}, "total": Decimal("112.00"), "final": Decimal("112.00"),
        "grade": "A", "coefficient": Decimal("1.2"), "paybase": {"target_bonus": Decimal(40000)},
        "measures": known(measures or {}).get,
    }
    return PayInputs(subject_id=subject, period=period, **(given | facts))


def paid(one: PayInputs, policy: str | RewardPolicy) -> Statement:
    """The statement of a person under a policy (given as YAML or read already)."""
    found = pay(one, reward(policy) if isinstance(policy, str) else policy)
    assert found is not None
    return found


def line(statement: Statement, component: str) -> StatementLine:
    """The line of a component."""
    return next(item for item in statement.lines if item.component_id == component)


def amounts(statement: Statement) -> dict[str, str]:
    """Component -> signed amount, of the lines that have one."""
    return {item.component_id: str(item.amount) for item in statement.lines if item.amount is not None}
