"""How a score and an amount were computed, step by step: every line can be done again on paper."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

from reportgen.formatting import currency_places
from reportgen.model.format import COUNT, FACTOR, SCORE, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.reward import TraceStep
from reportgen.reports import figures
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit

_PERCENT = Format("percent", 2)
#: Places of an unrounded figure on a page; the results table holds all of them.
PLACES = 6
#: A figure with more places than that in a formula is cut too.
_NUMBER = re.compile(r"\u2212?\d[\d,]*(\.\d+)?")
_LONG = re.compile(rf"(\d\.\d{{{PLACES}}})\d+")


@block("trace")
def trace(page: Page, options: Options) -> tuple[Block, ...]:
    """The trace table: rule, content, formula with its numbers, the unrounded and the rounded result, per reward policy."""
    named = [(one, page.view.traces.get(one.policy_id, ())) for one in page.view.statements]
    tables = []
    for statement, steps in named:
        if steps:
            policy = f"{statement.policy_id} v{statement.policy_version}"
            tables.append(_table(page, options, steps, statement.policy_id, policy, statement.currency))
    if not tables and page.view.score_trace:
        tables.append(_table(page, options, page.view.score_trace, "score", page.view.run.policy, page.view.currency))
    return tuple(tables)


def _table(page: Page, options: Options, steps: tuple[TraceStep, ...], key: str, policy: str, currency: str) -> Table:
    words = page.words
    columns = fit([
        column("step", words("trace.step"), 6, "left"), column("rule", words("trace.rule"), 16, "left"),
        column("text", words("trace.text"), 32, "left"), column("formula", words("trace.formula"), 76, "left", stretch=True),
        column("unrounded", words("trace.unrounded"), 22), column("result", words("trace.result"), 22),
    ], page.width)
    last = len(steps) - 1
    rows = tuple(_row(page, step, currency, total=index == last) for index, step in enumerate(steps))
    return Table(
        id=page.id(f"trace-{key}"), title=title_of(page, options, "trace.title"),
        detail=detail_of(page, options, "trace.detail", policy=policy), columns=columns, rows=rows, density="trace",
    )


def _row(page: Page, step: TraceStep, currency: str, *, total: bool) -> Row:
    ref = page.ref("reward_trace", f"{step.rule_id}.{step.step}", "rounded")
    formula = figures.words(_named(page, step.formula.get(page.locale, "")), "muted")
    text = figures.words(_named(page, step.text.get(page.locale, "")))
    return Row(role="total" if total else "body", cells=(
        Cell(value=step.step, format=COUNT), figures.words(step.rule_id, "muted"), text,
        figure_or_words(step.numbers, formula if formula.value else None), _unrounded(step.unrounded),
        Cell(value=step.rounded, format=_format(step.unit, currency), ref=ref),
    ))


def _named(page: Page, words: str) -> str:
    """Words of a step with gates and knock-outs by the names that the policy gives them."""
    rules = page.view.rules
    for limit in (*(gate.id for gate in rules.gates), *(rule.event for rule in rules.knock_outs)):
        name = rules.name_of(limit, page.locale)
        if name != limit:
            words = re.sub(rf"(?<![\w.]){re.escape(limit)}(?![\w.])", name, words, flags=re.ASCII)
    return words


def cut(numbers: str) -> str:
    """A formula whose figures have at most six places; the results table holds all of them."""
    return _LONG.sub(r"\1", numbers)


def figure_or_words(numbers: str, second: Cell | None) -> Cell:
    """A formula as text; a plain number as a number, with the places and separators that it was written with."""
    if not _NUMBER.fullmatch(numbers):
        return Cell(value=cut(numbers), second=second)
    value = unrounded(Decimal(numbers.replace(",", "").replace("\u2212", "-")))
    places = min(len(numbers.partition(".")[2]), PLACES)
    return Cell(value=value, format=Format("number", places, grouping="," in numbers), second=second)


def unrounded(value: Decimal) -> Decimal:
    """A figure before rounding: at most six places, cut not rounded."""
    return value.quantize(Decimal(1).scaleb(-PLACES), ROUND_DOWN) if -value.as_tuple().exponent > PLACES else value  # type: ignore[operator]


def _unrounded(value: Decimal) -> Cell:
    """That figure with the places it needs."""
    kept = unrounded(value)
    places = len(f"{kept:f}".partition(".")[2].rstrip("0"))
    return Cell(value=kept, format=Format("number", places, grouping=False), style="muted")


def _format(unit: str, currency: str) -> Format:
    if unit == "%":
        return _PERCENT
    if unit == "factor":
        return Format("number", FACTOR.decimals)
    if unit == "money":
        return Format("money", currency_places(currency), currency)
    return SCORE if unit == "score" else Format("number", 2)
