"""How a statement came about: one row per step, each an arithmetic expression that gives its result (docs/method/rewards.md).

The first steps show how the score came about where the amount rests on it; they are those of scoring, handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportgen.model.reward import Statement, TraceStep, Working
from reportgen.model.rounding import half_up
from reportgen.rewards.wording import STEPS, Names, words

_SCORES = frozenset({"score", "final", "grade", "coefficient"})
#: Rules that read the grade, and the parameter that holds a formula which may.
_OF_GRADE, _FORMULAS = frozenset({"GRADE", "SOE"}), ("formula", "measure")


def trace(statement: Statement, score: Sequence[TraceStep] = ()) -> tuple[TraceStep, ...]:
    """Every step of a statement. ``score``: the steps to the person's final and grade, for amounts that rest on them."""
    own = steps(statement.workings, statement.kpi_names)
    before = score if _reads_score(statement) else ()
    return tuple(replace(step, step=number) for number, step in enumerate((*before, *own), start=1))


def _reads_score(statement: Statement) -> bool:
    """True where the amount rests on the person's own score or grade."""
    if statement.measure.removeprefix("person.") in _SCORES:
        return True
    formulas = [item.params.get(name, "") for item in statement.workings for name in _FORMULAS]
    return any(item.rule_id in _OF_GRADE for item in statement.workings) or any(
        _SCORES.intersection(re.findall(r"(?<![\w.])(?:person\.)?(\w+)", text)) for text in formulas
    )


def steps(workings: Iterable[Working], names: Names) -> tuple[TraceStep, ...]:
    """Workings as numbered rows in both languages."""
    return tuple(
        TraceStep(
            number, item.rule_id, words(STEPS[item.key][0], item.params, names), words(STEPS[item.key][1], item.params, names),
            item.numbers, item.value, half_up(item.value, item.places), item.sources, item.unit,
        )
        for number, item in enumerate(workings, start=1)
    )
