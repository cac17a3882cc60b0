"""Which documents a run makes: subjects by level or id, reports by the packs that serve their level, formats, locales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.model.dataset import LOCALES, Dataset, Locale
from reportgen.model.errors import RefusedError, unknown
from reportgen.run.inputs import RefusedInputError
from reportgen.run.views.build import Views

FORMATS = ("pdf", "xlsx", "html")
LEVELS = ("company", "division", "department", "team", "individual")
_UNITS_BELOW = ("division", "department", "team")
#: Reports made when none is named: the ones that every reader of a level gets.
STANDARD = ("board", "department_review", "individual_scorecard")


@dataclass(frozen=True, slots=True)
class Selection:
    """What the caller asked for; empty means everything (of ``reports``: the standard ones)."""

    reports: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    locales: tuple[Locale, ...] = ()

    @property
    def whole(self) -> bool:
        """True when no subject or level was picked."""
        return not self.levels and not self.subjects


@dataclass(frozen=True, slots=True)
class PlannedSubject:
    """A subject with the reports and the locale of its documents."""

    subject_id: str
    level: str
    reports: tuple[str, ...]
    locale: Locale


def choose_packs(names: Sequence[str], templates: Path | None) -> dict[str, Path]:
    """Pack folders by report name, each checked. Raises WrongCallError for an unknown name, RefusedInputError for faults."""
    from reportgen.reports import find_packs, load_pack

    known = find_packs(templates)
    for name in names:
        if name not in known:
            raise unknown("report", name, tuple(known))
    wanted = names or tuple(name for name in STANDARD if name in known)
    faults = [finding for name in wanted for finding in load_pack(known[name])[1]]
    if faults:
        raise RefusedInputError("A report template was refused", faults, "en")
    if not wanted:
        raise RefusedError("No report templates were found")
    return {name: known[name] for name in wanted}


def plan(views: Views, dataset: Dataset, selection: Selection, levels_of: Mapping[str, Sequence[str]]) -> list[PlannedSubject]:
    """The subjects to serve, in the order of the organisation. Raises WrongCallError for an unknown subject or level."""
    for level in selection.levels:
        if level not in LEVELS:
            raise unknown("level", level, LEVELS)
    everyone = views.subjects()
    known = {*views.organisation.units, *views.organisation.people}
    for subject in selection.subjects:
        if subject not in known:
            raise unknown("subject", subject, sorted(known))
    locales = {row["person_id"]: row["locale"] for row in views.organisation.people.values()}
    planned = []
    for subject in everyone:
        level = views.organisation.level(subject)
        if not _picked(subject, level, selection) or not views.has_document(subject):
            continue
        reports = tuple(name for name, levels in levels_of.items() if level in levels)
        for locale in selection.locales or (_own_locale(locales.get(subject), dataset),):
            if reports:
                planned.append(PlannedSubject(subject, level, reports, locale))
    return planned


def _picked(subject: str, level: str, selection: Selection) -> bool:
    wanted = {item for name in selection.levels for item in (_UNITS_BELOW if name == "department" else (name,))}
    if selection.subjects and selection.levels:
        return subject in selection.subjects or level in wanted
    return subject in selection.subjects if selection.subjects else not wanted or level in wanted


def _own_locale(own: str | None, dataset: Dataset) -> Locale:
    for locale in LOCALES:
        if own == locale:
            return locale
    return dataset.settings.locale

