"""What calibration and people changed: grades against scores, and everything that was set by hand."""

from __future__ import annotations

from decimal import Decimal

from reportgen.model.analysis import GradeShare, QuotaCheck
from reportgen.model.format import COUNT, SCORE, Format
from reportgen.model.report import Block, Cell, Row
from reportgen.model.view import Member, View
from reportgen.reports import figures
from reportgen.reports.figures import DASH
from reportgen.reports.headings import footnotes, table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

_APART = Format("number", 0, signed=True)


class InversionOptions(Options):
    """``most`` pairs, the widest gap first; the others are counted in a footnote."""

    most: int = 6


@block("inversions", InversionOptions)
def inversions(page: Page, options: InversionOptions) -> tuple[Block, ...]:
    """Pairs of people of whom one has the better grade and the other the better score, with their grades and scores."""
    found, words = page.view.statistics, page.words
    if found is None or not found.inversions:
        return ()
    people = {person.id: person for person in page.view.people}
    pairs = [(people[better], people[other]) for better, other in found.inversions if better in people and other in people]
    plans = [
        column("higher", words("inversions.higher"), 34, "left", stretch=True), column("grade", words("members.grade"), 11),
        column("score", words("members.score"), 15), column("lower", words("inversions.lower"), 34, "left"),
        column("other_grade", words("members.grade"), 11), column("other_score", words("members.score"), 15),
        column("gap", words("inversions.gap"), 13),
    ]
    shown = pairs[: options.most]
    rest = found.inversion_count - len(shown)
    more = [words("inversions.rest", count=rest)] if rest > 0 else []
    rows = [Row(cells=(*_person(page, one), *_person(page, other), Cell(value=_final(other) - _final(one), format=SCORE)))
            for one, other in shown]
    return (table(page, options, "inversions", (plans, rows), density="dense", footnotes=footnotes(page, more)),)


def _final(person: Member) -> Decimal:
    card = person.scorecard
    return Decimal(0) if card is None or card.final is None else card.final


def _person(page: Page, person: Member) -> tuple[Cell, Cell, Cell]:
    grade = person.scorecard.grade if person.scorecard is not None else ""
    name = figures.words(f"{person.name.of(page.locale)} {person.id}")
    return name, Cell(value=grade or DASH), figures.score(_final(person))


class QuotaOptions(Options):
    """``most`` groups; the others are counted in a footnote."""

    most: int = 24


@block("quota_checks", QuotaOptions)
def quota_checks(page: Page, options: QuotaOptions) -> tuple[Block, ...]:
    """Grades of each group against its quota: heads per grade, and how many above or below the quota they are."""
    found, words = page.view.statistics, page.words
    if found is None or not found.checks:
        return ()
    grades = list(dict.fromkeys(share.grade for check in found.checks for share in check.grades))
    plans = [column("group", words("quota_checks.group"), 44, "left", stretch=True), column("heads", words("hr.count"), 13)]
    for grade in grades:
        plans += [column(f"heads:{grade}", words("hr.count"), 13, group=grade), column(f"over:{grade}", "±", 11, group=grade)]
    plans.append(column("beyond", words("quota_checks.beyond"), 18))
    rows = [_check(page, check, grades) for check in found.checks[: options.most]]
    rest = len(found.checks) - len(rows)
    notes = [words("quota_checks.guidance")] if any(check.guidance for check in found.checks) else []
    notes += [words("quota_checks.rest", count=rest)] if rest else []
    return (table(page, options, "quota_checks", (plans, rows), density="dense", footnotes=footnotes(page, notes)),)


def _check(page: Page, check: QuotaCheck, grades: list[str]) -> Row:
    name = page.view.names.get(check.group)
    label = check.group if name is None else name.of(page.locale)
    if check.family:
        label = page.words("title.separator").join((label, page.words.known("family", check.family)))
    if check.pooled:
        label = page.words("quota_checks.pooled", group=label, count=len(check.pooled))
    shares = {share.grade: share for share in check.grades}
    beyond = sum(limit.breach for limit in check.limits)
    return Row(cells=(
        Cell(value=label, mark="*" if check.guidance else ""), Cell(value=check.heads, format=COUNT),
        *(cell for grade in grades for cell in _share(shares.get(grade))), Cell(value=beyond, format=COUNT),
    ))


def _share(share: GradeShare | None) -> tuple[Cell, Cell]:
    """Heads, and their distance from the quota."""
    if share is None:
        return Cell(), Cell()
    return Cell(value=share.count, format=COUNT), Cell(value=share.over_under, format=_APART)


@block("audit")
def audit(page: Page, options: Options) -> tuple[Block, ...]:
    """What people changed: grades in calibration, comments, amounts by hand, targets after the period, restated values."""
    view, words = page.view, page.words
    if view.statistics is None:
        return ()
    by_hand = [line.amount for one in view.statements for line in one.lines if line.kind == "manual" and line.amount is not None]
    items: list[tuple[str, int, Decimal | None]] = [
        ("calibrated", len(view.adjustments), None),
        ("overrides", sum(one.source == "override" for one in view.texts.comments), None),
        ("manual", len(by_hand), sum(by_hand, Decimal(0)) if by_hand else None),
        ("late", _found(view, "W-LATE-RETRO"), None),
        ("restated", sum(line.restated is not None for line in view.lines), None),
    ]
    plans = [column("what", words("audit.what"), 60, "left", stretch=True), column("count", words("audit.count"), 18),
             column("amount", words("audit.amount"), 26)]
    rows = [Row(cells=(figures.words(words(f"audit.{key}")), Cell(value=count, format=COUNT),
                       figures.paid(amount, view.currency))) for key, count, amount in items]
    return (table(page, options, "audit", (plans, rows), density="dense"),)


def _found(view: View, code: str) -> int:
    """Findings of one code among those of this view."""
    return sum(one.code == code for one in view.findings)
