"""Names and words that are understood beside those of the contract (``synonyms.yaml``, docs/dataset.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from reportgen.dataset.cells import half_width
from reportgen.dataset.schema import FLAT, FLAT_TABLE, TABLES

_JOINTS = re.compile(r"[\s_\-]+")
#: Remarks that people put behind a header and that change nothing about its cells.
_REMARK = re.compile(r"\((%|percent|必填|选填|required|optional)\)$|\*+$")


def fold(name: str) -> str:
    """A name without letter case, spaces, ``_``, ``-`` and full-width forms: what is compared."""
    plain = _JOINTS.sub("", half_width(name)).casefold()
    return _REMARK.sub("", plain)


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, Any]:
    """The content of ``synonyms.yaml``."""
    text = resources.files(__package__).joinpath("synonyms.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return loaded


def _folded(names: Mapping[str, Iterable[str]], allowed: Iterable[str]) -> dict[str, str]:
    wanted = list(allowed)
    result = {fold(other): name for name in wanted for other in names.get(name, ())}
    result.update((fold(name), name) for name in wanted)
    return result


@lru_cache(maxsize=1)
def table_names() -> Mapping[str, str]:
    """Folded file or sheet name -> table."""
    return _folded(synonyms()["tables"], [*TABLES, "dataset"])


@lru_cache(maxsize=32)
def headers(table: str) -> Mapping[str, str]:
    """Folded header -> column, for one table; its own synonyms win over those of every table."""
    if table == "dataset":
        return _folded(synonyms()["columns"]["dataset"], ["key", "value"])
    columns = (FLAT_TABLE if table == FLAT else TABLES[table]).columns
    common = _folded(synonyms()["columns"]["*"], columns)
    return {**common, **_folded(synonyms()["columns"].get(table, {}), columns)}


@lru_cache(maxsize=32)
def words(name: str) -> Mapping[str, str]:
    """Folded word -> the word of the contract, for one list of words."""
    lists: Mapping[str, Iterable[str]] = synonyms()["words"][name]
    return _folded(lists, lists)


def allowed_words(name: str) -> str:
    """The words of a list as the contract writes them, for a message."""
    return ", ".join(synonyms()["words"][name])


@lru_cache(maxsize=1)
def setting_names() -> Mapping[str, str]:
    """Folded key of the ``dataset`` sheet -> setting."""
    lists: Mapping[str, Iterable[str]] = synonyms()["settings"]
    return _folded(lists, lists)
