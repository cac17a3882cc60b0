"""Turn a Report into PDF bytes, set in fonts that are cut once for a whole run."""

from reportgen.render.pdf.booklet import bind, join
from reportgen.render.pdf.fonts import FontMissingError, FontSet, cut_fonts, missing_glyphs
from reportgen.render.pdf.renderer import VARIANTS, PdfDocument, PdfRenderer, RenderError

__all__ = [
    "VARIANTS", "FontMissingError", "FontSet", "PdfDocument", "PdfRenderer", "RenderError", "bind", "cut_fonts", "join",
    "missing_glyphs",
]
