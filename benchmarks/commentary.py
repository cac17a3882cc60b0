"""CPU time of one person's commentary in one language; the aim is at most one millisecond.

    python -m benchmarks.commentary [people]
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from decimal import Decimal

from reportgen.commentary.write import write
from reportgen.model.dataset import LOCALES
from reportgen.model.fact import Comparison, Fact, LineScore
from reportgen.model.rounding import half_up
from tests.commentary.cases import person


def people(count: int) -> list[tuple[Fact, ...]]:
    """The facts of ``count`` people, every number a little different, so that nothing is served twice."""
    base = person()
    return [tuple(_varied(fact, index) for fact in base) for index in range(count)]


def _varied(fact: Fact, index: int) -> Fact:
    factor = Decimal(900 + index % 211) / 1000 + Decimal(index) / 10**7
    if isinstance(fact, Comparison):
        return replace(fact, subject_id=f"E{index:05d}", actual=half_up(fact.actual * factor, fact.kpi.decimals))
    if isinstance(fact, LineScore) and fact.contribution is not None:
        return replace(fact, subject_id=f"E{index:05d}", contribution=half_up(fact.contribution * factor))
    return replace(fact, subject_id=f"E{index:05d}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    facts = people(count)
    for locale in LOCALES:
        write(facts[0], locale)
        begun = time.process_time()
        sentences = sum(len(write(each, locale).sentences()) for each in facts)
        spent = time.process_time() - begun
        print(f"{locale}: {spent / count * 1000:.3f} ms a person, {spent / sentences * 1e6:.1f} µs a sentence ({sentences})")


if __name__ == "__main__":
    main()
