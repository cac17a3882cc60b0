"""How the scores of each unit lie: one strip of dots per unit on a shared axis."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.analysis import GroupStatistics
from reportgen.model.chart import Strip, Strips
from reportgen.model.format import SCORE
from reportgen.model.report import Block, Chart
from reportgen.reports.figures import shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

#: Groups with fewer rated people have no statistics (docs/method/variance.md, "Statistics").
_LEAST = 5


class StripOptions(Options):
    """``height`` of the chart in millimetres; ``most`` units."""

    height: Decimal = Decimal(86)
    most: int = 20


@block("score_strips", StripOptions)
def score_strips(page: Page, options: StripOptions) -> tuple[Block, ...]:
    """A dot per person, a box of the middle half and a line at the median for each unit; small units show no score."""
    found = page.view.statistics
    units = _ordered([one for one in found.groups if one.kind == "unit"] if found is not None else [])[: options.most]
    finals = [final for one in units for final in one.finals]
    if found is None or not finals:
        return ()
    words = page.words
    company = next((one.mean for one in found.groups if one.kind == "company"), None)
    mean = "" if company is None else shown(company, SCORE, page.locale)
    # The mean is drawn on the same axis: it counts among the ends.
    ends = [*finals, *([company] if company is not None else [])]
    spec = Strips(
        strips=tuple(_strip(page, one) for one in units), low=min(ends), low_label=shown(min(ends), SCORE, page.locale),
        high=max(ends), high_label=shown(max(ends), SCORE, page.locale), count_name=words("hr.count"),
        median_name=words("hr.median"), mean=company, mean_label=words("score_strips.mean", mean=mean) if mean else "",
    )
    told = words.list([_told(page, one) for one in units])
    return (Chart(
        id=page.id("strips"), title=title_of(page, options, "score_strips.title"),
        detail=detail_of(page, options, "score_strips.detail"), spec=spec, width=page.width, height=options.height,
        alt=words("score_strips.alt", mean=mean, rows=told) if mean else told,
    ),)


def _ordered(units: list[GroupStatistics]) -> list[GroupStatistics]:
    """By falling median, equals by key; units without statistics last."""
    return sorted(units, key=lambda one: (one.median is None, -(one.median or Decimal(0)), one.key))


def _label(page: Page, one: GroupStatistics) -> str:
    name = page.view.names.get(one.key)
    return one.key if name is None else name.of(page.locale)


def _strip(page: Page, one: GroupStatistics) -> Strip:
    label = _label(page, one)
    if one.median is None:
        return Strip(label=label, count_label=str(one.count), note=f"n < {_LEAST}")
    return Strip(
        label=label, count_label=str(one.count), values=one.finals, lower_quartile=one.lower_quartile, median=one.median,
        upper_quartile=one.upper_quartile, median_label=shown(one.median, SCORE, page.locale),
    )


def _told(page: Page, one: GroupStatistics) -> str:
    if one.median is None or one.lower_quartile is None or one.upper_quartile is None:
        return page.words("score_strips.small", name=_label(page, one), least=_LEAST)
    low, middle, high = (shown(value, SCORE, page.locale) for value in (one.lower_quartile, one.median, one.upper_quartile))
    return page.words("score_strips.row", name=_label(page, one), count=one.count, low=low, median=middle, high=high)
