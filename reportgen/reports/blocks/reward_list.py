"""What each person is paid, per reward policy: one row per person that foots by unit, by policy and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import unit_name
from reportgen.model.format import COUNT, SCORE, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.reward import Statement
from reportgen.reports import figures
from reportgen.reports.blocks.pay import actions_text, policy_names
from reportgen.reports.figures import DASH
from reportgen.reports.headings import detail_of, title_of
from reportgen.reports.length import ems
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, cells_in_order, column, fit

#: Components with an amount of their own from which each has a column, and how many have one.
_SEVERAL, _MOST = 2, 3
#: People named in a footnote; the others are counted.
_NAMED = 10
#: Kinds of lines that are an award; all others change it or take from it.
_AWARDS = frozenset({
    "tier", "tier_extra", "grade_factor", "curve", "rate", "per_unit", "per_event", "matrix", "fixed", "soe_pay", "pool_share",
    "manual",
})
#: Millimetres of an em of a name and of the space beside it; a column of posts or units is that narrow and that wide at most.
_EM, _PAD, _NARROWEST, _WIDEST = 3.15, 3.0, 24.0, 58.0
_FOUR = Format("number", 4)
_MONEY = ("award", "penalties", "other", "payable")


class ListOptions(Options):
    """``most`` people of one policy; where there are more, the rest shares one row that keeps the sums right."""

    most: int = 400


@dataclass(frozen=True)
class _List:
    """One policy's people: which columns say something, and names that tell namesakes apart."""

    page: Page
    currency: str
    columns: tuple[str, ...]
    components: Mapping[str, str]
    names: Mapping[str, str]
    posts: Mapping[str, str]
    scores: Mapping[str, Decimal | None]


@block("reward_list", ListOptions)
def reward_list(page: Page, options: ListOptions) -> tuple[Block, ...]:
    """What each person is paid per policy, the largest policy first, after the sums of all policies; it foots by unit."""
    by_policy: dict[str, list[Statement]] = {}
    for one in page.view.statements:
        by_policy.setdefault(one.policy_id, []).append(one)
    names = policy_names(page)
    ordered = sorted(by_policy.items(), key=lambda item: -len(item[1]))
    tables = [_policy_list(page, options, names[policy], statements) for policy, statements in ordered]
    if len(ordered) > 1 and len({one.currency for one in page.view.statements}) == 1:
        tables.insert(0, _summary(page, [(names[policy], statements) for policy, statements in ordered]))
    return tuple(tables)


# ------------------------------------------------------------------ one policy
def _policy_list(page: Page, options: ListOptions, label: str, statements: list[Statement]) -> Table:
    words, table = page.words, _described(page, statements)
    ordered = sorted(statements, key=lambda one: (one.unit_id, one.subject_id))
    rows = _grouped(table, ordered[: options.most])
    rest = ordered[options.most:]
    if rest:
        rows.append(_sums(table, words("members.rest", count=len(rest)), rest, "body"))
    rows.append(_sums(table, words("incentive.total"), ordered, "total"))
    return Table(
        id=page.id(f"rewards-{statements[0].policy_id}"), title=title_of(page, options, "reward_list.title", policy=label),
        detail=detail_of(page, options, "reward_list.detail", unit=unit_name(table.currency, 1, page.locale)),
        columns=fit(_plans(table, statements), page.width), rows=_with_carry(page, rows, table.currency), density="dense",
        carried_forward=words("table.carried_forward"), brought_forward=words("table.brought_forward"),
        footnotes=_what_limits_took(table, ordered),
    )


def _what_limits_took(table: _List, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Whom a cap cost how much, and what would have been without gates and knock-outs: for finance and HR, who see this list."""
    capped = [(one, one.lost) for one in statements if one.lost]
    limited = [
        (one, amount) for one in statements
        if (amount := next((item.would_have_been for item in one.limits if item.applied and item.would_have_been), None))
    ]
    notes = []
    for key, found in (("capped", capped), ("limited", limited)):
        if found:
            named = [_amount_of(table, one, amount) for one, amount in found[:_NAMED]]
            rest = [table.page.words("reward_list.others", count=len(found) - _NAMED)] if len(found) > _NAMED else []
            notes.append(table.page.words(f"reward_list.{key}", people=table.page.words.list([*named, *rest])))
    return tuple(notes)


def _amount_of(table: _List, one: Statement, amount: Decimal) -> str:
    money = figures.paid(amount, table.currency).format
    return f"{table.names[one.subject_id]} {figures.shown(amount, money, table.page.locale)}"


def _described(page: Page, statements: list[Statement]) -> _List:
    components: dict[str, str] = {}
    for one in statements:
        for line in one.lines:
            if line.kind in _AWARDS and line.amount is not None:
                components.setdefault(line.component_id, line.label.get(page.locale, line.component_id))
    kept = dict(list(components.items())[:_MOST]) if len(components) >= _SEVERAL else {}
    has = {
        "base": any(one.base is not None for one in statements),
        "factor": any(one.payout_factor is not None for one in statements),
        "proration": any(one.base is not None for one in statements), "penalties": any(_penalties(one) for one in statements),
        "other": any(_other(one) for one in statements),
        "unit": {one.unit_id for one in statements} != {page.view.subject.id},
        "actions": any(one.actions or one.status == "held" for one in statements),
    }
    before = ("person", "post", "unit", "score", "grade", "base", "proration", "factor")
    every = (*before, *(f"c:{name}" for name in kept), *_MONEY, "actions")
    columns = tuple(name for name in every if has.get(name, True))
    posts = {member.id: member.post for member in page.view.people}
    names = _names(page, statements)
    return _List(page, statements[0].currency, columns, kept, names, posts, _scores(page, statements))


def _scores(page: Page, statements: Iterable[Statement]) -> dict[str, Decimal | None]:
    """Person -> final score; where the page does not know it, what the award was measured by if that is the score."""
    found = {one.subject_id: one.measure_value for one in statements if one.measure in ("", "person.final", "person.score")}
    known = {member.id: member.scorecard.final for member in page.view.people if member.scorecard is not None}
    return found | known


def _names(page: Page, statements: Iterable[Statement]) -> dict[str, str]:
    """Person -> name; namesakes with their ids."""
    found = {}
    for one in statements:
        name = page.view.names.get(one.subject_id)
        found[one.subject_id] = name.of(page.locale) if name is not None else one.name or one.subject_id
    often = Counter(found.values())
    return {person: name if often[name] == 1 else page.words("reward_list.namesake", name=name, id=person)
            for person, name in found.items()}


def _plans(table: _List, statements: list[Statement]) -> list[Plan]:
    words, places = table.page.words, _cents(table.currency)
    posts = [table.posts.get(one.subject_id, "") for one in statements]
    units = [_unit(table.page, one.unit_id) for one in statements]
    every = {
        "person": column("person", words("reward_list.person"), 30, "left"),
        "post": column("post", words("members.post"), _wide(posts), "left", stretch="unit" not in table.columns),
        "unit": column("unit", words("segments.unit"), _wide(units), "left", stretch=True),
        "score": column("score", words("members.score"), 12),
        "grade": column("grade", words("members.grade"), 9),
        "base": column("base", words("reward_list.base"), 19, decimals=places),
        "proration": column("proration", words("reward_list.proration"), 14),
        "factor": column("factor", words("reward_list.factor"), 13),
        "actions": column("actions", words("reward_list.actions"), 36 if any(one.actions for one in statements) else 14, "left"),
    }
    every |= {name: column(name, words(f"reward_list.{name}"), 20, decimals=places, total=True, carry=name == "payable")
              for name in _MONEY}
    every |= {f"c:{name}": column(f"c:{name}", label, 21, decimals=places, total=True)
              for name, label in table.components.items()}
    return [every[name] for name in table.columns]


def _wide(names: Iterable[str]) -> float:
    """Millimetres in which the longest of these names stands in one line, within limits."""
    longest = max((ems(name) * _EM + _PAD for name in names), default=_NARROWEST)
    return round(min(max(longest, _NARROWEST), _WIDEST), 1)


def _cents(currency: str) -> int:
    return figures.paid(None, currency).format.decimals


def _grouped(table: _List, statements: Sequence[Statement]) -> list[Row]:
    """People by unit, with a subtotal for units of several where there is more than one unit."""
    units = list(dict.fromkeys(one.unit_id for one in statements))
    rows: list[Row] = []
    for unit in units:
        members = [one for one in statements if one.unit_id == unit]
        rows += [_person(table, one) for one in members]
        if len(units) > 1 and len(members) > 1:
            rows.append(_sums(table, _unit(table.page, unit), members, "subtotal"))
    return rows


def _unit(page: Page, unit_id: str) -> str:
    name = page.view.names.get(unit_id)
    return name.of(page.locale) if name is not None else unit_id


def _person(table: _List, one: Statement) -> Row:
    page, currency = table.page, one.currency
    ref = f"rewards/{page.view.period.label}/{one.subject_id}/{one.policy_id}.result#amount"
    actions = page.words("reward_list.held") if one.status == "held" else actions_text(page, one.actions)
    cells = {
        "person": figures.words(table.names[one.subject_id]), "post": figures.words(table.posts.get(one.subject_id, "")),
        "unit": figures.words(_unit(page, one.unit_id)), "score": Cell(value=table.scores.get(one.subject_id), format=SCORE),
        "grade": figures.words(one.grade or DASH), "base": figures.paid(one.base, currency),
        "proration": Cell(value=one.proration, format=_FOUR), "factor": Cell(value=one.payout_factor, format=_FOUR),
        "payable": figures.paid(one.payable, currency, ref), "actions": figures.words(actions),
    }
    cells |= {name: figures.paid(value, currency) for name, value in _amounts(table, one).items() if name != "payable"}
    return Row(link=one.subject_id, cells=cells_in_order(table.columns, cells))


def _amounts(table: _List, one: Statement) -> dict[str, Decimal | None]:
    """The amounts of a row: components, the award, penalties, what else lies between the award and the payable."""
    found: dict[str, Decimal | None] = {f"c:{name}": _component(one, name) for name in table.components}
    penalties = None if one.award is None else -_penalties(one)
    return {**found, "award": one.award, "penalties": penalties, "other": _other(one), "payable": one.payable}


def _other(one: Statement) -> Decimal | None:
    """Pools, advances, deferral, deductions: what lies between the award less penalties and the payable."""
    return None if one.payable is None or one.award is None else one.payable - one.award + _penalties(one)


def _component(one: Statement, name: str) -> Decimal | None:
    found = (line.amount for line in one.lines if line.component_id == name and line.kind in _AWARDS)
    amounts = [amount for amount in found if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _penalties(one: Statement) -> Decimal:
    return sum((penalty.applied for penalty in one.penalties), Decimal(0))


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _sums(table: _List, label: str, statements: Sequence[Statement], role: Literal["body", "subtotal", "total"]) -> Row:
    style: Literal["", "bold"] = "" if role == "body" else "bold"
    rows = [_amounts(table, one) for one in statements]
    first = next(index for index, name in enumerate(table.columns) if name in _MONEY or name.startswith("c:"))
    cells = {name: figures.paid(_total(row[name] for row in rows), table.currency, style=style)
             for name in table.columns if name in _MONEY or name.startswith("c:")}
    cells["person"] = Cell(value=label, style=style, span=first)
    return Row(role=role, cells=cells_in_order(table.columns, cells))


def _with_carry(page: Page, rows: list[Row], currency: str) -> tuple[Row, ...]:
    """Body rows with the running sum of what is payable, for tables that break over pages."""
    running, carried, back = Decimal(0), [], 0
    for row in rows:
        if not back:
            back = next(place for place, cell in enumerate(reversed(row.cells), 1) if cell.format.kind == "money")
        value = row.cells[-back].value
        if row.role == "body" and isinstance(value, Decimal):
            running += value
        text = figures.shown(running, figures.paid(None, currency).format, page.locale)
        carried.append(row.model_copy(update={"carry": text}) if row.role in ("body", "subtotal") else row)
    return tuple(carried)


# ------------------------------------------------------------------ all policies
def _summary(page: Page, policies: Sequence[tuple[str, list[Statement]]]) -> Table:
    """One row per policy and their sum: the amount that the message of the page names."""
    words, currency = page.words, policies[0][1][0].currency
    places, every = _cents(currency), [one for _, statements in policies for one in statements]
    plans = [column("policy", words("reward_list.policy"), 60, "left", stretch=True)]
    plans.append(column("people", words("incentive.people"), 20))
    plans += [column(name, words(f"reward_list.{name}"), 30, decimals=places, total=True) for name in _MONEY]
    plain = _List(page, currency, (), {}, {}, {}, {})

    def cells(label: str, statements: Sequence[Statement], style: Literal["", "bold"]) -> tuple[Cell, ...]:
        rows = [_amounts(plain, one) for one in statements]
        people = len({one.subject_id for one in statements if one.payable is not None})
        sums = (figures.paid(_total(row[name] for row in rows), currency, style=style) for name in _MONEY)
        return (Cell(value=label, style=style), Cell(value=people, format=COUNT, style=style), *sums)

    rows = [Row(cells=cells(label, statements, "")) for label, statements in policies]
    rows.append(Row(role="total", cells=cells(words("incentive.total"), every, "bold")))
    return Table(
        id=page.id("rewards-summary"), title=words("reward_list.summary"), density="dense", columns=fit(plans, page.width),
        detail=words("reward_list.detail", unit=unit_name(currency, 1, page.locale)), rows=tuple(rows),
    )
