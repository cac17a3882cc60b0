"""How a score came about, for the page of a person whom no reward policy pays (else the trace of the amount begins with it)."""

from __future__ import annotations

from reportgen.model.reward import TraceStep
from reportgen.model.view import Name
from reportgen.run.views.sources import Sources
from reportgen.scoring.trace_total import Parts, trace_total


def score_trace(sources: Sources, subject: str) -> tuple[TraceStep, ...]:
    """The steps from KPI scores to the grade; empty without a scorecard. Who calibrated a grade is not named here."""
    card = sources.cards.get(subject)
    if card is None:
        return ()
    inputs = sources.results.inputs
    unit = card.get("link_unit_id") or ""
    name = sources.organisation.name(unit) if unit else Name("")
    table = inputs.dataset["adjustments"]
    changes = table.filter((table["subject_id"] == subject) & (table["period"] == inputs.period.label)).to_dicts()
    last = max(changes, key=lambda row: str(row["date"] or ""), default=None)
    return trace_total(Parts(
        card, sources.rows.get(subject, ()), inputs.policy.rules, sources.points.get(subject, ()),
        (name.of("zh-CN"), name.of("en")), None if last is None else {**last, "decided_by": None},
    ))
