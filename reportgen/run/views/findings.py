"""Findings that a recipient may read: about the subject and what is below, never with the name of somebody hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from reportgen.model.finding import Finding
from reportgen.run.views.rights import Rights

#: A finding whose point is another person's name.
_NAMING = "W-NOTE-NAME"
#: Parameters that are figures.
_FIGURES = ("children", "target", "gap")
_ID_KEYS = ("subject_id", "person_id")


def findings_for(
    known: Mapping[str, tuple[Finding, ...]], rights: Rights, kpi_names: Mapping[str, str]
) -> tuple[Finding, ...]:
    """A person's own; a unit's, with those of everything below that may be seen. The company has those about no subject too.

    A board reads of the company and of the units right below. Pages name KPIs and people; ids stay in the findings table.
    """
    subjects = [rights.subject] if rights.personal else [*rights.units, *rights.staff]
    if rights.recipient == "board":
        subjects = [rights.subject, *rights.organisation.children.get(rights.subject, ())]
    if rights.subject == rights.organisation.root:
        subjects.insert(0, "")
    found = [_seen(one, rights, kpi_names) for subject in subjects for one in known.get(subject, ())]
    return tuple(one for one in found if one is not None)


def _seen(finding: Finding, rights: Rights, kpi_names: Mapping[str, str]) -> Finding | None:
    """The finding with people as the recipient may call them, and names of hidden ones taken out."""
    params = {key: value if key in _ID_KEYS else _text(value, rights) for key, value in finding.params.items()}
    if finding.code == _NAMING and params != dict(finding.params):
        return None
    kpi = kpi_names.get(finding.kpi_id)
    if kpi:
        params["kpi_id"] = _where(finding, kpi, rights)
    params |= {key: _figure(params[key]) for key in _FIGURES if key in params}
    return finding if params == dict(finding.params) else replace(finding, params=params)


def _text(value: str, rights: Rights) -> str:
    """A text, or a list of names, without people whom the recipient may not see."""
    organisation = rights.organisation
    kept = []
    for part in value.split(", "):
        bare = part.strip(" \u2026")
        namesakes = organisation.called(bare)
        if bare in organisation.people:
            kept.append(rights.call(bare) or "\u2014")
        elif not namesakes:
            kept.append(part)
        elif seen := [person for person in namesakes if person in rights.people]:
            kept.append(part.replace(bare, rights.call(seen[0]) or bare))
    return _comma(rights).join(kept) or "\u2014" if value else value


def _comma(rights: Rights) -> str:
    return "\u3001" if rights.organisation.locale == "zh-CN" else ", "


def _figure(value: str) -> str:
    """A number as pages print it: thousands apart, a minus sign; anything else as it is."""
    try:
        return f"{Decimal(value):,f}".replace("-", "\u2212")
    except InvalidOperation:
        return value


def _where(finding: Finding, kpi: str, rights: Rights) -> str:
    """The KPI, with the unit below that the finding is about."""
    if finding.subject_id == rights.subject or finding.subject_id not in rights.organisation.units:
        return kpi
    gap = "\uff1a" if rights.organisation.locale == "zh-CN" else ": "
    return f"{rights.organisation.label(finding.subject_id)}{gap}{kpi}"
