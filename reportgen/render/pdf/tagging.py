"""The structure of a tagged document put right: scopes of heads, levels of headings, and what is decoration set apart.

The layout engine tags what it draws, box by box. Readers of PDF/UA (ISO 14289-1) need more: a direction for every head cell
(7.5), headings that begin with the first level and leave none out (7.4.2), and the heads and feet of later pages, repeated
table heads and bare axes marked as artifacts, not as content (7.1, 7.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reportgen.render.pdf.structure import Structure, is_element
from reportgen.render.pdf.table_tags import join_tables, settle_heads

#: Alternative text of a picture that says nothing: it becomes an artifact.
DECORATION = "—"

_HEADING = re.compile(r"/H([1-6])$")
#: Groupings that say nothing once they are empty.
_GROUPS = frozenset({"/Div", "/NonStruct", "/Sect", "/Part", "/Span", "/TBody", "/THead"})
_PRINTED = 4
#: Page number and number of the marked content on it.
Mark = tuple[int, int]


def settle_structure(document: Any, pdf: Any) -> None:
    """Put the structure of a tagged ``pdf`` right, in place."""
    tree = Structure(pdf)
    _show_identity(tree)
    _Headings(tree).settle(tree.top)
    repeated = join_tables(document, tree)
    reached, decoration = _sorted_out(tree)
    orphans = [item for item in pdf.objects if is_element(item) and item.number not in reached]
    _make_artifacts(tree, {mark for element in (*orphans, *decoration, *repeated) for mark in _marks(element)})
    for element in orphans:
        element.clear()
    settle_heads(tree)
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _PRINTED


def _show_identity(tree: Structure) -> None:
    """Head and foot of the first page are read once: whose report it is, which period, state and data."""
    first = int(tree.pdf.pages["Kids"][0])
    found = [item for item in tree.pdf.objects if is_element(item) and item["P"] == tree.top.reference
             and item.reference not in tree.top["K"] and int(item["Pg"].split()[0]) == first
             and any(is_element(kid) and not any(_marks(kid)) for kid in tree.kids(item))]
    for place, element in zip((0, len(tree.top["K"]) + 1), found, strict=False):
        element["S"] = "/Div"
        tree.top["K"].insert(place, element.reference)


@dataclass
class _Headings:
    """Levels of headings; ``open`` are those above the place that is being read, as they were asked for."""

    tree: Structure
    open: list[int] = field(default_factory=list)

    def settle(self, element: Any) -> None:
        """Give each heading below ``element`` the level below the nearest heading that stands above it."""
        heading = _HEADING.match(element["S"])
        if heading is not None:
            asked = int(heading[1])
            while self.open and self.open[-1] >= asked:
                self.open.pop()
            self.open.append(asked)
            element["S"] = f"/H{len(self.open)}"
        for kid in self.tree.kids(element):
            self.settle(kid)


def _sorted_out(tree: Structure) -> tuple[set[int], list[Any]]:
    """Numbers of the elements that make up the document, and those taken out of it because they say nothing."""
    reached: set[int] = set()
    decoration: list[Any] = []

    def empty(element: Any) -> bool:
        reached.add(element.number)
        kept = []
        for kid in element.get("K", ()):
            found: Any = tree.at(kid) if isinstance(kid, bytes) else None
            if not is_element(found):
                kept.append(kid)
            elif found.get("Alt") is not None and found["Alt"].string == DECORATION:
                decoration.append(found)
                reached.add(found.number)
            elif not empty(found):
                kept.append(kid)
        if "K" in element:
            element["K"][:] = kept
        return not kept and element["S"] in _GROUPS

    empty(tree.top)
    return reached, decoration


def _marks(element: Any) -> Iterator[Mark]:
    """Marked content that stands directly in an element, by the object number of its page."""
    page = int(element["Pg"].split()[0])
    for kid in element.get("K", ()):
        if isinstance(kid, int):
            yield page, kid


def _make_artifacts(tree: Structure, gone: Iterable[Mark]) -> None:
    """Make artifacts of marked content, in the pages and in the tree that leads from pages to the structure."""
    by_page: dict[int, set[int]] = {}
    for page, mark in gone:
        by_page.setdefault(page, set()).add(mark)
    numbers = tree.at(tree.root["ParentTree"])["Nums"]
    for number, marks in sorted(by_page.items()):
        page = tree.pdf.objects[number]
        _rewrite(tree.at(page["Contents"]).stream, marks)
        parents = numbers[numbers.index(page["StructParents"]) + 1]
        for mark in marks:
            parents[mark] = "null"


def _rewrite(stream: list[Any], marks: set[int]) -> None:
    """``/Tag <</MCID n>> BDC`` becomes ``/Artifact BMC`` for the marks given."""
    for index, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks and stream[index + 1] == b"BDC":
            stream[index - 1:index + 2] = ["/Artifact", "BMC", ""]
