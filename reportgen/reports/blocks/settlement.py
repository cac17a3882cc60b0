"""From what was awarded to what is paid: penalties, pools, advances, deferrals, clawback and deductions of a whole unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.formatting import unit_name
from reportgen.model.format import COUNT
from reportgen.model.report import Block, Cell, Row
from reportgen.model.reward import Statement, StatementLine
from reportgen.reports import figures
from reportgen.reports.headings import table
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column

ZERO = Decimal(0)
#: Kinds of lines behind an award (which holds limits and amounts by hand), in the order in which they are applied.
_CHANGES = ("penalty", "pool", "deferral", "instalment", "clawback", "advance", "paid", "deduction")


@block("award_to_payable")
def award_to_payable(page: Page, options: Options) -> tuple[Block, ...]:
    """Awards, each reduction or addition with people and amount, what is payable; nothing where awards are paid as they are."""
    found = [one for one in page.view.statements if one.payable is not None]
    if not found:
        return ()
    words, currency = page.words, page.view.currency
    places = figures.paid(None, currency).format.decimals
    lines = [(one, line) for one in found for line in one.lines if line.amount is not None]
    awards = [pair for pair in lines if pair[1].kind not in _CHANGES]
    rows = [_row(page, "award", awards)]
    rows += [_row(page, kind, own) for kind in _CHANGES if (own := [pair for pair in lines if pair[1].kind == kind])]
    if len(rows) == 1:
        return ()  # every award is paid as it stands
    payable = sum((one.payable for one in found if one.payable is not None), ZERO)
    people = len({one.subject_id for one in found})
    rows.append(Row(role="total", cells=(
        figures.words(words("settlement.payable"), "bold"), Cell(value=people, format=COUNT, style="bold"),
        figures.paid(payable, currency, style="bold"),
    )))
    carried = sum((item.carried_forward for one in found for item in one.deductions), ZERO)
    notes = (words("settlement.carried", amount=figures.shown(carried, figures.paid(None, currency).format, page.locale)),)
    plans = [column("kind", words("settlement.kind"), 60, "left", stretch=True), column("people", words("incentive.people"), 18),
             column("amount", words("settlement.amount"), 32, decimals=places, total=True)]
    return (table(page, options, "settlement", (plans, rows), density="dense", footnotes=notes if carried else (),
                  detail=words("pay.detail", unit=unit_name(currency, 1, page.locale))),)


def _row(page: Page, kind: str, lines: Sequence[tuple[Statement, StatementLine]]) -> Row:
    people = len({one.subject_id for one, _ in lines})
    amount = sum((line.amount for _, line in lines if line.amount is not None), ZERO)
    return Row(cells=(figures.words(page.words(f"settlement.{kind}")), Cell(value=people, format=COUNT),
                      figures.paid(amount, page.view.currency)))
