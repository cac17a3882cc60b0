"""reportgen init."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from reportgen.model.dataset import Locale


@click.command("init")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice(["folder", "xlsx"]), default="folder", show_default=True,
              help="A folder of CSV files, or one workbook.")
@click.option("--locale", type=click.Choice(["zh-CN", "en"]), default="zh-CN", show_default=True,
              help="Language of names and headers.")
def init(path: Path, form: Literal["folder", "xlsx"], locale: Locale) -> None:
    """Write a starter dataset that runs as it is."""
    from reportgen.dataset.starter import write_starter

    for file in write_starter(path, locale, form):
        click.echo(str(file))
    click.echo(f"Next: reportgen check {path}\n      reportgen run {path} --period 2025-Q2")
