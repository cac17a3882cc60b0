"""Appendices: KPI cards, data quality, target changes, policies used, the register of comments."""

from __future__ import annotations

from decimal import Decimal

from reportgen.findings import describe
from reportgen.formatting import column_scale, date_text, word
from reportgen.model.finding import Finding
from reportgen.model.format import Format
from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Comment, Line, PolicyUsed, TargetChange
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


@block("data_quality", AppendixOptions)
def data_quality(page: Page, options: AppendixOptions) -> tuple[Block, ...]:
    """Findings on this subject's data: code, place, what is wrong and what to do; errors first."""
    found = sorted(page.view.findings, key=_rank)
    words = page.words
    plans = [
        column("code", words("quality.code"), 30, "left"), column("place", words("quality.place"), 40, "left"),
        column("text", words("quality.text"), 60, "left", stretch=True),
        column("remedy", words("quality.remedy"), 68 if page.width > WIDE else 44, "left"),
    ]
    rest = len(found) - options.most
    return (table(
        page, options, "quality", (plans, [_finding(page, one) for one in found[: options.most]]), empty=words("quality.none"),
        footnotes=(words("quality.rest", count=rest),) if rest > 0 else (),
    ),)


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
    unit, format_ = "", Format("number", 2)
    if line is not None:
        scale = column_scale([change.old, change.new], line.kpi.unit, page.locale, line.kpi.decimals)
        unit, format_ = f" {scale.unit}".rstrip(), figures.figure(scale, line.kpi.unit)
    when = DASH if change.valid_from is None else date_text(change.valid_from, page.locale)
    return Row(cells=(
        Cell(value=kpi_title(page, change.kpi_id), suffix=unit), Cell(value=when, mark="‡" if change.retroactive else ""),
        Cell(value=change.old, format=format_), Cell(value=change.new, format=format_),
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


@block("commentary_register", AppendixOptions)
def commentary_register(page: Page, options: AppendixOptions) -> tuple[Block, ...]:
    """Every comment with its number, where it comes from, its author, its state, and whether the facts moved since.

    What the numbered notes print is not printed again; sentences of one origin stand together.
    """
    words = page.words
    groups: dict[tuple[object, ...], list[Comment]] = {}
    for comment in page.view.texts.comments:
        key = (comment.kpi_id, comment.subject_id, comment.source, comment.author, comment.stale, comment.state)
        groups.setdefault(key, []).append(comment)
    rows = [_comments(page, comments) for comments in groups.values()][: options.most]
    plans = [
        column("number", words("register.number"), 10), column("about", words("register.about"), 34, "left"),
        column("text", words("register.text"), 80, "left", stretch=True), column("source", words("register.source"), 20, "left"),
        column("author", words("register.author"), 22, "left"), column("state", words("register.state"), 20, "left"),
    ]
    return (table(page, options, "register", (plans, rows), empty=words("notes.empty")),)


def _comments(page: Page, comments: list[Comment]) -> Row:
    comment, words = comments[0], page.words
    name, number = page.view.names.get(comment.subject_id), page.note(comment.kpi_id or comment.subject_id)
    about = kpi_title(page, comment.kpi_id) if not comment.subject_id else name.of(page.locale) if name else comment.subject_id
    new = [one.text for one in comments if one.text not in page.notes.told]
    seen = words("register.whole") if number is None else words("variances.see_note", number=number)
    state = words("register.stale") if comment.stale else words.known("register", f"state_{comment.state or 'current'}")
    return Row(cells=(
        Cell(value=DASH if number is None else str(number)), figures.words(about),
        figures.words(words("notes.sentence_gap").join(new) or seen), figures.words(words(f"register.{comment.source}")),
        figures.words(comment.author or DASH),
        Cell(value=state.removeprefix("state_"), effect="unfavourable" if comment.stale else ""),
    ))


