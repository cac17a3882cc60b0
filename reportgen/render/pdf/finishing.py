"""The last touch before a document is written: fonts without what no reader needs, attachments named once, structure."""

from __future__ import annotations

from struct import unpack_from
from typing import Any

from reportgen.render.pdf.tagging import settle_structure

_TABLES_AT, _ENTRY = 12, 16


def finish(document: Any, pdf: Any) -> None:
    """Put fonts, attachments and structure of ``pdf`` right, in place, just before it is written."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/CIDFontType0":
            item.pop("CIDToGIDMap", None)  # outlines of this kind have none (ISO 32000-1, table 117)
        elif getattr(item, "extra", {}).get("Subtype") == "/OpenType":
            _bare(item)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    if "StructTreeRoot" in pdf.catalog:
        settle_structure(document, pdf)


def _bare(stream: Any) -> None:
    """Keep the outlines of an embedded font: its other tables repeat what the PDF says itself."""
    outlines = outlines_of(stream.stream[0])
    if outlines:
        stream.stream[0] = outlines
        stream.extra["Subtype"] = "/CIDFontType0C"


def outlines_of(font: bytes) -> bytes:
    """The table ``CFF`` of an OpenType font; empty where there is none."""
    (count,) = unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, offset, length = unpack_from(">4sLLL", font, _TABLES_AT + index * _ENTRY)
        if tag == b"CFF ":
            return font[offset:offset + length]
    return b""
