"""Tables of units or people: score, change, grade, bars, and a heat cell per KPI that several of them share.

Units whose KPIs differ have a heat cell per perspective instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reportgen.formatting import word
from reportgen.model.chart import GraphicScale, VarianceBar
from reportgen.model.format import COUNT, SCORE_DELTA, TEXT, Format
from reportgen.model.report import Block, Cell, Row, Table
from reportgen.model.rounding import half_up
from reportgen.model.view import Member
from reportgen.reports import figures
from reportgen.reports.figures import DASH, HUNDRED, effect_of, shown
from reportgen.reports.headings import detail_of, footnotes, title_of
from reportgen.reports.length import ems
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block
from reportgen.reports.tables import Plan, around_zero, cells_in_order, column, fit
from reportgen.reports.words import Words

ColumnName = Literal[
    "name", "post", "days", "score", "versus_mean", "change", "grade", "rank", "distance", "counts", "worst", "worst_points",
    "heat", "payable",
]
UNIT_COLUMNS: tuple[ColumnName, ...] = ("name", "score", "change", "grade", "distance", "heat")
DEPARTMENT_COLUMNS: tuple[ColumnName, ...] = ("name", "score", "change", "grade", "distance", "counts", "heat")
UNIT_COLUMNS_ALONE: tuple[ColumnName, ...] = ("name", "score", "change", "grade", "distance", "counts", "worst", "worst_points")
PEOPLE_COLUMNS: tuple[ColumnName, ...] = ("name", "post", "days", "score", "versus_mean", "grade", "counts", "heat")
PEOPLE_COLUMNS_ALONE: tuple[ColumnName, ...] = (
    "name", "post", "days", "score", "versus_mean", "grade", "distance", "counts", "worst",
)
SIBLING_COLUMNS: tuple[ColumnName, ...] = ("name", "score", "change", "grade", "rank", "distance", "counts")

_WIDTH: dict[str, Decimal] = {
    name: Decimal(width) for name, width in {
        "name": 32, "post": 32, "days": 9, "score": 13, "versus_mean": 13, "change": 13, "grade": 11, "rank": 12, "distance": 28,
        "counts": 17, "worst": 36, "worst_points": 13, "payable": 24,
    }.items()
}
#: Where units show what drags them, their names need the room.
_NARROWER = {"name": Decimal(40), "worst": Decimal(33), "counts": Decimal(15), "change": Decimal(12)}
#: Many departments leave little room beside their heat cells.
_DENSER = {"name": Decimal(54), "change": Decimal(12), "grade": Decimal(10), "distance": Decimal(23), "counts": Decimal(14)}
_ONE = Format("number", 1, signed=True)
_WHOLE, _TENTH = Format("number", 0), Format("number", 1)
#: Millimetres of an em; the room of a post in its usual column; the column of long ones, which takes a heat cell's place.
_EM, _POST_ROOM, _LONG_POST = 3.0, 40.0, Decimal(45)
#: A person's name is shorter than a unit's.
_PERSON = Decimal(24)
HEAT_WIDTH = Decimal(13)
#: Han letters of a head that a heat cell's column holds in a line; longer ones break in the middle.
_HEAT_LETTERS = 4


Kind = Literal["units", "departments", "people", "siblings"]


class MembersOptions(Options):
    """``columns`` in their order (empty: those that suit the data), ``most`` rows (the rest share one), ``kpis`` of the heat."""

    columns: tuple[ColumnName, ...] = ()
    most: int = 60
    kpis: int = 6
    density: Literal["dense", "normal"] = "dense"


class UnitsOptions(MembersOptions):
    """``scope``: the units directly below, or all departments below (as long as there are no more than ``most``).

    ``columns`` in their order (empty: those that suit the data), ``most`` rows (the rest share one), ``kpis`` of the heat.
    """

    scope: Literal["children", "departments"] = "children"


@dataclass(frozen=True)
class _Members:
    page: Page
    options: MembersOptions
    columns: tuple[ColumnName, ...]
    members: tuple[Member, ...]
    heat: tuple[str, ...]
    by_perspective: bool
    mean: Decimal | None
    kind: Kind


@block("units_table", UnitsOptions)
def units_table(page: Page, options: UnitsOptions) -> tuple[Block, ...]:
    """Units below: score, change, grade, distance to 100, status counts, and a heat cell per shared KPI or per perspective."""
    departments = tuple(unit for unit in page.view.departments if unit.scorecard is not None)
    direct = sum(unit.scorecard is not None for unit in page.view.units)
    if options.scope == "departments" and direct < len(departments) <= options.most:
        return _table(page, options, departments, DEPARTMENT_COLUMNS, "departments")
    return _table(page, options, page.view.units, UNIT_COLUMNS, "units")


@block("people_table", MembersOptions)
def people_table(page: Page, options: MembersOptions) -> tuple[Block, ...]:
    """The people of a unit, for their manager: post, days, total, distance to the team's mean, grade and alerts."""
    return _table(page, options, page.view.people, PEOPLE_COLUMNS, "people")


@block("siblings_table", MembersOptions)
def siblings_table(page: Page, options: MembersOptions) -> tuple[Block, ...]:
    """The units beside this one, with its own row in bold: score, change, grade, rank."""
    return _table(page, options, page.view.siblings, SIBLING_COLUMNS, "siblings")


def _table(
    page: Page, options: MembersOptions, members: tuple[Member, ...], usual: tuple[ColumnName, ...], kind: Kind,
) -> tuple[Block, ...]:
    if not members:
        return ()
    columns = options.columns or usual
    heat: tuple[str, ...] = ()
    by_perspective = False
    if "heat" in columns:
        others: dict[str, Decimal] = {name: _width(name, kind, members) for name in columns if name != "heat"}
        heat, by_perspective = _heat_columns(page, members, options.kpis, others)
        if not heat and not options.columns:
            columns = PEOPLE_COLUMNS_ALONE if kind == "people" else UNIT_COLUMNS_ALONE
    table = _Members(page, options, columns, _in_order(members), heat, by_perspective, _mean(members), kind)
    shown_rows = table.members[: options.most]
    rows = [_row(table, member) for member in shown_rows]
    rest = table.members[options.most:]
    if rest:
        rows.append(_rest_row(table, rest))
    detail = detail_of(page, options, f"members.heat{'_groups' if by_perspective else ''}" if heat else f"{kind}.detail")
    return (Table(
        id=page.id(kind), title=title_of(page, options, f"{kind}.title"), detail=detail,
        columns=fit(_plans(table), page.width), rows=tuple(rows), density=options.density, footnotes=_footnotes(table),
    ),)


def _in_order(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Best score first; without a score last; ties by id."""
    def key(member: Member) -> tuple[bool, Decimal, str]:
        final = member.scorecard.final if member.scorecard is not None else None
        return final is None, -(final or Decimal(0)), member.id

    return tuple(sorted(members, key=key))


def _mean(members: tuple[Member, ...]) -> Decimal | None:
    finals = [m.scorecard.final for m in members if m.scorecard is not None and m.scorecard.final is not None]
    return half_up(sum(finals, Decimal(0)) / len(finals)) if finals else None


def _heat_columns(
    page: Page, members: Sequence[Member], most: int, others: Mapping[str, Decimal]
) -> tuple[tuple[str, ...], bool]:
    """What the heat cells are of: KPIs that members share, or perspectives (True) where KPIs leave more than half empty."""
    room = int((page.width - sum(others.values(), Decimal(0))) / HEAT_WIDTH)
    kpis = _shared(Counter(kpi for member in members for kpi in member.scores))[: max(0, min(most, room))]
    filled = sum(kpi in member.scores for member in members for kpi in kpis)
    if 2 * filled >= len(kpis) * len(members) > 0:
        return kpis, False
    groups = _shared(Counter(name for member in members for name in member.perspectives))
    in_order = tuple(dict.fromkeys(line.kpi.perspective for line in page.view.lines if line.kpi.perspective in groups))
    wanted = (*in_order, *(name for name in groups if name not in in_order))
    if 1 < len(wanted) <= room + 1:
        return wanted, True
    return kpis, False


def _shared(counts: Counter[str]) -> tuple[str, ...]:
    """What at least two have, the most common first, then as first seen."""
    return tuple(name for name, count in counts.most_common() if count > 1)


# ------------------------------------------------------------------ columns
def _plans(table: _Members) -> list[Plan]:
    words, plans = table.page.words, []
    distances = around_zero((_distance(member) for member in table.members), Decimal(5))
    widths = {name: _width(name, table.kind, table.members) for name in _WIDTH}
    if table.kind in ("units", "departments") and "worst" in table.columns:
        widths |= _NARROWER
    every = {name: _plan(words, name, width) for name, width in widths.items()}
    scale = GraphicScale(lo=distances[0], hi=distances[1], axis="pl")
    every["distance"] = column("distance", words("members.distance"), float(widths["distance"]), "left", scale=scale)
    for name in table.columns:
        if name == "heat":
            plans += [column(_heat_key(table, key), _heat_head(table, key), float(HEAT_WIDTH)) for key in table.heat]
        else:
            plans.append(every[name])
    return plans


def _width(name: str, kind: str, members: Sequence[Member] = ()) -> Decimal:
    if name == "post" and any(ems(member.post) * _EM > _POST_ROOM for member in members):
        return _LONG_POST
    if kind == "departments":
        return _DENSER.get(name, _WIDTH[name])
    return _PERSON if name == "name" and kind == "people" else _WIDTH[name]


def _plan(words: Words, name: str, width: Decimal) -> Plan:
    align: Literal["left", "right"] = "left" if name in ("name", "post", "worst") else "right"
    return column(
        name, words(f"members.{name}"), float(width), align, stretch=name == "name", total=name == "payable",
    )


def _kpi_head(page: Page, kpi: str) -> str:
    definition = page.view.kpis.get(kpi)
    return kpi if definition is None else definition.name.of(page.locale)


def _heat_key(table: _Members, key: str) -> str:
    return f"{'group' if table.by_perspective else 'kpi'}:{key}"


def _heat_head(table: _Members, key: str) -> str:
    name = word("perspective", key, table.page.locale) if table.by_perspective else _kpi_head(table.page, key)
    name, half = name.replace(" and ", " & "), -(-len(name) // 2)
    return f"{name[:half]}\n{name[half:]}" if table.page.locale == "zh-CN" and len(name) > _HEAT_LETTERS else name


def _distance(member: Member) -> Decimal | None:
    final = member.scorecard.final if member.scorecard is not None else None
    return None if final is None else final - HUNDRED


# ------------------------------------------------------------------ rows
def _row(table: _Members, member: Member) -> Row:
    own = member.id == table.page.view.subject.id
    cells = _cells(table, member)
    if own:
        cells["name"] = cells["name"].model_copy(update={"style": "bold"})
    return Row(cells=cells_in_order(_names(table), cells), link="" if own or table.kind == "siblings" else member.id)


def _names(table: _Members) -> list[str]:
    """Column names with the heat spread out into its KPIs."""
    heat = [_heat_key(table, key) for key in table.heat]
    return [name for plan in table.columns for name in (heat if plan == "heat" else [plan])]


def _cells(table: _Members, member: Member) -> dict[str, Cell]:
    page, card = table.page, member.scorecard
    final = card.final if card is not None else None
    change = card.change if card is not None else None
    versus = None if final is None or table.mean is None else final - table.mean
    distance = _distance(member)
    missing = word("state_short", "not_reported", page.locale)
    label = missing if distance is None else shown(distance, _ONE, page.locale)
    bar = VarianceBar(value=distance, effect=effect_of(distance), note=page.note(member.id), label=label)
    cells = {
        "name": figures.words(_named(table, member)), "post": figures.words(member.post),
        "days": Cell(value=member.days, format=COUNT),
        "score": figures.score(final, _ref(page, member, "final"), "bold").model_copy(update={"mark": _mark(member)}),
        "versus_mean": Cell(value=versus, format=SCORE_DELTA, effect=effect_of(versus)),
        "change": Cell(value=change, format=SCORE_DELTA, effect=effect_of(change), ref=_ref(page, member, "change")),
        "grade": _grade(page, member), "rank": _rank(member),
        "distance": Cell(graphic=bar),
        "counts": figures.words(page.words("members.count_text", green=member.green, amber=member.amber, red=member.red)),
        "worst": _worst(page, member), "worst_points": _worst_points(member),
        "payable": figures.paid(member.payable, page.view.currency, _ref(page, member, "payable")),
    }
    return cells | {_heat_key(table, key): _heat(table, member, key) for key in table.heat}


def _named(table: _Members, member: Member) -> str:
    """The name of a member; of namesakes with the id."""
    locale = table.page.locale
    name = member.name.of(locale)
    if sum(other.name.of(locale) == name for other in table.members) == 1:
        return name
    return table.page.words("reward_list.namesake", name=name, id=member.id)


def _ref(page: Page, member: Member, name: str) -> str:
    return f"scorecards/{page.view.period.label}/{member.id}#{name}"


def _mark(member: Member) -> str:
    return "*" if member.scorecard is not None and member.scorecard.provisional else ""


def _grade(page: Page, member: Member) -> Cell:
    card = member.scorecard
    if card is None or not card.rated or not card.grade:
        return figures.words(page.words("members.not_rated") if card is not None and not card.rated else DASH, "muted")
    if card.grade_before_adjustment and card.grade_before_adjustment != card.grade:
        return figures.words(page.words("members.grade_changed", before=card.grade_before_adjustment, after=card.grade))
    return figures.words(card.grade)


def _rank(member: Member) -> Cell:
    card = member.scorecard
    rank = member.rank if card is None or card.rank is None else card.rank
    if rank is None:
        return Cell(value=DASH, style="muted")
    return Cell(value=f"{rank}/{card.peers}" if card is not None and card.peers else str(rank), format=TEXT)


def _worst(page: Page, member: Member) -> Cell:
    if not member.worst_kpi or member.worst_contribution is None or member.worst_contribution >= 0:
        return Cell(value=None, style="muted")
    return figures.words(_kpi_head(page, member.worst_kpi))


def _worst_points(member: Member) -> Cell:
    value = member.worst_contribution if member.worst_kpi else None
    return Cell(value=value, format=SCORE_DELTA, effect="unfavourable") if value is not None and value < 0 else Cell()


def _heat(table: _Members, member: Member, key: str) -> Cell:
    """A score without decimals (with one where rounding would hide on which side of a limit it lies).

    ▽ below green, ▼ below amber; a word where not reported, nothing where not carried.
    """
    page, values = table.page, member.perspectives if table.by_perspective else member.scores
    if key not in values:
        return Cell(value="", format=TEXT)
    value = values[key]
    ref = "" if table.by_perspective else f"kpi_scores/{page.view.period.label}/{member.id}/{key}#score"
    if value is None:
        state = member.states.get(key, "not_reported")
        return Cell(value=word("state_short", state, page.locale) or DASH, format=TEXT, style="muted", ref=ref)
    limits = page.view.rules.status
    level: Literal[0, 1, 2] = 2 if value < limits.amber else 1 if value < limits.green else 0
    near = half_up(value, 0) in (limits.amber, limits.green) and value not in (limits.amber, limits.green)
    return Cell(value=value, format=_TENTH if near else _WHOLE, prefix=("", "▽", "▼")[level], shade=level, ref=ref,
                style="bold" if level == 2 else "", effect="unfavourable" if level == 2 else "")


def _rest_row(table: _Members, rest: Sequence[Member]) -> Row:
    names = _names(table)
    label = table.page.words("members.rest", count=len(rest))
    cells: Mapping[str, Cell] = {"name": figures.words(label, "muted").model_copy(update={"span": len(names)})}
    return Row(cells=cells_in_order(names, cells))


def _footnotes(table: _Members) -> tuple[str, ...]:
    words, notes = table.page.words, []
    if any(_mark(member) for member in table.members):
        notes.append(words("members.provisional"))
    if table.kind in ("units", "departments"):
        notes.append(words("members.own_scores"))
    if "versus_mean" in table.columns and table.mean is not None:
        mean = shown(table.mean, Format("score", 2), table.page.locale)
        notes.append(words("members.mean", mean=mean, count=len(table.members)))
    return footnotes(table.page, notes)
