"""Try out reward policies on a period: payouts at every break, its cost, who gains and who loses; and the payroll list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportgen.delivery.files import CannotWriteError, write_whole
from reportgen.model.errors import WrongCallError
from reportgen.model.finding import Finding
from reportgen.model.reward import RewardRun, Words
from reportgen.model.reward_policy import Policy
from reportgen.model.rounding import half_up
from reportgen.policy.versions import in_force
from reportgen.rewards import pay_period
from reportgen.rewards.breaks import Break, breaks, money_at
from reportgen.rewards.inputs import kpi_names
from reportgen.rewards.rows import PAYROLL, payroll_rows
from reportgen.rewards.simulate import Change, Comparison, PolicyCost, compare, cost
from reportgen.run.inputs import Inputs, read_policy
from reportgen.run.results import run_info
from reportgen.scoring import Scorer


@dataclass(frozen=True)
class Trial:
    """One policy file on one period: its breaks, its cost, its statements."""

    file: str
    policy: Policy
    breaks: tuple[Break, ...]
    costs: tuple[PolicyCost, ...]
    run: RewardRun
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """``acme-2026/2``."""
        return f"{self.policy.rules.id}/{self.policy.rules.version}"

    @property
    def payable(self) -> Decimal:
        """What the period costs under all policies of the file; held amounts are not in it."""
        return sum((item.payable for item in self.costs), Decimal(0))


@dataclass(frozen=True)
class Simulation:
    """Trials in the order of the call; each later one compared with the first."""

    period: str
    currency: str
    trials: tuple[Trial, ...]
    kpi_names: Mapping[str, Words]
    comparisons: tuple[Comparison, ...] = ()


def simulate(inputs: Inputs, files: Sequence[Path], base: Decimal | None = None) -> Simulation:
    """Try the policy files (none: the dataset's own) on the period. Each file scores and pays by its own rules.

    ``base`` turns payouts in percent into money. Raises RefusedInputError on a faulty file.
    """
    policies = [read_policy(inputs.dataset, file) for file in files] or [inputs.policy]
    trials = tuple(_trial(replace(inputs, policy=policy), base) for policy in policies)
    return Simulation(
        inputs.period.label, inputs.dataset.settings.currency, trials, kpi_names(inputs.dataset),
        tuple(compare(trials[0].run, later.run) for later in trials[1:]),
    )


def _trial(inputs: Inputs, base: Decimal | None) -> Trial:
    policy = inputs.policy
    run = _paid(inputs)
    found = [item for reward in in_force(policy.rewards, inputs.period) for item in breaks(reward, policy.rules)]
    shown = tuple(item if base is None else money_at(item, base) for item in found)
    return Trial(policy.file, policy, shown, cost(run), run, (*policy.findings, *run.findings))


def _paid(inputs: Inputs) -> RewardRun:
    """What the policy pays in the period, with the instalments that earlier periods left to it."""
    scorer = Scorer(inputs.dataset, inputs.policy.rules, inputs.as_of)
    return pay_period(inputs.dataset, scorer.score(inputs.period), inputs.policy, inputs.period, inputs.as_of, scorer.score)


# ---------------------------------------------------------------------- payroll
def payroll(inputs: Inputs) -> tuple[list[dict[str, Any]], int]:
    """Rows of the payroll list (columns ``PAYROLL``), and how many people are left out: estimates and held amounts."""
    run = _paid(inputs)
    rows = payroll_rows(run, run_info(inputs).run_id)
    open_ = {item.subject_id for item in run.statements if item.status in ("estimate", "held")}
    return rows, len(open_)


def write_payroll(rows: Iterable[dict[str, Any]], out: Path) -> None:
    """The list as CSV, money with its places. Raises WrongCallError where the file cannot be written."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(PAYROLL)
    for row in rows:
        writer.writerow(f"{row[name]:f}" if isinstance(row[name], Decimal) else row[name] for name in PAYROLL)
    try:
        write_whole(out, buffer.getvalue().encode("utf-8"))
    except CannotWriteError as error:
        raise WrongCallError(f"Cannot write {out}: {error.reason}", "Choose another file with --out.") from None


# ---------------------------------------------------------------------- as data
def as_data(found: Simulation) -> dict[str, Any]:
    """The simulation as JSON; numbers are text with their places."""
    return {
        "period": found.period, "currency": found.currency,
        "policies": [
            {"file": trial.file, "policy": trial.name, "payable": _text(trial.payable),
             "breaks": [_break(item) for item in trial.breaks], "cost": [_cost(item) for item in trial.costs]}
            for trial in found.trials
        ],
        "comparisons": [
            {"before": found.trials[0].name, "after": trial.name, "difference": _text(item.difference),
             "gain": [_change(one) for one in item.gain], "lose": [_change(one) for one in item.lose],
             "unchanged": len(item.changes) - len(item.gain) - len(item.lose)}
            for trial, item in zip(found.trials[1:], found.comparisons, strict=True)
        ],
    }


def _break(item: Break) -> dict[str, Any]:
    return {
        "policy_id": item.policy_id, "component_id": item.component_id, "kind": item.kind, "label": dict(item.label),
        "measure": item.measure, "grades": list(item.grades or ()), "at": _text(item.at),
        "below": _text(item.below), "on": _text(item.on), "above": _text(item.above),
        "unit": "money" if item.in_money else "%", "cliff": item.cliff,
    }


def _cost(item: PolicyCost) -> dict[str, Any]:
    return {
        "policy_id": item.policy_id, "people": item.people, "held": item.held, "capped": item.capped,
        "base": _text(half_up(item.base)), "award": _text(item.award), "payable": _text(item.payable),
        "payout_pct": _text(item.payout_pct),
    }


def _change(item: Change) -> dict[str, Any]:
    return {
        "subject_id": item.subject_id, "name": item.name, "unit_id": item.unit_id, "before": _text(item.before),
        "after": _text(item.after), "change": _text(item.change),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
