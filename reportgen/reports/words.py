"""The words of the reports: ``texts/<locale>.yaml``, overlaid by a pack's own texts. Placeholders are ``{{ name }}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reportgen.model.dataset import LOCALES, Locale

_HOLE = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")
#: What opens anything but a plain placeholder: a text is data, so expressions, statements and comments are refused.
_CODE = re.compile(r"\{\{|\{%|\{#")

#: Names that a pack's own texts may use; they describe the report and hold no data of other subjects.
TEXT_NAMES = (
    "as_of", "company", "currency", "grade", "manager", "period", "post", "previous_period", "report", "score", "subject",
    "subject_id", "unit",
)


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[str, ...]:
    """Literal and placeholder name in turn: even places are literal, odd ones are names."""
    return tuple(_HOLE.split(template))


def placeholders(template: str) -> frozenset[str]:
    """The names that a text needs."""
    return frozenset(_parts(template)[1::2])


def code_in(template: str) -> str:
    """The first thing in a text that is no plain placeholder (such as ``{{ a.b }}`` or ``{% if %}``), or nothing."""
    match = _CODE.search(_HOLE.sub("", template))
    return "" if match is None else match.group()


def fill(template: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders filled; KeyError names one that has no value."""
    parts = _parts(template)
    if len(parts) == 1:
        return template
    return "".join(part if index % 2 == 0 else str(values[part]) for index, part in enumerate(parts))


def _flat(tree: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


@lru_cache(maxsize=4)
def room_texts(locale: Locale) -> Mapping[str, str]:
    """The texts of this room: dotted key -> text."""
    from ruamel.yaml import YAML

    path = Path(__file__).parent / "texts" / f"{locale}.yaml"
    return dict(_flat(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))))


def text_keys() -> Mapping[str, frozenset[str]]:
    """Every key of the room's texts with the placeholders that its text may use (the same in every locale)."""
    return {key: placeholders(text) for key, text in room_texts(LOCALES[0]).items()}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one report. ``words(key, name=value)`` is the text of a key; an unknown key is a fault of the code."""

    locale: Locale
    own: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        template = self.own.get(key)
        return fill(room_texts(self.locale)[key] if template is None else template, values)

    def has(self, key: str) -> bool:
        return key in self.own or key in room_texts(self.locale)

    def known(self, group: str, value: str) -> str:
        """The word for a value of a group, or the value as it is written where the group does not hold it."""
        key = f"{group}.{value}"
        return self(key) if self.has(key) else value

    def list(self, items: list[str]) -> str:
        """Items as a list in prose: 甲、乙 or a, b."""
        return self("list.separator").join(items)
