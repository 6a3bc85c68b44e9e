"""What a list says of one measure -> the rows it makes or changes."""

from dataclasses import dataclass, replace
from datetime import date

from klimamosaik.measures.lists.chain import indicators
from klimamosaik.measures.lists.changes import ListedChange, RegisterRow, label, row
from klimamosaik.measures.lists.elsewhere import as_idea, experiences, is_elsewhere
from klimamosaik.measures.lists.fields import fields_of
from klimamosaik.measures.lists.money import costs, plain_cost
from klimamosaik.measures.lists.people import involvements
from klimamosaik.measures.lists.stored import Stored
from klimamosaik.measures.lists.words import effects, notes, reports, tasks
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.sources.measure_lists import ListedMeasure, ListedNote
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text, about

SAID = (
    involvements,
    reports,
    costs,
    indicators,
    tasks,
    effects,
    experiences,
    notes,
)  # notes last: all add some


@dataclass
class Draft:
    """Works out the rows of one measure."""

    listed: ListedMeasure
    stored: Stored
    as_of: date  # for reports without a day
    phase: str  # where the list names none; "" as derived
    own: bool  # from our own workbook
    odd: list[Problem]

    def __post_init__(self) -> None:
        self.notes: list[ListedNote] = list(self.listed.notes)
        found = self.stored.find(self.listed)
        self.measure = found or Measure(municipality=self.stored.municipality)

    @property
    def source(self) -> str:
        """Where it was said: file, sheet and row."""
        return self.listed.at.text.de[:200]

    @property
    def new(self) -> bool:
        """True where the register does not hold it yet."""
        return self.measure._state.adding

    def rows(self) -> tuple[RegisterRow, ...]:
        """Everything to be written, the measure first."""
        if self.elsewhere:
            if not self.new or self.listed.phase == Phase.STOPPED:
                return tuple(each for each in experiences(self) if each is not None)
            self.listed = as_idea(self.listed)
        measure = self._measure()
        self.stored.remember(self.measure)
        parts = [part for said in SAID for part in said(self)]
        return tuple(each for each in (measure, *parts) if each is not None)

    @property
    def elsewhere(self) -> bool:
        """True where an export says it is another municipality's measure."""
        return is_elsewhere(self.listed.town, self.stored.municipality)

    def say(self, code: str, de: str, en: str) -> None:
        """Say what looks wrong."""
        text = about(self.listed.at.text, Text(de, en))
        self.odd.append(Problem(code, text, self.listed.at.row))

    def _measure(self) -> RegisterRow | None:
        listed, values = self.listed, self._plain_values()
        if not listed.reference or self.new:
            values["name"] = self.stored.free_name(listed, self.measure)
        holder = self.stored.holder(listed)
        if holder is not None and holder is not self.measure:
            self._keep_number(holder)
        elif listed.key and (self.new or not listed.reference):
            values["key"] = listed.key
        if self.new:
            values["phase"] = self._first_phase()
        elif listed.phase and listed.phase != self.measure.phase:
            self.say(*self._phase_stays(listed.phase))
        if not listed.name and self.new:
            self.say(*NO_NAME)
        registers = self._registers()
        found = row(self.measure, Text("Maßnahme", "measure"), **values)
        if registers is None:
            return found
        before, after = registers
        change = ListedChange("registers", label("registers"), ", ".join(before), ", ".join(after))
        if found is None:
            return RegisterRow(self.measure, Text("Maßnahme", "measure"), (change,), False, after)
        return replace(found, changes=(*found.changes, change), registers=after)

    def _keep_number(self, holder: Measure) -> None:
        """A number that another measure has stays a note; the measure goes without."""
        key, name = self.listed.key or "", holder.name
        self.notes.append(ListedNote("Nummer", key))
        self.say(
            "number_taken",
            f"Die Nummer „{key}“ hat hier schon „{name}“; „{self.listed.name}“ steht ohne Nummer. "
            "Ist es dieselbe Maßnahme, geben Sie ihr zuerst diesen Namen.",
            f"The number “{key}” already belongs to “{name}”; “{self.listed.name}” goes without. "
            "If it is the same measure, give it this name first.",
        )

    def _plain_values(self) -> dict[str, object]:
        listed = self.listed
        given: dict[str, object] = {
            "done": listed.description,
            "aim": listed.aim,
            "obstacles": listed.obstacles,
            "runs_on": self._fitting(listed.network, 160, "network"),
            "council_decision": self._fitting(listed.decision, 80, "decision"),
            "council_decided_on": listed.decision_day,
            "next_decision_on": listed.next_decision,
            "first_year": self.year(listed.first_year),
            "last_year": self.year(listed.last_year),
            "start": listed.start,
            "expected_life": round(listed.life) if listed.life and 0 < listed.life < 500 else None,
            "fields_of_action": self._fields(),
            "cost": plain_cost(self),
        }
        return {name: value for name, value in given.items() if value is not None}

    def year(self, year: int | None) -> int | None:
        """A year the register can hold; None for any other."""
        return year if year is not None and 1990 <= year <= 2100 else None

    def _fitting(self, text: str | None, longest: int, heading: str) -> str | None:
        """Text that fits its field; a longer one is kept as a note."""
        if text is None or len(text) <= longest:
            return text
        self.notes.append(ListedNote(heading, text))
        return None

    def _fields(self) -> list[str] | None:
        if self.listed.fields is None:
            return None
        found: list[Field] = []
        for word in self.listed.fields:
            named = fields_of(word)
            found += [field for field in named if field not in found]
            exact = len(named) == 1 and word.casefold() in (
                named[0].value, named[0].text.de.casefold(), named[0].text.en.casefold(),
            )  # fmt: skip
            if not exact:
                self.notes.append(ListedNote("Handlungsfeld", word))
        if not found and not self.own:
            return None
        return [field.value for field in found]

    def _first_phase(self) -> Phase:
        told = self.listed.phase or self.phase
        if told:
            return Phase(told)
        dated = [report for report in self.listed.reports if report.state]
        if not dated:
            return Phase.IDEA
        newest = max(dated, key=lambda each: each.span.last if each.span else self.as_of)
        return BY_STATE[CourseState(newest.state or "")]

    def _phase_stays(self, wanted: str) -> tuple[str, str, str]:
        name, stands, other = self.measure.name, self.measure.phase_text, Phase(wanted).text
        return (
            "phase_by_step",
            f"„{name}“ steht auf „{stands.de}“, die Liste sagt „{other.de}“. Die Phase "
            "bleibt; sie ändert sich durch einen Schritt auf der Seite der Maßnahme.",
            f"“{name}” stands at “{stands.en}”, the list says “{other.en}”. The phase "
            "stays; it changes by a step on the measure's page.",
        )

    def _registers(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        wanted = tuple(self.stored.register(name).name for name in self.listed.registers or ())
        known = () if self.new else tuple(each.name for each in self.measure.registers.all())
        after = (*known, *(name for name in dict.fromkeys(wanted) if name not in known))
        return None if after == known else (known, after)


BY_STATE = {  # phase of a measure whose list names none, by its newest report
    CourseState.ON_COURSE: Phase.PILOT,
    CourseState.DELAYED: Phase.PILOT,
    CourseState.STUCK: Phase.PILOT,
    CourseState.DONE: Phase.PERMANENT,
    CourseState.STOPPED: Phase.STOPPED,
    CourseState.NOT_SAID: Phase.IDEA,
}
NO_NAME = (
    "measure_without_name",
    "Die Maßnahme hat nur eine Nummer; sie heißt wie ihre Nummer, bis jemand sie benennt.",
    "The measure has a number only; it is called by it until somebody names it.",
)
