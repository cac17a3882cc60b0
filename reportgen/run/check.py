"""Check a dataset: what reading finds, what hygiene finds, and what scoring its periods finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.errors import WrongCallError
from reportgen.model.finding import Finding
from reportgen.run.inputs import RefusedInputError, known_period, read_dataset, read_policy


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings in reading order, and the exit code they mean."""

    findings: tuple[Finding, ...]
    locale: Locale
    exit_code: int


def check_dataset(path: Path, period: str | None, as_of: date | None = None, policy: Path | None = None) -> CheckReport:
    """Every finding of a dataset. Raises WrongCallError for a path or period that is not there."""
    try:
        dataset = read_dataset(path, period)
        rules = read_policy(dataset, policy)
    except RefusedInputError as refused:
        return CheckReport(refused.findings, refused.locale, 3)
    found = [*dataset.findings, *rules.findings]
    label = period or latest_period(dataset)
    if label is not None:
        from reportgen.rewards import pay_period
        from reportgen.run.lint import lint
        from reportgen.scoring import Scorer

        wanted = known_period(dataset, label)
        day = as_of or dataset.settings.as_of or wanted.end
        scorer = Scorer(dataset, rules.rules, day)
        scores = scorer.score(wanted)
        pay = pay_period(dataset, scores, rules, wanted, day, scorer.score)
        found += map(dataset.placed, (*scores.findings, *pay.findings, *lint(dataset, scores, wanted)))
    findings = tuple(dict.fromkeys(found))
    failed = any(finding.severity == "error" for finding in findings)
    return CheckReport(findings, dataset.settings.locale, 1 if failed else 0)


def latest_period(dataset: Dataset) -> str | None:
    """The latest period that scorecards name, else the latest quarter with actuals inside, else the latest known."""
    named: list[str] = dataset["scorecards"]["period"].drop_nulls().unique().to_list()
    if named:
        return max(named, key=lambda label: _end(dataset, label))
    from reportgen.dataset import list_periods

    known = list_periods(dataset)
    return max(known, key=lambda label: _end(dataset, label)) if known else None


def _end(dataset: Dataset, label: str) -> tuple[date, str]:
    from reportgen.model.period import parse_period

    try:
        return parse_period(label, dataset.settings.fiscal).end, label
    except ValueError as error:
        raise WrongCallError(str(error)) from None
