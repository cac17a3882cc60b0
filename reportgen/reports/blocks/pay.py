"""What a person is paid and why: statement, payout curve, reward table, deductions."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from reportgen.formatting import currency_places, date_text, text, unit_name
from reportgen.model import chart
from reportgen.model.format import PERCENT, SCORE, TEXT, Format
from reportgen.model.report import Block, Cell, Chart, Item, Prose, Row, Run, Table
from reportgen.model.reward import DeductionResult, Statement, StatementLine, TierRow
from reportgen.model.view import Name
from reportgen.reports import figures
from reportgen.reports.figures import DASH, HUNDRED, shown
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit

_PERCENT = Format("percent", 2)
#: Millimetres from which the name of a deduction stands in one line.
WIDE = 200
#: Kinds whose factor reads as a percentage of the base.
_IN_PERCENT = frozenset({"curve", "rate"})


@block("bonus_statement")
def bonus_statement(page: Page, options: Options) -> tuple[Block, ...]:
    """One table per reward policy: base, factors, gates, penalties, advances; the signed amounts add up to the payable."""
    statements = [one for one in page.view.statements if one.lines]
    tables: list[Block] = [_statement(page, options, one, many=len(statements) > 1) for one in statements]
    held = [one for one in page.view.statements if one.status == "held"]
    if held:
        tables.append(_remark(_why_held(page, held)))
    return tuple(tables)


def _why_held(page: Page, held: list[Statement]) -> str:
    """Which bonuses wait, and for what: a measure without a value, too little of the scorecard scored, or the final result."""
    words, card = page.words, page.view.scorecard
    named = words.list(list(dict.fromkeys(one.label.get(page.locale, one.policy_id) for one in held)))
    measures = words.list(sorted({name[page.locale] for one in held for name in one.missing_words}))
    if measures:
        return words("pay.held", measures=measures)
    if all(one.reason == "pool_floors" for one in held):
        return words("pay.held_floors", policies=named)
    if all(one.reason == "coverage" for one in held) and card is not None and card.coverage is not None:
        least = shown(page.view.rules.scoring.min_coverage, Format("number", 0), page.locale)
        reached = shown(card.coverage, Format("number", 0), page.locale)
        return words("pay.held_coverage", policies=named, coverage=reached, least=least)
    return words("pay.held_open")


def _remark(words: str) -> Prose:
    return Prose(role="footnote", items=(Item(runs=(Run(text=words),)),))


def _statement(page: Page, options: Options, statement: Statement, *, many: bool) -> Table:
    words, locale = page.words, page.locale
    unit = unit_name(statement.currency, 1, locale)
    detail = detail_of(page, options, "pay.detail", unit=unit)
    if many:
        detail = page.words("title.separator").join([policy_names(page)[statement.policy_id], detail])
    amount = column("amount", words("pay.amount"), 22, total=True, decimals=currency_places(statement.currency))
    item, basis = column("item", words("pay.item"), 30, "left"), column("basis", words("pay.basis"), 38, stretch=True, wrap=True)
    columns = fit([item, basis, amount], page.width)
    rows = [_line(page, statement, line) for line in statement.lines]
    key = "pay.payable_estimate" if statement.estimate else "pay.payable"
    payable = figures.paid(statement.payable, statement.currency, _ref(page, statement, "result"), "bold")
    rows.append(Row(role="total", cells=(figures.words(words(key), "bold"), Cell(), payable)))
    return Table(
        id=page.id(f"statement-{statement.policy_id}"), title=title_of(page, options, "pay.title"), detail=detail,
        columns=columns, rows=tuple(rows), footnotes=_notes(page, statement),
    )


def _ref(page: Page, statement: Statement, component: str) -> str:
    return f"rewards/{page.view.period.label}/{statement.subject_id}/{statement.policy_id}.{component}#amount"


def _line(page: Page, statement: Statement, line: StatementLine) -> Row:
    """A signed amount, or a factor in the same column: ×1.0000, a payout in percent of the base."""
    locale, ref = page.locale, _ref(page, statement, line.component_id)
    label = figures.words(_named(page, line, line.label.get(locale, line.component_id)))
    basis = figures.words(_named(page, line, line.note.get(locale, "")), "muted")
    if line.kind == "base":
        return Row(cells=(label, basis, figures.paid(line.base, statement.currency, ref)))
    if line.amount is None:
        return Row(cells=(label, basis, _factor(line, ref)), level=1)
    amount = figures.paid(line.amount, statement.currency, ref)
    if line.kind == "result":
        bold = {"style": "bold"}
        return Row(cells=(label.model_copy(update=bold), basis, amount.model_copy(update=bold)), role="subtotal")
    return Row(cells=(label, basis, amount), level=1 if line.amount <= 0 else 0)


def _named(page: Page, line: StatementLine, words: str) -> str:
    """Words of a gate or a knock-out with its name in the policy's place of its id."""
    if line.kind not in ("gate", "knock_out"):
        return words
    return words.replace(line.component_id, page.view.rules.name_of(line.component_id, page.locale))


def _factor(line: StatementLine, ref: str) -> Cell:
    if line.factor is None:
        return Cell(value=DASH, style="muted", ref=ref)
    if line.kind in _IN_PERCENT:
        return Cell(value=line.factor * HUNDRED, format=_PERCENT, prefix="×", ref=ref)
    return figures.factor(line.factor, ref)


def _notes(page: Page, statement: Statement) -> tuple[str, ...]:
    """What the statement needs said: estimate, gates that applied and what would have been, deferral."""
    words, notes = page.words, []
    money = Format("money", currency_places(statement.currency), statement.currency)
    if statement.estimate:
        notes.append(words("pay.estimate"))
    for limit in statement.limits:
        if limit.applied and limit.would_have_been is not None:
            rule = page.view.rules.name_of(limit.id, page.locale)
            notes.append(words("pay.would_have_been", rule=rule, amount=shown(limit.would_have_been, money, page.locale)))
    if statement.instalments:
        deferred = shown(statement.deferred, money, page.locale)
        notes.append(words("pay.deferred", amount=deferred, count=len(statement.instalments)))
    if statement.carried_forward:
        notes.append(words("pay.carried", amount=shown(statement.carried_forward, money, page.locale)))
    return tuple(notes)


def policy_names(page: Page) -> dict[str, str]:
    """Policy id -> its name; where two bear the same name, with the id."""
    labels = {one.policy_id: one.label.get(page.locale, one.policy_id) for one in page.view.statements}
    often = Counter(labels.values())
    return {policy: label if often[label] == 1 else page.words("reward_list.namesake", name=label, id=policy)
            for policy, label in labels.items()}


class CurveOptions(Options):
    """``height`` in millimetres."""

    height: Decimal = Decimal(54)


@block("payout_curve", CurveOptions)
def payout_curve(page: Page, options: CurveOptions) -> tuple[Block, ...]:
    """The payout curve of the first policy that has one, with one's own point."""
    statement = next((one for one in page.view.statements if one.curve is not None), None)
    if statement is None or statement.curve is None:
        return ()
    curve, words = statement.curve, page.words
    labels = [_point_label(page, curve.points, index) for index in range(len(curve.points))]
    points = tuple(chart.CurvePoint(x=x, y=y, label=label) for (x, y), label in zip(curve.points, labels, strict=True))
    own = None
    if curve.x is not None and curve.y is not None:
        label = words("curve.own", payout=shown(curve.y, _PERCENT, page.locale))
        own = chart.CurvePoint(x=curve.x, y=curve.y, label=label)
    spec = chart.PayoutCurve(
        points=points, below=curve.below, x_label=_measure(page, curve.measure), y_label=words("curve.payout"), own=own,
        own_second_label="" if curve.x is None else words("curve.own_score", score=shown(curve.x, SCORE, page.locale)),
        stepped=curve.interpolation == "step",
    )
    listed = page.words("title.separator").join(f"{_plain(x)}/{_plain(y)}" for x, y in curve.points)
    return (Chart(
        id=page.id("curve"), title=title_of(page, options, "curve.title"), detail=detail_of(page, options) or listed, spec=spec,
        width=page.width, height=options.height, alt=own.label if own is not None else words("curve.title"),
    ),)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _measure(page: Page, measure: str) -> str:
    """What the axis measures: the total for the usual measures, attainment of a KPI otherwise."""
    return page.words("curve.attainment" if "kpi(" in measure else "curve.total")


def _point_label(page: Page, points: tuple[tuple[Decimal, Decimal], ...], index: int) -> str:
    """Threshold, target (100) and cap by name, other breaks by their payout."""
    x, y = points[index]
    payout = f"{_plain(y)}%"
    if x == HUNDRED:
        return page.words("curve.target", payout=payout)
    if index == len(points) - 1:
        return page.words("curve.cap", payout=payout)
    return page.words("curve.threshold", payout=payout) if index == 0 else payout


@block("tier_table")
def tier_table(page: Page, options: Options) -> tuple[Block, ...]:
    """The reward table of a policy: what each tier gives and asks for, one's own tier in bold."""
    return tuple(_tiers(page, options, one) for one in page.view.statements if one.tiers)


def _tiers(page: Page, options: Options, statement: Statement) -> Table:
    words = page.words
    columns = [
        column("tier", words("tiers.tier"), 34, "left"), column("from", words("tiers.from"), 18),
        column("factor", words("tiers.factor"), 18), column("extra", words("tiers.extra"), 18),
        column("actions", words("tiers.actions"), 40, "left", stretch=True),
    ]
    rows = tuple(_tier(page, statement, tier) for tier in statement.tiers)
    return Table(
        id=page.id(f"tiers-{statement.policy_id}"), title=title_of(page, options, "tiers.title"),
        detail=detail_of(page, options) or statement.label.get(page.locale, statement.policy_id),
        columns=fit(columns, page.width), rows=rows,
    )


def _tier(page: Page, statement: Statement, tier: TierRow) -> Row:
    label = tier.label.get(page.locale) or page.words("tiers.at_least", value=_plain(tier.min_pct))
    own = page.words("tiers.own") if tier.reached else ""
    cells = (
        Cell(value=label, format=TEXT, suffix=own), Cell(value=tier.min_pct, format=Format("percent", _places(tier.min_pct))),
        _gives(tier.factor, tier.amount, statement.currency), _gives(tier.extra_factor, tier.extra_amount, statement.currency),
        figures.words(actions_text(page, tier.actions) or DASH),
    )
    return Row(cells=tuple(cell.model_copy(update={"style": "bold"}) for cell in cells) if tier.reached else cells)


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _gives(factor: Decimal | None, amount: Decimal | None, currency: str) -> Cell:
    if amount is not None:
        return figures.paid(amount, currency)
    if factor is not None:
        return Cell(value=factor * HUNDRED, format=PERCENT)
    return Cell(value=DASH, style="muted")


def actions_text(page: Page, actions: tuple[str, ...]) -> str:
    """Actions of a policy in words; a company's own stand as written."""
    return page.words.list([page.words.known("action", action) for action in actions])


@block("deductions")
def deductions(page: Page, options: Options) -> tuple[Block, ...]:
    """Deductions from wages with legal basis and limit; what exceeds the limit is carried forward, never dropped."""
    found = [(one, item) for one in page.view.statements for item in one.deductions]
    if not found:
        return ()
    words, currency = page.words, page.view.currency
    columns = [
        column("what", words("deductions.what"), 28 if page.width < WIDE else 70, "left"),
        column("requested", words("deductions.requested"), 24), column("limit", words("deductions.limit"), 24),
        column("deducted", words("deductions.deducted"), 24), column("carried", words("deductions.carried"), 24),
        column("basis", words("deductions.basis"), 40, "left", stretch=True),
    ]
    rows = tuple(_deduction(page, one, item) for one, item in found)
    return (Table(
        id=page.id("deductions"), title=title_of(page, options, "deductions.title"),
        detail=detail_of(page, options, "pay.detail", unit=unit_name(currency, 1, page.locale)), columns=fit(columns, page.width),
        rows=rows, footnotes=(words("deductions.note"),),
    ),)


def _deduction(page: Page, statement: Statement, item: DeductionResult) -> Row:
    """One deduction; in a list of several people with the name of whom it concerns."""
    currency, subject = statement.currency, page.view.subject.id
    dated = "" if item.date is None else text(date_text(item.date, page.locale), TEXT, page.locale)
    name = page.view.names.get(statement.subject_id) if statement.subject_id != subject else None
    whose = "" if name is None else name.of(page.locale)
    since = page.words("deductions.since", period=item.since) if item.since else ""
    parts = (whose, page.words(f"deductions.{item.wage_class}"), dated, since)
    what = page.words("title.separator").join(part for part in parts if part)
    basis = Name(item.legal_basis, item.legal_basis_en).of(page.locale) or DASH
    if item.refused:
        reasons = page.words.list([page.words.known("refused", why) for why in item.refused])
        basis = page.words("deductions.refused", reasons=reasons)
    limits = [value for value in (item.cap, item.headroom) if value is not None]
    return Row(cells=(
        figures.words(what), figures.paid(item.requested, currency), figures.paid(min(limits, default=None), currency),
        figures.paid(item.deducted, currency), figures.paid(item.carried_forward, currency), figures.words(basis),
    ))
