"""The structure tree of a document that is about to be written: elements, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def is_element(item: Any) -> bool:
    """True for an element of the structure tree."""
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


class Structure:
    """The tree of one tagged document; ``top`` is the element that holds all others."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.top = self.at(self.root["K"][0])

    def at(self, reference: bytes) -> Any:
        """The object that a reference names."""
        return self.pdf.objects[int(reference.split()[0])]

    def kids(self, element: Any) -> Iterator[Any]:
        """Elements directly below, in reading order."""
        for kid in element.get("K", ()):
            if isinstance(kid, bytes) and is_element(found := self.at(kid)):
                yield found

    def below(self, element: Any) -> Iterator[Any]:
        """Every element below, in reading order."""
        for kid in self.kids(element):
            yield kid
            yield from self.below(kid)

    def parent(self, element: Any) -> Any:
        """The element above."""
        return self.at(element["P"])
