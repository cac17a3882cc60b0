"""Results of one period: everything that was computed, before anybody's view is cut from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reportgen.model.finding import Finding
from reportgen.model.results import Scores
from reportgen.model.version import VERSION
from reportgen.model.view import RunInfo
from reportgen.run.inputs import Inputs
from reportgen.run.past import Past

if TYPE_CHECKING:
    import polars as pl

    from reportgen.model.reward import RewardRun
    from reportgen.rewards.table import RewardTable


@dataclass(frozen=True)
class Results:
    """Scores and rewards of the period, every finding, who was left out and why, and the way to earlier periods.

    ``history`` holds the values of earlier periods where hints were looked for; trends take them from there.
    ``table`` holds the rows of ``rewards`` where they were computed without statements and traces; ``rewards`` has none then.
    ``memo`` keeps what is derived from these once for all who ask, such as the indexes of the views.
    """

    inputs: Inputs
    scores: Scores
    rewards: RewardRun
    run: RunInfo
    findings: tuple[Finding, ...]
    past: Past
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    table: RewardTable | None = None
    history: pl.DataFrame | None = None
    memo: dict[str, object] = field(default_factory=dict, compare=False, repr=False)


def compute(inputs: Inputs, *, status: Literal["draft", "final"] = "draft", trace: bool = True) -> Results:
    """Score, compare and reward, with the hints that history gives.

    Without ``trace`` the rewards are a table only and nobody looks at history, which is much faster for very many people.
    """
    from reportgen.model.reward import RewardRun
    from reportgen.rewards import pay_period, pay_table_of
    from reportgen.run.lint import history, lint
    from reportgen.scoring import Scorer

    dataset = inputs.dataset
    scorer = Scorer(dataset, inputs.policy.rules, inputs.as_of)
    scores = scorer.score(inputs.period)
    asked = (dataset, scores, inputs.policy, inputs.period, inputs.as_of, scorer.score)
    table = None if trace else pay_table_of(*asked)
    rewards = RewardRun(table.period, (), table.pools, table.findings) if table else pay_period(*asked)
    paid = map(inputs.policy.placed, rewards.findings)
    past = history(dataset, inputs.period) if trace else None
    hints = lint(dataset, scores, inputs.period, past) if past is not None else ()
    computed = (dataset.placed(finding) for finding in (*scores.findings, *paid, *hints))
    findings = tuple(dict.fromkeys((*dataset.findings, *inputs.policy.findings, *computed)))
    excluded = dataset.excluded_in(inputs.period)
    for subject, codes in scores.stopped.items():
        excluded[subject] = tuple(dict.fromkeys((*excluded.get(subject, ()), *codes)))
    return Results(inputs, scores, rewards, run_info(inputs, status), findings, Past(inputs, scorer), excluded, table, past)


def run_info(inputs: Inputs, status: Literal["draft", "final"] = "draft") -> RunInfo:
    """Identity of the run: ``R-<as-of>-<8 hex>`` over inputs, policy, version and period (contract 8)."""
    parts = (inputs.dataset.input_hash, inputs.policy.hash, VERSION, inputs.period.label)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    rules = inputs.policy.rules
    policy = f"{rules.id} v{rules.version}" if inputs.policy.file else ""
    return RunInfo(
        run_id=f"R-{inputs.as_of:%Y%m%d}-{digest[:8]}", data_hash=inputs.dataset.input_hash[:12], as_of=inputs.as_of,
        policy=policy, engine=f"reportgen {VERSION}", status=status,
    )
