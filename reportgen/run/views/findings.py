"""Findings that a recipient may read: about the subject and what is below, never with the name of somebody hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.model.finding import Finding
from reportgen.run.views.rights import Rights

#: A finding whose point is another person's name.
_NAMING = ("W-NOTE-NAME",)


def findings_for(known: Mapping[str, tuple[Finding, ...]], rights: Rights) -> tuple[Finding, ...]:
    """A person's own; a unit's, with those of everything below that may be seen. The company has those about no subject too."""
    if rights.personal:
        return tuple(one for one in known.get(rights.subject, ()) if one.code not in _NAMING)
    subjects = [*rights.units, *rights.staff]
    if rights.subject == rights.organisation.root:
        subjects.insert(0, "")
    found = [one for subject in subjects for one in known.get(subject, ())]
    if rights.staff:
        return tuple(found)
    hidden = {text for person, row in rights.organisation.people.items() for text in (person, row["name"]) if text}
    return tuple(_without(one, hidden) for one in found if one.code not in _NAMING)


def _without(finding: Finding, hidden: set[str]) -> Finding:
    """The finding with people's names and ids taken out of its texts."""
    params = {}
    for key, value in finding.params.items():
        parts = value.split(", ")
        kept = [part for part in parts if part.strip(" \u2026") not in hidden]
        params[key] = value if len(kept) == len(parts) else ", ".join(kept) or "\u2014"
    return finding if params == finding.params else replace(finding, params=params)
