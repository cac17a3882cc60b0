"""Widths of texts in the character units of a spreadsheet column, and lines that fit a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from reportgen.model.format import Format
from reportgen.model.report import Run

_PIXELS = 7.0  # of one character unit: the widest digit of the default style
_DIGIT = 1.16  # of a bold digit in the widest font that may stand in
_MARGIN = 1.05  # the fonts that stand in for Arial and Microsoft YaHei run a little wider
#: Thousandths of an em in Arial, by width.
_ARIAL = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft", 333: "()-`r", 355: '"', 389: "*", 500: "Jckvsxyz",
    556: "#$0123456789?L_abdeghnopqu", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm",
    889: "%", 944: "W", 1015: "@",
}
#: Quotes and dots, arrows, boxes and triangles, which fonts of Han set as wide as Han.
_WIDE = (("\u2018", "\u2030"), ("\u2190", "\u21ff"), ("\u2500", "\u25ff"))
_OPENING_MARKS = "\uff08\u201c\u300a\u3010"
_CLOSING_MARKS = "\uff0c\u3002\uff1b\uff1a\u3001\uff09\u201d\uff01\uff1f\u300b\u3011"
_TOKEN = re.compile(
    f"[{_OPENING_MARKS}]*(?:[^\\s\u2e80-\uffef\u201c\u201d]+|[\u2e80-\uffef])[{_CLOSING_MARKS}]*\\s*|\\S|\\s+")
_CLOSING = frozenset(_CLOSING_MARKS + ",.;:)")


class _Widths(dict[str, float]):
    """Ems per character; what Arial's table lacks is measured by its East Asian width."""

    def __missing__(self, char: str) -> float:
        wide = unicodedata.east_asian_width(char) in "WF" or any(low <= char <= high for low, high in _WIDE)
        self[char] = width = 1.0 if wide else 0.6
        return width


_EMS = _Widths({char: width / 1000 for width, chars in _ARIAL.items() for char in chars})


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = 9.0) -> float:
    """Width of one line of text in character units at a size in points."""
    return sum(map(_EMS.__getitem__, text)) * size * 4 / 3 / _PIXELS * _MARGIN


def figure_width(value: Decimal, format: Format, places: int = 0) -> float:  # noqa: A002 - the format of the cell is its format
    """Width that a number takes in its format, by its digits; ``places`` are those that the column keeps free for others."""
    whole = max(1, value.adjusted() + 2 - len(str(format.scale)))
    decimals = max(format.decimals, places)
    signs = whole + (whole - 1) // 3 + (decimals + 1 if decimals else 0)
    signs += 1 if format.signed or value < 0 else 0
    return signs * _DIGIT + {"percent": 1.6, "pp": 2.4, "factor": 1.2, "days": 3.0}.get(format.kind, 0.0)


def pixels(width: float) -> int:
    """Pixels of a column of this width."""
    return int(width * _PIXELS + 5)


def wrap(text: str, width: float, size: float = 9.0) -> list[str]:
    """Lines of at most ``width`` character units: Latin breaks at spaces, Han anywhere but before a closing mark."""
    return ["".join(run.text for run in line) for line in wrap_runs((Run(text=text),), width, size)]


@lru_cache(maxsize=512)
def lines_in(text: str, width: float, size: float = 9.0) -> int:
    """Lines that a text takes in a width, its own line breaks counted."""
    return sum(1 if text_width(line, size) <= width else len(wrap(line, width, size)) for line in text.split("\n"))


def wrap_runs(runs: Iterable[Run], width: float, size: float = 9.0) -> list[list[Run]]:
    """Lines of styled stretches of text."""
    runs = tuple(runs)
    if sum(text_width(run.text, size) for run in runs) <= width and not any("\n" in run.text for run in runs):
        return [[run for run in runs if run.text]] if any(run.text for run in runs) else [[]]
    lines: list[list[tuple[str, Run]]] = [[]]
    taken = 0.0
    for run in runs:
        for token in _TOKEN.findall(run.text.replace("\n", " ")):
            need = text_width(token.rstrip(), size)
            if lines[-1] and taken + need > width and token[0] not in _CLOSING:
                lines.append([])
                taken = 0.0
            if lines[-1] or token.strip():
                lines[-1].append((token, run))
                taken += text_width(token, size)
    return [_joined(line) for line in lines]


def _joined(line: Sequence[tuple[str, Run]]) -> list[Run]:
    """Neighbours of one style as one run, without space at the end of the line."""
    parts = [("".join(token for token, _ in group), style) for style, group in groupby(line, lambda item: item[1].style)]
    if parts:
        parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
    return [Run(text=text, style=style) for text, style in parts if text]
