"""The words and marks of the report, explained with the limits of its policy."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.model.policy import Materiality
from reportgen.model.report import Block, Item, Prose, Run
from reportgen.reports.headings import title_of
from reportgen.reports.page import Page
from reportgen.reports.registry import Options, block

Term = Literal[
    "scenarios", "variance", "pp", "effect", "forecast", "materiality", "score", "contribution", "status", "coverage", "missing",
    "nm", "marks", "pace", "run_rate",
]


class GlossaryOptions(Options):
    """``columns`` side by side; ``only`` these terms (empty: all that occur)."""

    columns: int = 3
    only: tuple[Term, ...] = ()


@block("glossary", GlossaryOptions)
def glossary(page: Page, options: GlossaryOptions) -> tuple[Block, ...]:
    """What the scenarios, variances, scores and marks mean; limits are those of the policy, and only what occurs is explained."""
    if not page.view.lines:
        return ()
    items = [
        Item(runs=(Run(text=page.words(f"glossary.{key.split('_in_')[0]}_term"), style="bold"),
                   Run(text=page.words("glossary.gap")), Run(text=page.words(f"glossary.{key}", **values))))
        for key, values in _terms(page) if not options.only or key.split("_in_")[0] in options.only
    ]
    return (Prose(title=title_of(page, options, "glossary.title"), items=tuple(items), columns=options.columns),)


def _terms(page: Page) -> list[tuple[str, dict[str, str]]]:
    """The keys of the terms in their order, with the values of their texts."""
    view, rules = page.view, page.view.rules
    status, bounds = rules.status, rules.materiality
    terms: list[tuple[str, dict[str, str]]] = [("scenarios", {}), ("variance", {}), ("pp", {}), ("effect", {})]
    if any(line.ahead or (line.outlook is not None and line.outlook.by("forecast")) for line in view.lines):
        terms.append(("forecast", {}))
    terms += [
        (_materiality(bounds), {"abs": _plain(bounds.abs), "pct": _plain(bounds.pct), "pp": _plain(bounds.pp)}),
        ("score", {"cap": _plain(rules.scoring.cap), "floor": _plain(rules.scoring.floor)}), ("contribution", {}),
        ("status", {"green": _plain(status.green), "amber": _plain(status.amber)}),
        ("coverage", {"least": _plain(rules.scoring.min_coverage)}), ("missing", {}), ("nm", {}), ("marks", {}),
    ]
    if any(line.outlook is not None for line in view.lines):
        terms += [("pace", {}), ("run_rate", {})]
    return terms


def _materiality(bounds: Materiality) -> str:
    """How the limits go together; an amount of 0 is no limit."""
    if bounds.mode == "or":
        return "materiality_in_either"
    return "materiality_in_both" if bounds.abs else "materiality_in_percent"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
