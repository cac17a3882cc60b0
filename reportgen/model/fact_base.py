"""Facts: the base, its id, its numbers, and the hash over several (see ``model/fact.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from hashlib import sha256
from typing import ClassVar, Literal

from reportgen.model.period import Period
from reportgen.model.rounding import EXACT
from reportgen.model.view import Kpi, Name

Evidence = Literal["L0", "L1", "L2", "L3"]
Status = Literal["green", "amber", "red", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something true about a subject in a period. ``key`` tells facts of one type about one KPI apart."""

    type: ClassVar[str] = ""
    evidence: ClassVar[Evidence] = "L0"
    subject_id: str = ""
    kpi: Kpi | None = None
    period: Period | None = None
    key: str = ""

    @property
    def kpi_id(self) -> str:
        return self.kpi.id if self.kpi else ""

    @property
    def id(self) -> str:
        """``vs_target/2025-06/D-SALES/sales``: stable over runs, so that an override can name it."""
        parts = (self.type, self.period.label if self.period else "", self.subject_id, self.kpi_id, self.key)
        return "/".join(parts).rstrip("/")

    def numbers(self) -> Iterator[Decimal]:
        """Every number that a sentence made from this fact may print (at some rounding)."""
        yield from numbers_in(self)


def numbers_in(value: object) -> Iterator[Decimal]:
    """Every number inside a value, names and periods left out."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, int) and not isinstance(value, bool):
        yield Decimal(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from numbers_in(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, (Kpi, Period, Name)):
        for field_ in fields(value):  # type: ignore[arg-type]
            if field_.metadata.get("said", True):
                yield from numbers_in(getattr(value, field_.name))


def facts_hash(facts: tuple[Fact, ...]) -> str:
    """Twelve hex digits over the facts' content: an edited text holds as long as it does not change."""
    lines = sorted(f"{fact.id}|{_content(fact)}" for fact in facts)
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def _content(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(EXACT), "f")
    if isinstance(value, Kpi):
        return value.id
    if isinstance(value, Period):
        return value.label
    if isinstance(value, tuple):
        return f"[{','.join(map(_content, value))}]"
    if hasattr(value, "__dataclass_fields__"):
        held = [field_.name for field_ in fields(value) if field_.metadata.get("said", True)]  # type: ignore[arg-type]
        return f"({','.join(_content(getattr(value, name)) for name in held)})"
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiFact(Fact):
    """A fact about one KPI of the subject.

    ``scale_by`` is the largest figure of the KPI's row in the tables, which sets the places of amounts beside it; it is
    never said itself. ``part`` names the post or unit that the line belongs to, where a person has the KPI more than once.
    """

    kpi: Kpi
    scale_by: Decimal | None = field(default=None, metadata={"said": False})
    part: Name | None = None
