"""reportgen notes export|import."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.options import (
    IsoDate,
    as_of_option,
    dataset_argument,
    json_option,
    locale_option,
    period_option,
    policy_option,
)

if TYPE_CHECKING:
    from reportgen.commentary.notes_book import NoteRow, RowResult

_LEVELS = ("company", "division", "department", "team", "individual")
_KIND = {"cause": "cause", "action": "action", "override": "reworded text"}
_DONE = {
    "added": "added", "updated": "changed", "unchanged": "nothing new", "kept_both": "kept beside a newer one",
    "refused": "refused",
}
_REFUSED = {
    "subject_id": "the dataset has no such subject", "kpi_id": "the dataset has no such KPI", "period": "the period is missing",
    "due_date": "this is no date; write 2026-02-15", "action": "owner or due date without an action",
    "action_owner": "nobody, or more than one, has this name; write the id",
}


@click.group("notes")
def notes() -> None:
    """Collect commentary from controllers through Excel."""


@notes.command("export")
@dataset_argument
@period_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The workbook to write (.xlsx).")
@click.option("--subject", "subjects", multiple=True, help="A unit or person by id; repeat for several (default: all).")
@click.option("--level", "levels", multiple=True, type=click.Choice(_LEVELS), help="Subjects of this level; may be repeated.")
@locale_option
@policy_option
@as_of_option
def export(dataset: Path, period: str, out: Path, **chosen: Any) -> None:
    """Write a workbook with one row per material variance: facts, generated text, and cells to fill in."""
    from reportgen.delivery.files import write_whole
    from reportgen.run.execute import check_writable
    from reportgen.run.inputs import read
    from reportgen.run.notes import export_notes

    inputs = read(dataset, period, chosen["as_of"], chosen["policy"])
    check_writable(out.parent)
    found = export_notes(inputs, chosen["subjects"], chosen["levels"], chosen["locale"])
    write_whole(out, found.content)
    click.echo(f"{out}: {found.rows} rows")


@notes.command("import")
@dataset_argument
@click.argument("workbook", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--author", required=True, help="Who wrote the notes (a person's id): for rows that name nobody.")
@click.option("--date", "on", type=IsoDate(), help="The day of the notes (default: today).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole table of notes here instead.")
@json_option
def import_(dataset: Path, workbook: Path, author: str, on: date | None, out: Path | None, as_json: bool) -> None:
    """Take a filled workbook into the dataset's notes: every row is checked and answered, nothing that is there is lost."""
    from reportgen.run.notes import import_notes

    found = import_notes(dataset, workbook.read_bytes(), author, on or date.today(), out)
    results = found.result.results
    if as_json:
        tree = {
            "file": str(found.path or ""), "rows": [_data(one) for one in results],
            "outdated_translations": [
                {"row": note.row, "subject_id": note.subject_id, "kpi_id": note.kpi_id, "language": note.language}
                for note in found.outdated
            ],
        }
        click.echo(json.dumps(tree, ensure_ascii=False, indent=1))
    else:
        for one in results:
            click.echo(_line(one))
        for note in found.outdated:
            click.echo(_outdated(note, found.path), err=True)
        click.echo(_summary(results, found.path), err=True)
    sys.exit(1 if found.result.refused else 0)


def _data(one: RowResult) -> dict[str, Any]:
    return {
        "row": one.row, "subject_id": one.subject_id, "kpi_id": one.kpi_id, "outcome": one.outcome, "column": one.column,
        "value": one.value, "texts": dict(one.parts),
    }


def _line(one: RowResult) -> str:
    """``row 5  M-SOUTH  sales: cause added, action changed``."""
    head = f"row {one.row}  {one.subject_id}  {one.kpi_id}".rstrip()
    if one.outcome == "refused":
        return f"{head}: refused, {one.column} {one.value!r}: {_REFUSED.get(one.column, '')}".rstrip(": ")
    said = ", ".join(f"{_KIND[kind]} {_DONE[outcome]}" for kind, outcome in one.parts)
    return f"{head}: {said or 'empty'}"


def _outdated(note: NoteRow, path: Path | None) -> str:
    """A translation that nobody brought up to date."""
    place = f"{path.name if path else 'notes'} row {note.row}"
    about = f"{place}  {note.subject_id}  {note.kpi_id}".rstrip()
    return f"{about}: the {note.type} was reworded; its {note.language} text still says what it said before, please update it"


def _summary(results: Sequence[RowResult], path: Path | None) -> str:
    texts = [outcome for one in results for _, outcome in one.parts]
    new = sum(outcome in ("added", "kept_both") for outcome in texts)
    changed, refused = texts.count("updated"), sum(one.outcome == "refused" for one in results)
    said = f"{len(results)} rows: {new} texts added, {changed} changed, {refused} rows refused"
    return f"{said}; written to {path}" if path is not None else f"{said}; nothing to write"
