"""Where the pictures of a document go: inline in a file for screens, collected beside the markup for paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape

SCHEME = "picture"
#: Every picture of a tagged document must have words: those of a bare axis.
_BARE = "—"


@dataclass(slots=True)
class Pictures:
    """SVG elements of one document. On paper the markup names them and ``by_url`` holds them, each once."""

    paper: bool
    by_url: dict[str, str] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)

    def place(self, svg: str, alt: str) -> Markup:
        """The element that shows ``svg``: itself on screens, a reference on paper."""
        if not self.paper:
            return Markup(svg)
        return Markup(f'<img class="pic" src="{self.address(svg)}" alt="{escape(alt or _BARE)}"/>')

    def address(self, svg: str) -> str:
        """The address of a picture on paper, the same for the same picture."""
        url = self._urls.get(svg)
        if url is None:
            url = self._urls[svg] = f"{SCHEME}:{len(self._urls)}"
            self.by_url[url] = svg
        return url
