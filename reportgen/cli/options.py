"""Options that several commands share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click


class IsoDate(click.ParamType[date]):
    """A date written 2026-01-12."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-01-12", param, ctx)


PERIODS = "2025, 2025-H1, 2025-Q2, 2025-06, 2025-W23 or 2025-09-YTD."
dataset_argument = click.argument("dataset", type=click.Path(path_type=Path))
period_option = click.option("--period", "-p", required=True, help=PERIODS)
as_of_option = click.option("--as-of", type=IsoDate(), help="The day the report speaks of (default: as_of of the dataset).")
policy_option = click.option("--policy", type=click.Path(path_type=Path, exists=True), help="Another policy file.")
locale_option = click.option("--locale", type=click.Choice(["zh-CN", "en"]), help="Language (default: the dataset's).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
templates_option = click.option(
    "--templates", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A folder of your own packs."
)
