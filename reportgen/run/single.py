"""One report model of one subject."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.dataset import Locale
from reportgen.model.errors import WrongCallError
from reportgen.model.report import Report
from reportgen.run.documents import Maker, Workshop
from reportgen.run.execute import left_out, orders, pack_levels
from reportgen.run.inputs import Inputs
from reportgen.run.plan import Selection, choose_packs, plan
from reportgen.run.results import compute
from reportgen.run.views.build import Views


def report_model(inputs: Inputs, subject: str, report: str | None, locale: Locale | None, templates: Path | None) -> Report:
    """The model of a report. Raises WrongCallError where the subject is unknown or the report is not for its level."""
    packs = choose_packs((report,) if report else (), templates)
    results = compute(inputs)
    selection = Selection(subjects=(subject,), locales=(locale,) if locale else ())
    views: dict[Locale, Views] = {"zh-CN": Views(results, "zh-CN"), "en": Views(results, "en")}
    levels = pack_levels(packs)
    planned = plan(views[inputs.dataset.settings.locale], inputs.dataset, selection, levels)
    if not planned:
        level = views["en"].organisation.level(subject)
        serving = ", ".join(name for name, served in levels.items() if level in served) or "none of these reports"
        raise WrongCallError(f"{subject} ({level}) has no such report in this period",
                             left_out(results, selection) or f"Reports of that level: {serving}")
    order = next(orders(planned, views, selection))
    return Maker(Workshop(packs)).report(order, order.reports[0])
