"""Advance widths of the theme's font, so that a label is known to fit before it is drawn."""

from __future__ import annotations

_ASCII = (
    "224 323 474 555 555 921 680 278 338 338 467 555 278 347 278 392 555 555 555 555 555 555 555 555 555 555 278 278 555 "
    "555 555 474 946 608 657 638 688 589 552 689 728 293 535 646 543 812 723 742 633 742 635 596 599 721 575 878 573 531 "
    "603 338 392 338 555 559 606 563 618 510 620 554 325 564 607 275 275 552 284 926 610 606 620 620 388 468 377 607 521 "
    "802 498 521 475 338 270 338 555"
)
_ASCII_BOLD = (
    "227 370 574 590 590 963 740 325 378 378 507 590 325 370 325 387 590 590 590 590 590 590 590 590 590 590 325 325 590 "
    "590 590 514 1007 641 681 656 714 615 585 717 757 330 568 686 578 853 749 770 667 770 682 624 625 748 619 915 627 580 "
    "613 378 387 378 590 567 626 591 644 527 644 581 372 597 640 304 306 604 315 964 641 626 644 644 436 495 421 637 576 "
    "863 562 574 511 378 296 378 590"
)
#: Signs of the font that are neither ASCII nor full width; Han and full-width signs are one em.
_SIGNS = {"Δ": 656, "Ø": 742, "–": 536, "−": 555, "—": 894, "€": 555, "£": 555, "¥": 555, "°": 370, "\u00a0": 224}
_SIGNS_BOLD = {"Δ": 710, "Ø": 770, "–": 544, "−": 590, "—": 908, "€": 590, "£": 590, "¥": 590, "°": 404, "\u00a0": 227}
_FULL_WIDTH = frozenset("±×÷≥≤≠→▲▽▼△○●□†‡·•…“”‘’")


def _table(ascii_widths: str, signs: dict[str, int]) -> dict[str, float]:
    widths = {chr(32 + i): int(width) / 1000 for i, width in enumerate(ascii_widths.split())}
    widths.update({sign: width / 1000 for sign, width in signs.items()})
    widths.update(dict.fromkeys(_FULL_WIDTH, 1.0))
    return widths


_WIDTHS = {False: _table(_ASCII, _SIGNS), True: _table(_ASCII_BOLD, _SIGNS_BOLD)}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of ``text`` at ``size``, in the unit of ``size``. Letters outside the table count as a wide Latin letter."""
    table = _WIDTHS[bold]
    return size * sum(table.get(char) or (1.0 if char > "\u2e7f" else 0.65) for char in text)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """``text``, cut at the end with an ellipsis where it is wider than ``room``; empty where not one letter fits."""
    if text_width(text, size, bold) <= room:
        return text
    for length in range(len(text) - 1, 0, -1):
        cut = text[:length].rstrip() + "…"
        if text_width(cut, size, bold) <= room:
            return cut
    return ""
