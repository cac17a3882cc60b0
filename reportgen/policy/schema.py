"""The policy file's keys as one model, and its validation: every fault with its path, the sound rest as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Field, ValidationError
from ruamel.yaml.nodes import Node

from reportgen.model.policy import (
    DEFAULT_GRADES,
    Distribution,
    Gate,
    GradeBand,
    Jurisdiction,
    KnockOut,
    Link,
    Materiality,
    Rules,
    ScoringRules,
    StatusRules,
)
from reportgen.model.reward_policy import Effective, Entry, RewardPolicy
from reportgen.policy.faults import Fault, Path
from reportgen.policy.source import cut, has, line_at, plain


class PolicyFile(Entry):
    """Every key that a policy file may hold; all are optional."""

    id: str = "default"
    version: str = "1"
    effective: Effective | None = None
    scoring: ScoringRules = Field(default_factory=ScoringRules)
    grades: tuple[GradeBand, ...] | None = Field(default=None, min_length=1)
    status: StatusRules = Field(default_factory=StatusRules)
    materiality: Materiality = Field(default_factory=Materiality)
    link: tuple[Link, ...] = ()
    distribution: Distribution | None = None
    gates: tuple[Gate, ...] = ()
    knock_outs: tuple[KnockOut, ...] = ()
    jurisdictions: Mapping[str, Jurisdiction] = Field(default_factory=dict)
    rewards: tuple[RewardPolicy, ...] = ()

    def rules(self) -> Rules:
        """Everything but the reward policies."""
        return Rules(
            id=self.id, version=self.version, effective=self.effective, scoring=self.scoring,
            grades=self.grades or DEFAULT_GRADES, grades_are_default=self.grades is None, status=self.status,
            materiality=self.materiality, link=self.link, distribution=self.distribution, gates=self.gates,
            knock_outs=self.knock_outs, jurisdictions=self.jurisdictions,
        )


def validate(root: Node | None) -> tuple[PolicyFile, list[Fault]]:
    """The file's sound parts and the faults of the others, which are cut out of ``root``.

    Cutting lets later checks speak of the rest of the file in the same run: one reading names every fault.
    """
    faults: list[Fault] = []
    if root is None:
        return PolicyFile(), faults
    while True:
        try:
            return PolicyFile.model_validate(plain(root)), faults
        except ValidationError as error:
            found = [(_path(root, item["loc"]), item) for item in error.errors()]
        faults += [replace(_fault(path, item), line=line_at(root, path)) for path, item in found]
        if any(not path for path, _ in found):
            return PolicyFile(), faults
        for path in sorted({_part(root, path) for path, _ in found}, key=_last_first):
            cut(root, path)


def _last_first(path: Path) -> tuple[tuple[int, str], ...]:
    """An order in which cutting one item of a list does not move those still to be cut."""
    return tuple((-step, "") if isinstance(step, int) else (0, step) for step in path)


def _path(root: Node, loc: Sequence[str | int]) -> Path:
    """The path in the document of a pydantic location, which also names the kind of a component."""
    path: Path = ()
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        if has(root, (*path, step)) or (last and isinstance(step, str)):
            path = (*path, step)
    return path


def _part(root: Node, path: Path) -> Path:
    """What to cut for a fault: an unknown key alone, else the innermost list item or top-level key that holds it."""
    if not has(root, path):
        path = path[:-1]
    numbers = [index for index, step in enumerate(path) if isinstance(step, int)]
    if path[0] == "rewards" and len(numbers) > 1:
        return path[: numbers[1] + 1]
    if path[0] == "rewards" and len(path) > 2:
        return path[:3]
    return path[: numbers[0] + 1] if numbers and path[0] != "grades" else path[:1]


_BOUNDS = {"greater_than_equal": ("ge", "at least {}", "不小于{}"), "less_than_equal": ("le", "at most {}", "不大于{}")}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_DAYS = ("date_parsing", "date_type", "date_from_datetime_parsing", "date_from_datetime_inexact")
_SHAPES = {
    "tuple_type": "list", "list_type": "list", "too_short": "empty", "model_type": "mapping", "dict_type": "mapping",
    "dataclass_type": "mapping", "mapping_type": "mapping", "model_attributes_type": "mapping",
}
_NUMBERS = ("decimal_parsing", "decimal_type", "int_parsing", "int_type", "finite_number", "int_from_float")


def _fault(path: Path, item: Mapping[str, Any]) -> Fault:
    """A validation error in the words of the policy room."""
    kind, context = item["type"], item.get("ctx", {})
    key = str(next((step for step in reversed(path) if isinstance(step, str)), ""))
    word = str(item["input"]) if not isinstance(item["input"], dict | list) else "…"
    if kind in _UNKNOWN:
        return Fault("unknown_key", path, {"key": key}, legal_keys(item["loc"][:-1]), key)
    if kind in ("missing", "missing_argument", "union_tag_not_found"):
        name = "type" if kind == "union_tag_not_found" else str(item["loc"][-1])
        return Fault("missing_key", path, {"key": name})
    if kind in ("literal_error", "union_tag_invalid", "locale"):
        legal = _words(context.get("expected") or context.get("expected_tags") or "")
        wrong = context.get("tag", word)
        path = (*path, "type") if kind == "union_tag_invalid" else path
        return Fault("unknown_word", path, {"key": str(path[-1]), "word": wrong}, legal, wrong)
    if kind in _NUMBERS:
        return Fault("not_number", path, {"key": key, "word": word})
    if kind in _BOUNDS:
        name, english, chinese = _BOUNDS[kind]
        bound = str(context[name])
        return Fault("bound", path, {"key": key, "word": word, "bound": english.format(bound), "bound_zh": chinese.format(bound)})
    if kind in _DAYS:
        return Fault("day", path, {"key": key, "word": word})
    if kind in ("bool_parsing", "bool_type"):
        return Fault("unknown_word", path, {"key": key, "word": word}, ("true", "false"), word)
    if kind == "value_error":
        return Fault("range_of_days", path, {"key": key})
    if kind in _SHAPES:
        return Fault(_SHAPES[kind], path, {"key": key or "policy"})
    return Fault("shape", path, {"key": key or "policy", "reason": item["msg"].lower()})


def _words(expected: str) -> tuple[str, ...]:
    """The words in pydantic's list ``'a', 'b' or 'c'``."""
    return tuple(word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",") if word.strip())


def legal_keys(loc: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that may stand at a pydantic location."""
    kind: Any = PolicyFile
    for step in loc:
        kind = _inside(kind, step)
    return tuple(_keys(kind)) if isinstance(kind, type) else ()


@cache
def _keys(kind: Any) -> dict[str, Any]:
    """Key -> type of a model's or dataclass's fields, named as in the file."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        hints = get_type_hints(kind, include_extras=True)
        return {info.alias or name: hints[name] for name, info in kind.model_fields.items()}
    if is_dataclass(kind):
        hints = get_type_hints(kind, include_extras=True)
        return {item.name: hints[item.name] for item in dataclass_fields(kind)}
    return {}


def _inside(kind: Any, step: str | int) -> Any:
    """The type of a key, list item or tagged member of a type."""
    kind = _bare(kind)
    if isinstance(step, int):
        return _bare(next(iter(get_args(kind)), None))
    if get_origin(kind) is Mapping:
        return _bare(get_args(kind)[1])
    if get_origin(kind) in (Union, UnionType):
        members = [_bare(member) for member in get_args(kind)]
        return next((member for member in members if step in _tags(member)), None)
    return _bare(_keys(kind).get(step))


def _bare(kind: Any) -> Any:
    """A type without its annotations and without ``None``."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, UnionType):
        members = [member for member in get_args(kind) if member is not type(None)]
        return _bare(members[0]) if len(members) == 1 else kind
    return kind


def _tags(kind: Any) -> tuple[str, ...]:
    return get_args(_bare(_keys(kind).get("type")))
