"""docs/policy.md names every key and component, and its examples load."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from reportgen.model import reward_policy
from reportgen.model.policy import (
    CrossKpiCap,
    Distribution,
    Gate,
    GradeBand,
    KnockOut,
    Link,
    Materiality,
    MaterialityLimits,
    PointLimits,
    ScoringRules,
    StatusRules,
)
from reportgen.policy.conditions import parse
from reportgen.policy.load import read_policy
from reportgen.policy.schema import PolicyFile

PAGE = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
RULES = (
    ScoringRules, StatusRules, Materiality, Distribution, Link, Gate, KnockOut, GradeBand, CrossKpiCap,
    MaterialityLimits, PointLimits,
)
MODELS = [item for item in vars(reward_policy).values() if isinstance(item, type) and issubclass(item, reward_policy.Entry)]


def _keys(model: Any) -> list[str]:
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [info.alias or name for name, info in model.model_fields.items()]
    return [item.name for item in fields(model)] if is_dataclass(model) else []


@pytest.mark.parametrize("model", [*MODELS, PolicyFile, *RULES])
def test_every_key_is_on_the_page(model: Any) -> None:
    for key in _keys(model):
        if key not in ("type", "from", "inclusive", "trace", "mode"):
            assert re.search(rf"\b{key}\b", PAGE), f"{model.__name__}.{key}"


def test_every_component_has_its_row() -> None:
    kinds = [get_args(model.model_fields["type"].annotation)[0] for model in MODELS if "type" in model.model_fields]
    for kind in kinds:
        assert f"| `{kind}` |" in PAGE or kind == "per_event"


def test_the_examples_load() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        text = "rewards:\n" + block if block.startswith("- ") else block
        assert read_policy(text.encode(), "docs").findings == ()


@pytest.mark.parametrize("text", re.findall(r"`(headcount[^`]*|company\.kpi\('net[^`]*|payroll \*[^`]*)`", PAGE))
def test_the_formulas_parse(text: str) -> None:
    assert parse(text)
