"""Material variances with what was said about them and what is being done."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.formatting import date_text
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.view import Action, Comment, Line
from reportgen.reports import figures
from reportgen.reports.blocks.actions import action_text
from reportgen.reports.figures import DASH, effect_of
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.noting import material_lines
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, column, fit

#: Millimetres from which owner and due date have columns of their own.
_WIDE = 200


class VarianceOptions(Options):
    """``most`` KPIs, the largest contribution to the score gap first; ``sentences`` of each comment (0: all of them).

    ``numbered``: in a pack without notes the rows number the bars and rows of the other blocks.
    """

    most: int = 10
    sentences: int = 0
    numbered: bool = False


@block("material_variances", VarianceOptions)
def material_variances(page: Page, options: VarianceOptions) -> tuple[Block, ...]:
    """Material variances ranked by contribution: ΔPL, comment, action, owner and due date; the rest in one sentence.

    The comment goes on where the numbered note of the report ends; what stands in the columns of the action is not said again.
    """
    words = page.words
    compared = [line for line in page.view.lines if "plan" in line.deltas and line.deltas["plan"].absolute is not None]
    material = material_lines(page.view)[: options.most]
    said, done = _widths(page, material)
    wide = page.width >= _WIDE
    plans = [
        column("kpi", words("board.kpi"), 36, "left"), column("delta", words("board.delta"), 14),
        column("delta_pct", words("variances.relative"), 15), column("contribution", words("variances.contribution"), 16),
        column("comment", words("variances.comment"), said, "left", stretch=said > done),
        column("action", words("variances.action"), done, "left", stretch=done > said), *_owned(page, wide),
    ]
    rest = len(compared) - len(material)
    return (Table(
        id=page.id("variances"), title=title_of(page, options, "variances.title"),
        detail=detail_of(page, options, "variances.detail"), columns=fit(plans, page.width),
        rows=tuple(_row(page, line, options.sentences, wide=wide) for line in material),
        empty=words("variances.none"), footnotes=(words("variances.rest", count=rest),) if rest and material else (),
    ),)


def _owned(page: Page, wide: bool) -> list[Plan]:
    if not wide:
        return []
    return [column("owner", page.words("variances.owner"), 24, "left"), column("due", page.words("variances.due"), 18, "left")]


def _widths(page: Page, lines: Sequence[Line]) -> tuple[int, int]:
    """Wished widths of comment and action: what has the longer text gets the room."""
    acted = any(_open(page, line) for line in lines)
    if acted and not any(_untold(page, line) for line in lines):
        return 22, 72
    return 66, 40 if acted else 16


def _untold(page: Page, line: Line) -> list[str]:
    """What was said about a KPI and stands neither in the report's notes nor in the columns of its actions."""
    every = [comment for comment in page.view.texts.comments if comment.kpi_id == line.kpi.id]
    acted = [action.text.rstrip().rstrip("。.") for action in _open(page, line)]
    left = [comment for comment in every if comment.text not in page.notes.told and not _repeats(comment, acted)]
    if page.notes.ranked and len(left) > 1 and left[0].source == "generated":
        left = left[1:]  # the row's figures say what the first sentence says
    return [comment.text for comment in left]


def _repeats(comment: Comment, acted: Sequence[str]) -> bool:
    """True for a quoted action."""
    return comment.source == "note" and any(text and text in comment.text for text in acted)


def _row(page: Page, line: Line, most: int, *, wide: bool) -> Row:
    delta, scale = line.deltas["plan"], figures.kpi_scale(line, page.locale)
    relative = figures.relative(delta, line.kpi, page.kpi_ref(line, "variance_pct"))
    contribution = figures.points(line.contribution, page.kpi_ref(line, "contribution"))
    untold = _untold(page, line)
    sentences = untold[: most or len(untold)]
    number = page.note(line.kpi.id)
    missing = page.words("variances.no_comment")
    if number is not None and not page.notes.ranked:
        missing = page.words("variances.see_note", number=number)
    comment = page.words("notes.sentence_gap").join(sentences) or missing
    return Row(cells=(
        figures.kpi_name(line, scale, page.locale).model_copy(update={"note": number}),
        figures.delta(delta, scale, line.kpi.unit, page.kpi_ref(line, "variance")),
        relative, contribution.model_copy(update={"effect": effect_of(line.contribution)}),
        figures.words(comment, "" if sentences else "muted"), *(_owned_cells(page, line) if wide else (_action(page, line),)),
    ))


def _open(page: Page, line: Line) -> list[Action]:
    return [action for action in page.view.texts.open_actions if action.kpi_id == line.kpi.id]


def _action(page: Page, line: Line) -> Cell:
    parts = [action_text(page, action) for action in _open(page, line)]
    return Cell(value=page.words("footnote.separator").join(parts) or DASH)


def _owned_cells(page: Page, line: Line) -> tuple[Cell, ...]:
    """Action, owner, due date; of several actions each with its own in one text. Without an action the KPI's owner answers."""
    actions = _open(page, line)
    if len(actions) != 1:
        return _action(page, line), figures.words(line.kpi.owner or DASH), Cell(value=DASH)
    only = actions[0]
    due = DASH if only.due is None else date_text(only.due, page.locale)
    return figures.words(only.text), figures.words(only.owner or line.kpi.owner or DASH), Cell(value=due)
