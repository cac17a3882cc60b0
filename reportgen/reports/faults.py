"""Faults of a template pack as findings with pack, file and line, and the nearest known name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from reportgen.model.finding import Finding

Path_ = tuple[int | str, ...]
_QUOTED = re.compile(r"'([^']*)'")


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that a wrong one was meant to be, or nothing."""
    found = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else ""


@dataclass
class Faults:
    """Collects the findings of one ``template.yaml``: all faults at once, each with its line."""

    pack: str
    file: str
    tree: Any
    found: list[Finding] = field(default_factory=list)

    def line(self, path: Path_) -> int | None:
        """The line (from 1) on which a key or item stands, or its nearest parent that has one."""
        node, line = self.tree, 1
        for step in path:
            marks = getattr(getattr(node, "lc", None), "data", None)
            if marks and step in marks:
                line = marks[step][0] + 1
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
        return line

    def add(self, path: Path_, problem: str, name: str = "", known: Sequence[str] = ()) -> None:
        """An unknown name (``known`` says what there is) or a value that does not fit."""
        close = closest(name, known) if name else ""
        self.found.append(Finding(
            code="E-KEY" if known else "E-VALUE", file=self.file, row=self.line(path),
            column=".".join(str(step) for step in path),
            params={"pack": self.pack, "key": name, "value": name, "problem": problem, "close": close,
                    "known": ", ".join(known)},
        ))

    def pydantic(self, error: ValidationError, base: Path_, model: type[BaseModel]) -> None:
        """Every error of a validation, its place counted from ``base``."""
        for one in error.errors():
            self._one(one, base, model)

    def _one(self, one: Any, base: Path_, model: type[BaseModel]) -> None:
        path = base + tuple(one["loc"])
        last = str(path[-1]) if path else ""
        if one["type"] == "extra_forbidden":
            self.add(path, f"unknown key {last!r}", last, tuple(_fields(model, one["loc"][:-1])))
        elif one["type"] == "literal_error":
            given = str(one["input"])
            self.add(path, f"unknown name {given!r}", given, tuple(_QUOTED.findall(one["ctx"]["expected"])))
        elif one["type"] == "missing":
            self.add(path[:-1], f"{last!r} is missing", last)
        else:
            self.add(path, f"{last}: {one['msg'][0].lower()}{one['msg'][1:]}", str(one["input"])[:60])


def _fields(model: type[BaseModel], loc: Path_) -> Iterable[str]:
    """Field names of the model that stands at ``loc`` under ``model``."""
    names: Iterable[str] = model.model_fields
    for step in loc:
        if not isinstance(step, str) or step not in model.model_fields:
            continue
        inner = _model_of(model.model_fields[step].annotation)
        if inner is None:
            return ()
        model, names = inner, inner.model_fields
    return names


def _model_of(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_of(part)
        if found is not None:
            return found
    return None
