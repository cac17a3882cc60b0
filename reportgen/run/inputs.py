"""Read a dataset and its policy for one period, or say everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.errors import RefusedError, WrongCallError, unknown
from reportgen.model.finding import Finding
from reportgen.model.period import Period, parse_period

if TYPE_CHECKING:
    from reportgen.model.reward_policy import Policy


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a computation starts from. ``as_of`` is never the clock: option, dataset.yaml, or the period's last day."""

    dataset: Dataset
    policy: Policy
    period: Period
    as_of: date


class RefusedInputError(RefusedError):
    """Input with fatal findings; ``findings`` holds all of them."""

    def __init__(self, message: str, findings: Sequence[Finding], locale: Locale) -> None:
        super().__init__(message)
        self.findings, self.locale = tuple(findings), locale


def read_dataset(path: Path, period: str | None = None) -> Dataset:
    """The dataset at ``path``. Raises WrongCallError where nothing is there, RefusedInputError on fatal findings."""
    from reportgen.dataset import load

    existing(path)
    dataset = load(path, period=period)
    if dataset.fatal:
        raise RefusedInputError(f"{path}: the dataset was refused", dataset.findings, dataset.settings.locale)
    return dataset


def existing(path: Path) -> None:
    """Raises WrongCallError where nothing is at ``path``."""
    if not path.exists():
        raise WrongCallError(f"No dataset at {path}", "Give a folder, a flat CSV file, a workbook or a dataset.yaml.")


def read_policy(dataset: Dataset, path: Path | None = None) -> Policy:
    """The policy at ``path``, else the dataset's, else the defaults. Raises RefusedInputError on a wrong policy file."""
    from reportgen.policy import load_policy

    policy = load_policy(path or dataset.settings.policy)
    if policy.fatal:
        raise RefusedInputError("The policy was refused", policy.findings, dataset.settings.locale)
    return policy


def read(path: Path, period: str, as_of: date | None = None, policy: Path | None = None) -> Inputs:
    """Dataset, policy and period. Raises WrongCallError on a period that the dataset does not know (naming the known)."""
    dataset = read_dataset(path, period)
    wanted = known_period(dataset, period)
    return Inputs(dataset, read_policy(dataset, policy), wanted, as_of or dataset.settings.as_of or wanted.end)


def known_period(dataset: Dataset, label: str) -> Period:
    """The period of a label that has data: a known label, or one whose months lie among the known ones."""
    from reportgen.dataset import list_periods

    known = list_periods(dataset)
    fiscal = dataset.settings.fiscal
    try:
        period = parse_period(label, fiscal)
    except ValueError as error:
        raise WrongCallError(str(error), f"Known periods: {', '.join(known) or 'none'}") from None
    if label in known:
        return period
    spans = [parse_period(item, fiscal) for item in known]
    if any(span.start >= period.start and span.end <= period.end for span in spans):
        return period
    raise unknown("period", label, sorted(known, reverse=True))
