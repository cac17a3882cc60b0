"""How scores came about, for a person's own page."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.dataset import Locale
from reportgen.model.reward import LineTrace, TraceStep
from reportgen.model.view import Name
from reportgen.run.views.sources import Sources, line_key
from reportgen.scoring.trace import Weights, trace_line
from reportgen.scoring.trace_total import Parts, trace_total

#: Steps that lead to a score; the weights and variances after it stand in the scorecard itself.
_TO_SCORE = ("ACT", "PRO", "TGT", "ATT", "CAP", "MISS", "M")


def line_traces(sources: Sources, subject: str, locale: Locale) -> tuple[LineTrace, ...]:
    """The steps from the rows of the dataset to each KPI's score, in the order of the scorecard."""
    rows = [{**sources.internal.get(line_key(row), {}), **row} for row in sources.rows.get(subject, ())]
    weights = Weights.of(rows)
    found = []
    for row in rows:
        steps = tuple(
            replace(step, sources=sources.places.listed(step.sources, locale))
            for step in trace_line(row, weights, sources.origins_of(row)) if step.rule_id.startswith(_TO_SCORE)
        )
        found.append(LineTrace(row["kpi_id"], row["assignment_id"] or "", steps))
    return tuple(found)


def score_trace(sources: Sources, subject: str) -> tuple[TraceStep, ...]:
    """The steps from KPI scores to the grade; the trace of an amount that rests on them begins with them.

    Empty without a scorecard. Who calibrated a grade is not named here; a full coverage is not said.
    """
    card = sources.cards.get(subject)
    if card is None:
        return ()
    inputs = sources.results.inputs
    unit = card.get("link_unit_id") or ""
    name = sources.organisation.name(unit) if unit else Name("")
    table = inputs.dataset["adjustments"]
    changes = table.filter((table["subject_id"] == subject) & (table["period"] == inputs.period.label)).to_dicts()
    last = max(changes, key=lambda row: str(row["date"] or ""), default=None)
    steps = trace_total(Parts(
        card, sources.rows.get(subject, ()), inputs.policy.rules, sources.points.get(subject, ()),
        (name.of("zh-CN"), name.of("en")), None if last is None else {**last, "decided_by": None},
        sources.events.get(subject, ()),
    ))
    rules, told = inputs.policy.rules, [step for step in steps if step.rule_id != "COV" or step.rounded != 100]
    return tuple(
        replace(step, step=place, policy=f"{rules.id}/{rules.version}") for place, step in enumerate(told, start=1)
    )
