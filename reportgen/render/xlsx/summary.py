"""The first sheet: message, title lines, the figures that matter, key messages, and a list of the sheets with their checks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.formatting.excel import excel_value
from reportgen.model.report import Card, Cards, Cell, KeyValues, Prose, Run
from reportgen.render.xlsx.audit import Audit
from reportgen.render.xlsx.codes import number_code
from reportgen.render.xlsx.lanes import text_of
from reportgen.render.xlsx.measure import wrap
from reportgen.render.xlsx.names import quoted
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.styles import EFFECT_TEXT, HEAD, INK, LINK, MUTED, PLAIN, Look
from reportgen.render.xlsx.tables import write_title
from reportgen.render.xlsx.texts import write_prose

WIDTHS = (26.0, 14.0, 46.0, 14.0)
_HERO = 24.0


def write_figures(out: Sheet, opening: Sequence[Cards | KeyValues | Prose]) -> None:
    """Cards, key values and key messages, one below the other."""
    for block in opening:
        if isinstance(block, Cards):
            for card in block.items:
                _card(out, card)
        elif isinstance(block, KeyValues):
            for item in block.items:
                _pair(out, item.label, item.cell)
        else:
            write_prose(out, block)
        out.down()


def _card(out: Sheet, card: Card) -> None:
    if not card.hero:
        _pair(out, card.label, card.cell, card.unit, card.lines)
        return
    out.height(_HERO * 1.4)
    _value(out, 0, card.cell, Look(bold=True, size=_HERO, align="left"))
    out.text(1, card.unit, MUTED._replace(vertical="bottom"))
    out.down()
    for line in card.lines:
        out.prose(line)


def _pair(out: Sheet, label: str, cell: Cell, unit: str = "", lines: Sequence[Sequence[Run]] = ()) -> None:
    """Label, value in a column of its own, unit and remarks behind it."""
    out.text(0, label, MUTED)
    _value(out, 1, cell, Look(bold=True, align="right", colour=EFFECT_TEXT.get(cell.effect, INK)))
    parts = [*([[Run(text=unit, style="muted")]] if unit else []), *lines]
    behind = [run for index, part in enumerate(parts) for run in (*([Run(text="\u2003")] if index else []), *part)]
    if behind:
        out.runs(2, behind, PLAIN._replace(align="left", indent=1))
    out.down()


def _value(out: Sheet, column: int, cell: Cell, look: Look) -> None:
    held = excel_value(cell.value, cell.format)
    if isinstance(held, Decimal):
        out.number(column, held, look._replace(code=number_code(cell.format, out.locale, (cell.prefix, cell.suffix + cell.mark))))
    elif held is not None and not isinstance(held, str):
        out.day(column, held, look._replace(code="yyyy-mm-dd"))
    else:
        out.text(column, text_of(cell, out.locale), look)


def _one_line(text: str, width: float) -> str:
    """A text cut to one line."""
    lines = wrap(text, width)
    return lines[0] if len(lines) == 1 else f"{wrap(text, width - 2.0)[0]} \u2026"


def write_contents(out: Sheet, sheets: Sequence[tuple[str, str]], audit: Audit) -> None:
    """Every sheet as a link, what it says, and the sum of its check differences."""
    words = audit.words
    write_title(out, words.contents, "")
    for column, head in ((0, words.sheet), (1, words.says), (2, ""), (3, words.check)):
        out.text(column, head, HEAD._replace(align="right" if column == 3 else ""))
    out.down()
    for name, says in sheets:
        out.sheet.write_url(out.row, 0, f"internal:{quoted(name)}!A1", out.styles.get(LINK), name)
        out.text(1, _one_line(says, sum(out.widths[1:3]) - 1.0))
        formula = audit.checks_formula(name)
        if formula:
            out.formula(3, formula, 0, Look(code="0.00", align="right"))
        out.down()
    total = audit.checks_formula()
    if total:
        for column in range(4):
            out.blank(column, Look(top=INK, bottom=INK))
        out.text(0, words.check_total, Look(bold=True, top=INK, bottom=INK))
        out.formula(3, total, 0, Look(code="0.00", align="right", bold=True, top=INK, bottom=INK))
        out.down()
    out.last_row = max(out.last_row, out.row - 1)


