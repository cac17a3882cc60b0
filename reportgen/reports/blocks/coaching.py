"""People whose score asks for coaching: facts only, for HR."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Member, View
from reportgen.reports import figures
from reportgen.reports.figures import DASH
from reportgen.reports.headings import detail_of, footnotes, table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

#: Millimetres from which the post has a column of its own.
_WIDE = 150


class CoachingOptions(Options):
    """``most`` people; the others are counted in a footnote."""

    most: int = 40


def below_limit(view: View) -> list[Member]:
    """Rated people whose final lies below the amber limit, the lowest first."""
    limit = view.rules.status.amber
    low = [person for person in view.people if person.scorecard is not None and person.scorecard.rated
           and person.scorecard.final is not None and person.scorecard.final < limit]
    return sorted(low, key=lambda person: (_final(person), person.id))


def _final(person: Member) -> Decimal:
    card = person.scorecard
    return Decimal(0) if card is None or card.final is None else card.final


def twice_below(view: View, person: Member) -> bool:
    """True where the period before lay below the limit too."""
    prior = person.scorecard.prior_final if person.scorecard is not None else None
    return prior is not None and prior < view.rules.status.amber


@block("coaching_list", CoachingOptions)
def coaching_list(page: Page, options: CoachingOptions) -> tuple[Block, ...]:
    """People whose score lies below the amber limit, with the last period's score beside it; facts only."""
    low, words = below_limit(page.view), page.words
    wide = page.width >= _WIDE
    plans = [column("person", words("reward_list.person"), 34 if wide else 30, "left"),
             column("unit", words("segments.unit"), 50 if wide else 36, "left", stretch=True)]
    if wide:
        plans.append(column("post", words("members.post"), 46, "left"))
    plans += [column("score", words("members.score"), 14), column("prior", words("coaching.prior"), 14),
              column("again", words("coaching.again"), 16, "left")]
    rows = [_row(page, person, wide) for person in low[: options.most]]
    plain = f"{page.view.rules.status.amber.normalize():f}"
    rest = len(low) - len(rows)
    more = [words("coaching.rest", count=rest)] if rest else []
    return (table(page, options, "coaching", (plans, rows), density="dense", empty=words("coaching.none", limit=plain),
                  detail=detail_of(page, options, "coaching.below", limit=plain), footnotes=footnotes(page, more)),)


def _row(page: Page, person: Member, wide: bool) -> Row:
    card = person.scorecard
    post = [figures.words(person.post or DASH)] if wide else []
    return Row(link=person.id, cells=(
        figures.words(f"{person.name.of(page.locale)} {person.id}"), figures.words(person.unit or DASH), *post,
        figures.score(card.final if card is not None else None), figures.score(card.prior_final if card is not None else None),
        Cell(value=page.words("coaching.yes") if twice_below(page.view, person) else DASH),
    ))
