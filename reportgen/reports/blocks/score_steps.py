"""How each KPI's score came about: where its actual and target come from, and the arithmetic of the score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.model.report import Block, Cell, Row
from reportgen.model.reward import LineTrace, TraceStep
from reportgen.model.view import Line
from reportgen.reports import figures
from reportgen.reports.blocks.trace import cut, figure_or_words
from reportgen.reports.figures import DASH
from reportgen.reports.headings import table
from reportgen.reports.length import ems
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

#: Signs of arithmetic: a step without any is a plain number.
_SIGNS = " \u00d7\u00f7("
#: Millimetres of the names, where none and where one is long; of the names and the actuals together.
_NAME, _NAME_WIDE, _NAME_ACTUAL = 26, 32, 75
#: Of an em of the text and of small print, and of the space beside them.
_EM, _EM_NOTE, _PAD = 3.1, 2.5, 1.5


@block("score_steps")
def score_steps(page: Page, options: Options) -> tuple[Block, ...]:
    """For each scored KPI the rows that its actual and target come from, and its score as a formula with its numbers."""
    words = page.words
    lines = {(line.kpi.id, line.assignment_id): line for line in page.view.lines if line.weight}
    found = [(lines[key], trace) for trace in page.view.line_traces if (key := (trace.kpi_id, trace.assignment_id)) in lines]
    if not found:
        return ()
    rows = [_row(page, line, trace) for line, trace in found]
    name = _name_width(rows)
    plans = [
        column("kpi", words("steps.kpi"), name, "left"),
        column("actual", words("steps.actual"), _NAME_ACTUAL - name, "left", stretch=True),
        column("target", words("steps.target"), 46, "left"), column("formula", words("steps.formula"), 42, "left"),
        column("score", words("scorecard.score"), 11),
    ]
    return (table(page, options, "steps", (plans, rows), density="trace"),)


def _name_width(rows: Sequence[Row]) -> float:
    """Millimetres of the names: more where one is long and the arithmetic of the actuals leaves room."""
    names, actuals = ([ems(str(row.cells[place].value)) * _EM + _PAD for row in rows] for place in (0, 1))
    origins = [ems(str(row.cells[1].second.value)) * _EM_NOTE + _PAD for row in rows if row.cells[1].second is not None]
    wide = max(names) > _NAME and max([*actuals, *origins]) <= _NAME_ACTUAL - _NAME_WIDE
    return _NAME_WIDE if wide else _NAME


def _row(page: Page, line: Line, trace: LineTrace) -> Row:
    steps: dict[str, TraceStep] = {}
    for step in trace.steps:  # the target comes before its threshold and stretch
        steps.setdefault("M" if step.rule_id[:1] == "M" and step.rule_id != "MISS" else step.rule_id, step)
    name = figures.kpi_name(line, figures.kpi_scale(line, page.locale), page.locale)
    method = steps.get("M") or steps.get("MISS")
    rule = "" if method is None else page.words("steps.method", rule=method.rule_id, method=method.text[page.locale])
    return Row(cells=(
        name.model_copy(update={"suffix": "", "second": figures.words(rule, "muted") if rule else None}),
        _origin(page, steps.get("ACT")), _origin(page, steps.get("PRO") or steps.get("TGT")), _formula(page, steps),
        figures.score(line.score, page.kpi_ref(line, "score")),
    ))


def _origin(page: Page, step: TraceStep | None) -> Cell:
    """A value with its arithmetic, and below it how it was formed and where its rows stand."""
    if step is None:
        return Cell(value=DASH, style="muted")
    parts = [part for part in (step.formula[page.locale], *step.sources) if part]
    second = figures.words(page.words("steps.gap").join(parts), "muted")
    if not any(sign in step.numbers for sign in _SIGNS):
        return figure_or_words(step.numbers, second)
    numbers = page.words("steps.equals", numbers=cut(step.numbers), result=cut(_plain(step.rounded)))
    return Cell(value=numbers, second=second)


def _formula(page: Page, steps: Mapping[str, TraceStep]) -> Cell:
    """The score's formula with its numbers: that of the attainment where the score is the attainment."""
    step = steps.get("M") or steps.get("MISS")
    if step is None:
        return Cell(value=DASH, style="muted")
    attained = steps.get("ATT")
    if attained is not None and step.rule_id == "M1" and not any(sign in step.numbers for sign in _SIGNS):
        step = attained
    parts = [one.formula[page.locale] for one in (step, steps.get("CAP")) if one is not None]
    said = figures.words(page.words("steps.gap").join(parts), "muted")
    return said if step.rule_id == "MISS" and not step.unrounded else figure_or_words(step.numbers, said)


def _plain(value: Decimal) -> str:
    return f"{value:,}".replace("-", "\u2212")
