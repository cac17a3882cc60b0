"""Who may see what: the people and units that a recipient's view of one subject may hold (docs/templates.md, "Recipients")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from reportgen.model.view import Name, Recipient
from reportgen.run.views.organisation import Organisation

#: Others that a mean, a rank or a sum must be made of before it is shown (contract rule 14).
FEW = 5
#: Levels whose whole staff a manager's report lists; above them the direct reports.
_TEAM_LEVELS = ("department", "team")


@dataclass(frozen=True)
class Rights:
    """What one recipient may see of one subject."""

    organisation: Organisation
    subject: str
    recipient: Recipient

    @cached_property
    def personal(self) -> bool:
        """True where the report is about a person."""
        return self.subject not in self.organisation.units

    @property
    def whole(self) -> bool:
        """True for those who see every person below with amounts."""
        return self.recipient in ("finance", "hr")

    @property
    def amounts(self) -> bool:
        """True where amounts of persons may be shown: one's own, and everybody's to finance and HR."""
        return self.whole or (self.personal and self.recipient == "person")

    @property
    def kpi_scores(self) -> bool:
        """True where the scores of single KPIs of persons may be shown."""
        return self.recipient in ("manager", "hr")

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The unit and every unit below it."""
        return () if self.personal else (self.subject, *self.organisation.below(self.subject))

    @cached_property
    def staff(self) -> tuple[str, ...]:
        """Everyone at home in the unit or below; nobody where persons may not be seen."""
        if self.personal or self.recipient in ("board", "person"):
            return ()
        return self.organisation.people_below(self.subject)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The people that the view lists with their results: everyone, or those who report to the head of a larger unit.

        These are the people directly in the unit and the heads of the units right below it.
        """
        organisation = self.organisation
        if self.whole or organisation.level(self.subject) in _TEAM_LEVELS:
            return self.staff
        heads = {organisation.head(unit) for unit in organisation.children.get(self.subject, ())}
        direct = {*organisation.members.get(self.subject, ()), *heads}
        return tuple(person for person in self.staff if person in direct)

    @cached_property
    def people(self) -> frozenset[str]:
        """People who may be named: a person and the managers above; a unit's staff and the heads of its units."""
        organisation = self.organisation
        if self.personal:
            return frozenset((self.subject, *organisation.managers(self.subject)))
        if not self.staff:
            return frozenset()
        heads = (organisation.head(unit) for unit in self.units)
        return frozenset((*self.staff, *(head for head in heads if head)))

    @cached_property
    def names(self) -> dict[str, Name]:
        """Names of every subject that may be named: own path, units below and beside, and ``people``."""
        organisation = self.organisation
        home = organisation.home(self.subject) if self.personal else self.subject
        beside = () if self.personal else organisation.beside(self.subject)
        known = (*organisation.path(home), *self.units, *beside, *sorted(self.people))
        return {subject: organisation.name(subject) for subject in dict.fromkeys(known)}

    def sees(self, subject: str) -> bool:
        """True for units, and for people who may be named."""
        return subject in self.people or subject in self.organisation.units

    def call(self, someone: str | None) -> str:
        """How the view names someone: a unit or a person who may be named by name, others by post or unit."""
        organisation = self.organisation
        if not someone:
            return ""
        if self.sees(someone):
            return organisation.label(someone)
        if someone in organisation.people:
            return organisation.post(someone) or organisation.label(organisation.home(someone))
        return "" if self.personal or not self.staff else someone
