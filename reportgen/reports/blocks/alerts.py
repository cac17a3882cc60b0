"""Alerts: what asks for attention, by which rule, since when, and who is to act; and what a board is asked to decide."""

from __future__ import annotations

from reportgen.formatting import date_text, period_name
from reportgen.model.format import COUNT, Format
from reportgen.model.report import Block, Cell, Item, Prose, Row, Run, Table
from reportgen.model.view import Alert, Comment
from reportgen.reports import figures
from reportgen.reports.blocks.actions import kpi_title
from reportgen.reports.figures import DASH
from reportgen.reports.headings import table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

_LIMIT = Format("number", 2)
_COUNTED = Format("number", 0)
#: Lines of the feedback form up to which each is high enough for two lines of handwriting.
_ROOMY = 6
#: Millimetres from which every fact of an alert has a column of its own.
_ONE_LINE = 200


class AlertsOptions(Options):
    """``most`` alerts; the others are counted in a footnote."""

    most: int = 40


@block("alerts", AlertsOptions)
def alerts(page: Page, options: AlertsOptions) -> tuple[Block, ...]:
    """Streaks, knock-outs, gates, overdue actions and anomalies, numbered, with value, limit, since, owner and the notice."""
    found = page.view.alerts or own_alerts(page)
    words = page.words
    if page.width < _ONE_LINE:
        return (_two_lines(page, options, found),)
    since = 29 if page.locale == "zh-CN" or any(alert.at_least for alert in found) else 17
    plans = [
        column("number", words("feedback.number"), 7, "left"),
        column("rule", words("alerts.rule"), 25, "left"), column("subject", words("alerts.subject"), 37, "left"),
        column("kpi", words("review.kpi"), 31, "left"), column("value", words("alerts.value"), 12),
        column("limit", words("alerts.limit"), 12), column("streak", words("alerts.streak"), 13),
        column("since", words("alerts.since"), since, "left"), column("owner", words("review.owner"), 51 - since, "left"),
        column("text", words("alerts.text"), 60, "left", stretch=True),
    ]
    rows = [
        Row(cells=(Cell(value=str(number)), *_cells(page, alert))) for number, alert in enumerate(found[: options.most], 1)
    ]
    return (table(
        page, options, "alerts", (plans, rows), empty=words("alerts.none"), footnotes=_rest(page, options, found),
    ),)


def _rest(page: Page, options: AlertsOptions, found: tuple[Alert, ...]) -> tuple[str, ...]:
    rest = len(found) - options.most
    return (page.words("alerts.rest", count=rest),) if rest > 0 else ()


def _two_lines(page: Page, options: AlertsOptions, found: tuple[Alert, ...]) -> Table:
    """On a narrow page two facts share a column, one below the other, so that the notice has room."""
    words = page.words

    def head(first: str, second: str) -> str:
        return f"{words(first)}\n{words(second)}"

    plans = [
        column("subject", head("alerts.subject", "review.kpi"), 36, "left"),
        column("rule", head("alerts.rule", "alerts.streak"), 22, "left"),
        column("value", head("alerts.value", "alerts.limit"), 16, decimals=2),
        column("since", head("alerts.since", "review.owner"), 30, "left"),
        column("text", words("alerts.text"), 60, "left", stretch=True),
    ]
    rows = [_two_line_row(page, alert) for alert in found[: options.most]]
    return table(page, options, "alerts", (plans, rows), empty=words("alerts.none"), density="two",
                 footnotes=_rest(page, options, found))


def _two_line_row(page: Page, alert: Alert) -> Row:
    rule, subject, kpi, value, limit, streak, since, owner, text = _cells(page, alert)

    def pair(first: Cell, second: Cell) -> Cell:
        return first.model_copy(update={"second": second.model_copy(update={"style": "muted"})})

    return Row(cells=(pair(subject, kpi), pair(rule, streak), pair(value, limit), pair(since, owner), text))


def _cells(page: Page, alert: Alert) -> tuple[Cell, ...]:
    kpi = alert.kpi_name.of(page.locale) if alert.kpi_name is not None else kpi_title(page, alert.kpi_id)
    since = period_name(alert.since, page.locale) if alert.since is not None else DASH
    if alert.at_least:
        since = page.words("alerts.or_before", period=since)
    streak = Cell(value=DASH, style="muted")
    if alert.streak:
        streak = Cell(value=alert.streak, format=COUNT, prefix="≥" if alert.at_least else "")
    format_ = _COUNTED if _is_count(page, alert) else _LIMIT
    return (
        Cell(value=page.words.known("alert", alert.rule), effect="unfavourable" if alert.rule != "anomaly" else ""),
        figures.words(alert.subject_name.of(page.locale)), figures.words(kpi), Cell(value=alert.value, format=format_),
        Cell(value=alert.limit, format=format_), streak, figures.words(since), figures.words(alert.owner or DASH),
        figures.words(alert.text),
    )


def _is_count(page: Page, alert: Alert) -> bool:
    """True where an anomaly compares whole things, such as accidents; scores and limits of scores keep their places."""
    if alert.rule != "anomaly" or any(value is not None and value % 1 for value in (alert.value, alert.limit)):
        return False
    kpi = next((line.kpi for line in page.view.lines if line.kpi.id == alert.kpi_id), None)
    return kpi is not None and not kpi.decimals


class FeedbackOptions(Options):
    """``most`` alerts with a line to write on."""

    most: int = 8


@block("alert_feedback", FeedbackOptions)
def alert_feedback(page: Page, options: FeedbackOptions) -> tuple[Block, ...]:
    """A form below the alerts: cause, action, due date and signature of whoever is responsible, one line per alert."""
    found = (page.view.alerts or own_alerts(page))[: options.most]
    if not found:
        return ()
    words, tight = page.words, len(found) > _ROOMY
    head = words("feedback.subject_tight" if tight else "feedback.subject")
    plans = [
        column("number", words("feedback.number"), 8, "left"), column("subject", head, 66 if tight else 46, "left"),
        column("cause", words("feedback.cause"), 74, "left", stretch=True),
        column("action", words("feedback.action"), 74, "left"), column("due", words("feedback.due"), 24, "left"),
        column("sign", words("feedback.sign"), 34, "left"),
    ]
    rows = []
    for number, alert in enumerate(found, 1):
        _, subject, kpi, *_ = _cells(page, alert)
        named = subject.model_copy(update={"second": kpi.model_copy(update={"style": "muted"})})
        if tight:
            parts = (str(cell.value) for cell in (subject, kpi) if cell.value not in (None, DASH))
            named = figures.words(words("title.separator").join(parts))
        rows.append(Row(cells=(Cell(value=str(number)), named, Cell(), Cell(), Cell(), Cell())))
    return (table(page, options, "feedback", (plans, rows), density="normal" if tight else "two"),)


def own_alerts(page: Page) -> tuple[Alert, ...]:
    """Alerts that the subject's own lines, scorecard and actions give, where the run brought none along."""
    view, subject = page.view, page.view.subject
    found = []
    for line in view.lines:
        if line.red_streak >= view.rules.status.escalate_after:
            found.append(Alert(
                "streak", subject.id, subject.name, line.kpi.id, line.kpi.name, line.score, view.rules.status.amber,
                line.red_streak,
                owner=line.kpi.owner, text=page.words("alerts.streak_text", count=line.red_streak),
            ))
    card = view.scorecard
    for rule, names in (("knock_out", card.knock_outs), ("gate", card.gates)) if card is not None else ():
        found += [Alert(rule, subject.id, subject.name, detail=name, text=name) for name in names]  # type: ignore[arg-type]
    for action in (*view.texts.last_actions, *view.texts.open_actions):
        if action.status == "overdue":
            due = "" if action.due is None else date_text(action.due, page.locale)
            text = page.words("alerts.overdue_text", action=action.text, due=due or DASH)
            found.append(Alert("overdue_action", subject.id, subject.name, action.kpi_id, owner=action.owner, text=text))
    return tuple(found)


class SaidOptions(Options):
    """``most`` entries."""

    most: int = 12


@block("decisions", SaidOptions)
def decisions(page: Page, options: SaidOptions) -> tuple[Block, ...]:
    """Decisions requested, as they were written in notes; nothing is added."""
    return _said(page, options, page.view.texts.decisions, "decisions")


@block("suggestions", SaidOptions)
def suggestions(page: Page, options: SaidOptions) -> tuple[Block, ...]:
    """Suggestions of staff, as they were written in notes."""
    return _said(page, options, page.view.texts.suggestions, "suggestions")


def _said(page: Page, options: SaidOptions, comments: tuple[Comment, ...], key: str) -> tuple[Block, ...]:
    if not comments:
        return ()
    items = []
    for index, comment in enumerate(comments[: options.most], 1):
        when = "" if comment.written is None else comment.written.isoformat()
        source = page.words("title.separator").join(part for part in (comment.author, when) if part)
        runs = [Run(text=page.words("alerts.item", number=index, text=comment.text))]
        if source:
            runs.append(Run(text=page.words("alerts.source", source=source), style="muted"))
        items.append(Item(runs=tuple(runs)))
    return (Prose(title=title_of(page, options, f"{key}.title"), items=tuple(items)),)

