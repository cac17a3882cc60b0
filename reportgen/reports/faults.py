"""Faults of a template pack as findings with pack, file and line, and the nearest known name."""

from __future__ import annotations

import re
from collections.abc import Iterable
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

    def line(self, path: Path_) -> int:
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

    def unknown(self, path: Path_, name: str, known: Iterable[str]) -> None:
        """A name that does not exist; the closest known one is suggested."""
        names = tuple(known)
        self._add(path, key=name, suggestion=closest(name, names), known=", ".join(names))

    def wrong(self, path: Path_, value: object, expected: str) -> None:
        """A value that cannot be used; ``expected`` says what can."""
        key = str(path[-1]) if path else self.pack
        self._add(path, case="value", key=key, value=str(value)[:80], expected=expected)

    def pay(self, path: Path_, block: str, role: str) -> None:
        """A block that prints the pay of persons in a pack for somebody who may not see it."""
        line = self.line(path)
        self.found.append(Finding(
            code="E-PII", file=self.file, row=line, column=".".join(str(step) for step in path),
            params={"case": "pack", "pack": self.pack, "line": str(line), "block": block, "role": role},
        ))

    def _add(self, path: Path_, **params: str) -> None:
        line = self.line(path)
        self.found.append(Finding(
            code="E-KEY", file=self.file, row=line, column=".".join(str(step) for step in path),
            params={"pack": self.pack, "line": str(line), **{name: value for name, value in params.items() if value}},
        ))

    def pydantic(self, error: ValidationError, base: Path_, model: type[BaseModel]) -> None:
        """Every error of a validation, its place counted from ``base``."""
        found = error.errors()
        for one in found:
            inside = any(other["loc"][:len(one["loc"])] == one["loc"] and other is not one for other in found)
            if not (one["type"] == "too_short" and inside):
                self._one(one, base, model)

    def _one(self, one: Any, base: Path_, model: type[BaseModel]) -> None:
        path = base + tuple(one["loc"])
        if one["type"] == "extra_forbidden":
            self.unknown(path, str(path[-1]), _fields(model, one["loc"][:-1]))
        elif one["type"] == "literal_error":
            self.unknown(path, str(one["input"]), _QUOTED.findall(one["ctx"]["expected"]))
        elif one["type"] == "missing":
            self.wrong(path, "empty", f"a value for {path[-1]}")
        else:
            self.wrong(path, one["input"], one["msg"][0].lower() + one["msg"][1:])


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
