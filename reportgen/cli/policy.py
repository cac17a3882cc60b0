"""reportgen policy: check a policy file, try policies on a period, write the payroll list."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from reportgen.cli.options import (
    as_of_option,
    dataset_argument,
    json_option,
    locale_option,
    period_option,
    policy_option,
)
from reportgen.model.dataset import Locale


class Amount(click.ParamType[Decimal]):
    """A sum of money, such as 40000 or 40000.00."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            number = Decimal(str(value).replace(",", ""))
        except InvalidOperation:
            self.fail(f"{value!r} is not an amount; write it as 40000.00", param, ctx)
        if not number.is_finite() or number < 0:
            self.fail(f"{value!r} is not an amount; write it as 40000.00", param, ctx)
        return number


@click.group("policy")
def policy() -> None:
    """Check policies, try them out before they count, and list what may be paid."""


@policy.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@locale_option
@json_option
def check(file: Path, locale: Locale | None, as_json: bool) -> None:
    """Check a policy file: every fault with its line, and the limits of deductions. Exit 0, or 3 when it is refused."""
    from reportgen.cli.places import place_data, place_lines, wage_places
    from reportgen.cli.report import count_line, show
    from reportgen.model.errors import WrongCallError
    from reportgen.policy import load_policy
    from reportgen.run.findings import finding_rows

    if not file.is_file():
        raise WrongCallError(f"No policy file at {file}", "Give the path of a YAML file.")
    found = load_policy(file)
    language = locale or "en"
    places = wage_places(found)
    if as_json:
        rows = list(finding_rows(found.findings, language))
        data = {"findings": rows, **({"jurisdictions": place_data(places)} if places else {})}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        show(found.findings, language, err=False)
        for line in place_lines(places, language):
            click.echo(line)
        rules = found.rules
        names = ", ".join(reward.id for reward in found.rewards) or "none"
        click.echo(f"{rules.id}/{rules.version}: {count_line(found.findings)}; reward policies: {names}.", err=True)
    sys.exit(3 if found.fatal else 0)


@policy.command("simulate")
@dataset_argument
@period_option
@click.option("--policy", "files", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="A policy file; repeat to compare (default: the dataset's own).")
@click.option("--base", type=Amount(), help="Show payouts at the breaks as money on this base.")
@as_of_option
@locale_option
@json_option
def simulate(
    dataset: Path, period: str, files: tuple[Path, ...], base: Decimal | None, as_of: date | None,
    locale: Locale | None, as_json: bool,
) -> None:
    """Payout at each break ± 0.01 with its cliffs, the cost of the period, and who gains and who loses."""
    from reportgen.cli.report import show
    from reportgen.cli.simulation import lines
    from reportgen.run.inputs import read
    from reportgen.run.policies import as_data
    from reportgen.run.policies import simulate as try_out

    inputs = read(dataset, period, as_of, files[0] if files else None)
    found = try_out(inputs, files, base)
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=1))
        return
    language = locale or inputs.dataset.settings.locale
    click.echo("\n".join(lines(found, language)))
    warnings = [finding for trial in found.trials for finding in trial.findings]
    show(tuple(dict.fromkeys(warnings)), language, limit=20)


@policy.command("payroll")
@dataset_argument
@period_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The CSV file to write.")
@policy_option
@as_of_option
@json_option
def payroll(
    dataset: Path, period: str, out: Path, policy: Path | None, as_of: date | None, as_json: bool
) -> None:
    """Write what may be paid now: one row per person and currency. Estimates and held amounts are not in it."""
    from reportgen.cli.simulation import left_out_line, payroll_line
    from reportgen.run.inputs import read
    from reportgen.run.policies import payroll as list_payroll
    from reportgen.run.policies import write_payroll

    inputs = read(dataset, period, as_of, policy)
    rows, left_out = list_payroll(inputs)
    write_payroll(rows, out)
    if as_json:
        click.echo(json.dumps({"file": str(out), "people": len(rows), "left_out": left_out}, ensure_ascii=False))
        return
    click.echo(str(out))
    language = inputs.dataset.settings.locale
    click.echo(payroll_line(rows, language), err=True)
    if left_out:
        click.echo(left_out_line(left_out, language), err=True)
