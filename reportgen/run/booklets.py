"""Department booklets: a unit's review and its members' scorecards as one PDF with its own page numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.model.dataset import Locale
from reportgen.run.documents import Order
from reportgen.run.plan import PlannedSubject
from reportgen.run.views.build import Views

REVIEW, SCORECARD = "department_review", "individual_scorecard"
#: A division's or company's booklet would be a book: its departments have their own.
LEVELS = ("department", "team")


Part = tuple[PlannedSubject, tuple[str, ...]]


def booklet_parts(planned: Iterable[PlannedSubject], views: Mapping[Locale, Views]) -> list[Part]:
    """Each planned department or team with the people below it who have a scorecard, in the order of the organisation."""
    found = []
    for item in planned:
        if item.level in LEVELS and REVIEW in item.reports:
            source = views[item.locale]
            people = tuple(who for who in source.organisation.people_below(item.subject_id) if source.has_document(who))
            found.append((replace(item, reports=(REVIEW,)), people))
    return found


def bound(order: Order, members: Iterator[Order]) -> Order:
    """The order of one booklet from the order of the review and those of the scorecards. A member that fails is left out."""
    return replace(order, formats=("pdf",), bound=tuple(member for member in members if not member.problem))
