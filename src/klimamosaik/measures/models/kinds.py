"""Kinds of what stands in the register, each with the words a person would say."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class InvolvementRole(StrEnum):
    """What an organisation has to do with a measure."""

    LEAD = "lead"
    PARTNER = "partner"
    OPERATOR = "operator"
    PAYER = "payer"
    CONTACT = "contact"

    @property
    def text(self) -> Text:
        """The role as a person would say it."""
        return INVOLVEMENTS[self]


INVOLVEMENTS = {
    InvolvementRole.LEAD: Text("verantwortlich", "responsible"),
    InvolvementRole.PARTNER: Text("macht mit", "partner"),
    InvolvementRole.OPERATOR: Text("betreibt", "operates"),
    InvolvementRole.PAYER: Text("zahlt nach der Förderung", "pays after funding"),
    InvolvementRole.CONTACT: Text("gibt Auskunft", "answers questions"),
}


class Link(StrEnum):
    """A link of the impact chain."""

    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"

    @property
    def text(self) -> Text:
        """The link as a person would say it."""
        return LINKS[self]


LINKS = {
    Link.INPUT: Text("Was wir hineingeben", "What we put in"),
    Link.OUTPUT: Text("Was entsteht", "What comes out"),
    Link.OUTCOME: Text("Was sich ändert", "What changes"),
    Link.IMPACT: Text("Was es bewirkt", "What it brings about"),
}


class CostKind(StrEnum):
    """What a line of the cost plan is about."""

    INVESTMENT = "investment"
    RUNNING = "running"
    STAFF_DAYS = "staff days"

    @property
    def text(self) -> Text:
        """The kind as a person would say it."""
        return COSTS[self]

    @property
    def unit(self) -> str:
        """EUR, or d for days of work."""
        return "d" if self is CostKind.STAFF_DAYS else "EUR"


COSTS = {
    CostKind.INVESTMENT: Text("einmalig", "once"),
    CostKind.RUNNING: Text("laufend", "running"),
    CostKind.STAFF_DAYS: Text("Personaltage", "staff days"),
}


class RegisterKind(StrEnum):
    """What a register is kept for."""

    CLIMATE_PLAN = "climate plan"
    SMART_CITY = "smart-city programme"
    ADAPTATION_PLAN = "adaptation plan"
    HEAT_PLAN = "heat plan"
    OTHER = "other"

    @property
    def text(self) -> Text:
        """The kind as a person would say it."""
        return REGISTERS[self]


REGISTERS = {
    RegisterKind.CLIMATE_PLAN: Text("Klimaschutzplan", "climate plan"),
    RegisterKind.SMART_CITY: Text("Smart-City-Programm", "smart-city programme"),
    RegisterKind.ADAPTATION_PLAN: Text("Anpassungskonzept", "adaptation plan"),
    RegisterKind.HEAT_PLAN: Text("Wärmeplan", "heat plan"),
    RegisterKind.OTHER: Text("anderes", "other"),
}


class Bound(StrEnum):
    """Which side of a wanted value is as wanted."""

    AT_LEAST = "at least"
    AT_MOST = "at most"

    @property
    def text(self) -> Text:
        """The side as a person would say it."""
        return BOUNDS[self]

    def kept_by(self, value: float, wanted: float) -> bool:
        """True where a value is at the wanted one or on its good side, in any unit."""
        return value >= wanted if self is Bound.AT_LEAST else value <= wanted


BOUNDS = {
    Bound.AT_LEAST: Text("mindestens", "at least"),
    Bound.AT_MOST: Text("höchstens", "at most"),
}
