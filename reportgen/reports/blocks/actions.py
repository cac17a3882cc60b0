"""Actions: what is to be done by whom and when, from notes and from the reward table; last period's first in a review."""

from __future__ import annotations

from reportgen.formatting import date_text, word
from reportgen.model.report import Block, Cell, Item, Prose, Row, Run, Table
from reportgen.model.view import Action
from reportgen.reports import figures
from reportgen.reports.blocks.pay import actions_text
from reportgen.reports.figures import DASH
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit


class ActionsOptions(Options):
    """``rewards``: with the actions that the reward policies attach."""

    rewards: bool = True
    most: int = 12


@block("actions_checklist", ActionsOptions)
def actions_checklist(page: Page, options: ActionsOptions) -> tuple[Block, ...]:
    """Open actions as a list to tick: what, owner, due date, and what the reward policies attach to the result."""
    lines = [action_text(page, action) for action in page.view.texts.open_actions if action.status != "done"]
    if options.rewards:
        lines += [
            page.words("title.separator").join([actions_text(page, (action,)), one.label.get(page.locale, one.policy_id)])
            for one in page.view.statements for action in one.actions
        ]
    unique = list(dict.fromkeys(lines))[: options.most]
    if not unique:
        return ()
    items = tuple(Item(runs=(Run(text=text),)) for text in unique)
    return (Prose(
        role="checklist", title=title_of(page, options, "actions.title"),
        detail=detail_of(page, options, "actions.detail"), items=items,
    ),)


def action_text(page: Page, action: Action) -> str:
    """An action with its owner and due date in one line; the full stop of the note gives way to the commas."""
    due = "" if action.due is None else date_text(action.due, page.locale)
    what = action.text.rstrip().removesuffix("。").removesuffix(".")
    return page.words("title.separator").join(part for part in (what, action.owner, due) if part)


class ReviewOptions(Options):
    """``most`` actions of each period."""

    most: int = 20


@block("review_notes", ReviewOptions)
def review_notes(page: Page, options: ReviewOptions) -> tuple[Block, ...]:
    """Review notes: what, quoted cause, action, owner, due date and state; last period's actions first (closed loop)."""
    texts, words = page.view.texts, page.words
    last = [_row(page, action) for action in texts.last_actions[: options.most]]
    now = [_row(page, action) for action in texts.open_actions[: options.most]]
    if not last and not now:
        return ()
    columns = fit([
        column("kpi", words("review.kpi"), 30, "left"), column("cause", words("review.cause"), 44, "left"),
        column("action", words("review.action"), 48, "left", stretch=True), column("owner", words("review.owner"), 18, "left"),
        column("due", words("review.due"), 18, "left"), column("state", words("review.state"), 14, "left"),
    ], page.width)
    rows = []
    for key, part in (("review.last", last), ("review.now", now)):
        if part:
            rows.append(Row(role="group", cells=(figures.words(words(key), "bold").model_copy(update={"span": len(columns)}),)))
            rows += part
    return (Table(id=page.id("review"), title=title_of(page, options, "review.title"), columns=columns, rows=tuple(rows)),)


def _row(page: Page, action: Action) -> Row:
    cause = page.words("notes.quote", text=action.cause) if action.cause else DASH
    effect = figures.status_effect("red") if action.status == "overdue" else ""
    due = Cell(value=DASH if action.due is None else date_text(action.due, page.locale))
    return Row(cells=(
        figures.words(kpi_title(page, action.kpi_id)), figures.words(cause, "" if action.cause else "muted"),
        figures.words(action.text),
        figures.words(action.owner or DASH), due, Cell(value=word("note_status", action.status, page.locale), effect=effect),
    ))


def kpi_title(page: Page, kpi_id: str) -> str:
    """The name of a KPI of this view, or a dash where the text is about the whole."""
    if not kpi_id:
        return DASH
    known = next((line.kpi for line in page.view.lines if line.kpi.id == kpi_id), page.view.kpis.get(kpi_id))
    return kpi_id if known is None else known.name.of(page.locale)
