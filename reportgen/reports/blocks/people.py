"""About persons of a unit: who stands out by a stated rule, posts held, grades changed in calibration."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import date_text
from reportgen.model.format import COUNT, PERCENT, SCORE, Format
from reportgen.model.report import Block, Cell, Item, Prose, Row, Run
from reportgen.model.view import Member
from reportgen.reports import figures
from reportgen.reports.figures import DASH, shown
from reportgen.reports.headings import table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column


@block("highlights")
def highlights(page: Page, options: Options) -> tuple[Block, ...]:
    """The performance star and positive outliers, each "per rule"; nobody is praised beyond the rule."""
    sentences = []
    star = performance_star(page.view.people)
    if star is not None and star.scorecard is not None:
        score = shown(star.scorecard.final, SCORE, page.locale)
        count = len(page.view.people)
        sentences.append(page.words("highlights.star", name=star.name.of(page.locale), score=score, count=count))
    for line in page.view.lines:
        for anomaly in line.anomalies:
            if anomaly.rule == "A4" and not anomaly.hr_only and anomaly.subject_id in page.view.names:
                name = page.view.names[anomaly.subject_id].of(page.locale)
                sentences.append(page.words("highlights.outlier", name=name, kpi=line.kpi.name.of(page.locale)))
    if not sentences:
        return ()
    items = tuple(Item(runs=(Run(text=text),)) for text in sentences)
    return (Prose(title=title_of(page, options, "highlights.title"), items=items),)


def performance_star(people: tuple[Member, ...]) -> Member | None:
    """The highest final among those rated with full coverage and no knock-out; ties: more greens, then the smaller id."""
    eligible = [
        person for person in people
        if person.scorecard is not None and person.scorecard.final is not None and person.scorecard.rated
        and person.scorecard.coverage == 100 and not person.scorecard.knock_outs and not person.excluded
    ]
    return min(eligible, key=_star_order, default=None)


def _star_order(person: Member) -> tuple[Decimal, int, str]:
    final = person.scorecard.final if person.scorecard is not None else None
    return -(final or Decimal(0)), -person.green, person.id


@block("segments")
def segments(page: Page, options: Options) -> tuple[Block, ...]:
    """Posts held in the period with days, share and score, where there was more than one."""
    held = page.view.subject.segments
    if len(held) < 2:
        return ()
    words = page.words
    plans = [
        column("unit", words("segments.unit"), 40, "left", stretch=True), column("post", words("members.post"), 36, "left"),
        column("from", words("segments.from"), 22, "left"), column("to", words("segments.to"), 22, "left"),
        column("days", words("members.days"), 14), column("share", words("segments.share"), 16),
        column("score", words("members.score"), 16),
    ]
    rows = [Row(cells=(
        figures.words(one.unit), figures.words(one.post), Cell(value=date_text(one.start, page.locale)),
        Cell(value=date_text(one.end, page.locale)), Cell(value=one.days, format=COUNT),
        Cell(value=one.share * 100, format=PERCENT),
        figures.score(one.score),
    )) for one in held]
    return (table(page, options, "segments", (plans, rows)),)


@block("calibration_log")
def calibration_log(page: Page, options: Options) -> tuple[Block, ...]:
    """Grades changed in calibration: from, to, reason, decided by, date; scores never change."""
    changed = page.view.adjustments
    words = page.words
    plans = [
        column("person", words("reward_list.person"), 30, "left"), column("score", words("members.score"), 16),
        column("from", words("calibration.from"), 16), column("to", words("calibration.to"), 16),
        column("reason", words("changes.reason"), 60, "left", stretch=True), column("by", words("calibration.by"), 26, "left"),
        column("on", words("calibration.on"), 20, "left"),
    ]
    rows = [Row(cells=(
        figures.words(one.name.of(page.locale)), figures.score(one.final), figures.words(one.from_grade),
        figures.words(one.to_grade),
        figures.words(one.reason), figures.words(one.decided_by),
        Cell(value=DASH if one.decided_on is None else date_text(one.decided_on, page.locale)),
    )) for one in changed]
    return (table(page, options, "calibration", (plans, rows), empty=words("calibration.none")),)


class ProposalsOptions(Options):
    """``blank`` empty rows after the KPIs whose status is red."""

    blank: int = 2


@block("adjustment_proposals", ProposalsOptions)
def adjustment_proposals(page: Page, options: ProposalsOptions) -> tuple[Block, ...]:
    """A form for proposed changes of targets and weights: the KPIs in red as they are now, room to write and to approve."""
    words = page.words
    plans = [
        column("kpi", words("board.kpi"), 38, "left", stretch=True), column("target", words("proposals.target"), 18),
        column("new_target", words("proposals.new_target"), 18), column("weight", words("proposals.weight"), 15),
        column("new_weight", words("proposals.new_weight"), 16), column("reason", words("proposals.reason"), 40, "left"),
        column("approved", words("proposals.approved"), 30, "left"),
    ]
    rows = []
    for line in page.view.lines:
        if line.status == "red":
            scale = figures.kpi_scale(line, page.locale)
            weight = Format("number", figures.weight_places(page.view.lines), "%")
            rows.append(Row(cells=(
                figures.kpi_name(line, scale, page.locale),
                Cell(value=line.target, format=figures.figure(scale, line.kpi.unit)), Cell(),
                Cell(value=line.weight, format=weight), Cell(), Cell(), Cell(),
            )))
    rows += [Row(cells=tuple(Cell() for _ in plans))] * options.blank
    return (table(page, options, "proposals", (plans, rows)),)
