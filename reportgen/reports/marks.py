"""What stands beneath every page of a report: that it is a draft, and whom this copy is for."""

from __future__ import annotations

from reportgen.model.dataset import Locale
from reportgen.model.report import Report
from reportgen.model.view import View
from reportgen.reports.words import Words

_SPACE = "\u2003"


def marked(report: Report, view: View, recipient: bool) -> Report:
    """The report with the mark of a draft, and with its recipient, as-of date and run where ``recipient`` is asked for."""
    meta = report.meta
    marks = {"draft_mark": meta.status_text if meta.status == "draft" else ""}
    if recipient:
        words = Words(meta.locale)
        when = words("footer.as_of", date=meta.as_of.isoformat()), words("footer.run", run=meta.run_id)
        marks["watermark"] = _SPACE.join((_recipient(view, words, meta.locale), *when))
    return report.model_copy(update={"meta": meta.model_copy(update=marks)})


def _recipient(view: View, words: Words, locale: Locale) -> str:
    """A person with id, a unit with its head, a company by its name."""
    subject = view.subject
    name = subject.name.of(locale)
    if subject.level == "individual":
        return words("report.subject_line", subject=name, subject_id=subject.id)
    return f"{name} {subject.head}" if subject.head and subject.level != "company" else name
