"""The phases of a measure's life, from an idea to its transfer, or stopped."""

from enum import StrEnum

from klimamosaik.terms.text import Text


class Phase(StrEnum):
    """Where a measure stands."""

    IDEA = "idea"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    PERMANENT = "permanent"
    TRANSFER = "transfer"
    STOPPED = "stopped"

    @property
    def text(self) -> Text:
        """The phase as a person would say it."""
        return PHASE_NAMES[self]

    @property
    def next(self) -> "Phase | None":
        """One step up; None from the last phase and from a stopped measure."""
        if self not in WAY or self is WAY[-1]:
            return None
        return WAY[WAY.index(self) + 1]


WAY = (Phase.IDEA, Phase.PROTOTYPE, Phase.PILOT, Phase.PERMANENT, Phase.TRANSFER)
PHASE_NAMES = {
    Phase.IDEA: Text("Idee", "idea"),
    Phase.PROTOTYPE: Text("Prototyp", "prototype"),
    Phase.PILOT: Text("Pilot", "pilot"),
    Phase.PERMANENT: Text("Dauerbetrieb", "permanent"),
    Phase.TRANSFER: Text("Übertragung", "transfer"),
    Phase.STOPPED: Text("gestoppt", "stopped"),
}


class CourseState(StrEnum):
    """How a measure is getting on, as last reported."""

    ON_COURSE = "on course"
    DELAYED = "delayed"
    STUCK = "stuck"
    DONE = "done"
    STOPPED = "stopped"
    NOT_SAID = "not said"  # a report in words that gives no verdict

    @property
    def text(self) -> Text:
        """The state as a person would say it."""
        return COURSE_NAMES[self]

    @property
    def mark(self) -> str:
        """How pages colour it."""
        return COURSE_MARKS.get(self, "quiet")


COURSE_NAMES = {
    CourseState.ON_COURSE: Text("im Plan", "on plan"),
    CourseState.DELAYED: Text("hinter Plan", "behind plan"),
    CourseState.STUCK: Text("steckt fest", "stuck"),
    CourseState.DONE: Text("erledigt", "done"),
    CourseState.STOPPED: Text("gestoppt", "stopped"),
    CourseState.NOT_SAID: Text("ohne Angabe", "not said"),
}
COURSE_MARKS = {
    CourseState.ON_COURSE: "ok",
    CourseState.DONE: "ok",
    CourseState.DELAYED: "open",
    CourseState.STUCK: "bad",
}
