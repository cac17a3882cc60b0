"""reportgen run."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from reportgen.cli.options import as_of_option, dataset_argument, period_option, policy_option, templates_option
from reportgen.model.dataset import Locale

_FORMATS = ("pdf", "xlsx", "html")
_LEVELS = ("company", "division", "department", "team", "individual")


@click.command("run")
@dataset_argument
@period_option
@click.option("--report", "reports", multiple=True, help="A report by name; repeat for several (default: one per level).")
@click.option("--level", "levels", multiple=True, type=click.Choice(_LEVELS), help="department: every unit below it.")
@click.option("--subject", "subjects", multiple=True, help="A unit or person by id; repeat for several.")
@click.option("--format", "formats", multiple=True, help="pdf, xlsx, html; commas or repeats (default: all).")
@click.option("--locale", "locales", multiple=True, type=click.Choice(["zh-CN", "en"]), help="Language; repeat for both.")
@templates_option
@click.option("--theme", default="default", show_default=True, help="A theme by name or a CSS file.")
@as_of_option
@policy_option
@click.option("--out", type=click.Path(path_type=Path), default=Path("output"), show_default=True,
              help="The folder to write to.")
@click.option("--jobs", type=click.IntRange(1, 256), default=None, help="Processes (default: one per processor).")
@click.option("--status", type=click.Choice(["draft", "final"]), default="draft", show_default=True,
              help="A draft carries a mark on every page.")
@click.option("--pdf-variant", help="For example pdf/ua-1 or pdf/a-3b.")
@click.option("--watermark", type=click.Choice(["recipient", "none"]), default=None,
              help="Name on every page whom the copy is for (default: what the report's template says).")
@click.option("--booklet", is_flag=True,
              help="Also bind each department's review and its members' scorecards into one PDF (not with --pdf-variant).")
@click.option("--strict", is_flag=True, help="Refuse a final report that lacks a required comment.")
@click.option("--writer", default="", metavar="NAME", help="An installed program that words the comments (docs/commentary.md).")
def run(dataset: Path, period: str, **chosen: Any) -> None:
    """Make the reports of a period: PDF, Excel and HTML for company, units and people."""
    from reportgen.run.execute import RunOptions, execute
    from reportgen.run.inputs import read
    from reportgen.run.plan import Selection

    as_of: date | None = chosen["as_of"]
    status: Literal["draft", "final"] = chosen["status"]
    inputs = read(dataset, period, as_of, chosen["policy"])
    locales: tuple[Locale, ...] = tuple(dict.fromkeys(chosen["locales"]))
    selection = Selection(
        reports=tuple(dict.fromkeys(chosen["reports"])), levels=tuple(dict.fromkeys(chosen["levels"])),
        subjects=tuple(dict.fromkeys(chosen["subjects"])), formats=_formats(chosen["formats"]), locales=locales,
    )
    options = RunOptions(
        out=chosen["out"], templates=chosen["templates"], theme=chosen["theme"], status=status,
        pdf_variant=chosen["pdf_variant"], jobs=chosen["jobs"] or os.cpu_count() or 1, strict=chosen["strict"],
        writer=chosen["writer"], booklet=chosen["booklet"], watermark=chosen["watermark"],
    )
    with _Bar() as bar:
        outcome = execute(inputs, selection, options, bar.show)
    _tell(outcome)
    sys.exit(0 if outcome.complete else 1)


def _formats(given: tuple[str, ...]) -> tuple[str, ...]:
    from reportgen.model.errors import unknown

    names = [part.strip().lower() for item in given for part in item.split(",") if part.strip()]
    for name in names:
        if name not in _FORMATS:
            raise unknown("format", name, _FORMATS)
    return tuple(name for name in _FORMATS if name in names) or _FORMATS


class _Bar:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="subject", leave=False)
        self._bar.update(done - self._bar.n)


def _tell(outcome: Any) -> None:
    """What was made, and by name everything that was not."""
    from reportgen.cli.report import count_line, show

    results = outcome.results
    if results.excluded:
        errors = [finding for finding in results.findings if finding.severity == "error"]
        click.echo(f"{len(results.excluded)} subjects were left out: {', '.join(sorted(results.excluded))}", err=True)
        show(errors, results.inputs.dataset.settings.locale, limit=50)
    for failure in outcome.failures:
        file = f"{failure.report}.{failure.format}" if failure.format else failure.report
        click.echo(f"{failure.subject_id}: {file} was not made: {failure.reason}", err=True)
    if results.run.status == "draft":
        for subject, kpis in outcome.missing.items():
            click.echo(f"{subject}: a final report will need a comment on {', '.join(kpis)}", err=True)
    click.echo(f"{count_line(results.findings)} (reportgen check lists them)", err=True)
    click.echo(f"{len(outcome.files)} files in {outcome.folder}; start with {outcome.folder / 'index.html'}")
