"""Incentives of a unit: totals per department, pools that reconcile to 0.00, and the list of what each person is paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from reportgen.formatting import unit_name
from reportgen.model.format import COUNT, PERCENT, SCORE, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.reward import PoolReconciliation, Statement
from reportgen.model.rounding import half_up
from reportgen.model.view import RewardTotal
from reportgen.reports import figures
from reportgen.reports.blocks.pay import actions_text
from reportgen.reports.figures import DASH
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


class ListOptions(Options):
    """``most`` people of one policy; where there are more, the rest shares one row that keeps the sums right."""

    most: int = 400


@block("reward_list", ListOptions)
def reward_list(page: Page, options: ListOptions) -> tuple[Block, ...]:
    """What each person is paid per policy: score, grade, base, proration, factor, penalties, payable, actions; it foots."""
    by_policy: dict[str, list[Statement]] = {}
    for one in page.view.statements:
        by_policy.setdefault(one.policy_id, []).append(one)
    return tuple(_policy_list(page, options, policy, statements) for policy, statements in by_policy.items())


def _policy_list(page: Page, options: ListOptions, policy: str, statements: list[Statement]) -> Table:
    words, currency = page.words, statements[0].currency
    places = _cents(currency)
    columns = fit([
        column("person", words("reward_list.person"), 26, "left"),
        column("unit", words("segments.unit"), 50, "left", stretch=True),
        column("score", words("members.score"), 13),
        column("grade", words("members.grade"), 11), column("base", words("reward_list.base"), 22, decimals=places),
        column("proration", words("reward_list.proration"), 15), column("factor", words("reward_list.factor"), 14),
        column("award", words("reward_list.award"), 23, decimals=places, total=True),
        column("other", words("reward_list.other"), 23, decimals=places, total=True),
        column("payable", words("reward_list.payable"), 24, decimals=places, total=True, carry=True),
        column("actions", words("reward_list.actions"), 42 if any(one.actions for one in statements) else 20, "left"),
    ], page.width)
    ordered = sorted(statements, key=lambda one: (one.unit_id, one.subject_id))
    rows = _grouped(page, ordered[: options.most])
    rest = ordered[options.most:]
    if rest:
        rows.append(_sums(page, words("members.rest", count=len(rest)), rest, "body"))
    rows.append(_sums(page, words("incentive.total"), ordered, "total"))
    label = statements[0].label.get(page.locale, policy)
    return Table(
        id=page.id(f"rewards-{policy}"), title=title_of(page, options, "reward_list.title", policy=label),
        detail=detail_of(page, options, "reward_list.detail", unit=unit_name(currency, 1, page.locale)), columns=columns,
        rows=_with_carry(page, rows, currency), density="dense",
        carried_forward=words("table.carried_forward"), brought_forward=words("table.brought_forward"),
    )


def _grouped(page: Page, statements: Sequence[Statement]) -> list[Row]:
    """People by unit, with a subtotal for units of several where there is more than one unit."""
    units = list(dict.fromkeys(one.unit_id for one in statements))
    rows: list[Row] = []
    for unit in units:
        members = [one for one in statements if one.unit_id == unit]
        rows += [_person(page, one) for one in members]
        if len(units) > 1 and len(members) > 1:
            rows.append(_sums(page, _unit(page, unit), members, "subtotal"))
    return rows


def _unit(page: Page, unit_id: str) -> str:
    name = page.view.names.get(unit_id)
    return name.of(page.locale) if name is not None else unit_id


def _person(page: Page, one: Statement) -> Row:
    currency = one.currency
    name = page.view.names.get(one.subject_id)
    shown_name = name.of(page.locale) if name is not None else one.name or one.subject_id
    ref = f"rewards/{page.view.period.label}/{one.subject_id}/{one.policy_id}.result#amount"
    return Row(link=one.subject_id, cells=(
        figures.words(shown_name), figures.words(_unit(page, one.unit_id)), Cell(value=one.measure_value, format=SCORE),
        figures.words(one.grade or DASH),
        figures.paid(one.base, currency), Cell(value=one.proration, format=Format("number", 4)),
        Cell(value=one.payout_factor, format=Format("number", 4)), figures.paid(one.award, currency),
        figures.paid(_other(one), currency), figures.paid(one.payable, currency, ref),
        figures.words(actions_text(page, one.actions)),
    ))


def _other(one: Statement) -> Decimal | None:
    """Penalties, pools, advances, deferral, deductions: what stands between the award and the payable."""
    return None if one.payable is None or one.award is None else one.payable - one.award


def _sums(page: Page, label: str, statements: Sequence[Statement], role: Literal["body", "subtotal", "total"]) -> Row:
    def total(values: list[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known else None

    currency = statements[0].currency
    award, payable = total([one.award for one in statements]), total([one.payable for one in statements])
    style: Literal["", "bold"] = "" if role == "body" else "bold"
    sums = [figures.paid(value, currency, style=style) for value in (award, total([_other(one) for one in statements]), payable)]
    return Row(role=role, cells=(Cell(value=label, style=style, span=7), *sums, Cell()))


def _with_carry(page: Page, rows: list[Row], currency: str) -> tuple[Row, ...]:
    """Body rows with the running sum of what is payable, for tables that break over pages."""
    running, carried = Decimal(0), []
    for row in rows:
        value = row.cells[-2].value
        if row.role == "body" and isinstance(value, Decimal):
            running += value
        text = figures.shown(running, figures.paid(None, currency).format, page.locale)
        carried.append(row.model_copy(update={"carry": text}) if row.role in ("body", "subtotal") else row)
    return tuple(carried)


