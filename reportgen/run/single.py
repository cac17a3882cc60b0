"""One report model of one subject."""

from __future__ import annotations

from pathlib import Path

from reportgen.model.dataset import LOCALES, Locale
from reportgen.model.errors import WrongCallError
from reportgen.model.report import Report
from reportgen.run.commentary import Commentator
from reportgen.run.documents import Maker, Workshop
from reportgen.run.execute import by_recipient, left_out, orders, served_by
from reportgen.run.inputs import Inputs
from reportgen.run.plan import Selection, choose_packs, plan
from reportgen.run.results import compute
from reportgen.run.views.build import Views


def report_model(inputs: Inputs, subject: str, report: str | None, locale: Locale | None, templates: Path | None) -> Report:
    """The model of a report. Raises WrongCallError where the subject is unknown or the report is not for its level."""
    packs = choose_packs((report,) if report else (), templates)
    results = compute(inputs)
    selection = Selection(subjects=(subject,), locales=(locale,) if locale else ())
    views: dict[Locale, Views] = {language: Views(results, language) for language in LOCALES}
    served = served_by(packs)
    levels = {name: tuple(found) for name, found in served.items()}
    planned = plan(views[inputs.dataset.settings.locale], inputs.dataset, selection, levels)
    if not planned:
        level = views["en"].organisation.level(subject)
        serving = ", ".join(name for name, served in levels.items() if level in served) or "none of these reports"
        raise WrongCallError(f"{subject} ({level}) has no such report in this period",
                             left_out(results, selection) or f"Reports of that level: {serving}")
    parts = [part for item in planned for part in by_recipient(item, served)]
    order = next(orders(parts, views, selection, Commentator(results)))
    return Maker(Workshop(packs)).report(order, order.reports[0])
