"""Notes through Excel: what wants a word goes out as a workbook, what people wrote comes back into the dataset's notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.commentary.notes_book import (
    BookRow,
    ImportResult,
    Known,
    NotABookError,
    NoteRow,
    export_book,
    import_book,
)
from reportgen.commentary.sentence import Commentary, joined
from reportgen.commentary.translations import outdated
from reportgen.commentary.write import write
from reportgen.delivery.files import CannotWriteError, write_whole
from reportgen.formatting import unit_name, word
from reportgen.model.dataset import Dataset, Locale
from reportgen.model.errors import RefusedError, WrongCallError, unknown
from reportgen.model.view import Delta, Line, View
from reportgen.run.alone import alone
from reportgen.run.commentary import all_facts
from reportgen.run.csv_table import CsvTable, empty_csv_table, read_csv_table
from reportgen.run.inputs import Inputs, read_dataset
from reportgen.run.results import compute
from reportgen.run.views.build import Views
from reportgen.run.words import options_for

#: Columns of a file of notes that this makes; others of an existing file stay as they are.
COLUMNS = (
    "subject_id", "text", "type", "kpi_id", "period", "author", "date", "action_owner", "due_date", "status", "language", "seq",
    "facts_hash",
)
#: Columns that a file gets when it lacks them; the others are only filled where they are.
_NEEDED = ("subject_id", "text", "type", "kpi_id", "period", "author", "action_owner", "due_date", "status")
_FOR_EDITS = ("language", "facts_hash")
_WRITABLE = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook and how many variances it asks about."""

    content: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the result of every row, and the file that was written (None where nothing is new).

    ``outdated``: notes in another language whose counterpart was reworded.
    """

    result: ImportResult
    path: Path | None
    outdated: tuple[NoteRow, ...] = ()


# ---------------------------------------------------------------------- export
def export_notes(
    inputs: Inputs, subjects: Sequence[str] = (), levels: Sequence[str] = (), locale: Locale | None = None
) -> Exported:
    """One row per material variance or missing comment, in the order of the organisation. Raises WrongCallError."""
    results = compute(inputs)
    views = Views(results, locale or inputs.dataset.settings.locale)
    known = {*views.organisation.units, *views.organisation.people}
    for subject in subjects:
        if subject not in known:
            raise unknown("subject", subject, sorted(known))
    rows: list[BookRow] = []
    for subject in views.subjects():
        picked = (not subjects or subject in subjects) and (not levels or views.organisation.level(subject) in levels)
        if picked and views.has_document(subject):
            view = views.view(subject)
            rows += _rows(view, write(all_facts(views, view), view.locale, options_for(view), bound=True))
    return Exported(export_book(rows, note_rows(inputs.dataset), views.locale), len(rows))


def _rows(view: View, said: Commentary) -> Iterator[BookRow]:
    comments = {kpi_id: [one for one in sentences if one.source == "generated"] for kpi_id, sentences in said.by_kpi()}
    told: set[str] = set()
    for line in view.lines:
        plan = line.deltas.get("plan")
        wanted = (plan is not None and plan.material) or line.kpi.id in said.missing
        if wanted and line.kpi.id not in told:
            told.add(line.kpi.id)
            yield _row(view, line, plan, (joined(comments.get(line.kpi.id, ())), said.hashes.get(line.kpi.id, "")))


def _row(view: View, line: Line, plan: Delta | None, said: tuple[str, str]) -> BookRow:
    kpi, locale = line.kpi, view.locale
    return BookRow(
        view.subject.id, view.subject.name.of(locale), kpi.id, kpi.name.of(locale), view.period.label, *said,
        unit=unit_name(kpi.unit, 1, locale), decimals=kpi.decimals, actual=line.actual, target=plan.reference if plan else None,
        delta=plan.absolute if plan else None, delta_pct=plan.percent if plan else None,
        effect=word("effect", plan.effect, locale) if plan and plan.effect else "",
    )


def note_rows(dataset: Dataset) -> tuple[NoteRow, ...]:
    """The notes of a dataset as rows of its table."""
    return tuple(
        NoteRow(
            **{name: _cell(row.get(name)) for name in (
                "subject_id", "text", "type", "kpi_id", "period", "author", "date", "action_owner", "due_date", "status",
                "language", "facts_hash", "replaces", "reason", "approved_by",
            )},
            seq=row["seq"] or 1, row=row["row_nr"],
        )
        for row in dataset["notes"].iter_rows(named=True)
    )


def _cell(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


# ---------------------------------------------------------------------- import
def import_notes(path: Path, data: bytes, author: str, on: date | None, out: Path | None = None) -> Imported:
    """Take a filled workbook into the notes of the dataset at ``path``, or into a table of its own at ``out``.

    Rows that cannot be taken are named and left; the others are written in one step, and nothing else of the file changes.
    One import at a time: another one meanwhile is refused, so that neither takes away what the other wrote.
    Raises WrongCallError where the dataset keeps its notes elsewhere than in a text file or somebody else writes them,
    RefusedError for another workbook.
    """
    dataset = read_dataset(path)
    file = out if out is not None else notes_file(path, dataset)
    with alone(file):
        if out is None:
            _unchanged(file, dataset)
        return _import(dataset, file, (data, author, on), whole=out is not None)


def _import(dataset: Dataset, file: Path, given: tuple[bytes, str, date | None], *, whole: bool) -> Imported:
    before, (data, author, on) = note_rows(dataset), given
    try:
        result = import_book(data, before, author, on, known_of(dataset))
    except NotABookError as error:
        raise RefusedError(f"This is no workbook of reportgen notes export: {error}") from error
    if result.notes == before and not whole:
        return Imported(result, None)
    table = _whole(result.notes) if whole else _changed(_table(file), before, result.notes)
    try:
        write_whole(file, table.to_bytes())
    except CannotWriteError as error:
        hint = "Close the file elsewhere, then import again."
        raise WrongCallError(f"Cannot write {error.path}: {error.reason}", hint) from None
    return Imported(result, file, tuple(outdated(before, result.notes)))


def notes_file(path: Path, dataset: Dataset) -> Path:
    """The text file that holds the notes of a dataset; a new notes.csv where a folder has none. Raises WrongCallError."""
    way = "Import with --out notes.csv: it writes the whole table of notes, to be put into {} as it is."
    folder = path if path.is_dir() else path.parent
    if not path.is_dir() and path.suffix.lower() not in (".yaml", ".yml"):
        raise WrongCallError(
            f"{path.name} is one file: reportgen does not write into workbooks or flat files",
            way.format(f"the sheet notes of {path.name}"),
        )
    source = next((file for file in dataset.files if file.table == "notes"), None)
    if source is None:
        return folder / "notes.csv"
    if Path(source.name).suffix.lower() not in _WRITABLE:
        raise WrongCallError(f"The notes of this dataset come from {source.name}, which reportgen does not write",
                             way.format(source.name))
    return folder / source.name


def known_of(dataset: Dataset) -> Known:
    """Subjects and KPIs of a dataset, and its people and units by id and by a name that only one of them has."""
    units = {row["unit_id"]: row["name"] for row in dataset["org"].iter_rows(named=True)}
    people = {row["person_id"]: row["name"] for row in dataset["people"].iter_rows(named=True)}
    everyone = {**units, **people}
    often = Counter(everyone.values())
    by_name = {name: key for key, name in everyone.items() if name and often[name] == 1}
    owners: Mapping[str, str] = {**by_name, **{key: key for key in everyone}}
    return Known(frozenset(everyone), frozenset(dataset["kpis"]["kpi_id"].unique()), owners)


# ---------------------------------------------------------------------- the file
def _unchanged(file: Path, dataset: Dataset) -> None:
    """Raises WrongCallError where the notes were written since they were read."""
    read = next((one.sha256 for one in dataset.files if one.table == "notes"), None)
    now = sha256(file.read_bytes()).hexdigest() if file.exists() else None
    if read != now:
        raise WrongCallError(f"{file.name} was changed while this import read it; nothing was written", "Import again.")


def _table(file: Path) -> CsvTable:
    if not file.exists():
        return empty_csv_table(COLUMNS)
    table = read_csv_table(file.read_bytes())
    return table if table.records else empty_csv_table(COLUMNS)


def _whole(notes: Sequence[NoteRow]) -> CsvTable:
    """Every note in a new table."""
    columns = (*COLUMNS, "replaces", "reason", "approved_by")
    table = empty_csv_table(columns)
    for note in notes:
        table = table.with_row({name: _value(note, name) for name in columns})
    return table


def _changed(table: CsvTable, before: Sequence[NoteRow], after: Sequence[NoteRow]) -> CsvTable:
    """The table with new notes at its end and changed ones in their place."""
    old = {note.row: note for note in before}
    changed = [note for note in after if note.row is None or note != old.get(note.row)]
    needed = [*_NEEDED, *(_FOR_EDITS if any(note.type == "override" for note in changed) else ())]
    names = _headers(table)
    table = table.with_columns([name for name in needed if name not in names and any(_value(note, name) for note in changed)])
    names = _headers(table)
    for note in changed:
        values = {names[name]: _value(note, name) for name in COLUMNS if name in names}
        place = None if note.row is None else _place(table, old[note.row], names)
        table = table.with_row(values) if place is None else table.with_cells(place, values)
    return table


def _headers(table: CsvTable) -> dict[str, str]:
    """Column of the contract -> header as the file writes it."""
    from reportgen.dataset.synonyms import fold, headers

    known = headers("notes")
    found: dict[str, str] = {}
    for header in table.headers:
        name = known.get(fold(header))
        if name is not None:
            found.setdefault(name, header)
    return found


def _place(table: CsvTable, note: NoteRow, names: Mapping[str, str]) -> int | None:
    """The record of a note: the row where it was read, or wherever subject and text stand alike; None where it is gone."""
    headers = table.headers
    columns = [headers.index(names["subject_id"]), headers.index(names["text"])]

    def same(row: int) -> bool:
        cells = table.cells(row)
        return len(cells) > max(columns) and [cells[column].strip() for column in columns] == [note.subject_id, note.text]

    rows = ([note.row] if note.row is not None else []) + list(range(2, len(table.records) + 1))
    return next((row for row in rows if same(row)), None)


def _value(note: NoteRow, name: str) -> str:
    return str(getattr(note, name))
