"""reportgen score."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from reportgen.cli.options import as_of_option, dataset_argument, period_option, policy_option


@click.command("score")
@dataset_argument
@period_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the tables.")
@click.option("--as", "form", type=click.Choice(["csv", "json", "parquet"]), default="csv", show_default=True,
              help="Kind of file.")
@click.option("--no-trace", is_flag=True,
              help="No rows in reward_trace, no sentences about amounts: much faster for very many people.")
@policy_option
@as_of_option
def score(
    dataset: Path, period: str, out: Path, form: Literal["csv", "json", "parquet"], no_trace: bool,
    policy: Path | None, as_of: date | None,
) -> None:
    """Write the results tables: scores, totals, rewards, their traces, commentary and findings."""
    from reportgen.cli.report import count_line, show
    from reportgen.run.execute import check_writable
    from reportgen.run.inputs import read
    from reportgen.run.results import compute
    from reportgen.run.tables import write_tables

    inputs = read(dataset, period, as_of, policy)
    check_writable(out)
    results = compute(inputs, trace=not no_trace)
    for path in write_tables(results, out, form):
        click.echo(str(path))
    if results.excluded:
        click.echo(f"{len(results.excluded)} subjects were left out: {', '.join(sorted(results.excluded))}", err=True)
        show([finding for finding in results.findings if finding.severity == "error"], inputs.dataset.settings.locale, limit=50)
    click.echo(f"{count_line(results.findings)}.", err=True)
    sys.exit(1 if results.excluded else 0)
