"""How a document reaches the layout engine: a tree instead of text, lean default styles, no collection in between."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from warnings import catch_warnings, simplefilter
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]
import weasyprint

from reportgen.render.pdf.fetching import OwnParts

#: Default rules that make a pseudo-element of every element: footnotes, notes and markers outside lists.
_EVERYWHERE = re.compile(r"^::(?:footnote|note)-[^\n]*\n", re.M)
_MARKER = re.compile(r"^::marker", re.M)


class TreeDocument(weasyprint.HTML):  # type: ignore[misc]
    """A document whose markup is already a tree: well-formed markup is read by the XML parser, many times as fast."""

    def __init__(self, markup: str, parts: OwnParts) -> None:
        """Raises ElementTree.ParseError where the markup is not well-formed."""
        tree = ElementTree.fromstring(markup)
        self.base_url = None
        self.url_fetcher = parts
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        """Default styles without the pseudo-elements that no page uses: a tenth of the time to set a page."""
        return [_lean_defaults()]


@cache
def _lean_defaults() -> weasyprint.CSS:
    text = files("weasyprint").joinpath("css/html5_ua.css").read_text(encoding="utf-8")
    return weasyprint.CSS(string=_MARKER.sub("li::marker", _EVERYWHERE.sub("", text)))


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage collection while one document is set: its many small objects live until its end anyway.

    The layout engine leaves its colour profile to be closed by Python; that is not the caller's warning.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        with catch_warnings():
            simplefilter("ignore", ResourceWarning)
            yield
    finally:
        if running:
            gc.enable()
