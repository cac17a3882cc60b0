"""Footnotes of a scorecard: what was re-weighted, capped, adjusted, left out, or rests on the example grade scale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.formatting import date_text, period_name
from reportgen.model.format import SCORE, Format
from reportgen.model.report import Cell
from reportgen.model.view import Line, Restated
from reportgen.reports.figures import NM, figure, kpi_scale, nm_text, shown
from reportgen.reports.headings import footnotes
from reportgen.reports.page import Page

#: More capped KPIs than this are counted by the rows themselves.
_LISTED = 4


def scorecard_footnotes(page: Page, *, attainment: bool = True) -> tuple[str, ...]:
    """The footnotes that this scorecard needs, in a fixed order, as one paragraph."""
    words, view = page.words, page.view
    lines, card, notes = view.lines, view.scorecard, []
    if card is None:
        return ()
    if card.covered is not None:
        first, last = (date_text(day, page.locale) for day in card.covered)
        notes.append(words("footnote.covered", first=first, last=last))
    scored = [line for line in lines if line.score is not None and line.weight]
    if any(line.score is None and line.weight for line in lines) and scored:
        share = sum((line.weight for line in scored if line.weight is not None), Decimal(0))
        notes.append(words(f"footnote.renormalised{_why_left_out(lines)}", share=_plain(page, share)))
    if any(line.state == "not_reported" and line.score == 0 for line in lines):
        notes.append(words("footnote.zero"))
    if attainment and any(line.attainment is not None for line in lines):
        notes.append(words("footnote.attainment"))
    notes += _limits(page, scored)
    if any(line.weighted_adjusted or line.contribution_adjusted for line in lines):
        notes.append(words("footnote.adjusted"))
    notes += nm_footnotes(page)
    if any(line.state == "partial" for line in lines):
        notes.append(words("footnote.partial"))
    notes += _part_served(page)
    notes += restated_footnotes(page)
    if view.rules.grades_are_default and card.grade:
        notes.append(words("footnote.default_grades"))
    return footnotes(page, notes)


def _why_left_out(lines: Sequence[Line]) -> str:
    """The ending of the footnote on weights of lines without a score: not reported, left out for good, or some of each."""
    states = {line.state == "not_reported" for line in lines if line.score is None and line.weight}
    return "" if states == {True} else "_out" if states == {False} else "_both"


def _part_served(page: Page) -> list[str]:
    """Periods served in part, where a flow's value of last year is printed beside that of this year."""
    found = dict.fromkeys(
        line.part_served["last_year"] for line in page.view.lines
        if line.py_actual is not None and "last_year" in line.part_served
    )
    return [
        page.words("footnote.part_served", period=period_name(part.period, page.locale), days=part.days, whole=part.period.days)
        for part in found
    ]


def restated_name(page: Page, line: Line, name: Cell) -> Cell:
    """A KPI's name, marked where its value replaced another one."""
    return name if line.restated is None else name.model_copy(update={"mark": name.mark + "§"})


def restated_footnotes(page: Page) -> list[str]:
    """Which values replaced others, of which periods, and what stood there before."""
    lines = [line for line in page.view.lines if line.restated is not None]
    if not lines:
        return []
    listed = [_restated(page, line, line.restated) for line in lines[:_LISTED] if line.restated is not None]
    more = [page.words("footnote.more", count=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    return [page.words("footnote.restated", items=page.words("footnote.separator").join(listed + more))]


def _restated(page: Page, line: Line, fact: Restated) -> str:
    kpi = line.kpi.name.of(page.locale)
    periods = page.words.list([period_name(period, page.locale) for period in fact.periods])
    if fact.before is None:
        return page.words("footnote.restated_item", kpi=kpi, periods=periods)
    scale = kpi_scale(line, page.locale)
    before = shown(fact.before, figure(scale, line.kpi.unit), page.locale)
    unit = f"{'' if page.locale == 'zh-CN' else ' '}{scale.unit}" if scale.unit else ""
    return page.words("footnote.restated_before", kpi=kpi, periods=periods, before=before + unit)


def nm_footnotes(page: Page) -> list[str]:
    """What n.m. means, where a relative variance has no meaningful base."""
    unclear = any(
        nm_text(delta) == NM and delta.percent is None and line.kpi.unit not in ("%", "pp")
        for line in page.view.lines for delta in line.deltas.values()
    )
    return [page.words("footnote.nm")] if unclear else []


def _limits(page: Page, scored: list[Line]) -> list[str]:
    """KPIs whose score was cut at the cap or lifted to the floor."""
    words, scoring = page.words, page.view.rules.scoring
    capped = [line for line in scored if _above(line)]
    floored = [line for line in scored if _below(line)]
    notes = []
    if capped:
        notes.append(words("footnote.capped", cap=_plain(page, scoring.cap), items=_items(page, capped)))
    if floored:
        notes.append(words("footnote.floored", floor=_plain(page, scoring.floor), items=_items(page, floored)))
    return notes


def _above(line: Line) -> bool:
    return line.score_uncapped is not None and line.score is not None and line.score_uncapped > line.score


def _below(line: Line) -> bool:
    return line.score_uncapped is not None and line.score is not None and line.score_uncapped < line.score


def _items(page: Page, lines: list[Line]) -> str:
    listed = [
        page.words("footnote.capped_item", kpi=line.kpi.name.of(page.locale),
                   uncapped=shown(line.score_uncapped, SCORE, page.locale), score=shown(line.score, SCORE, page.locale))
        for line in lines[:_LISTED]
    ]
    more = [page.words("footnote.more", count=len(lines) - _LISTED)] if len(lines) > _LISTED else []
    return page.words("footnote.separator").join(listed + more)


def _plain(page: Page, value: Decimal) -> str:
    """A limit or share without needless zeros."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return shown(value, Format("number", min(places, 2)), page.locale)
