"""The results table ``commentary``: every sentence of every subject that has a document, in the dataset's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.commentary.write import write
from reportgen.run.facts import facts
from reportgen.run.results import Results
from reportgen.run.views.build import Views
from reportgen.run.words import PERSON, UNIT


def commentary_rows(results: Results) -> Iterator[dict[str, Any]]:
    """One row per sentence, in the order of the organisation."""
    locale = results.inputs.dataset.settings.locale
    views = Views(results, locale)
    fiscal = results.inputs.dataset.settings.fiscal
    for subject in views.subjects():
        if not views.has_document(subject):
            continue
        view = views.view(subject)
        found = (*facts(view, views.names_below(subject), fiscal), *views.people_facts(view))
        said = write(found, locale, PERSON if view.subject.level == "individual" else UNIT)
        for sentence in said.sentences():
            yield {
                "period": view.period.label, "subject_id": subject, "kpi_id": sentence.kpi_id, "order": sentence.order,
                "text": sentence.text, "locale": locale, "fact_ids": " ".join(sentence.fact_ids), "source": sentence.source,
                "stale": sentence.stale,
            }
