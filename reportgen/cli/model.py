"""reportgen model."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reportgen.cli.options import PERIODS, as_of_option, locale_option, policy_option, templates_option
from reportgen.model.dataset import Locale


@click.command("model")
@click.argument("dataset", type=click.Path(path_type=Path), required=False)
@click.option("--period", "-p", help=f"{PERIODS} Needed unless --schema is given.")
@click.option("--subject", help="A unit or person by id. Needed unless --schema is given.")
@click.option("--report", help="A report by name (default: the one of the subject's level).")
@templates_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the model instead; it needs no dataset.")
@policy_option
@locale_option
@as_of_option
def model(
    dataset: Path | None, period: str | None, subject: str | None, report: str | None, templates: Path | None, schema: bool,
    policy: Path | None, locale: Locale | None, as_of: date | None,
) -> None:
    """Print one report's model as JSON: every number, word and order that the formats print."""
    if schema:
        from reportgen.reports import report_schema

        click.echo(json.dumps(report_schema(), ensure_ascii=False, indent=1))
        return
    if dataset is None:
        raise click.UsageError("a DATASET is needed: a folder, a workbook, a dataset.yaml or one flat file")
    if period is None:
        raise click.UsageError("--period is needed, such as 2025-Q2")
    if subject is None:
        raise click.UsageError("--subject is needed: the id of a unit or person")
    from reportgen.run.inputs import read
    from reportgen.run.single import report_model

    found = report_model(read(dataset, period, as_of, policy), subject, report, locale, templates)
    click.echo(found.model_dump_json(indent=1))
