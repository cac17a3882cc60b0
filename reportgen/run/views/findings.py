"""Findings that a recipient may read: about the subject and what is below, never with the name of somebody hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.model.finding import Finding
from reportgen.run.views.rights import Rights

#: A finding whose point is another person's name.
_NAMING = "W-NOTE-NAME"


def findings_for(known: Mapping[str, tuple[Finding, ...]], rights: Rights) -> tuple[Finding, ...]:
    """A person's own; a unit's, with those of everything below that may be seen. The company has those about no subject too."""
    subjects = [rights.subject] if rights.personal else [*rights.units, *rights.staff]
    if rights.subject == rights.organisation.root:
        subjects.insert(0, "")
    found = [_seen(one, rights) for subject in subjects for one in known.get(subject, ())]
    return tuple(one for one in found if one is not None)


def _seen(finding: Finding, rights: Rights) -> Finding | None:
    """The finding with ids of people as the recipient may call them, and names of hidden ones taken out."""
    params = {key: _text(value, rights) for key, value in finding.params.items()}
    if params == dict(finding.params):
        return finding
    return None if finding.code == _NAMING else replace(finding, params=params)


def _text(value: str, rights: Rights) -> str:
    organisation = rights.organisation
    kept, changed = [], False
    for part in value.split(", "):
        bare = part.strip(" \u2026")
        if bare in organisation.people and bare not in rights.people:
            kept.append(rights.call(bare) or "\u2014")
            changed = True
        elif any(person in rights.people for person in organisation.called(bare)) or not organisation.called(bare):
            kept.append(part)
        else:
            changed = True
    return (", ".join(kept) or "\u2014") if changed else value
