"""The marks beneath a page as one picture: slanted lines in the lightest colour, the same on paper and on screens."""

from __future__ import annotations

from reportgen.charts import Style, text_width
from reportgen.model.report import Meta
from reportgen.render.html.writing import written

#: A square of the width of a portrait page's text, in millimetres; wide pages show it in their middle.
_SIDE = 174.0
_SLANT = 30
#: Width that the word of a draft takes, and the largest letters of it and of a recipient's line, in millimetres.
_DRAFT_WIDE, _DRAFT_HIGH, _LINE_HIGH = 96.0, 40.0, 4.2
#: Distances of a recipient's lines from the middle; a draft's word stands between two of them.
_LINES, _AROUND_DRAFT = (-58.0, 0.0, 58.0), (-46.0, 46.0)


def watermark(meta: Meta, style: Style) -> str:
    """The SVG of what stands beneath a page, or nothing."""
    found = []
    if meta.draft_mark:
        size = min(_DRAFT_WIDE / max(text_width(meta.draft_mark, 1.0), 0.1), _DRAFT_HIGH)
        found.append(_line(meta.draft_mark, size, 0.0, style))
    if meta.watermark:
        size = min(_SIDE / max(text_width(meta.watermark, 1.0), 0.1), _LINE_HIGH)
        found += [_line(meta.watermark, size, at, style) for at in (_AROUND_DRAFT if meta.draft_mark else _LINES)]
    if not found:
        return ""
    middle = _SIDE / 2
    return (f'<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" width="{_SIDE:g}mm" height="{_SIDE:g}mm"'
            f' viewBox="0 0 {_SIDE:g} {_SIDE:g}" font-family="{written(style.family, False)}">'
            f'<g transform="rotate(-{_SLANT} {middle:g} {middle:g})">{"".join(found)}</g></svg>')


def _line(words: str, size: float, below: float, style: Style) -> str:
    wide = text_width(words, size)
    left, base = (_SIDE - wide) / 2, _SIDE / 2 + below + size * 0.36
    return (f'<text class="mark" x="{left:.2f}" y="{base:.2f}" font-size="{size:.2f}" fill="{style.tokens["mark"]}">'
            f"{written(words, False)}</text>")
