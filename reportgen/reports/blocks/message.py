"""The message of a page and its three title lines: who, what in which unit, when and which scenarios."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from reportgen.formatting import money_text, period_name, unit_name
from reportgen.model.format import SCORE
from reportgen.model.report import Block, Item, Prose, Run
from reportgen.reports.blocks.alerts import own_alerts
from reportgen.reports.blocks.headlines import HEADLINES
from reportgen.reports.blocks.hero import uncovered
from reportgen.reports.figures import shown
from reportgen.reports.length import ems
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

#: Millimetres of an em of a message, of Han and of bold Latin letters, and the lines that it may take (notation 12).
EM, EM_LATIN, LINES = 5.3, 5.8, 2
_CLAUSE = re.compile(r"(?<=\uff1b)|(?<=; )")
#: Where a line may end well within a clause.
#: What Chinese marks that stand side by side give up of their width, as a factor.
_CLOSE = 1.015
_HAN_FROM = "\u2e7f"
_WORD = re.compile(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]|\s")
_PAUSE = re.compile(r"[\uff0c\uff1a]|[,:] ")


class MessageOptions(Options):
    """``about``: what the page shows; the score by default.

    ``variances``: the material ones. ``year``: to date against the year's target. ``previous``: against the period before.
    ``people``, ``spread``, ``coaching``, ``quotas``: grades, means of units, low scores, grades against quotas. ``accrued``:
    the bonus accrual. ``register``: comments and findings. ``splits``: volume, mix and price, or rate and mix.
    """

    about: Literal[
        "score", "pay", "rewards", "alerts", "people", "variances", "year", "previous", "accrued", "register", "spread",
        "coaching", "quotas", "splits",
    ] = "score"


@block("message", MessageOptions)
def message(page: Page, options: MessageOptions) -> tuple[Block, ...]:
    """The one-line message of the page: the commentary's for score and pay, a plain computed sentence otherwise."""
    texts = page.view.texts
    said = {"score": texts.headline, "pay": texts.pay_headline}.get(options.about, "")
    text = said or _PLAIN[options.about](page)
    return (Prose(role="message", items=(Item(runs=message_runs(text, float(page.width))),)),) if text else ()


def message_runs(text: str, width: float) -> tuple[Run, ...]:
    """A message in at most two lines of ``width`` millimetres: the last clauses give way, a clause does not break needlessly."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    while len(clauses) > 1 and _lines(clauses, width) > LINES:
        clauses = clauses[:-1]
        clauses[-1] = clauses[-1].rstrip("\uff1b; ") + ("\u3002" if "\uff1b" in text else ".")
    if _lines(clauses, width) == 1:
        return (Run(text="".join(clauses)),)
    if len(clauses) > 1 and _packed(clauses, width):
        return tuple(Run(text=clause, style="whole") for clause in clauses)
    return tuple(Run(text=part, style="whole") for part in _halves("".join(clauses), width)) or (Run(text="".join(clauses)),)


def _halves(text: str, width: float) -> tuple[str, ...]:
    """The text in two lines that break after a comma or colon, the later part as long as can be; nothing where none fits."""
    for found in _PAUSE.finditer(text):
        parts = text[: found.end()], text[found.end():]
        if all(_lines([part], width * (_CLOSE if part[0] > _HAN_FROM else 1)) == 1 for part in parts):
            return parts
    return ()


def _packed(clauses: list[str], width: float) -> bool:
    """True where whole clauses fill at most the lines that a message may take."""
    lines, filled = 1, ""
    for clause in clauses:
        if filled and _lines([filled, clause], width) > 1:
            lines, filled = lines + 1, ""
        filled += clause
        if _lines([filled], width) > 1:
            return False
    return lines <= LINES


def _lines(clauses: list[str], width: float) -> int:
    """Lines of bold text that clauses take; words do not fill a line to its end."""
    lines, filled = 1, 0.0
    for word in _WORD.findall("".join(clauses)):
        em = EM_LATIN if word[0] < _HAN_FROM and any(letter.isalpha() for letter in word) else EM
        if filled and filled + ems(word.rstrip()) * em > width:
            lines, filled = lines + 1, 0.0
        filled += ems(word) * em
    return lines + int(filled // width)


def _pay(page: Page) -> str:
    """What all policies together pay; nothing where there is no amount."""
    amounts = [one.payable for one in page.view.statements if one.payable is not None]
    if not amounts:
        return page.words("pay.held_open") if any(one.status == "held" for one in page.view.statements) else ""
    key = "message.pay_estimate" if any(one.estimate for one in page.view.statements) else "message.pay"
    return page.words(key, amount=money_text(sum(amounts, Decimal(0)), page.view.currency, page.locale))


def _rewards(page: Page) -> str:
    people = {one.subject_id for one in page.view.statements if one.payable is not None}
    amount = sum((one.payable for one in page.view.statements if one.payable is not None), Decimal(0))
    return page.words("message.rewards", people=len(people), amount=money_text(amount, page.view.currency, page.locale))


def _alerts(page: Page) -> str:
    """How many alerts there are, and of which kinds, the most frequent first."""
    found, words = page.view.alerts or own_alerts(page), page.words
    if not found:
        return words("alerts.none")
    kinds = Counter(words.known("alert", alert.rule) for alert in found).most_common()
    listed = [words("message.alerts_kind", kind=kind if page.locale == "zh-CN" else kind.lower(), count=count)
              for kind, count in kinds]
    return words("message.alerts", count=len(found), kinds=words.list(listed))


def _score(page: Page) -> str:
    card = page.view.scorecard
    if card is None:
        return page.words("message.no_scorecard")
    if card.final is None:
        return page.words("message.no_score")
    score = shown(card.final, SCORE, page.locale)
    if not card.rated:
        return page.words("message.not_rated", score=score)
    if not card.grade:
        return page.words("message.scored_no_grade", score=score)
    return page.words("message.scored", score=score, grade=card.grade)


_PLAIN: dict[str, Callable[[Page], str]] = {
    "score": _score, "pay": _pay, "rewards": _rewards, "alerts": _alerts, **HEADLINES,
}


class TitleOptions(Options):
    """``measure``: what the page measures. ``title`` replaces the measure's name; ``unit: false`` leaves its unit out."""

    measure: Literal["score", "pay"] = "score"
    unit: bool = True


@block("title_lines", TitleOptions)
def title_lines(page: Page, options: TitleOptions) -> tuple[Block, ...]:
    """Three title lines: who / measure in its unit / period and scenarios. They never judge. No pay, no title of pay."""
    if options.measure == "pay" and not page.view.statements:
        return ()
    if options.measure == "pay":
        unit = unit_name(page.view.currency, 1, page.locale)
        measure, in_unit, when = page.words("title.pay"), page.words("title.pay_unit", unit=unit), _pay_basis(page)
    else:
        cap = shown(page.view.rules.scoring.cap, SCORE, page.locale).removesuffix(".00")
        measure, in_unit, when = page.words("title.score"), page.words("title.score_unit", cap=cap), _when(page)
    if options.title:
        measure = options.title.get(page.locale, measure)
    named = (Run(text=measure, style="bold"), *((Run(text=in_unit),) if options.unit else ()))
    lines = ((Run(text=who(page)),), named, (Run(text=when),))
    return (Prose(role="title", items=tuple(Item(runs=runs) for runs in lines)),)


def who(page: Page) -> str:
    """A person with post, unit and manager; a unit with what it belongs to."""
    view, subject = page.view, page.view.subject
    if subject.level == "individual":
        parts = [subject.name.of(page.locale), subject.post, subject.unit]
        if subject.managers:
            parts.append(page.words("title.manager", manager=subject.managers[0]))
    else:
        parts = [view.company if subject.level == "company" else "", subject.name.of(page.locale)]
        if parts[0] == parts[1]:
            parts = parts[:1]
        if subject.head:
            parts.append(page.words("title.head", head=subject.head))
        if subject.head_count:
            parts.append(page.words("title.heads", count=subject.head_count))
    return page.words("title.separator").join(part for part in parts if part)


def _when(page: Page) -> str:
    view, subject = page.view, page.view.subject
    when = period_name(view.period, page.locale)
    if view.period.kind == "ytd" and page.locale == "en":
        when = page.words("title.to_date", period=when, short=period_name(view.period, page.locale, short=True))
    if subject.level == "individual" and subject.days is not None:
        when = page.words("title.period_days", period=when, days=subject.days)
    scenarios = [page.words("title.ac"), page.words("title.pl")]
    if any(line.py_actual is not None for line in view.lines):
        scenarios.append(page.words("title.py"))
    return page.words("title.separator").join([when, page.words.list(scenarios)])


def _pay_basis(page: Page) -> str:
    card, when = page.view.scorecard, period_name(page.view.period, page.locale)
    if card is None or card.final is None or page.view.subject.level != "individual":
        return when
    key = "pay_basis_uncovered" if uncovered(page.view) else "pay_basis_provisional" if card.provisional else "pay_basis"
    return page.words(f"title.{key}", period=when, score=shown(card.final, SCORE, page.locale))
