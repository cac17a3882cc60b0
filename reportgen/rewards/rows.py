"""Statements as rows of the results tables (contract 4) and as the list that payroll takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.model.dataset import Locale
from reportgen.model.results import REWARD_TRACE, REWARDS
from reportgen.model.reward import RewardRun, Statement, TraceStep
from reportgen.model.rounding import half_up
from reportgen.rewards.trace import trace

Row = dict[str, Any]
#: Columns of the payroll list.
PAYROLL = ("run_id", "period", "person_id", "name", "currency", "payable", "deductions", "policies")


def reward_rows(run: RewardRun) -> list[Row]:
    """Rows of ``rewards``: one per signed amount or factor; the amounts of a person's policy add up to the payable."""
    return [row for statement in run.statements for row in _reward_rows(statement)]


def _reward_rows(statement: Statement) -> list[Row]:
    own = [line for line in statement.lines if line.kind != "base"]
    key = (statement.period, statement.subject_id, statement.policy_id)
    rows: list[tuple[Any, ...]] = [
        (
            *key, line.component_id, line.kind, _money(line.base, statement), _factor(line.factor), line.amount,
            statement.currency, ",".join(line.actions),
        )
        for line in own
    ]
    shown = {action for line in own for action in line.actions}
    rest = [action for action in statement.actions if action not in shown]
    if rest:
        rows.append((*key, "actions", "action", None, None, None, statement.currency, ",".join(rest)))
    return [dict(zip(REWARDS, row, strict=True)) for row in rows]


def trace_rows(
    run: RewardRun, locale: Locale = "zh-CN", score: Callable[[str], Sequence[TraceStep]] | None = None
) -> list[Row]:
    """Rows of ``reward_trace``: every step of every statement, numbered per person; the rule names policy and version.

    ``score`` gives the steps to a person's final and grade, under the policy that they name.
    """
    rows: list[Row] = []
    numbers: dict[str, int] = {}
    for statement in run.statements:
        own = f"{statement.policy_id}/{statement.policy_version}"
        for item in trace(statement, score(statement.subject_id) if score else ()):
            numbers[statement.subject_id] = numbers.get(statement.subject_id, 0) + 1
            values = (
                statement.period, statement.subject_id, numbers[statement.subject_id], f"{item.rule_id}@{item.policy or own}",
                item.text[locale], item.formula[locale], item.numbers, half_up(item.unrounded, 12).normalize(), item.rounded,
                ";".join(item.sources),
            )
            rows.append(dict(zip(REWARD_TRACE, values, strict=True)))
    return rows


def payroll_rows(run: RewardRun, run_id: str) -> list[Row]:
    """What may be paid now, one row per person and currency: estimates and held amounts are not in it.

    ``payable`` holds awards and recoveries, ``deductions`` what is taken from wages (a negative number).
    """
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in run.statements:
        if statement.status == "payable":
            groups.setdefault((statement.subject_id, statement.currency), []).append(statement)
    rows = []
    for (person, currency), statements in groups.items():
        places = max(own.minor_units for own in statements)
        deducted = half_up(-sum((item.deducted for own in statements for item in own.deductions), Decimal(0)), places)
        payable = half_up(sum((own.due for own in statements), Decimal(0)) - deducted, places)
        name = next((own.name for own in statements if own.name), "")
        policies = ",".join(own.policy_id for own in statements)
        values = (run_id, run.period, person, name, currency, payable, deducted, policies)
        rows.append(dict(zip(PAYROLL, values, strict=True)))
    return rows


def totals_of(statements: Iterable[Statement]) -> Mapping[str, Decimal]:
    """Payable per policy, estimates included."""
    found: dict[str, Decimal] = {}
    for statement in statements:
        if statement.payable is not None:
            found[statement.policy_id] = found.get(statement.policy_id, Decimal(0)) + statement.payable
    return found


def _money(value: Decimal | None, statement: Statement) -> Decimal | None:
    return None if value is None else half_up(value, statement.minor_units)


def _factor(value: Decimal | None) -> Decimal | None:
    return None if value is None else half_up(value, 12).normalize()
