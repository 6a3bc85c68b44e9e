"""The phases of a measure's life, from an idea to its transfer, or stopped."""

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Phase(TextEnum):
    """Where a measure stands."""

    IDEA = "idea", Text("Idee", "idea")
    PROTOTYPE = "prototype", Text("Prototyp", "prototype")
    PILOT = "pilot", Text("Pilot", "pilot")
    PERMANENT = "permanent", Text("Dauerbetrieb", "permanent")
    TRANSFER = "transfer", Text("Übertragung", "transfer")
    STOPPED = "stopped", Text("gestoppt", "stopped")

    @property
    def next(self) -> "Phase | None":
        """One step up; None from the last phase and from a stopped measure."""
        if self not in WAY or self is WAY[-1]:
            return None
        return WAY[WAY.index(self) + 1]


WAY = (Phase.IDEA, Phase.PROTOTYPE, Phase.PILOT, Phase.PERMANENT, Phase.TRANSFER)


class CourseState(TextEnum):
    """How a measure is getting on, as last reported."""

    ON_COURSE = "on course", Text("im Plan", "on plan")
    DELAYED = "delayed", Text("hinter Plan", "behind plan")
    STUCK = "stuck", Text("steckt fest", "stuck")
    DONE = "done", Text("erledigt", "done")
    STOPPED = "stopped", Text("gestoppt", "stopped")
    NOT_SAID = (  # a report in words that gives no verdict
        "not said",
        Text("ohne Angabe", "not said"),
    )

    @property
    def mark(self) -> str:
        """How pages colour it."""
        return COURSE_MARKS.get(self, "quiet")


COURSE_MARKS = {
    CourseState.ON_COURSE: "ok",
    CourseState.DONE: "ok",
    CourseState.DELAYED: "open",
    CourseState.STUCK: "bad",
}
