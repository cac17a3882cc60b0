"""Cell styles of the workbook, each made once (design: "Excel")."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.formatting.excel import excel_code
from reportgen.model.dataset import Locale
from reportgen.model.format import Format

INK, GREY, RULE, HAIR = "#1B222B", "#4C5561", "#1B222B", "#A9B1BA"
FAVOURABLE, UNFAVOURABLE, NEUTRAL = "#2C9C7A", "#B3261E", "#7E8792"
FAVOURABLE_TEXT = "#12735A"
ACTUAL, PREVIOUS, ACCENT = "#3B444F", "#B3BAC2", "#1F5FA8"
WASH = {1: "#FCF2F0", 2: "#F9E4E1"}
EFFECT_TEXT = {"favourable": FAVOURABLE_TEXT, "unfavourable": UNFAVOURABLE}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that distinguishes one cell style from another."""

    code: str = "@"
    bold: bool = False
    size: float = 9
    colour: str = INK
    align: str = ""
    top: int = 0
    bottom: int = 0
    top_colour: str = RULE
    bottom_colour: str = RULE
    fill: str = ""
    indent: int = 0
    wrap: bool = False


PLAIN = Look()


@dataclass
class Styles:
    """The workbook's formats, keyed by look."""

    book: Any
    locale: Locale
    _made: dict[Look, Any] = field(default_factory=dict)

    @property
    def font(self) -> str:
        return "Microsoft YaHei" if self.locale == "zh-CN" else "Arial"

    def get(self, look: Look) -> Any:
        """The XlsxWriter format of a look."""
        if look not in self._made:
            self._made[look] = self.book.add_format(self._properties(look))
        return self._made[look]

    def _properties(self, look: Look) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_name": self.font, "font_size": look.size, "font_color": look.colour, "num_format": look.code,
            "bold": look.bold, "valign": "vcenter", "text_wrap": look.wrap,
        }
        if look.align:
            properties["align"] = look.align
        if look.top:
            properties |= {"top": look.top, "top_color": look.top_colour}
        if look.bottom:
            properties |= {"bottom": look.bottom, "bottom_color": look.bottom_colour}
        if look.fill:
            properties |= {"bg_color": look.fill, "pattern": 1}
        if look.indent:
            properties["indent"] = look.indent
        return properties

    def number(self, format: Format, base: Look) -> Any:  # noqa: A002 - the format of the cell is its format
        """The style of a value with this number format on top of ``base``."""
        return self.get(replace(base, code=excel_code(format, self.locale)))
