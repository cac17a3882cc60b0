"""Numbers that a model carries as words: labels of bars, amounts typed in a column of figures."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from reportgen.model.format import Format

_NUMBER = re.compile("([+\u2212-]?)(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,13})(?:\\.([0-9]{1,12}))?\\s?(%|pp|)")


@lru_cache(maxsize=2048)
def typed_number(text: str) -> tuple[Decimal, Format] | None:
    """The number that a text is, and the format that prints it so again; None for words, dates, ranges and ids like 007."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    sign, whole, fraction, unit = found.groups(default="")
    number = Decimal(f"{'-' if sign and sign != '+' else ''}{whole.replace(',', '')}.{fraction or '0'}")
    kind = {"%": "percent", "pp": "pp"}.get(unit, "number")
    grouping = "," in whole or len(whole) <= 3
    return number, Format(kind, len(fraction), signed=sign == "+", grouping=grouping)  # type: ignore[arg-type]
