"""reportgen templates."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.cli.options import templates_option
from reportgen.model.errors import unknown


@click.group("templates")
def templates() -> None:
    """List, show and check report templates."""


@templates.command("list")
@templates_option
def list_packs(templates: Path | None) -> None:
    """Name every report with its title and levels."""
    from reportgen.reports import find_packs, load_pack

    for name, path in find_packs(templates).items():
        pack, findings = load_pack(path)
        if pack is None:
            click.echo(f"{name:22} {len(findings)} faults: reportgen templates check {name}")
        else:
            click.echo(f"{name:22} {pack.title['zh-CN']} / {pack.title['en']}  ({', '.join(pack.levels)})")


@templates.command("show")
@click.argument("name")
@templates_option
def show(name: str, templates: Path | None) -> None:
    """Print a pack's template.yaml."""
    from reportgen.reports import PACK_FILE, find_pack

    click.echo((find_pack(name, templates) / PACK_FILE).read_text(encoding="utf-8"), nl=False)


@templates.command("check")
@click.argument("names", nargs=-1)
@templates_option
def check(names: tuple[str, ...], templates: Path | None) -> None:
    """Check packs: every fault with file and line. Exit 0, or 3 when a pack is refused."""
    from reportgen.cli import report
    from reportgen.reports import find_packs, load_pack

    known = find_packs(templates)
    for name in names:
        if name not in known:
            raise unknown("report", name, tuple(known))
    faults = [finding for name in names or tuple(known) for finding in load_pack(known[name])[1]]
    report.show(faults, "en", err=False)
    click.echo(f"{len(names or known)} packs, {len(faults)} faults.", err=True)
    sys.exit(3 if faults else 0)
