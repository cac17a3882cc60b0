"""A pack's own words: paragraphs from its ``texts``."""

from __future__ import annotations

from reportgen.formatting import period_name
from reportgen.model.format import SCORE
from reportgen.model.report import Block, Item, Prose, Run
from reportgen.reports.figures import shown
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.words import fill


class TextOptions(Options):
    """``texts``: keys under ``texts`` of the pack, one paragraph each; ``small`` prints them as footnotes."""

    texts: tuple[str, ...]
    small: bool = False


@block("text", TextOptions)
def text(page: Page, options: TextOptions) -> tuple[Block, ...]:
    """Paragraphs that the pack brings along, with placeholders such as {{ period }}; they hold no data of other subjects."""
    values = _values(page)
    paragraphs = [fill(page.words.own[key], values) for key in options.texts if key in page.words.own]
    items = tuple(Item(runs=(Run(text=paragraph),)) for paragraph in paragraphs if paragraph)
    if not items:
        return ()
    title = (options.title or {}).get(page.locale, "")
    return (Prose(role="footnote" if options.small else "paragraphs", title=title, items=items),)


def _values(page: Page) -> dict[str, str]:
    """What a pack's own texts may name (``words.TEXT_NAMES``)."""
    view, subject, card = page.view, page.view.subject, page.view.scorecard
    before = view.prior_period
    return {
        "as_of": view.run.as_of.isoformat(), "company": view.company, "currency": view.currency,
        "grade": card.grade if card is not None else "", "manager": subject.managers[0] if subject.managers else "",
        "period": period_name(view.period, page.locale), "post": subject.post,
        "previous_period": "" if before is None else period_name(before, page.locale), "report": page.report_title,
        "score": "" if card is None or card.final is None else shown(card.final, SCORE, page.locale),
        "subject": subject.name.of(page.locale), "subject_id": subject.id, "unit": subject.unit or subject.name.of(page.locale),
    }
