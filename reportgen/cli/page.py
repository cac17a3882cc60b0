"""The page ``docs/commands.md``, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from reportgen.cli.main import cli

_HEAD = """# Commands

<!-- Written by `make docs` from reportgen/cli; edit the commands and their help there. -->

`reportgen COMMAND --help` prints the same in a terminal; `python -m reportgen` is the same command. A dataset is a folder, a
workbook, a `dataset.yaml` or one flat file ([dataset](dataset.md)).

Results go to standard output or to files, messages to standard error. A progress bar appears on a terminal only. An option that
takes several values is repeated.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | done, but some subjects or files failed; each is named |
| 2 | wrong call: an unknown option, period, subject or report, or an output folder that cannot be written |
| 3 | the input was refused, and nothing was written; every reason is named |
| 130 | stopped from the keyboard |
"""
#: What a reader would type first, per command.
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "init": ("reportgen init mycompany --locale en", "reportgen init mycompany.xlsx --as xlsx"),
    "check": ("reportgen check mycompany", "reportgen check mycompany --period 2025-Q2 --json"),
    "score": ("reportgen score mycompany --period 2025-Q2 --out tables",),
    "run": (
        "reportgen run mycompany --period 2025-Q2",
        "reportgen run mycompany --period 2025-Q2 --level department --format pdf,xlsx --locale zh-CN --locale en",
        "reportgen run mycompany --period 2025-Q2 --subject P001 --status final",
    ),
    "policy check": ("reportgen policy check mycompany/policy.yaml",),
    "policy simulate": (
        "reportgen policy simulate mycompany --period 2025-Q2 --base 40000",
        "reportgen policy simulate mycompany --period 2025-Q2 --policy mycompany/policy.yaml --policy next-year.yaml",
    ),
    "policy payroll": ("reportgen policy payroll mycompany --period 2025-Q2 --out payroll.csv",),
    "explain": ("reportgen explain mycompany --period 2025-Q2 --subject P001 --kpi sales",),
    "model": (
        "reportgen model mycompany --period 2025-Q2 --subject P001 --report individual_scorecard",
        "reportgen model --schema",
    ),
    "notes export": ("reportgen notes export mycompany --period 2025-Q2 --level department --out comments.xlsx",),
    "notes import": ("reportgen notes import mycompany comments.xlsx --author P001",),
    "templates list": ("reportgen templates list",),
    "templates show": ("reportgen templates show board",),
    "templates check": ("reportgen templates check --templates my_packs",),
}
#: Arguments have no help of their own.
_ARGUMENTS: Mapping[str, str] = {
    "dataset": "the dataset", "path": "where to write it", "file": "the file", "names": "reports by name (default: all)",
    "name": "the report", "workbook": "the filled workbook",
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its full name (``policy simulate``), in the order of ``--help``."""
    context = click.Context(cli, info_name="reportgen")
    yield from _below("", cli, context)


def _below(prefix: str, group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _below(f"{prefix}{name} ", command, context)
        else:
            yield f"{prefix}{name}", command


def commands_page() -> str:
    """The whole page as Markdown, ending with a line break."""
    listed = list(commands())
    lines = [_HEAD, "| command | |", "|---|---|"]
    lines += [f"| [`reportgen {name}`](#reportgen-{name.replace(' ', '-')}) | {_said(command)} |" for name, command in listed]
    for name, command in listed:
        lines += ["", *_section(name, command)]
    return "\n".join(lines) + "\n"


def _section(name: str, command: click.Command) -> list[str]:
    lines = [f"## reportgen {name}", "", _said(command), "", "```", *EXAMPLES.get(name, ()), "```"]
    arguments = [item for item in command.params if isinstance(item, click.Argument)]
    options = [item for item in command.params if isinstance(item, click.Option) and not item.hidden]
    lines += ["", "| argument or option | value | default | meaning |", "|---|---|---|---|"]
    lines += [f"| `{item.human_readable_name}` | {_value(item)} | {_needed(item)} | {_of_argument(item)} |" for item in arguments]
    lines += [f"| {_names(item)} | {_value(item)} | {_default(item)} | {_cell(item.help)} |" for item in options]
    return lines


def _said(command: click.Command) -> str:
    return _cell(command.help)


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _names(option: click.Option) -> str:
    return ", ".join(f"`{name}`" for name in sorted(option.opts, key=len, reverse=True))


def _value(item: click.Parameter) -> str:
    if isinstance(item, click.Option) and item.is_flag:
        return ""
    said = "repeat" in ((item.help or "") if isinstance(item, click.Option) else "")
    several = ", repeat for several" if (item.multiple or item.nargs == -1) and not said else ""
    if isinstance(item.type, click.Choice):
        return ", ".join(f"`{choice}`" for choice in item.type.choices) + several
    if isinstance(item.type, click.IntRange):
        return f"{item.type.min} to {item.type.max}"
    kind = {"directory": "folder", "file": "file", "path": "path"}.get(item.type.name, item.type.name)
    return kind + several


def _needed(item: click.Argument) -> str:
    return "required" if item.required else ""


def _default(option: click.Option) -> str:
    if option.required:
        return "required"
    chosen = option.to_info_dict()["default"]
    return f"`{chosen}`" if (isinstance(chosen, str) and chosen) or (chosen is not None and hasattr(chosen, "parts")) else ""


def _of_argument(item: click.Argument) -> str:
    return _ARGUMENTS.get(item.human_readable_name.lower(), "")
