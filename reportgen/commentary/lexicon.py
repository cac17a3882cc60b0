"""Which English words are ordinary, so that they lose their capital inside a sentence; names of places and people keep it."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

#: Endings of common nouns that hardly any name has.
_ENDINGS = ("tion", "sion", "ment", "ness", "ability", "ibility", "tivity")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """First words of measures: ``phrases/ordinary.txt``."""
    return frozenset(resources.files(__package__).joinpath("phrases", "ordinary.txt").read_text(encoding="utf-8").split())


def ordinary(word: str) -> bool:
    """True for a word that a sentence writes small: ``Reseller``, ``On-time``, ``Utilisation``; not ``Guangzhou``."""
    first = word.lower().split("-")[0].split("/")[0].rstrip(",;:.")
    return len(word) > 1 and (first in _words() or first.endswith(_ENDINGS))
