"""A cell of the report model as a table cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from reportgen.charts import CellScale, Style, alternative, draw_axis, draw_cell, draw_ground, text_width
from reportgen.formatting import text as formatted
from reportgen.formatting import word
from reportgen.model.chart import CellGraphic, Sparkline, WaterfallStep
from reportgen.model.dataset import Locale
from reportgen.model.report import Cell, Column
from reportgen.render.html.pictures import Pictures
from reportgen.render.html.writing import written

_EFFECT = {"favourable": "fav", "unfavourable": "unf"}
_STYLE = {"bold": "b", "muted": "m"}
_ALIGN = {"left": "l", "centre": "c"}
#: Any height: the axis of a row that may grow is stretched to it.
_STRETCHED = 10.0
NO_BREAK_SPACE = "\u00a0"
#: Millimetres that stay free beside a figure, and the smallest letters in which one is set.
_CLEAR, _LEAST = 0.8, 1.1
#: A product or quotient stands without spaces: it may break behind its sign, never within a figure.
_OPERATOR = re.compile(r"([\u00d7\u00f7])(?=[\d(\u2212])")
_DECIMALS = re.compile(r"^[^\d]*[\d,]+(?:\.(\d+))?$")


@dataclass(frozen=True, slots=True)
class Ink:
    """What writing a document needs: its locale, chart style, and where pictures go. ``paper`` leaves out screen parts."""

    locale: Locale
    style: Style
    pictures: Pictures

    @property
    def paper(self) -> bool:
        return self.pictures.paper

    def text(self, words: str, following: str = "") -> Markup:
        """Words of the model, escaped; ``following`` is the character behind them, if any."""
        return written(words, self.pictures.paper, following)

    def value(self, cell: Cell) -> Markup:
        """A cell's printed text with prefix and suffix, without markup of its own beyond escaping."""
        shown = formatted(cell.value, cell.format, self.locale) if cell.value is not None or cell.graphic is None else ""
        return self.text(f"{cell.prefix}{shown}{cell.suffix}")


def content(cell: Cell, column: Column, ink: Ink, last: bool = False) -> str:
    """Inside of a text cell: prefix, value, suffix, mark, note number, second line. A row's ``last`` has no neighbour."""
    named = column.align == "left"
    parts = []
    if cell.prefix:
        parts.append(f'<span class="op">{ink.text(cell.prefix)}</span>' if named else str(ink.text(cell.prefix)))
    shown = formatted(cell.value, cell.format, ink.locale)
    size, whole = (ink.style.base, cell.style == "bold"), f"{cell.prefix}{shown}{cell.suffix}"
    tight = column.align != "left" or last
    written_out = str(ink.text(shown))
    if column.wrap and isinstance(cell.value, str):
        written_out = _OPERATOR.sub(r"\1<wbr/>", written_out).replace(" = ", f" ={NO_BREAK_SPACE}")
    parts.append(_narrowed(written_out, whole, (column, cell.span if tight else 2), size))
    if cell.suffix:
        parts.append(f'<span class="m">{ink.text(cell.suffix)}</span>' if named else str(ink.text(cell.suffix)))
    if cell.mark:
        wide = ' class="d"' if cell.note is not None else ""  # the disc behind it must stand clear of it
        parts.append(f"<sup{wide}>{ink.text(cell.mark)}</sup>")
    if cell.note is not None:
        parts.append(f' <b class="n">{cell.note}</b>')
    text = "".join(parts)
    if cell.shade:
        text = f'<span class="h{cell.shade}">{text}</span>'
    if cell.second is not None:
        text += f"{_hidden_decimals(shown, column)}<br/>{_second(cell.second, column, ink)}"
    return text


def _second(cell: Cell, column: Column, ink: Ink) -> str:
    css = _EFFECT.get(cell.effect, "")
    opened = f'<small class="{css}">' if css else "<small>"
    mark = f"<sup>{ink.text(cell.mark)}</sup>" if cell.mark else ""
    value = ink.value(cell)
    hidden = _hidden_decimals(value, column) if cell.format.numeric else ""
    place = column, cell.span if column.align != "left" else 2
    inside = _narrowed(str(value), str(value), place, (ink.style.note, False)) if value.strip() else NO_BREAK_SPACE
    return f"{opened}{inside}{mark}{hidden}</small>"


def _narrowed(markup: str, shown: str, place: tuple[Column, int], size: tuple[float, bool]) -> str:
    """The markup of a figure, set smaller where it would run into its neighbour or off the page.

    ``place`` is the column and how many columns there is room in: names may run over the empty cells beside them.
    """
    (column, span), (em, bold) = place, size
    if column.wrap or span > 1:
        return markup
    wide, room = text_width(shown, em, bold), float(column.width) - _CLEAR
    if wide <= room:
        return markup
    return f'<span style="font-size:{max(em * room / wide, _LEAST):.2f}mm">{markup}</span>'


def _hidden_decimals(text: str, column: Column) -> str:
    """Zeros that take room but are not seen: of two lines in a cell each needs its own."""
    match = _DECIMALS.match(text) if column.decimals and column.align == "right" else None
    missing = 0 if match is None or column.decimals is None else column.decimals - len(match[1] or "")
    if match is None or missing <= 0:
        return ""
    return f'<span class="pad">{"" if match[1] else "."}{"0" * missing}</span>'


def classes(cell: Cell, column: Column, text: str) -> list[str]:
    """Classes of a text cell: alignment, effect, weight, and room for the decimals that the column has and it has not."""
    found = [_ALIGN[column.align]] if column.align in _ALIGN else []
    if cell.effect in _EFFECT and not cell.shade:
        found.append(_EFFECT[cell.effect])
    if cell.style:
        found.append(_STYLE[cell.style])
    if column.decimals and column.align == "right" and cell.second is None:
        padding = _padding(text, column.decimals)
        if padding:
            found.append(padding)
    return found


def _padding(text: str, most: int) -> str:
    """Class that stands for the missing decimals, so that the points of a column align."""
    match = _DECIMALS.match(text)
    if match is None:
        return ""
    missing = most - len(match[1] or "")
    if missing <= 0:
        return ""
    return f"p{min(missing, 3)}" if match[1] else f"p0{min(missing, 4)}"


def graphic(drawn: CellGraphic, scale: CellScale, height: float, ink: Ink, named: str = "", stretch: bool = False) -> str:
    """A graphic cell: the picture is as high as the row; where rows may grow the axis is its background too.

    ``named`` is what the picture shows, in words: its alternative text on paper says it before the figures.
    """
    svg = draw_cell(drawn, scale, height, ink.style, axis=not (ink.paper and stretch))
    picture = ink.pictures.place(svg, _spoken(drawn, named, ink) if ink.paper else "")
    plain = drawn.kind == "sparkline" or (ink.paper and not stretch)
    return f"<td{_axis_style(scale, ink, plain, drawn)}>{picture}</td>"


def _spoken(drawn: CellGraphic, named: str, ink: Ink) -> str:
    """A picture in words: what it shows, its figures, and the effect that its colour tells; empty where it has no figures."""
    said = alternative(drawn)
    effect = "" if isinstance(drawn, Sparkline) else drawn.effect
    if not said or effect not in _EFFECT:
        return f"{named}{said}" if said else ""
    return f"{named}{said}{'，' if ink.locale == 'zh-CN' else ', '}{word('effect', effect, ink.locale)}"


def bare_axis(scale: CellScale, height: float, ink: Ink, stretch: bool = False) -> str:
    """A cell of a graphic column through which the axis runs on."""
    picture = ink.pictures.place(draw_axis(scale, height, ink.style), "")
    return f"<td{_axis_style(scale, ink, ink.paper and not stretch)}>{picture}</td>"


def _axis_style(scale: CellScale, ink: Ink, plain: bool, drawn: CellGraphic | None = None) -> str:
    """Class of a graphic cell and, unless ``plain``, the axis as its background: by class on screens, in full on paper.

    On paper the joints of a waterfall belong to the background too, so that they reach through rows that grow.
    """
    if plain:
        return ' class="g"'
    if not ink.paper:
        return f' class="g {scale.axis}" style="--x:{scale.zero:.2f}mm"'
    if isinstance(drawn, WaterfallStep):
        ground = draw_ground(drawn, scale, _STRETCHED, ink.style)
    else:
        ground = draw_axis(scale, _STRETCHED, ink.style, stretch=True)
    picture = ink.pictures.address(ground)
    return f' class="g" style="background:url({picture}) 0 0/{scale.width:.2f}mm 100% no-repeat"'


def attribute(name: str, value: str) -> str:
    """An attribute with its leading space, or nothing."""
    return f' {name}="{escape(value)}"' if value else ""
