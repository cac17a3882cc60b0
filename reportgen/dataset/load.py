"""From a path to a Dataset: find the files, read them, check them, name every finding at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reportgen.dataset.cells import read_period
from reportgen.dataset.checks import CHECKS
from reportgen.dataset.defaults import fill_defaults
from reportgen.dataset.draft import Draft, empty_table
from reportgen.dataset.findings_log import FindingLog, When
from reportgen.dataset.flat import tables_of
from reportgen.dataset.normalise import Rules, missing_words, normalise
from reportgen.dataset.schema import FLAT, REPLACED_BY_SCORES, REQUIRED_TABLES, TABLES
from reportgen.dataset.settings import RawSettings, read_settings_file, read_settings_sheet, settings_from
from reportgen.dataset.sources import RawTable, Sources, find_sources, input_hash, settings_file
from reportgen.dataset.synonyms import fold, headers
from reportgen.findings import suggestion
from reportgen.model.dataset import Dataset, Settings, Stop
from reportgen.model.finding import Finding
from reportgen.model.period import FiscalCalendar, parse_period

#: KPIs first: the units of the other tables' values depend on them.
_ORDER = ("kpis", *(name for name in TABLES if name != "kpis"))


def load(path: Path, period: str | None = None) -> Dataset:
    """Read a dataset: a folder, a workbook, a dataset.yaml or a flat file (whose rows ``period`` labels).

    Never raises for bad input: everything that is wrong is in ``findings``, and the subjects that it stops in ``excluded``.
    Source: docs/dataset.md.
    """
    log = FindingLog()
    own_file = settings_file(path)
    raw = read_settings_file(own_file, log) if own_file else RawSettings(path.name)
    sources = find_sources(path, raw.values, log)
    if "dataset" in sources.tables:
        raw = read_settings_sheet(sources.tables["dataset"])
    settings = settings_from(raw, sources.folder, sources.name, log)
    draft = Draft(settings, log, {name: empty_table(name) for name in TABLES}, currency_stated="currency" in raw.values)
    draft.score_floor, draft.score_cap = _score_limits(settings)
    _read_tables(draft, sources, period)
    if _scores_weigh(sources):
        _take_cards_from_scores(draft)
    fill_defaults(draft)
    for check in CHECKS:
        check(draft)
    files = tuple(sources.tables[name].source for name in sorted(sources.tables))
    stops = _stops(draft)
    excluded = {subject: tuple(dict.fromkeys(stop.code for stop in own)) for subject, own in stops.items()}
    hashed = input_hash(sources.tables, sources.settings_file)
    return Dataset(draft.settings, draft.tables, log.sorted(), excluded, hashed, files, stops, log.places)


def _read_tables(draft: Draft, sources: Sources, period: str | None) -> None:
    if FLAT in sources.tables:
        _read_flat(draft, sources.tables[FLAT], period)
        return
    unreadable = any(finding.code in {"E-FILE", "E-ENCODING"} for finding in draft.log.findings)
    for name in _ORDER:
        table = sources.tables.get(name)
        if table is None:
            _absent(draft, name, sources, unreadable)
            continue
        kpis = draft["kpis"]
        units = dict(kpis.select("kpi_id", pl.col("unit").fill_null("")).iter_rows())
        frame = normalise(table, Rules(draft.settings.fiscal, missing_words(draft.settings.missing_values), units), draft.log)
        if frame is not None:
            draft[name] = frame
        elif name in REQUIRED_TABLES or any(finding.table == name and finding.fatal for finding in draft.log.findings):
            draft.broken.add(name)


def _scores_weigh(sources: Sources) -> bool:
    """True where already scored rows bring their weights, so that there need be no scorecards."""
    scores = sources.tables.get("scores")
    if scores is None or "scorecards" in sources.tables:
        return False
    known = headers("scores")
    return any(known.get(fold(header)) == "weight" for header in scores.sheet.headers)


def _take_cards_from_scores(draft: Draft) -> None:
    """Scorecards as the scored rows write them, period by period; findings about them name the place in ``scores``."""
    rows = draft["scores"].select("subject_id", "kpi_id", "period", "weight", "row_nr")
    draft["scorecards"] = pl.concat([draft["scorecards"], rows], how="diagonal")
    if "scores" in draft.log.places:
        draft.log.places["scorecards"] = draft.log.places["scores"]


def _absent(draft: Draft, name: str, sources: Sources, unreadable: bool) -> None:
    replaced = (name in REPLACED_BY_SCORES and "scores" in sources.tables) or (name == "scorecards" and _scores_weigh(sources))
    if name not in REQUIRED_TABLES or replaced:
        return
    draft.broken.add(name)
    said = unreadable and any(finding.table == name or not sources.tables for finding in draft.log.findings if finding.fatal)
    stems = [Path(finding.file).stem for finding in draft.log.findings if finding.code in {"I-UNREAD", "E-ENCODING", "E-FILE"}]
    if not said and name not in {stem.casefold() for stem in stems}:
        draft.log.add(Finding("E-TABLE", name, params=suggestion(name, stems)))


def _read_flat(draft: Draft, raw: RawTable, period: str | None) -> None:
    draft.flat = True
    label = _flat_period(draft, period)
    rules = Rules(draft.settings.fiscal, missing_words(draft.settings.missing_values))
    frame = normalise(raw, rules, draft.log)
    if frame is None:
        draft.broken.update(REQUIRED_TABLES)
        return
    draft.tables.update(tables_of(frame, draft.settings.name, label, draft.log))


def _flat_period(draft: Draft, period: str | None) -> str | None:
    """The label as given; a year to date is kept out by the reader of tables, but a caller may ask for one."""
    if period is None:
        return None
    try:
        return parse_period(read_period(period), draft.settings.fiscal).label
    except ValueError:
        return None


def _score_limits(settings: Settings) -> tuple[float, float]:
    """Floor and cap of the policy, as far as they can be read here; the policy itself is read and judged elsewhere."""
    try:
        loaded: Any = YAML(typ="safe", pure=True).load(settings.policy.read_text("utf-8")) if settings.policy else {}
        scoring = loaded.get("scoring") or {} if isinstance(loaded, Mapping) else {}
        return float(scoring.get("floor", 0)), float(scoring.get("cap", 120))
    except (OSError, YAMLError, ValueError, TypeError, AttributeError):
        return 0.0, 120.0


def _stops(draft: Draft) -> dict[str, tuple[Stop, ...]]:
    """Subjects that an error stops, and when: named by it, or carrying a KPI that it is about (then as long as they do)."""
    found: dict[str, set[tuple[str, When]]] = {}
    for subject, codes in draft.log.subjects.items():
        found.setdefault(subject, set()).update((code, when) for code, whens in codes.items() for when in whens)
    if draft.log.kpis:
        lines = draft["scorecards"].filter(pl.col("kpi_id").is_in(sorted(draft.log.kpis)))
        for subject, kpi, period in lines.select("subject_id", "kpi_id", "period").unique().iter_rows():
            for code, whens in draft.log.kpis[kpi].items():
                found.setdefault(subject, set()).update((code, period if when is None else when) for when in whens)
    fiscal = draft.settings.fiscal
    stops = {subject: [_stop(code, when, fiscal) for code, when in own] for subject, own in found.items()}
    return {subject: tuple(sorted(stops[subject], key=str)) for subject in sorted(stops)}


def _stop(code: str, when: When, fiscal: FiscalCalendar) -> Stop:
    if when is None or isinstance(when, tuple):
        return Stop(code, *(when or ()))
    try:
        period = parse_period(when, fiscal)
    except ValueError:  # a label that cannot be read has a finding of its own; its row may be of any period
        return Stop(code)
    return Stop(code, period.start, period.end)


def list_periods(dataset: Dataset) -> tuple[str, ...]:
    """Labels of the periods that scorecards, targets, actuals and scores name, in order of time, longer ones later."""
    labels: set[str] = set()
    for table in ("scorecards", "targets", "actuals", "scores"):
        labels.update(dataset[table]["period"].drop_nulls().unique().to_list())
    periods = [parse_period(label, dataset.settings.fiscal) for label in labels]
    return tuple(period.label for period in sorted(periods, key=lambda period: (period.end, period.days, period.label)))
