"""The phrase bank of a locale: read once, checked once, filled many times."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from reportgen.model.dataset import Locale

#: key (``vs_target.amount``) -> template with {placeholders}.
Bank = Mapping[str, str]


@lru_cache(maxsize=2)
def bank(locale: Locale) -> Bank:
    """All phrases of a locale by dotted key."""
    from ruamel.yaml import YAML

    text = resources.files(__package__).joinpath("phrases", f"{locale}.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return dict(_flat(raw, ""))


def _flat(raw: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def placeholders(template: str) -> frozenset[str]:
    """The names that a template wants filled."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)
