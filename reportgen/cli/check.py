"""reportgen check."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from reportgen.cli.options import as_of_option, dataset_argument, json_option, locale_option, policy_option
from reportgen.model.dataset import Locale


@click.command("check")
@dataset_argument
@click.option("--period", "-p", help="Also check what this period needs (default: the latest period with scorecards).")
@policy_option
@as_of_option
@locale_option
@json_option
def check(
    dataset: Path, period: str | None, policy: Path | None, as_of: object, locale: Locale | None, as_json: bool
) -> None:
    """Validate and lint a dataset: every finding with its place and its remedy. Exit 0, 1 (errors) or 3 (refused)."""
    from datetime import date

    from reportgen.cli.report import count_line, show
    from reportgen.run.check import check_dataset
    from reportgen.run.findings import finding_rows

    report = check_dataset(dataset, period, as_of if isinstance(as_of, date) else None, policy)
    language = locale or report.locale
    if as_json:
        click.echo(json.dumps({"findings": list(finding_rows(report.findings, language))}, ensure_ascii=False, indent=1))
    else:
        show(report.findings, language, err=False)
        click.echo(count_line(report.findings, language), err=True)
    sys.exit(report.exit_code)
