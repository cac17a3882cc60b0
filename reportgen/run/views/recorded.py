"""What people recorded in the tables, in the language of the page where the dataset translates it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.dataset import Dataset, Locale

#: Columns that a page quotes; ``<column>_en`` beside one holds its English.
_QUOTED = (("targets", "reason"), ("events", "reason"), ("adjustments", "reason"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """Recorded texts with their English; what has none stands as written."""

    english: Mapping[str, str]

    def of(self, text: str | None, locale: Locale) -> str:
        """The text in a language."""
        return self.english.get(text or "", text or "") if locale == "en" else text or ""


def recorded(dataset: Dataset) -> Recorded:
    """The translations of a dataset (docs/dataset.md, "English beside Chinese")."""
    found: dict[str, str] = {}
    for table, column in _QUOTED:
        frame, other = dataset[table], f"x:{column}_en"
        if other in frame.columns:
            pairs = frame.select(column, other).drop_nulls().unique(maintain_order=True)
            found.update((text, english) for text, english in pairs.iter_rows() if english)
    return Recorded(found)
