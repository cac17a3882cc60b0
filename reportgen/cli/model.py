"""reportgen model."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from reportgen.cli.options import as_of_option, dataset_argument, locale_option, period_option, policy_option, templates_option
from reportgen.model.dataset import Locale


@click.command("model")
@dataset_argument
@period_option
@click.option("--subject", help="A unit or person by id.")
@click.option("--report", help="A report by name (default: the one of the subject's level).")
@templates_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the model instead.")
@policy_option
@locale_option
@as_of_option
def model(
    dataset: Path, period: str, subject: str | None, report: str | None, templates: Path | None, schema: bool,
    policy: Path | None, locale: Locale | None, as_of: date | None,
) -> None:
    """Print one report's model as JSON: every number, word and order that the formats print."""
    if schema:
        from reportgen.reports import report_schema

        click.echo(json.dumps(report_schema(), ensure_ascii=False, indent=1))
        return
    if subject is None:
        raise click.UsageError("--subject is needed: the id of a unit or person")
    from reportgen.run.inputs import read
    from reportgen.run.single import report_model

    found = report_model(read(dataset, period, as_of, policy), subject, report, locale, templates)
    click.echo(found.model_dump_json(indent=1))
