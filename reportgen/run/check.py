"""Check a dataset: what reading finds, what hygiene finds, and what scoring its periods finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.finding import Finding
from reportgen.model.period import parse_period
from reportgen.run.inputs import Inputs, existing, known_period

if TYPE_CHECKING:
    from reportgen.run.results import Results


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings in reading order, and the exit code they mean."""

    findings: tuple[Finding, ...]
    locale: Locale
    exit_code: int


def check_dataset(path: Path, period: str | None, as_of: date | None = None, policy: Path | None = None) -> CheckReport:
    """Every finding of a dataset and its policy. Raises WrongCallError for a path or period that is not there."""
    from reportgen.dataset import load
    from reportgen.policy import load_policy

    existing(path)
    dataset = load(path, period=period)
    rules = load_policy(policy or dataset.settings.policy)
    found = [*dataset.findings, *rules.findings]
    if dataset.fatal or rules.fatal:
        return CheckReport(tuple(dict.fromkeys(found)), dataset.settings.locale, 3)
    label = period or latest_period(dataset)
    if label is not None:
        wanted = known_period(dataset, label)
        found += _of_period(Inputs(dataset, rules, wanted, as_of or dataset.settings.as_of or wanted.end))
    findings = tuple(dict.fromkeys(found))
    failed = any(finding.severity == "error" for finding in findings)
    return CheckReport(findings, dataset.settings.locale, 1 if failed else 0)


def _of_period(inputs: Inputs) -> tuple[Finding, ...]:
    """What scoring, pay, hygiene and edited texts of a period have to say."""
    from reportgen.run.results import compute

    results = compute(inputs)
    found = results.findings
    known = {(finding.code, finding.row) for finding in found if finding.table == "notes"}
    return (*found, *(finding for finding in _of_texts(results) if (finding.code, finding.row) not in known))


def _of_texts(results: Results) -> tuple[Finding, ...]:
    """Edited texts that are stale, not approved, or hold what no fact bears: those of subjects that have a document."""
    dataset = results.inputs.dataset
    notes = dataset["notes"]
    edited = notes.filter(notes["type"] == "override")["subject_id"].unique(maintain_order=True)
    if edited.is_empty():
        return ()
    from reportgen.run.commentary import Commentator
    from reportgen.run.views.build import Views

    commentator, views = Commentator(results), Views(results, dataset.settings.locale)
    for subject in edited:
        if subject in views.subjects() and views.has_document(subject):
            commentator.say(views, views.view(subject))
    return commentator.findings()


def latest_period(dataset: Dataset) -> str | None:
    """The latest period of scorecards, else the latest with targets that actuals lie in or with scores, else the latest known."""
    named = _labels(dataset, "scorecards")
    if named:
        return max(named, key=lambda label: _end(dataset, label))
    from reportgen.dataset import list_periods

    fiscal = dataset.settings.fiscal
    reported = [parse_period(label, fiscal) for label in _labels(dataset, "actuals")]
    planned = [
        label for label in _labels(dataset, "targets")
        if (span := parse_period(label, fiscal)) and any(one.start >= span.start and one.end <= span.end for one in reported)
    ]
    known = [*planned, *_labels(dataset, "scores")] or list(list_periods(dataset))
    return max(known, key=lambda label: _end(dataset, label)) if known else None


def _labels(dataset: Dataset, table: str) -> list[str]:
    """The periods of a table; of actuals those that hold a value that came out."""
    rows = dataset[table]
    if table == "actuals":
        rows = rows.filter((rows["scenario"].fill_null("AC") == "AC") & (rows["state"] == "reported"))
    labels: list[str] = rows["period"].drop_nulls().unique().to_list()
    return labels


def _end(dataset: Dataset, label: str) -> tuple[date, str]:
    return parse_period(label, dataset.settings.fiscal).end, label
