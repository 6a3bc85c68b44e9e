"""What may be done by whom, and what organisations are, as a person would say it."""

from klimamosaik.people.models import OrganisationKind, Role
from klimamosaik.terms.text import Text

ORGANISATIONS = {
    OrganisationKind.ADMINISTRATION: Text("Amt oder Stabsstelle", "administration"),
    OrganisationKind.COMPANY: Text("kommunales Unternehmen", "municipal company"),
    OrganisationKind.GRID_OPERATOR: Text("Netzbetreiber", "grid operator"),
    OrganisationKind.OTHER: Text("andere", "other"),
}


ROLES = {
    Role.READER: Text("liest", "reads"),
    Role.EDITOR: Text("liest und bearbeitet", "reads and edits"),
    Role.ADMIN: Text(
        "liest, bearbeitet und verwaltet die Personen", "reads, edits and manages people"
    ),
}


def role_text(role: str) -> Text:
    """What a person may do, as a person would say it."""
    return ROLES[Role(role)]
