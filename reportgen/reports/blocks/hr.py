"""The HR picture: participation, grades against quota, spread of scores, near cuts, movement, pay per grade, KPI quality."""

from __future__ import annotations

from decimal import Decimal

from reportgen.formatting import number_text
from reportgen.model.analysis import GroupStatistics
from reportgen.model.chart import Bin, Dot, Histogram, Scatter
from reportgen.model.format import COUNT, PERCENT, SCORE, SCORE_DELTA, TEXT, Format
from reportgen.model.report import Block, Cell, Chart, KeyValue, KeyValues, Row
from reportgen.model.rounding import half_up
from reportgen.reports import figures
from reportgen.reports.blocks.actions import kpi_title
from reportgen.reports.figures import DASH, HUNDRED, effect_of
from reportgen.reports.headings import detail_of, footnotes, table, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

_HEADS = Format("number", 0, signed=True)


@block("participation")
def participation(page: Page, options: Options) -> tuple[Block, ...]:
    """Heads, rated, not rated by reason; spread of the company's scores."""
    found = page.view.statistics
    if found is None:
        return ()
    words = page.words

    def count(key: str, value: int) -> KeyValue:
        return KeyValue(label=words(f"hr.{key}"), cell=Cell(value=value, format=COUNT))

    items = [count("head_count", found.head_count), count("rated", found.rated)]
    if found.head_count:
        share = half_up(Decimal(found.rated) * HUNDRED / found.head_count, 1)
        items.append(KeyValue(label=words("hr.coverage"), cell=Cell(value=share, format=PERCENT)))
    items += [
        KeyValue(label=words("hr.not_rated", reason=words.known("not_rated", reason)), cell=Cell(value=number, format=COUNT))
        for reason, number in found.not_rated.items()
    ]
    if found.kendall_tau is not None:
        items.append(KeyValue(label=words("hr.tau"), cell=Cell(value=found.kendall_tau, format=Format("number", 2))))
        items.append(count("inversions", found.inversion_count))
    return (KeyValues(items=tuple(items), columns=3),)


class DistributionOptions(Options):
    """``height`` of the chart in millimetres."""

    height: Decimal = Decimal(46)


@block("grade_distribution", DistributionOptions)
def grade_distribution(page: Page, options: DistributionOptions) -> tuple[Block, ...]:
    """Heads per grade against the quota, as columns with the quota outlined beside them."""
    found = page.view.statistics
    if found is None or not any(share.count for share in found.grades):
        return ()
    words = page.words
    bins = tuple(
        Bin(label=share.grade, count=share.count, count_label=str(share.count),
            quota=None if share.quota is None else Decimal(share.quota),
            quota_label="" if share.quota is None else str(share.quota))
        for share in found.grades
    )
    quota = any(share.quota is not None for share in found.grades)
    spec = Histogram(bins=bins, count_name=words("hr.count"), quota_name=words("hr.quota") if quota else "")
    return (Chart(
        id=page.id("grades"), title=title_of(page, options, "grades.title"), detail=detail_of(page, options, "grades.detail"),
        spec=spec, width=page.width, height=options.height,
        alt=words.list([f"{share.grade} {share.count}" for share in found.grades]),
    ),)


@block("grade_table")
def grade_table(page: Page, options: Options) -> tuple[Block, ...]:
    """Grade, heads, percent, quota, over or under; the percentages add up to 100.0; mean payout of each grade."""
    found = page.view.statistics
    if found is None or not found.grades:
        return ()
    words = page.words
    payout = {one.grade: one for one in found.payout}
    plans = [
        column("grade", words("members.grade"), 18, "left", stretch=True), column("count", words("hr.count"), 14, total=True),
        column("percent", words("hr.percent"), 16, total=True, decimals=1),
        column("quota_percent", words("hr.quota_percent"), 16),
        column("quota", words("hr.quota"), 16, total=True), column("over", words("hr.over"), 20),
    ]
    if payout:
        plans.append(column("payout", words("hr.payout"), 20))
    rows = []
    for share in found.grades:
        cells = [
            figures.words(share.grade), Cell(value=share.count, format=COUNT), Cell(value=share.percent, format=PERCENT),
            Cell(value=share.quota_percent, format=PERCENT), Cell(value=share.quota, format=COUNT),
            Cell(value=share.over_under, format=_HEADS),
        ]
        if payout:
            cells.append(Cell(value=payout[share.grade].percent if share.grade in payout else None, format=PERCENT))
        rows.append(Row(cells=tuple(cells)))
    quotas = [share.quota for share in found.grades if share.quota is not None]
    totals = [
        figures.words(words("incentive.total"), "bold"),
        Cell(value=sum(share.count for share in found.grades), format=COUNT, style="bold"),
        Cell(value=sum((share.percent for share in found.grades), Decimal(0)), format=PERCENT, style="bold"), Cell(),
        Cell(value=sum(quotas) if quotas else None, format=COUNT, style="bold"), Cell(),
    ]
    rows.append(Row(role="total", cells=tuple(totals + ([Cell()] if payout else []))))
    return (table(page, options, "grade_table", (plans, rows)),)


@block("score_histogram", DistributionOptions)
def score_histogram(page: Page, options: DistributionOptions) -> tuple[Block, ...]:
    """How many finals lie in each interval."""
    found = page.view.statistics
    if found is None or not any(one.count for one in found.histogram):
        return ()

    bins = tuple(
        Bin(label=f"{number_text(one.low, 0)}–{number_text(one.high, 0)}", count=one.count, count_label=str(one.count))
        for one in found.histogram
    )
    return (Chart(
        id=page.id("histogram"), title=title_of(page, options, "histogram.title"),
        detail=detail_of(page, options, "histogram.detail"), spec=Histogram(bins=bins, count_name=page.words("hr.count")),
        width=page.width, height=options.height, alt=page.words.list([f"{one.label}: {one.count_label}" for one in bins]),
    ),)


class GroupOptions(Options):
    """``most`` groups."""

    most: int = 40


@block("group_statistics", GroupOptions)
def group_statistics(page: Page, options: GroupOptions) -> tuple[Block, ...]:
    """Mean, median, spread, extremes and change per unit, family and level; small groups show their number only."""
    found = page.view.statistics
    if found is None or not found.groups:
        return ()
    words = page.words
    names = ("mean", "median", "sd", "minimum", "maximum")
    plans = [column("group", words("hr.group"), 40, "left", stretch=True), column("count", words("hr.count"), 14)]
    plans += [column(name, words(f"hr.{name}"), 14.5, decimals=2) for name in names]
    plans += [column("change", words("members.change"), 16), column("leniency", words("hr.leniency"), 18)]
    rows = []
    for index, one in enumerate(found.groups[: options.most]):
        if one.kind != "company" and (index == 0 or found.groups[index - 1].kind != one.kind):
            head = figures.words(words(f"hr.by_{one.kind}"), "bold").model_copy(update={"span": len(plans)})
            rows.append(Row(role="group", cells=(head,)))
        rows.append(_group(page, one))
    hidden = [words("hr.hidden")] if any(one.mean is None for one in found.groups) else []
    return (table(page, options, "group_statistics", (plans, rows), density="dense", footnotes=footnotes(page, hidden)),)


def _group(page: Page, one: GroupStatistics) -> Row:
    name = page.view.names.get(one.key)
    label = page.words("hr.company") if one.kind == "company" else page.words.known("family", one.key)
    if one.kind == "unit" and name is not None:
        label = name.of(page.locale)
    values = [figures.score(value) for value in (one.mean, one.median, one.sd, one.minimum, one.maximum)]
    return Row(level=0 if one.kind == "company" else 1, cells=(
        figures.words(label, "bold" if one.kind == "company" else ""), Cell(value=one.count, format=COUNT), *values,
        Cell(value=one.change, format=SCORE_DELTA, effect=effect_of(one.change)), Cell(value=one.leniency, format=SCORE_DELTA),
    ))


@block("near_cuts", GroupOptions)
def near_cuts(page: Page, options: GroupOptions) -> tuple[Block, ...]:
    """People close to a grade border with their distance to it, and how many share the very same final."""
    found = page.view.statistics
    if found is None:
        return ()
    words = page.words
    plans = [
        column("person", words("reward_list.person"), 36, "left", stretch=True), column("score", words("members.score"), 16),
        column("grade", words("members.grade"), 14), column("border", words("hr.border"), 16),
        column("distance", words("hr.distance"), 18), column("ties", words("hr.ties"), 14),
    ]
    rows = [Row(link=one.subject_id, cells=(
        figures.words(_named(page, one.subject_id)), figures.score(one.final), figures.words(one.grade),
        Cell(value=one.border, format=SCORE), Cell(value=one.distance, format=SCORE_DELTA), Cell(value=one.ties, format=COUNT),
    )) for one in found.near_cuts[: options.most]]
    return (table(page, options, "near_cuts", (plans, rows), density="dense", empty=words("near_cuts.none")),)


def _named(page: Page, subject_id: str) -> str:
    """The name with the id: namesakes exist."""
    name = page.view.names.get(subject_id)
    return subject_id if name is None else f"{name.of(page.locale)} {subject_id}"


@block("grade_moves")
def grade_moves(page: Page, options: Options) -> tuple[Block, ...]:
    """Grades of the last period against grades now, as a matrix of heads."""
    found = page.view.statistics
    if found is None or not found.moves:
        return ()
    words = page.words
    order = [band.grade for band in sorted(page.view.rules.grades, key=lambda band: -band.min)]
    seen = {grade for move in found.moves for grade in (move.before, move.after)}
    grades = [grade for grade in order if grade in seen] + sorted(seen - set(order))
    counts = {(move.before, move.after): move.count for move in found.moves}
    plans = [column("before", words("moves.before"), 24, "left")]
    plans += [column(f"after:{grade}", grade or words("moves.none"), 16, group=words("moves.after")) for grade in grades]
    rows = [Row(cells=(
        figures.words(before or words("moves.none")),
        *(Cell(
            value=counts.get((before, after), 0) or None, format=Format("count", missing=""),
            style="bold" if before == after else "",
        )
          for after in grades),
    )) for before in grades]
    return (table(page, options, "moves", (plans, rows)),)


@block("pay_for_performance", DistributionOptions)
def pay_for_performance(page: Page, options: DistributionOptions) -> tuple[Block, ...]:
    """Score against payout of everyone with both, as dots without names."""
    dots = tuple(
        Dot(x=person.scorecard.final, y=person.payable * HUNDRED / person.target_bonus)
        for person in page.view.people
        if person.scorecard is not None and person.scorecard.final is not None
        and person.payable is not None and person.target_bonus
    )
    if len(dots) < 5:
        return ()
    spec = Scatter(dots=dots, x_label=page.words("curve.total"), y_label=page.words("curve.payout"))
    return (Chart(
        id=page.id("pay"), title=title_of(page, options, "pay_chart.title"), detail=detail_of(page, options, "pay_chart.detail"),
        spec=spec, width=page.width, height=options.height, alt=page.words("pay_chart.alt", count=len(dots)),
    ),)


@block("kpi_quality", GroupOptions)
def kpi_quality(page: Page, options: GroupOptions) -> tuple[Block, ...]:
    """How KPIs work as measures: carriers, reported, green, weights, and what is wrong with them; the wrong ones only."""
    found = page.view.statistics
    if found is None or not found.quality:
        return ()
    words = page.words
    flagged = [one for one in found.quality if one.always_green or one.never_reported or one.weak_control]
    plans = [
        column("kpi", words("review.kpi"), 44, "left", stretch=True), column("lines", words("hr.lines"), 14),
        column("reported", words("hr.reported"), 14), column("green", words("hr.green"), 14),
        column("weights", words("hr.weights"), 20), column("remark", words("hr.remark"), 50, "left"),
    ]
    rows = []
    for one in flagged[: options.most]:
        remarks = [words(f"hr.{name}") for name in ("always_green", "never_reported") if getattr(one, name)]
        remarks += [words("hr.weak_control", count=one.weak_control)] if one.weak_control else []
        weights = DASH if one.min_weight is None or one.max_weight is None else _span(one.min_weight, one.max_weight)
        rows.append(Row(cells=(
            figures.words(kpi_title(page, one.kpi_id)), Cell(value=one.lines, format=COUNT),
            Cell(value=one.reported, format=COUNT),
            Cell(value=one.green, format=COUNT), Cell(value=weights, format=TEXT), figures.words(words.list(remarks)),
        )))
    return (table(page, options, "kpi_quality", (plans, rows), empty=words("kpi_quality.none")),)


def _span(low: Decimal, high: Decimal) -> str:
    """A range of weights; one figure where all are alike."""
    return f"{low:f}" if low == high else f"{low:f}–{high:f}"
