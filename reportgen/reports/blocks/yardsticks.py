"""The yardsticks of a scorecard: definition, baseline, threshold, target and stretch, the team, and what the next grade needs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.formatting import ColumnScale, word
from reportgen.model.chart import KpiBullet
from reportgen.model.format import SCORE, TEXT, Format
from reportgen.model.report import Block, Cell, Chart, ColumnBlocks, Columns, Heading, Row, Table
from reportgen.model.view import Line, Scorecard
from reportgen.reports import figures
from reportgen.reports.blocks.next_grade import gap_text, limited
from reportgen.reports.figures import DASH, shown
from reportgen.reports.headings import detail_of, footnotes, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, cells_in_order, column, fit

GAP = Decimal(6)
#: Bullets of fewer KPIs are no picture of a scorecard.
LEAST = 2
_FIGURES = ("baseline", "threshold", "target", "stretch", "actual")


@dataclass(frozen=True)
class _Ladder:
    page: Page
    lines: tuple[Line, ...]
    names: tuple[str, ...]
    next_grade: str


@block("yardsticks")
def yardsticks(page: Page, options: Options) -> tuple[Block, ...]:
    """Each KPI's definition and what it is measured by, beside the team's mean and the actual that the next grade needs."""
    lines = tuple(line for line in page.view.lines if line.weight and line.kpi.direction != "none")
    if not lines:
        return ()
    words, card = page.words, page.view.scorecard
    grade = _next(card, lines)
    ladder = _Ladder(page, lines, _columns(lines, grade), grade)
    detail = words("yardsticks.detail_next", grade=grade, score=_least(page, card)) if grade and card is not None else ""
    return (Table(
        id=page.id("yardsticks"), title=title_of(page, options, "yardsticks.title"), detail=detail_of(page, options) or detail,
        columns=fit(_plans(ladder), page.width), rows=tuple(_row(ladder, line) for line in lines), density="two",
        footnotes=footnotes(page, _notes(ladder, card)),
    ),)


def _next(card: Scorecard | None, lines: tuple[Line, ...]) -> str:
    """The next grade where one KPI alone may reach it."""
    if card is None or limited(card) or card.next_grade_min is None or card.final is None:
        return ""
    return card.next_grade if any(line.needed_reachable for line in lines) else ""


def _least(page: Page, card: Scorecard) -> str:
    """The score at which the next grade begins, without needless zeros."""
    least = card.next_grade_min or Decimal(0)
    return shown(least, Format("number", 0 if least == int(least) else 2), page.locale)


def _columns(lines: tuple[Line, ...], grade: str) -> tuple[str, ...]:
    """The columns that hold something."""
    has = {
        "baseline": any(line.baseline is not None for line in lines),
        "threshold": any(_ladder(line)[0] is not None for line in lines),
        "stretch": any(_ladder(line)[1] is not None for line in lines),
        "team": any(line.team_mean is not None for line in lines), "needed": bool(grade), "gap": bool(grade),
    }
    every = ("kpi", "baseline", "threshold", "target", "stretch", "actual", "team", "needed", "gap")
    return tuple(name for name in every if has.get(name, True))


def _ladder(line: Line) -> tuple[Decimal | None, Decimal | None]:
    """Threshold and stretch; of a range its lower and its upper end."""
    if line.range_lo is not None and line.range_hi is not None:
        return line.range_lo, line.range_hi
    return line.threshold, line.stretch


def _plans(ladder: _Ladder) -> list[Plan]:
    page, words = ladder.page, ladder.page.words
    places = max(figures.kpi_scale(line, page.locale).decimals for line in ladder.lines)
    every = {name: column(name, words(f"yardsticks.{name}"), 15, decimals=places) for name in _FIGURES}
    every["kpi"] = column("kpi", words("yardsticks.kpi"), 44, "left", stretch=True)
    every["team"] = column("team", words("yardsticks.team"), 19, decimals=places)
    every["needed"] = column("needed", words("yardsticks.needed", grade=ladder.next_grade), 17, decimals=places)
    every["gap"] = column("gap", words("yardsticks.distance"), 25, "left")
    return [every[name] for name in ladder.names]


def _row(ladder: _Ladder, line: Line) -> Row:
    page = ladder.page
    scale = figures.kpi_scale(line, page.locale)
    lo, hi = _ladder(line)
    definition = line.kpi.definition
    name = figures.kpi_name(line, scale, page.locale)
    lower = page.words("scorecard.lower").strip() if line.kpi.direction == "lower" else ""
    second = definition + (lower if page.locale == "zh-CN" or not definition else f" {lower}")
    cells = {
        "kpi": name.model_copy(update={"second": figures.words(second, "muted") if second else None}),
        "baseline": _value(line.baseline, scale, line), "threshold": _value(lo, scale, line),
        "target": _value(line.target, scale, line), "stretch": _value(hi, scale, line),
        "actual": _actual(page, line, scale), "team": _team(page, line, scale),
    }
    if ladder.next_grade:
        cells |= _needed(page, line, scale)
    return Row(cells=cells_in_order(ladder.names, cells))


def _value(value: Decimal | None, scale: ColumnScale, line: Line) -> Cell:
    """A figure; an em dash where this KPI has none."""
    if value is None:
        return Cell(value=DASH, style="muted")
    return Cell(value=value, format=figures.figure(scale, line.kpi.unit))


def _actual(page: Page, line: Line, scale: ColumnScale) -> Cell:
    if line.actual is not None:
        return Cell(value=line.actual, format=figures.figure(scale, line.kpi.unit), ref=page.kpi_ref(line, "actual"))
    if line.score is not None and line.method == "prescored":
        return Cell(value=line.score, format=SCORE, ref=page.kpi_ref(line, "score"), mark="§")
    return Cell(value=word("state_short", line.state, page.locale), format=TEXT, style="muted")


def _team(page: Page, line: Line, scale: ColumnScale) -> Cell:
    """The others' mean, and below it one's own distance to it with the number of the others."""
    if line.team_mean is None:
        return Cell(value=DASH, style="muted")
    delta, second = line.deltas.get("team_mean"), None
    if delta is not None and delta.absolute is not None:
        distance = shown(delta.absolute, figures.figure(scale, line.kpi.unit, signed=True), page.locale)
        second = figures.words(page.words("yardsticks.versus", distance=distance, count=line.team_count), "muted")
    return Cell(value=line.team_mean, format=figures.figure(scale, line.kpi.unit), second=second)


def _needed(page: Page, line: Line, scale: ColumnScale) -> dict[str, Cell]:
    needed = line.needed_for_next if line.needed_reachable else None
    if needed is None:
        return {"needed": Cell(value=DASH, style="muted"), "gap": figures.words(page.words("next.out_of_reach"), "muted")}
    scored = line.actual is None and line.method == "prescored"
    format_ = SCORE if scored else figures.figure(scale, line.kpi.unit)
    return {"needed": Cell(value=needed, format=format_, mark="§" if scored else ""),
            "gap": figures.words(gap_text(page, line, needed))}


class BulletsOptions(Options):
    """``most`` KPIs, ``columns`` abreast, ``height`` of a bullet in millimetres."""

    most: int = 6
    columns: int = 3
    height: Decimal = Decimal(12)


@block("kpi_bullets", BulletsOptions)
def kpi_bullets(page: Page, options: BulletsOptions) -> tuple[Block, ...]:
    """Actual against target, threshold and stretch as one bullet per KPI, each on its own axis from zero; none for a few KPIs."""
    lines = [line for line in page.view.lines if line.weight and line.actual is not None and line.target][: options.most]
    if len(lines) < LEAST:
        return ()
    width = (page.width - GAP * (options.columns - 1)) / options.columns
    rows = [lines[start:start + options.columns] for start in range(0, len(lines), options.columns)]
    detail = detail_of(page, options, "bullets.detail")
    blocks: list[Block] = [Heading(text=title_of(page, options, "bullets.title"), detail=detail, level=3)]
    for row in rows:
        charts = [ColumnBlocks(width=width, blocks=(_bullet(page, line, width, options.height),)) for line in row]
        charts += [ColumnBlocks(width=width, blocks=())] * (options.columns - len(row))
        blocks.append(Columns(gap=GAP, items=tuple(charts)))
    return tuple(blocks)


def _bullet(page: Page, line: Line, width: Decimal, height: Decimal) -> Chart:
    """One bullet; the labels carry at most three digits, the unit stands beside the name."""
    values = [line.actual, line.target, line.threshold, line.stretch]
    scale = figures.chart_scale(values, line.kpi.unit, page.locale, line.kpi.decimals)
    delta = line.deltas.get("plan")

    def label(value: Decimal | None) -> str:
        return scale.label(value, page.locale)

    spec = KpiBullet(
        actual=scale.value(line.actual), actual_label=label(line.actual), target=scale.value(line.target) or Decimal(0),
        target_label=page.words("bullets.target", value=label(line.target)), threshold=scale.value(line.threshold),
        threshold_label=label(line.threshold), stretch=scale.value(line.stretch), stretch_label=label(line.stretch),
        effect=delta.effect if delta is not None else "",
    )
    name = line.kpi.name.of(page.locale)
    return Chart(
        id=page.id("-".join(part for part in ("bullet", line.kpi.id, line.assignment_id) if part)), title=name,
        detail=scale.unit + (page.words("scorecard.lower") if line.kpi.direction == "lower" else ""), spec=spec, width=width,
        height=height, alt=page.words("bullets.alt", kpi=name, value=label(line.actual), plan=label(line.target)),
    )


def _notes(ladder: _Ladder, card: Scorecard | None) -> list[str]:
    words, page, found = ladder.page.words, ladder.page, []
    if any(line.actual is None and line.method == "prescored" and line.score is not None for line in ladder.lines):
        found.append(words("yardsticks.scored"))
    if "team" in ladder.names:
        found.append(words("yardsticks.team_note"))
    if not ladder.next_grade and card is not None and not limited(card) and card.final is not None and card.next_gap is not None:
        found.append(words("yardsticks.none", grade=card.next_grade, gap=shown(card.next_gap, SCORE, page.locale)))
    return found
