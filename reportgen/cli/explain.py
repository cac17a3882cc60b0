"""reportgen explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.options import as_of_option, dataset_argument, json_option, locale_option, period_option, policy_option
from reportgen.model.dataset import Locale

if TYPE_CHECKING:
    from reportgen.model.reward import Statement, TraceStep
    from reportgen.run.explain import Explanation


@click.command("explain")
@dataset_argument
@period_option
@click.option("--subject", required=True, help="A unit or person by id.")
@click.option("--kpi", help="One KPI by id (default: all, the total and the amounts).")
@policy_option
@as_of_option
@locale_option
@json_option
def explain(
    dataset: Path, period: str, subject: str, kpi: str | None, policy: Path | None, as_of: date | None,
    locale: Locale | None, as_json: bool,
) -> None:
    """Show how a score, a variance or an amount came about: formula, numbers, result, and the rows behind them."""
    from reportgen.run.explain import as_data
    from reportgen.run.explain import explain as trace
    from reportgen.run.inputs import read

    inputs = read(dataset, period, as_of, policy)
    found = trace(inputs, subject, kpi)
    language = locale or inputs.dataset.settings.locale
    if as_json:
        click.echo(json.dumps(as_data(found, language), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(lines(found, language)))
        _show_findings(found, language)
    sys.exit(1 if found.excluded else 0)


def _show_findings(found: Explanation, locale: Locale) -> None:
    from reportgen.cli.report import show

    if found.findings:
        click.echo("")
        show(found.findings, locale, err=False)


# ---------------------------------------------------------------------- as text
_WORDS = {
    "zh-CN": {
        "policy": "\u653f\u7b56", "run": "\u8fd0\u884c", "as_of": "\u622a\u81f3", "total": "\u603b\u5206\u4e0e\u7b49\u7ea7",
        "source": "\u6765\u6e90", "none": "\u672c\u671f\u6ca1\u6709\u8ba1\u5206\u5361",
        "excluded": "\u56e0\u6570\u636e\u9519\u8bef\u672a\u8ba1\u5206",
        "payable": "\u53ef\u53d1", "estimate": "\u6682\u5b9a\uff0c\u4ec5\u4f9b\u53c2\u8003", "held": "\u6682\u7f13",
        "actions": "\u653f\u7b56\u672a\u89c4\u5b9a\u91d1\u989d",
        "coverage": "\u8986\u76d6\u7387\u4e0d\u8db3", "not_rated": "\u4e0d\u53c2\u4e0e\u8003\u6838",
        "no_scorecard": "\u672c\u671f\u6ca1\u6709\u8ba1\u5206\u5361", "waits": "\u7f3a\u5c11",
        "pool_floors": "\u5956\u91d1\u6c60\u4e0d\u8db3\u4ee5\u652f\u4ed8\u5404\u4eba\u6700\u4f4e\u4efd\u989d",
        "colon": "\uff1a", "comma": "\u3001", "stop": "\uff1b",
    },
    "en": {
        "policy": "policy", "run": "run", "as_of": "as of", "total": "Total and grade", "source": "from",
        "none": "no scorecard in this period", "excluded": "not scored because of errors in the data",
        "payable": "payable", "estimate": "estimate, nothing is due", "held": "held", "actions": "the policy gives no amount",
        "coverage": "coverage is too low", "not_rated": "not rated", "no_scorecard": "no scorecard in this period",
        "waits": "without", "pool_floors": "the pool is smaller than its minimum shares",
        "colon": ": ", "comma": ", ", "stop": ", ",
    },
}


def lines(found: Explanation, locale: Locale) -> Iterator[str]:
    """The explanation as text: one block per KPI, then the total, then each statement."""
    say = _WORDS[locale]
    yield f"{found.subject_id}  {found.name.of(locale)}  {found.period.label}"
    yield f"{say['policy']} {found.policy}   {say['as_of']} {found.run.as_of}   {say['run']} {found.run.run_id}"
    if found.excluded:
        yield f"{say['excluded']}{say['colon']}{say['comma'].join(found.excluded)}"
    if not found.kpis and not found.total:
        yield say["none"]
    for item in found.kpis:
        head = [item.kpi_id, item.name.of(locale), item.unit, item.segment]
        yield from _block("  ".join(text for text in head if text), found, item.steps, locale)
    if found.total:
        yield from _block(say["total"], found, found.total, locale)
    for paid in found.rewards:
        statement = paid.statement
        head = [f"{statement.policy_id}/{statement.policy_version}", statement.currency, *_status(statement, locale)]
        yield from _block("  ".join(text for text in head if text), found, paid.steps, locale)


def _status(statement: Statement, locale: Locale) -> Iterator[str]:
    """Payable, an estimate or held; and what holds it: a reason, or the values that are not there."""
    say = _WORDS[locale]
    yield say[statement.status]
    reason = say["excluded"] if statement.reason == "excluded" else say.get(statement.reason, statement.reason)
    if reason:
        yield reason
    elif statement.missing:
        listed = say["comma"].join(said[locale] for said in statement.missing_words)
        yield f"{say['waits']} {listed}"


def _block(title: str, found: Explanation, steps: tuple[TraceStep, ...], locale: Locale) -> Iterator[str]:
    yield ""
    yield title
    cells = [_cells(step, found, locale) for step in steps]
    number = max((len(row[0]) for row in cells), default=0)
    rule = max((width(row[1]) for row in cells), default=0)
    text = min(max((width(row[2]) for row in cells), default=0), 44)
    for row, step in zip(cells, steps, strict=True):
        head = f"  {row[0]:>{number}}  {padded(row[1], rule)}  {padded(row[2], text)}  "
        yield f"{head}{row[3]}"
        inset = " " * (number + rule + 6)
        yield f"{inset}{step.formula[locale]}"
        if row[4]:
            yield f"{inset}{row[4]}"


def _cells(step: TraceStep, found: Explanation, locale: Locale) -> tuple[str, str, str, str, str]:
    """Number, rule, text, ``numbers = unrounded → rounded``, sources."""
    sources = found.places.listed([source for source in step.sources if not _own(source, found.subject_id)], locale)
    more = f"{_WORDS[locale]['source']} {_WORDS[locale]['stop'].join(sources)}" if sources else ""
    return str(step.step), step.rule_id, step.text[locale], _computed(step), more


def _own(source: str, subject: str) -> bool:
    """True for results of the same subject: they stand above."""
    return source.startswith((f"kpi_scores:{subject}:", f"scorecards:{subject}"))


def _computed(step: TraceStep) -> str:
    """``numbers = unrounded → result``; a plain number is not repeated."""
    result = figure_text(step)
    if not any(sign in step.numbers for sign in " \u00d7\u00f7("):
        return result if step.unrounded == step.rounded else f"{step.numbers} \u2192 {result}"
    return f"{step.numbers} = {_unrounded(step)}{result}"


def figure_text(step: TraceStep) -> str:
    """The result as it is printed elsewhere."""
    places = max(0, -int(step.rounded.as_tuple().exponent))
    return f"{step.rounded:,.{places}f}".replace("-", "\u2212") + (" %" if step.unit == "%" else "")


def _unrounded(step: TraceStep) -> str:
    """The figure before rounding to six places, with an arrow; nothing where rounding changes nothing."""
    if step.unrounded == step.rounded:
        return ""
    whole, _, places = f"{step.unrounded:,f}".partition(".")
    kept = places[:6].rstrip("0")
    text = f"{whole}.{kept}" if kept else whole
    cut = "\u2026" if len(places.rstrip("0")) > 6 else ""
    return f"{text}{cut} \u2192 ".replace("-", "\u2212")


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters and full-width marks take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """Text filled up with spaces."""
    return text + " " * max(0, columns - width(text))
