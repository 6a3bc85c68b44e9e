"""What each step up asks for; pure, so that a page can show it and a door can hold to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


class Section(StrEnum):
    """Part of a measure's page where an answer is written down."""

    BASICS = "basics"
    WHO = "who"
    CHAIN = "chain"
    EFFECT = "effect"  # the form with meters and criteria
    LESSON = "lesson"


@dataclass(frozen=True)
class GateFacts:
    """What the register knows of a measure, as far as gates ask for it."""

    operator: bool = False
    grid: bool = False  # named, or confirmed that none is needed
    payer: bool = False  # of operation after funding
    criteria: bool = False  # a gate, or a wanted value of an outcome or impact
    in_time: bool = False  # criteria written no later than the first day of the effect
    obstacles: bool = False
    judged: bool = False  # the effect against its criteria, reached or missed
    decided: bool = False  # council decision with number and day
    lesson: bool = False
    expert: bool = False  # a desk that knows the matter, confirmed within a year
    organiser: bool = False  # a desk that knows how it is run, confirmed within a year
    excused: frozenset[str] = frozenset()  # codes a stated reason let through at an earlier step


@dataclass(frozen=True)
class Requirement:
    """One thing a step asks for."""

    code: str
    text: Text  # the question in a few words
    missing: Text  # the sentence where it is not answered: what to do
    section: Section
    met: bool
    excusable: bool  # a stated reason lets the step through; the gap stays to be seen

    @property
    def complaint(self) -> Problem:
        """What is said where it is missing."""
        return Problem(self.code, self.missing)


@dataclass(frozen=True)
class GateState:
    """The gate in front of a measure."""

    to: Phase
    requirements: tuple[Requirement, ...]

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """All that is not answered yet."""
        return tuple(each for each in self.requirements if not each.met)

    @property
    def open(self) -> bool:
        """True where nothing is missing."""
        return not self.missing

    @property
    def open_with_reason(self) -> bool:
        """True where what is missing can be explained."""
        return all(each.excusable for each in self.missing)


def gate_before(phase: Phase, known: GateFacts) -> GateState | None:
    """The gate from a phase to the next; None after the last phase and where it was stopped.

    What gates behind it still miss is asked for as well: nobody gets past them by having been
    entered further on.
    """
    to = phase.next
    if to is None:
        return None
    ahead = tuple(asked(to, known))
    codes = {each.code for each in ahead}
    return GateState(
        to, (*ahead, *(each for each in behind(phase, known) if each.code not in codes))
    )


def behind(phase: Phase, known: GateFacts) -> tuple[Requirement, ...]:
    """What the gates up to a phase still miss; what a reason let through once is not asked again.

    The one place that judges gates behind a measure.
    """
    if phase not in WAY:
        return ()
    asked_for = way_to(phase, known)
    return tuple(each for each in asked_for if not each.met and each.code not in known.excused)


def way_to(phase: Phase, known: GateFacts) -> tuple[Requirement, ...]:
    """All that the gates up to a phase ask for, each once, met or not."""
    found: dict[str, Requirement] = {}
    for passed in WAY[1 : WAY.index(phase) + 1]:
        for each in asked(passed, known):
            found.setdefault(each.code, each)
    return tuple(found.values())


def asked(to: Phase, known: GateFacts) -> Sequence[Requirement]:
    """What a step into a phase asks for."""
    if to is Phase.PROTOTYPE:
        return after_funding(known)
    if to is Phase.PILOT:
        return before_the_trial(known)
    if to is Phase.PERMANENT:
        return after_the_trial(known)
    return before_others_copy(known)


def after_funding(known: GateFacts) -> Sequence[Requirement]:
    """Idea to prototype: who operates it, on which network, and who pays after funding?"""
    return (
        Requirement("operator", OPERATOR, NO_OPERATOR, Section.WHO, known.operator, False),
        Requirement("grid", GRID, NO_GRID, Section.BASICS, known.grid, False),
        Requirement("payer", PAYER, NO_PAYER, Section.WHO, known.payer, False),
    )


def before_the_trial(known: GateFacts) -> Sequence[Requirement]:
    """Prototype to pilot: criteria written before the first day, obstacles named."""
    criteria = Requirement("criteria", CRITERIA, NO_CRITERIA, Section.EFFECT, known.criteria, False)
    in_time = Requirement("in_time", IN_TIME, NOT_IN_TIME, Section.EFFECT, known.in_time, True)
    obstacles = Requirement(
        "obstacles", OBSTACLES, NO_OBSTACLES, Section.BASICS, known.obstacles, False
    )
    return (criteria, *([in_time] if known.criteria else []), obstacles)


def after_the_trial(known: GateFacts) -> Sequence[Requirement]:
    """Pilot to permanent: an effect judged and a council decision, or the reason why not."""
    return (
        Requirement("judged", JUDGED, NOT_JUDGED, Section.EFFECT, known.judged, True),
        Requirement("decided", DECIDED, NOT_DECIDED, Section.BASICS, known.decided, True),
    )


def before_others_copy(known: GateFacts) -> Sequence[Requirement]:
    """Permanent to transfer: what got in the way, what was learnt, and whom others may ask."""
    return (
        Requirement("obstacles", OBSTACLES, NO_OBSTACLES, Section.BASICS, known.obstacles, False),
        Requirement("lesson", LESSON, NO_LESSON, Section.LESSON, known.lesson, False),
        Requirement("expert", EXPERT, NO_EXPERT, Section.WHO, known.expert, False),
        Requirement("organiser", ORGANISER, NO_ORGANISER, Section.WHO, known.organiser, False),
    )


OPERATOR = Text("Wer betreibt sie?", "Who operates it?")
NO_OPERATOR = Text(
    "Noch offen ist, wer sie betreibt. Tragen Sie einen Akteur mit der Rolle „betreibt“ ein.",
    "It is open who operates it. Enter an organisation with the role “operates”.",
)
GRID = Text("Benötigte Infrastruktur (Netz)", "Infrastructure it needs (network)")
NO_GRID = Text(
    "Noch offen ist, auf welchem Netz sie läuft (Strom, Wärme, Gas, Funk). Nennen Sie es, oder "
    "haken Sie „braucht kein Netz“ an.",
    "It is open which network it runs on (power, heat, gas, radio). Name it, or tick “needs no "
    "network”.",
)
PAYER = Text("Wer zahlt den Betrieb nach der Förderung?", "Who pays operation after funding?")
NO_PAYER = Text(
    "Noch offen ist, wer den Betrieb nach der Förderung zahlt. Tragen Sie einen Akteur mit der "
    "Rolle „zahlt nach der Förderung“ ein.",
    "It is open who pays operation after funding. Enter an organisation with the role “pays "
    "after funding”.",
)
CRITERIA = Text("Was muss sie erreichen?", "What must it reach?")
NO_CRITERIA = Text(
    "Es steht noch nicht da, was sie erreichen muss. Schreiben Sie eine Einsparung in Prozent "
    "auf, oder bei einer Kennzahl der Wirkung den gewünschten Wert.",
    "It is not written down yet what it must reach. Write down a saving in per cent, or the "
    "wanted value of an indicator of its effect.",
)
IN_TIME = Text("Vor dem ersten Tag aufgeschrieben?", "Written before the first day?")
NOT_IN_TIME = Text(
    "Was sie erreichen muss, wurde erst nach dem ersten Tag der Wirkung aufgeschrieben. Das "
    "lässt sich nicht nachholen; nennen Sie den Grund, dann geht es weiter.",
    "What it must reach was written down after the first day of the effect only. That cannot be "
    "made up for; state the reason and it goes on.",
)
OBSTACLES = Text("Was kann im Weg stehen?", "What can get in the way?")
NO_OBSTACLES = Text(
    "Hindernisse und Risiken fehlen. Ein Satz genügt, auch: „keine bekannt, weil …“.",
    "Obstacles and risks are missing. One sentence will do, even “none known, because …”.",
)
JUDGED = Text("Ist die Wirkung beurteilt?", "Has the effect been judged?")
NOT_JUDGED = Text(
    "Die Wirkung ist noch nicht gegen das Vorhaben beurteilt: Weder die Zähler noch eine "
    "Kennzahl sagen, ob es erreicht wurde. Warten Sie auf Werte, oder nennen Sie den Grund.",
    "The effect has not been judged against what was wanted: neither meters nor an indicator "
    "say whether it was reached. Wait for values, or state the reason.",
)
DECIDED = Text("Hat der Rat beschlossen?", "Has the council decided?")
NOT_DECIDED = Text(
    "Ein Ratsbeschluss mit Nummer und Datum fehlt. Tragen Sie ihn ein, oder nennen Sie den "
    "Grund; die Lücke bleibt dann rot sichtbar.",
    "A council decision with number and date is missing. Enter it, or state the reason; the gap "
    "then stays visible in red.",
)
EXPERT = Text("Wer gibt fachlich Auskunft?", "Who answers questions on the matter?")
NO_EXPERT = Text(
    "Eine fachliche Ansprechperson fehlt, oder sie wurde seit einem Jahr nicht bestätigt. Tragen "
    "Sie eine Funktion ein (keinen Namen) und den Tag, an dem sie zuletzt stimmte.",
    "A professional contact is missing, or was not confirmed for a year. Enter a function (no "
    "name) and the day it was last right.",
)
ORGANISER = Text("Wer gibt organisatorisch Auskunft?", "Who answers questions on running it?")
NO_ORGANISER = Text(
    "Eine organisatorische Ansprechperson fehlt, oder sie wurde seit einem Jahr nicht bestätigt. "
    "Tragen Sie eine Funktion ein (keinen Namen) und den Tag, an dem sie zuletzt stimmte.",
    "An organisational contact is missing, or was not confirmed for a year. Enter a function (no "
    "name) and the day it was last right.",
)
LESSON = Text("Was haben wir gelernt?", "What did we learn?")
NO_LESSON = Text(
    "Wer sie übernehmen will, braucht die Erfahrung. Schreiben Sie sie auf.",
    "Whoever wants to take it over needs the experience. Write it down.",
)
