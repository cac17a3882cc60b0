"""The small company with a policy, read and computed, for tests of views. Amounts worked by hand in the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportgen.run.inputs import read
from reportgen.run.results import Results, compute
from reportgen.run.views.build import Views
from tests.company import PERIOD, TABLES, edited, write

DEMO = Path(__file__).parents[2] / "datasets" / "demo"

POLICY = """id: small
version: 2
effective: 2025-01-01..2025-12-31
status: {green: 100, amber: 90, escalate_after: 3}
knock_outs: [{event: safety, max_grade: C, payout_factor: 0}]
gates: [{id: csat, when: "kpi('csat').attainment < 92", max_grade: B}]
rewards:
  - id: bonus
    label: {zh-CN: \u5b63\u5ea6\u5956, en: Quarterly bonus}
    base: {field: target_bonus}
    components:
      - {id: main, type: curve, measure: person.final, points: [[80, 50], [100, 100], [120, 200]], below: 0}
"""
SETTINGS = TABLES["dataset.yaml"] + "policy: policy.yaml\n"


def company(folder: Path, **changed: str | None) -> Results:
    """The results of the small company with the policy; ``changed`` replaces tables."""
    given = {"dataset.yaml": SETTINGS, "policy.yaml": POLICY, **changed}
    return compute(read(write(folder, **given), PERIOD))


def more(table: str, rows: str) -> str:
    """A table of the small company with rows added."""
    return TABLES[table] + rows


@lru_cache(maxsize=1)
def demo() -> Results:
    """The results of the demo company."""
    return compute(read(DEMO, "2025-Q4"))


@lru_cache(maxsize=2)
def demo_views(locale: str) -> Views:
    return Views(demo(), "en" if locale == "en" else "zh-CN")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside dataclasses, mappings (their keys too) and sequences, with the way to it."""
    if isinstance(value, str):
        yield path, value
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from texts(getattr(value, item.name), f"{path}.{item.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(key, f"{path}.key")
            yield from texts(inner, f"{path}[{key}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{path}[{index}]")


def amounts(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every field of a member or statement that is money of a person, where it is filled."""
    if is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            inner = getattr(value, item.name)
            if type(value).__name__ == "Member" and item.name in ("payable", "target_bonus") and inner is not None:
                yield f"{path}.{item.name}", inner
            yield from amounts(inner, f"{path}.{item.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from amounts(inner, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from amounts(inner, f"{path}[{index}]")


__all__ = ["DEMO", "PERIOD", "POLICY", "SETTINGS", "amounts", "company", "demo", "demo_views", "edited", "more", "texts"]
