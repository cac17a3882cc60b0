"""Cell styles of the workbook, each made once (design: "Excel")."""

from __future__ import annotations

from typing import Any, NamedTuple

from reportgen.model.dataset import Locale

INK, GREY, HAIR = "#1B222B", "#4C5561", "#A9B1BA"
FAVOURABLE, UNFAVOURABLE, NEUTRAL = "#2C9C7A", "#B3261E", "#7E8792"
ACTUAL, PREVIOUS, PAPER, ACCENT = "#3B444F", "#B3BAC2", "#FFFFFF", "#1F5FA8"
WASH = {1: "#FCF2F0", 2: "#F9E4E1"}
EFFECT_TEXT = {"favourable": "#12735A", "unfavourable": UNFAVOURABLE}
EFFECT_FILL = {"favourable": FAVOURABLE, "unfavourable": UNFAVOURABLE}
FONT = {"zh-CN": "Microsoft YaHei", "en": "Arial"}


class Look(NamedTuple):
    """Everything that distinguishes one cell style from another. Borders are 0 none, 1 thin."""

    code: str = "@"
    bold: bool = False
    size: float = 9.0
    colour: str = INK
    align: str = ""
    top: str = ""
    bottom: str = ""
    fill: str = ""
    indent: int = 0
    wrap: bool = False
    vertical: str = "vcenter"


PLAIN = Look()
SMALL = Look(size=8, colour=GREY)
HEAD = Look(size=8, colour=GREY, bottom=INK, wrap=True, vertical="bottom")
TITLE = Look(bold=True, vertical="bottom")
MESSAGE = Look(bold=True, size=14)
MUTED = Look(colour=GREY)
LINK = Look(colour=ACCENT)


class Styles:
    """The workbook's formats, keyed by look."""

    def __init__(self, book: Any, locale: Locale) -> None:
        self._book = book
        self.font = FONT[locale]
        self._made: dict[Look, Any] = {}

    def get(self, look: Look) -> Any:
        """The XlsxWriter format of a look."""
        made = self._made.get(look)
        if made is None:
            made = self._made[look] = self._book.add_format(self._properties(look))
        return made

    def _properties(self, look: Look) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_name": self.font, "font_size": look.size, "font_color": look.colour, "num_format": look.code,
            "valign": look.vertical,
        }
        optional = {"bold": look.bold, "text_wrap": look.wrap, "align": look.align, "indent": look.indent}
        properties |= {key: value for key, value in optional.items() if value}
        for side, colour in (("top", look.top), ("bottom", look.bottom)):
            if colour:
                properties |= {side: 1, f"{side}_color": colour}
        if look.fill:
            properties |= {"bg_color": look.fill, "pattern": 1}
        return properties
