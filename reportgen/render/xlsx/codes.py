"""Number codes of cells: the format's own, with its signs before and behind, and room that keeps decimal points in line."""

from __future__ import annotations

from functools import lru_cache

from reportgen.formatting.excel import excel_code
from reportgen.model.dataset import Locale
from reportgen.model.format import Format

_UNSAFE = frozenset('";')


@lru_cache(maxsize=1024)
def number_code(format: Format, locale: Locale, around: tuple[str, str] = ("", ""), room: tuple[int, str] = (0, "")) -> str:  # noqa: A002
    """The code of a number, in every section: ``"▽"#,##0.0_0"†"``.

    ``around`` are texts before and behind the number. ``room`` is what the widest number of the column has and this one
    lacks: places after the point, and the sign that hangs behind it.
    """
    safe = format if not _UNSAFE & set(format.unit) else Format(
        format.kind, format.decimals, "", format.scale, format.signed, False, format.grouping, format.missing)
    places, hanging = room
    pad = ("_." if places and not format.decimals else "") + "_0" * places
    tail = pad + literal(around[1]) + "".join(f"_{char}" for char in hanging if char not in _UNSAFE)
    return ";".join(literal(around[0]) + section + tail for section in excel_code(safe, locale).split(";"))


def literal(text: str) -> str:
    """A text inside a number code."""
    clean = "".join(char for char in text if char not in _UNSAFE)
    return f'"{clean}"' if clean else ""
