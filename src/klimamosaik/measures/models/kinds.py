"""Kinds of what stands in the register, each with the words a person would say."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class InvolvementRole(TextEnum):
    """What an organisation has to do with a measure."""

    LEAD = "lead", Text("verantwortlich", "responsible")
    PARTNER = "partner", Text("macht mit", "partner")
    OPERATOR = "operator", Text("betreibt", "operates")
    PAYER = "payer", Text("zahlt nach der Förderung", "pays after funding")
    EXPERT = "expert", Text("fachliche Ansprechperson", "professional contact")
    ORGANISER = "organiser", Text("organisatorische Ansprechperson", "organisational contact")


class AfterFunding(TextEnum):
    """What was decided for the time when the funding has ended."""

    CONTINUE = "continue", Text("weiterführen", "continue")
    HAND_OVER = "hand over", Text("übergeben", "hand over")
    END = "end", Text("beenden", "end")


class Subject(TextEnum):
    """What an indicator is about, where pages give it a place of its own."""

    OTHER = "other", Text("anderes", "other")
    ADAPTATION = "adaptation", Text("Klimaanpassung", "climate adaptation")
    LIVING = "living", Text("Lebensqualität", "quality of living")
    STAFF_TIME = "staff time", Text("eingesparte Arbeitszeit", "staff time saved")


class ReadingBasis(TextEnum):
    """How a value is made of readings."""

    LAST = "last", Text("letzter Wert", "last value")
    MONTH = "month", Text("letzter ganzer Monat", "last whole month")
    YEAR = "year", Text("letzte zwölf Monate", "last twelve months")
    HIGHEST_DAY = "highest day", Text("höchster Tag in zwölf Monaten", "highest day in a year")


class Link(TextEnum):
    """A link of the impact chain."""

    INPUT = "input", Text("Was wir hineingeben", "What we put in")
    OUTPUT = "output", Text("Was entsteht", "What comes out")
    OUTCOME = "outcome", Text("Was sich ändert", "What changes")
    IMPACT = "impact", Text("Was es bewirkt", "What it brings about")


class CostKind(TextEnum):
    """What a line of the cost plan is about."""

    INVESTMENT = "investment", Text("einmalig", "once")
    RUNNING = "running", Text("laufend", "running")
    STAFF_DAYS = "staff days", Text("Personaltage", "staff days")

    @property
    def unit(self) -> str:
        """EUR, or d for days of work."""
        return "d" if self is CostKind.STAFF_DAYS else "EUR"


class RegisterKind(TextEnum):
    """What a register is kept for."""

    CLIMATE_PLAN = "climate plan", Text("Klimaschutzplan", "climate plan")
    SMART_CITY = "smart-city programme", Text("Smart-City-Programm", "smart-city programme")
    ADAPTATION_PLAN = "adaptation plan", Text("Anpassungskonzept", "adaptation plan")
    HEAT_PLAN = "heat plan", Text("Wärmeplan", "heat plan")
    OTHER = "other", Text("anderes", "other")


class Bound(TextEnum):
    """Which side of a wanted value is as wanted."""

    AT_LEAST = "at least", Text("mindestens", "at least")
    AT_MOST = "at most", Text("höchstens", "at most")

    def kept_by(self, value: float, wanted: float) -> bool:
        """True where a value is at the wanted one or on its good side, in any unit."""
        return value >= wanted if self is Bound.AT_LEAST else value <= wanted
