"""Incentives of a unit: totals per department, pools that reconcile to 0.00, and the list of what each person is paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.formatting import unit_name
from reportgen.model.format import COUNT, PERCENT
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.reward import PoolReconciliation
from reportgen.model.rounding import half_up
from reportgen.model.view import RewardTotal
from reportgen.reports import figures
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import column, fit


@block("incentive_summary")
def incentive_summary(page: Page, options: Options) -> tuple[Block, ...]:
    """Rewards per department: people, target, award, payable, payout in percent of target; no persons; it foots."""
    totals = page.view.reward_totals
    if not totals:
        return ()
    words, currency = page.words, page.view.currency
    unit = unit_name(currency, 1, page.locale)
    places = _cents(currency)
    columns = [
        column("name", words("members.name"), 40, "left", stretch=True),
        column("people", words("incentive.people"), 16, total=True),
        column("target", words("incentive.target"), 30, decimals=places, total=True),
        column("gross", words("incentive.gross"), 30, decimals=places, total=True),
        column("payable", words("incentive.payable"), 30, decimals=places, total=True),
        column("ratio", words("incentive.ratio"), 20),
    ]
    rows = [_total_row(page, total) for total in totals]
    rows.append(_sum_row(page, totals))
    return (Table(
        id=page.id("incentives"), title=title_of(page, options, "incentive.title"),
        detail=detail_of(page, options, "incentive.detail", unit=unit), columns=fit(columns, page.width), rows=tuple(rows),
    ),)


def _cents(currency: str) -> int:
    return figures.paid(None, currency).format.decimals


def _total_row(page: Page, total: RewardTotal) -> Row:
    currency = page.view.currency
    return Row(link=total.subject_id, cells=(
        figures.words(total.name), Cell(value=total.people, format=COUNT), figures.paid(total.target, currency),
        figures.paid(total.gross, currency), figures.paid(total.payable, currency), Cell(value=total.ratio, format=PERCENT),
    ))


def _sum_row(page: Page, totals: Sequence[RewardTotal]) -> Row:
    """The totals; the ratio of sums, never a mean of ratios."""
    currency = page.view.currency
    targets = [total.target for total in totals if total.target is not None]
    target = sum(targets, Decimal(0)) if targets else None
    gross = sum((total.gross for total in totals), Decimal(0))
    payable = sum((total.payable for total in totals), Decimal(0))
    complete = target if target and len(targets) == len(totals) else None
    ratio = half_up(gross * 100 / complete) if complete else None
    people = sum(total.people for total in totals)
    return Row(role="total", cells=(
        figures.words(page.words("incentive.total"), "bold"), Cell(value=people, format=COUNT, style="bold"),
        figures.paid(target, currency, style="bold"), figures.paid(gross, currency, style="bold"),
        figures.paid(payable, currency, style="bold"), Cell(value=ratio, format=PERCENT, style="bold"),
    ))


@block("pool_reconciliation")
def pool_reconciliation(page: Page, options: Options) -> tuple[Block, ...]:
    """Each pool: amount, allocated, withheld, undistributed, and the difference that must read 0.00."""
    pools = page.view.pools
    if not pools:
        return ()
    words, currency = page.words, page.view.currency
    places = _cents(currency)
    heads = ("pool", "allocated", "withheld", "undistributed", "difference")
    columns = [column("name", words("pools.name"), 40, "left", stretch=True)]
    columns += [column(name, words(f"pools.{name}"), 27, decimals=places) for name in heads]
    return (Table(
        id=page.id("pools"), title=title_of(page, options, "pools.title"),
        detail=detail_of(page, options, "pay.detail", unit=unit_name(currency, 1, page.locale)), columns=fit(columns, page.width),
        rows=tuple(_pool_row(page, pool, currency) for pool in pools),
    ),)


def _pool_row(page: Page, pool: PoolReconciliation, currency: str) -> Row:
    group = page.view.names.get(pool.group_id)
    policy = next((one.label for one in page.view.policies if one.id == pool.policy_id and one.label), pool.policy_id)
    name = page.words("title.separator").join(
        part for part in (policy, group.of(page.locale) if group is not None else pool.group_id) if part)
    amounts = (pool.pool, pool.allocated, pool.withheld, pool.undistributed, pool.difference)
    return Row(cells=(figures.words(name), *(figures.paid(amount, currency) for amount in amounts)))
