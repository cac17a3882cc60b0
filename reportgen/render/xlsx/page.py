"""How a sheet prints and opens: paper, header and footer, print titles and area, frozen head and name column."""

from __future__ import annotations

from reportgen.model.report import Meta
from reportgen.render.xlsx.sheet import Sheet
from reportgen.render.xlsx.words import Words

_A4 = 9
_LONGEST = 250
#: Pixels that a page prints at full size: the longer and the shorter way of A4 within its margins.
_LANDSCAPE, _PORTRAIT = (1005.0, 638.0), (660.0, 964.0)
#: A sheet whose rows pass the first page is set on one page rather than on a second of a few lines, down to this scale.
_SMALLEST = 0.6


def set_page(out: Sheet, meta: Meta, words: Words, *, landscape: bool, last: int) -> None:
    """A4, one page wide, the print area that is in use, header and footer of every report page."""
    sheet = out.sheet
    out.set_rows()
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    page = _LANDSCAPE if landscape or out.left(len(out.widths)) > _PORTRAIT[0] * 1.12 else _PORTRAIT
    if page is _LANDSCAPE:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if page[1] / _height(out, last) >= _SMALLEST else 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.85, bottom=0.75)
    sheet.print_area(0, 0, last, len(out.widths) - 1)
    left = "  ".join(dict.fromkeys((meta.company, *meta.header)))
    right = "  ".join(part for part in (meta.status_text, meta.confidentiality) if part)
    sheet.set_header(_three(left, right), {"margin": 0.4})
    sheet.set_footer(_three("  ".join(meta.footer), words.page, fields=True), {"margin": 0.35})


def _height(out: Sheet, last: int) -> float:
    """Pixels from the top of the sheet to below a row."""
    return sum(out.heights.get(row, 15.0) for row in range(last + 1)) / 0.75


def freeze(out: Sheet, head: tuple[int, int] | None, opening: tuple[int, int], *, tables: int, last: int) -> None:
    """What stays in view with the first column, and what repeats in print.

    The head of a single table stays; it repeats where the table (down to row ``last``) runs over the first page. Otherwise,
    and above several tables, message and title lines do: a head above the charts of page two would name what is not there.
    """
    if head is None:
        return
    frozen = head if tables == 1 else opening
    out.sheet.freeze_panes(frozen[1] + 1, 1)
    width = out.left(len(out.widths))
    first_page = max(page[1] / min(1.0, page[0] / width) for page in (_LANDSCAPE, _PORTRAIT))
    out.sheet.repeat_rows(*(head if tables == 1 and _height(out, last) > first_page * 0.7 else opening))


def _three(left: str, right: str, *, fields: bool = False) -> str:
    """Left and right part in 8 points; the ampersands of names stay signs."""
    behind = right if fields else _sign(right)
    room = _LONGEST - len(behind) - 12
    return f"&L{_sized(_sign(left)[:room].rstrip('&'))}&R{_sized(behind)}"


def _sized(text: str) -> str:
    return f"&8 {text}" if text[:1].isdigit() else f"&8{text}"


def _sign(text: str) -> str:
    return text.replace("&", "&&").replace("\n", " ")
