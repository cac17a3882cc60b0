"""The command ``reportgen``: each subcommand is imported when it is called, so that ``--help`` stays light."""

from __future__ import annotations

import importlib
import sys
import traceback

import click

from reportgen.model.errors import ReportgenError
from reportgen.model.version import VERSION

#: Subcommand -> (module:function, one-line help). The help stands here so that listing imports nothing.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("reportgen.cli.init:init", "Write a starter dataset that runs as it is."),
    "check": ("reportgen.cli.check:check", "Validate and lint a dataset; name every finding with place and remedy."),
    "score": ("reportgen.cli.score:score", "Write the results tables of a period."),
    "run": ("reportgen.cli.run:run", "Make the reports of a period: PDF, Excel and HTML."),
    "policy": ("reportgen.cli.policy:policy", "Try out reward policies before they count."),
    "notes": ("reportgen.cli.notes:notes", "Collect commentary from controllers through Excel."),
    "explain": ("reportgen.cli.explain:explain", "Show how a score, a variance or an amount came about."),
    "model": ("reportgen.cli.model:model", "Print one report's model as JSON."),
    "templates": ("reportgen.cli.templates:templates", "List, show and check report templates."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="reportgen")
def cli() -> None:
    """Performance reports from KPI datasets: PDF, Excel and HTML per company, department and person."""


def _tell(error: ReportgenError) -> None:
    """The message, and the findings behind it where it carries some."""
    findings = getattr(error, "findings", ())
    if findings:
        from reportgen.cli.report import show

        show(findings, getattr(error, "locale", "en"))
    click.echo(str(error), err=True)


def main() -> None:
    """Run the command line; expected errors end with their message and exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except ReportgenError as error:
        _tell(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # the last net: a user reads what happened, never a traceback
        where = traceback.extract_tb(error.__traceback__)[-1]
        click.echo(f"Stopped by a fault of reportgen itself: {type(error).__name__}: {error}", err=True)
        click.echo(f"Please report it with this place: {where.name}, line {where.lineno} of {where.filename}", err=True)
        sys.exit(1)
