"""reportgen policy: check a policy file, try policies on a period, write the payroll list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from reportgen.rewards.simulate import Change, Comparison
    from reportgen.run.policies import Simulation, Trial

#: People shown of those who gain or lose; JSON has all of them.
_SHOWN = 10


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
    """Check a policy file: every fault with its line. Exit 0, or 3 when it is refused."""
    from reportgen.cli.report import count_line, show
    from reportgen.model.errors import WrongCallError
    from reportgen.policy import load_policy
    from reportgen.run.findings import finding_rows

    if not file.is_file():
        raise WrongCallError(f"No policy file at {file}", "Give the path of a YAML file.")
    found = load_policy(file)
    language = locale or "en"
    if as_json:
        rows = list(finding_rows(found.findings, language))
        click.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=1))
    else:
        show(found.findings, language, err=False)
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
    from reportgen.run.inputs import read
    from reportgen.run.policies import as_data
    from reportgen.run.policies import simulate as try_out

    inputs = read(dataset, period, as_of, files[0] if files else None)
    found = try_out(inputs, files, base)
    if as_json:
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(_lines(found)))
    warnings = [finding for trial in found.trials for finding in trial.findings]
    show(tuple(dict.fromkeys(warnings)), locale or inputs.dataset.settings.locale, limit=20)


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
    from reportgen.run.inputs import read
    from reportgen.run.policies import payroll as list_payroll
    from reportgen.run.policies import write_payroll

    rows, left_out = list_payroll(read(dataset, period, as_of, policy))
    write_payroll(rows, out)
    if as_json:
        click.echo(json.dumps({"file": str(out), "people": len(rows), "left_out": left_out}, ensure_ascii=False))
        return
    click.echo(str(out))
    total: dict[str, Decimal] = {}
    for row in rows:
        total[row["currency"]] = total.get(row["currency"], Decimal(0)) + row["payable"]
    sums = ", ".join(f"{currency} {amount:,.2f}" for currency, amount in total.items()) or "nothing"
    click.echo(f"{len(rows)} people, {sums} payable.", err=True)
    if left_out:
        click.echo(f"{left_out} people have an estimate or a held amount, which is not in the list.", err=True)


# ---------------------------------------------------------------------- as text
def _lines(found: Simulation) -> Iterator[str]:
    for trial in found.trials:
        yield f"{trial.name}  {trial.file or 'defaults'}  {found.period}"
        yield from _breaks(trial)
        yield from _costs(trial, found.currency)
        yield ""
    for trial, comparison in zip(found.trials[1:], found.comparisons, strict=True):
        yield from _comparison(found.trials[0], trial, comparison, found.currency)


def _breaks(trial: Trial) -> Iterator[str]:
    if not trial.breaks:
        return
    yield "  payout at each break \u00b1 0.01"
    rows: list[tuple[str, ...]] = [("policy", "component", "measure", "break", "0.01 below", "at", "0.01 above", "")]
    for item in trial.breaks:
        sign = "" if item.in_money else " %"
        jump = f"cliff: {_number(item.on - item.below, signed=True)}{'' if item.in_money else ' points'}"
        rows.append((
            item.policy_id, item.component_id, item.measure, f"{item.at.normalize():f}", f"{_number(item.below)}{sign}",
            f"{_number(item.on)}{sign}", f"{_number(item.above)}{sign}", jump if item.cliff else "",
        ))
    yield from _table(rows, left=(0, 1, 2, 7))


def _costs(trial: Trial, currency: str) -> Iterator[str]:
    if not trial.costs:
        yield "  no reward policy pays anybody in this period"
        return
    yield f"  cost of the period, {currency}"
    rows: list[tuple[str, ...]] = [("policy", "people", "held", "capped", "base", "award", "payout", "payable")]
    for item in trial.costs:
        payout = "" if item.payout_pct is None else f"{_number(item.payout_pct)} %"
        rows.append((
            item.policy_id, str(item.people), str(item.held), str(item.capped), _number(item.base), _number(item.award),
            payout, _number(item.payable),
        ))
    rows.append(("total", "", "", "", "", "", "", _number(trial.payable)))
    yield from _table(rows, left=(0,))


def _comparison(before: Trial, after: Trial, found: Comparison, currency: str) -> Iterator[str]:
    yield f"{after.name} ({after.file}) against {before.name} ({before.file}), {currency}"
    yield f"  difference {_number(found.difference, signed=True)}: {_number(before.payable)} \u2192 {_number(after.payable)}"
    rest = len(found.changes) - len(found.gain) - len(found.lose)
    yield f"  {len(found.gain)} gain, {len(found.lose)} lose, {rest} unchanged"
    for title, changes in (("gain", found.gain), ("lose", found.lose)):
        if changes:
            yield f"  {title}"
            yield from _table([("person", "name", "before", "after", "change"), *map(_person, changes[:_SHOWN])], left=(0, 1))
            if len(changes) > _SHOWN:
                yield f"    \u2026 {len(changes) - _SHOWN} more; --json has all of them"
    yield ""


def _person(item: Change) -> tuple[str, ...]:
    amounts = ("" if value is None else _number(value) for value in (item.before, item.after))
    return item.subject_id, item.name, *amounts, _number(item.change, signed=True)


def _table(rows: list[tuple[str, ...]], left: tuple[int, ...]) -> Iterator[str]:
    from reportgen.cli.explain import padded, width

    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [
            padded(cell, size) if place in left else " " * (size - width(cell)) + cell
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield "    " + "  ".join(cells).rstrip()


def _number(value: Decimal, *, signed: bool = False) -> str:
    """Two decimals, thousands separated, a true minus sign."""
    return f"{value:{'+' if signed and value else ''},.2f}".replace("-", "\u2212")
