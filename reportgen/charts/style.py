"""Colours and text sizes of a theme as the drawing functions use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MM_PER_PT = 0.352778

#: Half the thickness of an axis in millimetres: bars start at its edge (design, "Chart anatomy").
AXIS_HALF = {"pl": 0.28, "py": 0.35, "zero": 0.1}

#: Effect of a value -> fill token.
EFFECT_FILL = {"favourable": "fav", "unfavourable": "unf", "neutral": "neu", "": "ac"}


@dataclass(frozen=True, slots=True)
class Style:
    """Tokens by name (colours as hex), and the text sizes in millimetres that charts use.

    ``anchored`` text names its anchor, for screens whose font may be another one; otherwise every text starts where the
    theme's font puts its left edge, which paper renderers draw with fewer objects.
    """

    tokens: Mapping[str, str]
    tiny: float
    note: float
    base: float
    family: str
    anchored: bool = True

    @classmethod
    def of(cls, tokens: Mapping[str, str], anchored: bool = True) -> Style:
        """Read ``--fs-tiny``, ``--fs-note``, ``--fs-base`` (in pt) and the first family of ``--font``."""
        family = tokens["font"].split(",")[0].strip().strip("\"'")
        return cls(tokens, _millimetres(tokens["fs-tiny"]), _millimetres(tokens["fs-note"]), _millimetres(tokens["fs-base"]),
                   family, anchored)


def _millimetres(size: str) -> float:
    return float(size.removesuffix("pt")) * MM_PER_PT
