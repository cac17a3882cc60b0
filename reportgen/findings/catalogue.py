"""The sentences of every finding code, read from ``zh-CN.yaml`` and ``en.yaml`` beside this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from reportgen.model.dataset import Locale


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence and what to do about it; both may hold {placeholders}."""

    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One code in one locale: its meaning, its usual wording and those of special cases."""

    about: str
    usual: Wording
    cases: Mapping[str, Wording]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is said about findings in one locale."""

    entries: Mapping[str, Entry]
    did_you_mean: str
    more: Wording
    stops: Mapping[str, str]
    place: Mapping[str, str]
    listing: Mapping[str, str]
    counts: Mapping[str, Sequence[str]]


def _entry(raw: Mapping[str, Any]) -> Entry:
    cases = {name: Wording(case["text"], case["remedy"]) for name, case in raw.get("cases", {}).items()}
    return Entry(raw["about"], Wording(raw["text"], raw["remedy"]), cases)


@lru_cache(maxsize=2)
def catalogue(locale: Locale) -> Catalogue:
    """The catalogue of a locale."""
    text = resources.files(__package__).joinpath(f"{locale}.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    entries = {code: _entry(entry) for code, entry in raw["codes"].items()}
    more = Wording(**raw["more"])
    return Catalogue(entries, raw["did_you_mean"], more, raw["stops"], raw["place"], raw["listing"], raw["counts"])
