"""What stands at the head of a unit's report: its key figures and the key messages."""

from __future__ import annotations

from reportgen.model.format import COUNT, PERCENT, SCORE, SCORE_DELTA, TEXT
from reportgen.model.report import Block, Card, Cards, Cell, Item, Prose, Run
from reportgen.reports.figures import DASH, effect_of, shown
from reportgen.reports.headings import title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block


@block("summary_cards")
def summary_cards(page: Page, options: Options) -> tuple[Block, ...]:
    """Score, grade, rank among siblings, change, team size and coverage as a line of figures."""
    card, words = page.view.scorecard, page.words
    if card is None:
        return ()
    grade = words("hero.grade", grade=card.grade) if card.grade else DASH
    items = [
        Card(label=words("summary.score"), cell=Cell(value=card.final, format=SCORE, ref=page.card_ref("final"), style="bold"),
             unit=words("hero.unit"), lines=_next(page)),
        Card(label=words("summary.grade"), cell=Cell(value=grade, format=TEXT, ref=page.card_ref("grade")),
             lines=_line(words("summary.provisional") if card.provisional else card.grade_label)),
        Card(label=words("summary.change"), cell=Cell(value=card.change, format=SCORE_DELTA, effect=effect_of(card.change),
             ref=page.card_ref("change")), lines=_prior(page)),
        Card(label=words("summary.coverage"), cell=Cell(value=card.coverage, format=PERCENT, ref=page.card_ref("coverage_pct"))),
    ]
    if card.rank is not None:
        of = words("summary.of", peers=card.peers) if card.peers else ""
        rank = Cell(value=card.rank, format=COUNT, ref=page.card_ref("rank"))
        items.insert(2, Card(label=words("summary.rank"), cell=rank, unit=of))
    if page.view.subject.head_count is not None:
        items.append(Card(label=words("summary.heads"), cell=Cell(value=page.view.subject.head_count, format=COUNT),
                          unit=words("summary.heads_unit")))
    return (Cards(items=tuple(items)),)


def _line(text: str) -> tuple[tuple[Run, ...], ...]:
    return ((Run(text=text, style="muted"),),) if text else ()


def _next(page: Page) -> tuple[tuple[Run, ...], ...]:
    card = page.view.scorecard
    if card is None or not card.next_grade or card.next_gap is None:
        return ()
    return _line(page.words("summary.next", grade=card.next_grade, gap=shown(card.next_gap, SCORE, page.locale)))


def _prior(page: Page) -> tuple[tuple[Run, ...], ...]:
    card = page.view.scorecard
    if card is None or card.prior_final is None:
        return ()
    return _line(page.words("summary.prior", score=shown(card.prior_final, SCORE, page.locale)))


class MessagesOptions(Options):
    """``most`` sentences."""

    most: int = 5


@block("key_messages", MessagesOptions)
def key_messages(page: Page, options: MessagesOptions) -> tuple[Block, ...]:
    """The key messages of the commentary: score and change, best and worst, outlook, data warnings."""
    sentences = page.view.texts.summary[: options.most]
    if not sentences:
        return ()
    items = tuple(Item(runs=(Run(text=text),)) for text in sentences)
    return (Prose(title=title_of(page, options, "summary.messages"), items=items),)
