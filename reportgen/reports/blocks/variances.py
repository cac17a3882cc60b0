"""Material variances with what was said about them and what is being done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Action, Line
from reportgen.reports import figures
from reportgen.reports.blocks.actions import action_text
from reportgen.reports.figures import DASH, effect_of
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit


class VarianceOptions(Options):
    """``most`` KPIs, the largest contribution to the score gap first; ``sentences`` of each comment (0: all of them)."""

    most: int = 10
    sentences: int = 0


@block("material_variances", VarianceOptions)
def material_variances(page: Page, options: VarianceOptions) -> tuple[Block, ...]:
    """Material variances ranked by contribution: ΔPL, comment, action, owner and due date; the rest in one sentence.

    The comment goes on where the numbered note of the report ends.
    """
    words = page.words
    compared = [line for line in page.view.lines if "plan" in line.deltas and line.deltas["plan"].absolute is not None]
    material = [line for line in compared if line.deltas["plan"].material]
    material.sort(key=lambda line: (-abs(line.contribution or Decimal(0)), line.kpi.id))
    said, done = _widths(page, material)
    columns = fit([
        column("kpi", words("board.kpi"), 34, "left"), column("delta", words("board.delta"), 14),
        column("delta_pct", words("variances.relative"), 15), column("contribution", words("variances.contribution"), 14),
        column("comment", words("variances.comment"), said, "left", stretch=said > done),
        column("action", words("variances.action"), done, "left", stretch=done > said),
    ], page.width)
    rest = len(compared) - len(material[: options.most])
    return (Table(
        id=page.id("variances"), title=title_of(page, options, "variances.title"),
        detail=detail_of(page, options, "variances.detail"), columns=columns,
        rows=tuple(_row(page, line, options.sentences) for line in material[: options.most]),
        empty=words("variances.none"), footnotes=(words("variances.rest", count=rest),) if rest and material else (),
    ),)


def _widths(page: Page, lines: Sequence[Line]) -> tuple[int, int]:
    """Wished widths of comment and action: what has the longer text gets the room."""
    acted = any(_open(page, line) for line in lines)
    if acted and not any(_untold(page, line) for line in lines):
        return 22, 72
    return 60, 36 if acted else 26


def _untold(page: Page, line: Line) -> list[str]:
    """What was said about a KPI and does not stand in the report's notes."""
    every = [comment.text for comment in page.view.texts.comments if comment.kpi_id == line.kpi.id]
    return [text for text in every if text not in page.notes.told]


def _row(page: Page, line: Line, most: int) -> Row:
    delta, scale = line.deltas["plan"], figures.kpi_scale(line, page.locale)
    relative = figures.relative(delta, line.kpi, page.kpi_ref(line, "variance_pct"))
    contribution = figures.points(line.contribution, page.kpi_ref(line, "contribution"))
    untold = _untold(page, line)
    sentences = untold[: most or len(untold)]
    number = page.note(line.kpi.id)
    missing = page.words("variances.no_comment") if number is None else page.words("variances.see_note", number=number)
    comment = page.words("notes.sentence_gap").join(sentences) or missing
    return Row(cells=(
        figures.kpi_name(line, scale, page.locale).model_copy(update={"note": page.note(line.kpi.id)}),
        figures.delta(delta, scale, line.kpi.unit, page.kpi_ref(line, "variance")),
        relative, contribution.model_copy(update={"effect": effect_of(line.contribution)}),
        figures.words(comment, "" if sentences else "muted"), Cell(value=_actions(page, line)),
    ))


def _open(page: Page, line: Line) -> list[Action]:
    return [action for action in page.view.texts.open_actions if action.kpi_id == line.kpi.id]


def _actions(page: Page, line: Line) -> str:
    parts = [action_text(page, action) for action in _open(page, line)]
    return page.words("footnote.separator").join(parts) or DASH
