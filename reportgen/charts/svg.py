"""A small SVG builder in millimetres. Every shape carries its print colour and a class that screens restyle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, sqrt

from markupsafe import escape

from reportgen.charts.measure import text_width
from reportgen.charts.style import AXIS_HALF, Style

Xy = tuple[float, float]
Segment = tuple[float, float, float, float]


def num(value: float) -> str:
    """A coordinate with at most two decimals and no trailing zeros."""
    return "0" if abs(value) < 0.005 else f"{value:.2f}".rstrip("0").rstrip(".")


class Svg:
    """Shapes of one picture, in drawing order. ``str()`` gives the element, with ``title`` as its alternative text."""

    def __init__(self, width: float, height: float, title: str, style: Style, stretch: bool = False) -> None:
        self.width, self.height, self.title, self.style, self.stretch = width, height, title, style, stretch
        self._shapes: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "", thick: float = 0.2) -> None:
        """A rectangle; a negative width or height extends to the other side. Never thinner than a visible hairline."""
        if width < 0:
            x, width = x + width, -width
        if height < 0:
            y, height = y + height, -height
        css, line = fill, ""
        if stroke:
            css, line = f"{fill} s-{stroke}", f' stroke="{self._hex(stroke)}" stroke-width="{num(thick)}"'
        self._shapes.append(
            f'<rect class="{css}" x="{num(x)}" y="{num(y)}" width="{num(max(width, 0.12))}"'
            f' height="{num(max(height, 0.12))}" fill="{self._hex(fill)}"{line}/>')

    def lines(self, segments: Iterable[Segment], stroke: str, thick: float = 0.15, dash: str = "") -> None:
        """Separate straight lines in one shape."""
        data = "".join(f"M{num(a)} {num(b)}L{num(c)} {num(d)}" for a, b, c, d in segments)
        if data:
            self._path(data, stroke, thick, dash)

    def line(self, segment: Segment, stroke: str, thick: float = 0.15, dash: str = "") -> None:
        self.lines((segment,), stroke, thick, dash)

    def polyline(self, points: Sequence[Xy], stroke: str, thick: float = 0.35, dash: str = "") -> None:
        """One joined line; nothing for fewer than two points."""
        if len(points) > 1:
            self._path("M" + "L".join(f"{num(x)} {num(y)}" for x, y in points), stroke, thick, dash)

    def hatched(self, x: float, y: float, width: float, height: float, stroke: str = "ac") -> None:
        """A forecast's fill: an outline with lines at 45 degrees, 0.3 thick and 1 apart (no pattern element)."""
        if width <= 0 or height <= 0:
            return
        self.rect(x, y, width, height, "paper", stroke, 0.2)
        step = sqrt(2)
        first, last = ceil((x + y) / step), floor((x + width + y + height) / step)
        segments = []
        for index in range(first, last + 1):
            total = index * step
            left, right = max(x, total - y - height), min(x + width, total - y)
            if right - left > 0.05:
                segments.append((left, total - left, right, total - right))
        self.lines(segments, stroke, 0.3)

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = "") -> None:
        css, line = fill, ""
        if stroke:
            css, line = f"{fill} s-{stroke}", f' stroke="{self._hex(stroke)}" stroke-width=".3"'
        self._shapes.append(
            f'<circle class="{css}" cx="{num(x)}" cy="{num(y)}" r="{num(radius)}" fill="{self._hex(fill)}"{line}/>')

    def triangle(self, x: float, y: float, radius: float, fill: str, way: int) -> None:
        """A triangle that points right (``way`` 1) or left (−1)."""
        back = x - way * radius * 0.6
        self._shapes.append(
            f'<path class="{fill}" d="M{num(x + way * radius)} {num(y)}L{num(back)} {num(y - radius)}'
            f'L{num(back)} {num(y + radius)}Z" fill="{self._hex(fill)}"/>')

    def text(self, x: float, y: float, text: str, anchor: str = "start", *, size: float = 0.0, fill: str = "ink",
             bold: bool = False) -> None:
        """Text on the base line ``y``; ``anchor`` is start, middle or end; size 0 is that of notes."""
        if not text:
            return
        where = ""
        if anchor != "start" and self.style.anchored:
            where = f' text-anchor="{anchor}"'
        elif anchor != "start":
            x -= text_width(text, size or self.style.note, bold) * (0.5 if anchor == "middle" else 1.0)
        weight = ' font-weight="700"' if bold else ""
        self._shapes.append(
            f'<text class="{fill}" x="{num(x)}" y="{num(y)}"{where} font-size="{num(size or self.style.note)}"'
            f' fill="{self._hex(fill)}"{weight}>{escape(text)}</text>')

    def centred(self, x: float, y: float, text: str, anchor: str = "start", *, size: float = 0.0, fill: str = "ink",
                bold: bool = False) -> None:
        """Text whose digits are centred on the height ``y``."""
        self.text(x, y + (size or self.style.note) * 0.36, text, anchor, size=size, fill=fill, bold=bold)

    def disc(self, x: float, y: float, number: int) -> None:
        """A note number: white on a disc of 3.2."""
        self.dot(x, y, 1.6, "accent")
        self.centred(x, y, str(number), "middle", size=self.style.tiny, fill="paper", bold=True)

    def axis(self, x: float, kind: str, top: float = 0.0, bottom: float | None = None) -> None:
        """A vertical variance axis: PL double line, PY light solid, otherwise thin."""
        end = self.height if bottom is None else bottom
        half = AXIS_HALF[kind]
        if kind == "pl":
            self.lines(((x - half, top, x - half, end), (x + half, top, x + half, end)), "ac", 0.14)
        else:
            self.line((x, top, x, end), "py" if kind == "py" else "ac", 2 * half)

    def base(self, y: float, kind: str, left: float, right: float) -> None:
        """The same axis, horizontal."""
        half = AXIS_HALF[kind]
        if kind == "pl":
            self.lines(((left, y - half, right, y - half), (left, y + half, right, y + half)), "ac", 0.14)
        else:
            self.line((left, y, right, y), "py" if kind == "py" else "ac", 2 * half)

    def _path(self, data: str, stroke: str, thick: float, dash: str) -> None:
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._shapes.append(
            f'<path class="s-{stroke}" d="{data}" fill="none" stroke="{self._hex(stroke)}"'
            f' stroke-width="{num(thick)}" stroke-linejoin="round"{dashes}/>')

    def _hex(self, token: str) -> str:
        return self.style.tokens[token]

    def __str__(self) -> str:
        title = f"<title>{escape(self.title)}</title>" if self.title else ""
        role = ' role="img"' if self.title else ' aria-hidden="true"'
        ratio = ' preserveAspectRatio="none"' if self.stretch else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{role} width="{num(self.width)}mm" height="{num(self.height)}mm"'
            f' viewBox="0 0 {num(self.width)} {num(self.height)}"{ratio} font-family="{escape(self.style.family)}">'
            f'{title}{"".join(self._shapes)}</svg>')
