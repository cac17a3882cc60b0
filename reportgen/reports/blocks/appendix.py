"""Appendices: KPI cards, data quality, target changes, policies used."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from reportgen.findings import describe
from reportgen.formatting import column_scale, date_text, word
from reportgen.model.finding import Finding
from reportgen.model.format import Format
from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Line, PolicyUsed, TargetChange
from reportgen.reports import figures
from reportgen.reports.blocks.actions import kpi_title
from reportgen.reports.figures import DASH
from reportgen.reports.headings import footnotes, table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

#: Millimetres from which owners and remedies have room for a line.
WIDE = 200


class AppendixOptions(Options):
    """``most`` rows; what is left out is counted in a footnote."""

    most: int = 60


@block("kpi_cards", AppendixOptions)
def kpi_cards(page: Page, options: AppendixOptions) -> tuple[Block, ...]:
    """The definition card of every KPI of the scorecard: definition, formula, source, owner, review, method, cap."""
    lines = page.view.lines[: options.most]
    if not lines:
        return ()
    words = page.words

    def head(first: str, second: str) -> str:
        return f"{words(first)}\n{words(second)}"

    wide = page.width > WIDE
    plans = [
        column("kpi", head("board.kpi", "cards.version"), 44 if wide else 36, "left"),
        column("definition", head("cards.definition", "cards.formula"), 50, "left", stretch=True),
        column("source", head("cards.source", "cards.owner"), 52 if wide else 26, "left"),
        column("review", head("cards.review", "cards.nature"), 26, "left"),
        column("method", head("cards.method", "cards.direction"), 34 if wide else 26, "left"),
        column("cap", words("cards.cap"), 12),
    ]
    return (table(page, options, "cards", (plans, [_card(page, line) for line in lines]), density="two"),)


def _card(page: Page, line: Line) -> Row:
    kpi, words = line.kpi, page.words
    scale = figures.kpi_scale(line, page.locale)
    nature = words.list([words.known("nature", mark) for mark in (kpi.process_or_result, kpi.hard_or_soft) if mark])
    version = words("cards.version_text", id=kpi.id, version=kpi.version or DASH)
    cap = line.cap if line.cap is not None else page.view.rules.scoring.cap

    def pair(first: str, second: str) -> Cell:
        return figures.words(first or DASH, second=figures.words(second or DASH, "muted"))

    return Row(cells=(
        figures.kpi_name(line, scale, page.locale).model_copy(update={"second": figures.words(version, "muted")}),
        pair(kpi.definition, kpi.formula), pair(kpi.data_source, kpi.owner),
        pair(words.known("frequency", kpi.review_frequency), nature),
        pair(words.known("method", line.method), word("direction", kpi.direction, page.locale)),
        Cell(value=cap, format=Format("number", 0 if cap == cap.to_integral_value() else 2)),
    ))


class QualityOptions(AppendixOptions):
    """``most`` rows, ``same`` of one code; what is left out is counted."""

    same: int = 10


@block("data_quality", QualityOptions)
def data_quality(page: Page, options: QualityOptions) -> tuple[Block, ...]:
    """Findings on this subject's data: code, place, what is wrong and what to do; errors first."""
    found = sorted(page.view.findings, key=_rank)
    words = page.words
    plans = [
        column("code", words("quality.code"), 30, "left"), column("place", words("quality.place"), 36, "left"),
        column("text", words("quality.text"), 60, "left", stretch=True),
        column("remedy", words("quality.remedy"), 76 if page.width > WIDE else 44, "left"),
    ]
    rows, told = _quality_rows(page, options, found)
    rest = len(found) - told
    return (table(
        page, options, "quality", (plans, rows), empty=words("quality.none"),
        footnotes=(words("quality.rest", count=rest),) if rest > 0 else (),
    ),)


def _quality_rows(page: Page, options: QualityOptions, found: list[Finding]) -> tuple[list[Row], int]:
    """The rows to print, and how many findings they tell; beyond ``same`` of one code the rest of it is one row."""
    kinds, seen = Counter(one.code for one in found), Counter[str]()
    rows: list[Row] = []
    told = 0
    for one in found:
        if len(rows) >= options.most:
            break
        seen[one.code] += 1
        if seen[one.code] <= options.same:
            rows.append(_finding(page, one))
            told += 1
        elif seen[one.code] == options.same + 1:
            more = kinds[one.code] - options.same
            text = figures.words(page.words("quality.same", count=more), "muted")
            rows.append(Row(cells=(Cell(value=one.code), Cell(value=""), text, Cell(value=""))))
            told += more
    return rows, told


def _rank(one: Finding) -> tuple[int, str, str, bool, int, str]:
    """Errors first; findings of a kind by row, the count of those left out behind them."""
    return "EWI".index(one.code[0]), one.code, one.table, one.row is None, one.row or 0, one.kpi_id


def _finding(page: Page, one: Finding) -> Row:
    said = describe(one, page.locale)
    code = Cell(value=one.code, effect="unfavourable" if one.severity == "error" else "")
    return Row(
        cells=(code, figures.words(said.place or DASH, "muted"), figures.words(said.text), figures.words(said.remedy, "muted")),
    )


@block("target_changes")
def target_changes(page: Page, options: Options) -> tuple[Block, ...]:
    """Targets changed within the year: old, new, from when, reason, approval; a change after period end is marked."""
    changes = page.view.target_changes
    if not changes:
        return ()
    words = page.words
    plans = [
        column("kpi", words("board.kpi"), 36, "left"), column("from", words("changes.from"), 20, "left"),
        column("old", words("changes.old"), 20), column("new", words("changes.new"), 20),
        column("reason", words("changes.reason"), 50, "left", stretch=True), column("by", words("changes.by"), 24, "left"),
    ]
    rows = [_change(page, change) for change in changes]
    late = [words("changes.late")] if any(change.retroactive for change in changes) else []
    return (table(page, options, "changes", (plans, rows), footnotes=footnotes(page, late)),)


def _change(page: Page, change: TargetChange) -> Row:
    line = next((line for line in page.view.lines if line.kpi.id == change.kpi_id), None)
    unit, format_, (old, new) = "", Format("number", 2), change.whole or (change.old, change.new)
    if line is not None:
        scale = column_scale([old, new], line.kpi.unit, page.locale, line.kpi.decimals)
        unit, format_ = f" {scale.unit}".rstrip(), figures.figure(scale, line.kpi.unit)
    when = DASH if change.valid_from is None else date_text(change.valid_from, page.locale)
    return Row(cells=(
        Cell(value=kpi_title(page, change.kpi_id), suffix=unit), Cell(value=when, mark="‡" if change.retroactive else ""),
        Cell(value=old, format=format_), Cell(value=new, format=format_),
        figures.words(change.reason or DASH), figures.words(change.approved_by or DASH),
    ))


@block("policies_used")
def policies_used(page: Page, options: Options) -> tuple[Block, ...]:
    """The policies that these numbers follow, with version and validity, and the limits that scoring used."""
    words, rules = page.words, page.view.rules
    used = page.view.policies or (PolicyUsed(rules.id, rules.version, "scoring", rules.effective),)
    plans = [
        column("id", words("policies.id"), 38, "left", stretch=True), column("version", words("policies.version"), 13, "left"),
        column("kind", words("policies.kind"), 15, "left"), column("valid", words("policies.valid"), 42, "left"),
    ]
    rows = [Row(cells=(
        figures.words(one.label or one.id), figures.words(one.version), figures.words(words(f"policies.{one.kind}")),
        figures.words(_valid(page, one)),
    )) for one in used]
    scoring = rules.scoring
    notes = [words("policies.limits", cap=_plain(scoring.cap), floor=_plain(scoring.floor), total=_plain(scoring.total_cap),
                   points=_plain(scoring.bonus_points_cap), coverage=_plain(scoring.min_coverage))]
    if rules.grades_are_default:
        notes.append(words("footnote.default_grades"))
    return (table(page, options, "policies", (plans, rows), density="dense", footnotes=footnotes(page, notes)),)


def _valid(page: Page, one: PolicyUsed) -> str:
    if one.effective is None:
        return DASH
    return page.words("policies.from_to", start=one.effective[0].isoformat(), end=one.effective[1].isoformat())


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
