"""The verbs of the library: what the commands do, as functions (docs/library.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.model.dataset import Dataset, Locale
from reportgen.model.finding import Finding
from reportgen.model.report import Report
from reportgen.run.documents import Maker, Workshop
from reportgen.run.execute import Outcome, RunOptions, execute
from reportgen.run.inputs import Inputs, read, read_dataset
from reportgen.run.plan import FORMATS, Selection
from reportgen.run.results import Results, compute

if TYPE_CHECKING:
    from reportgen.render.pdf import FontSet


def load(path: Path | str, period: str | None = None) -> Dataset:
    """Read and validate a dataset. Raises WrongCallError, RefusedInputError (with every finding)."""
    return read_dataset(Path(path), period)


def check(path: Path | str, period: str | None = None) -> tuple[Finding, ...]:
    """Every finding of a dataset: reading, hygiene and scoring."""
    from reportgen.run.check import check_dataset

    return check_dataset(Path(path), period).findings


def score(
    path: Path | str, period: str, as_of: date | None = None, policy: Path | None = None, *, trace: bool = True
) -> Results:
    """Scores, totals, grades and rewards of a period.

    ``trace=False`` gives the rows of ``rewards`` only (``Results.table``), without statements and traces: for very many people.
    """
    return compute(inputs(path, period, as_of, policy), trace=trace)


def inputs(path: Path | str, period: str, as_of: date | None = None, policy: Path | None = None) -> Inputs:
    """Dataset, policy and period, read and checked."""
    return read(Path(path), period, as_of, policy)


def build_report(
    path: Path | str, period: str, subject: str, report: str | None = None, locale: Locale | None = None
) -> Report:
    """The model of one report of one subject. Raises WrongCallError for an unknown subject or report."""
    from reportgen.run.single import report_model

    return report_model(inputs(path, period), subject, report, locale, None)


def render(report: Report, form: str, fonts: FontSet | None = None) -> bytes:
    """A report as the bytes of ``pdf``, ``xlsx`` or ``html``. Without ``fonts`` they are cut for this report's own text."""
    if form not in FORMATS:
        raise ValueError(f"{form!r} is not a format; use one of {', '.join(FORMATS)}")
    if form == "pdf" and fonts is None:
        from reportgen.render.pdf import cut_fonts
        from reportgen.run.characters import ALWAYS

        fonts = cut_fonts("".join(sorted({*ALWAYS, *report.model_dump_json()})))
    return Maker(Workshop({}, fonts=fonts)).render(report, form)[0]


def run(
    path: Path | str, period: str, *, out: Path | str = "output", selection: Selection | None = None,
    options: RunOptions | None = None, formats: Sequence[str] = FORMATS,
) -> Outcome:
    """Make the reports of a period under ``out``."""
    chosen = options or RunOptions(out=Path(out))
    return execute(inputs(path, period), selection or Selection(formats=tuple(formats)), chosen)
