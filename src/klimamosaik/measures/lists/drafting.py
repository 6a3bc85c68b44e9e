"""What a list says of one measure -> the rows it makes or changes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from klimamosaik.measures.field import Field
from klimamosaik.measures.kinds import CostKind, InvolvementRole, Link
from klimamosaik.measures.lists.changes import Change, Row, label, row, shown
from klimamosaik.measures.lists.fields import fields_of
from klimamosaik.measures.lists.identity import identity
from klimamosaik.measures.lists.stored import Stored
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    Measure,
    MeasureNote,
    StatedEffect,
    StatusReport,
    Task,
)
from klimamosaik.measures.phase import CourseState, Phase
from klimamosaik.sources.registers import (
    ListedCost,
    ListedEffect,
    ListedIndicator,
    ListedMeasure,
    ListedNote,
    ListedReport,
    ListedTask,
    Span,
)
from klimamosaik.sources.registers.merging import normal
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.text import Text

Named = TypeVar("Named", Indicator, Task)
Headed = TypeVar("Headed", StatedEffect, MeasureNote)
CENT = Decimal("0.01")
KINDS = {
    "investment": CostKind.INVESTMENT,
    "running": CostKind.RUNNING,
    "staff": CostKind.STAFF_DAYS,
}
PERSON = re.compile(
    r"\b(?:Herrn?|Frau|Dr\.|Mrs?\.?|Ms\.?)\s|^[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?,?\s"
    r"[A-ZÄÖÜ][a-zäöüß]+$"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass
class Draft:
    """Works out the rows of one measure."""

    listed: ListedMeasure
    stored: Stored
    as_of: date  # for reports without a day
    phase: str  # where the list names none; "" as derived
    own: bool  # from our own workbook
    odd: list[Complaint]

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

    def rows(self) -> tuple[Row, ...]:
        """Everything to be written, the measure first."""
        measure = self._measure()
        self.stored.remember(self.measure)
        parts = [
            *self._involvements(), *self._reports(), *self._costs(), *self._indicators(),
            *self._tasks(), *self._effects(), *self._notes(),
        ]  # fmt: skip
        return tuple(each for each in (measure, *parts) if each is not None)

    def say(self, code: str, de: str, en: str) -> None:
        """Say what looks wrong."""
        where = self.listed.at.text
        text = Text(f"{where.de}: {de}", f"{where.en}: {en}")
        self.odd.append(Complaint(code, text, self.listed.at.row))

    # the measure itself

    def _measure(self) -> Row | None:
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
        change = Change("registers", label("registers"), ", ".join(before), ", ".join(after))
        if found is None:
            return Row(self.measure, Text("Maßnahme", "measure"), (change,), False, after)
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
            "first_year": self._year(listed.first_year),
            "last_year": self._year(listed.last_year),
            "start": listed.start,
            "expected_life": round(listed.life) if listed.life and 0 < listed.life < 500 else None,
            "fields_of_action": self._fields(),
            "cost": self._plain_cost(),
        }
        return {name: value for name, value in given.items() if value is not None}

    def _year(self, year: int | None) -> int | None:
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

    # who

    def _involvements(self) -> Iterator[Row | None]:
        listed = self.listed
        pairs = [
            (InvolvementRole.LEAD, self._leads()),
            (InvolvementRole.PARTNER, listed.partners or ()),
            (InvolvementRole.OPERATOR, (listed.operator,) if listed.operator else ()),
            (InvolvementRole.PAYER, (listed.payer,) if listed.payer else ()),
        ]
        for role, names in pairs:
            for name in names:
                yield self._involvement(role, name)
        yield self._contact()

    def _leads(self) -> tuple[str, ...]:
        text = self.listed.responsible or ""
        split = r"\n" if self.own else r"[\n;|]|\s/\s"
        return tuple(part.strip() for part in re.split(split, text) if part.strip(" -–"))

    def _involvement(self, role: InvolvementRole, name: str) -> Row | None:
        if len(name) > 160:
            self.notes.append(ListedNote(role.text.de, name))
            return None
        organisation = self.stored.organisation(name)
        known = None if self.new else self._known_part(role, organisation.name)
        if known is not None:
            return None
        part = Involvement(measure=self.measure, organisation=organisation, role=role)
        what = Text(f"{role.text.de}: {organisation.name}", f"{role.text.en}: {organisation.name}")
        return Row(part, what, (), True)

    def _known_part(self, role: InvolvementRole, name: str) -> Involvement | None:
        return next(
            (
                each
                for each in self.measure.involvements.all()
                if each.role == role and normal(each.organisation.name) == normal(name)
            ),
            None,
        )

    def _contact(self) -> Row | None:
        """A desk, never a person's name (who changes jobs takes the name along)."""
        text = " ".join((self.listed.contact or "").split())
        if not text:
            return None
        desk = EMAIL.sub("", text).strip(" ,;:")
        if PERSON.search(desk) or len(desk) > 120:
            self.say(*PERSON_LEFT_OUT)
            return None
        leads = self._leads()
        if not leads:
            self.notes.append(ListedNote("Kontakt", desk))
            return None
        organisation = self.stored.organisation(leads[0])
        part = None if self.new else self._known_part(InvolvementRole.CONTACT, organisation.name)
        part = part or Involvement(
            measure=self.measure, organisation=organisation, role=InvolvementRole.CONTACT
        )
        return row(part, Text("Kontakt", "contact"), desk=desk)

    # how it goes

    def _reports(self) -> Iterator[Row | None]:
        for listed in self.listed.reports:
            known = self._known_report(listed)
            span = listed.span or Span(self.as_of, self.as_of)
            state = CourseState(listed.state) if listed.state else CourseState.NOT_SAID
            if known is not None and listed.span is None:
                span = Span(known.first_day or known.day, known.day)
            report = known or StatusReport(measure=self.measure)
            first = span.first if span.first != span.last else None
            yield row(
                report, report_text(span), day=span.last, first_day=first, state=state.value,
                words=listed.text,
            )  # fmt: skip

    def _known_report(self, listed: ListedReport) -> StatusReport | None:
        if self.new:
            return None
        known = list(self.measure.status_reports.all())
        named = [each for each in known if identity(each) == listed.known_as]
        if named:
            return named[0]
        if listed.span is None:
            newest = max(known, key=lambda each: (each.day, each.pk or 0), default=None)
            said = listed.state or CourseState.NOT_SAID.value
            again = newest is not None and (newest.state, newest.words) == (said, listed.text)
            today = newest is not None and newest.day == self.as_of
            return newest if again or today else None
        first = listed.span.first if listed.span.first != listed.span.last else None
        slot = (first, listed.span.last)
        return next((each for each in known if (each.first_day, each.day) == slot), None)

    # money

    def _plain_cost(self) -> Decimal | None:
        """What it costs once, where the list names no year."""
        lone = [
            each for each in self.listed.costs
            if each.kind == "investment" and each.year is None and each.planned is not None
        ]  # fmt: skip
        total = sum(each.planned or 0.0 for each in lone)
        return _euro(total) if lone else None

    def _costs(self) -> Iterator[Row | None]:
        for listed in self.listed.costs:
            if listed.year is None and listed.planned is not None and listed.kind == "investment":
                continue
            year = listed.year or (self.listed.first_year if listed.kind != "investment" else None)
            if year is None or self._year(year) is None:
                self.notes.append(ListedNote(f"Kosten ({listed.kind})", listed.text))
                self.say(*NO_YEAR)
                continue
            yield self._cost(listed, year)

    def _cost(self, listed: ListedCost, year: int) -> Row | None:
        kind = KINDS[listed.kind]
        known = [] if self.new else list(self.measure.cost_lines.all())
        exported = [each for each in known if identity(each) == listed.known_as]
        alike = [each for each in known if each.year == year and each.kind == kind]
        named = [each for each in alike if normal(each.source) == normal(listed.funding)]
        found = exported or named or ([] if listed.funding else alike)
        line = found[0] if found else CostLine(measure=self.measure)
        values: dict[str, object] = {"year": year, "kind": kind.value}
        amounts = {"planned": _euro(listed.planned), "actual": _euro(listed.actual)}
        values |= {name: value for name, value in amounts.items() if value is not None}
        if listed.funding:
            values["source"] = listed.funding[:160]
        return row(
            line, Text(f"Kosten {year}, {kind.text.de}", f"cost {year}, {kind.text.en}"), **values
        )

    # impact chain

    def _indicators(self) -> Iterator[Row | None]:
        names = [normal(each.name) for each in self.listed.indicators]
        for listed in self.listed.indicators:
            if not listed.values and listed.wanted is None and not self.own:
                continue
            name = listed.name
            if names.count(normal(name)) > 1 and listed.unit:
                name = f"{name} [{listed.unit}]"
            name = name[:160]
            indicator = self._known_indicator(listed, name) or Indicator(measure=self.measure)
            yield self._indicator(indicator, listed, name)
            yield from self._values(indicator, listed)

    def _known_indicator(self, listed: ListedIndicator, name: str) -> Indicator | None:
        if self.new:
            return None
        known = list(self.measure.indicators.all())
        return _called([listed.known_as, name], known, lambda each: each.name)

    def _indicator(self, indicator: Indicator, listed: ListedIndicator, name: str) -> Row | None:
        link = listed.link or indicator.link or Link.OUTPUT.value
        values: dict[str, object] = {"name": name, "link": link}
        given = {
            "unit": listed.unit[:40] or None, "start_value": listed.start_value,
            "wanted_value": listed.wanted, "wanted_until": listed.until,
        }  # fmt: skip
        values |= {key: value for key, value in given.items() if value is not None}
        if listed.wanted is not None and not (listed.unit or indicator.unit):
            self.say(*WISH_WITHOUT_UNIT)
            values["unit"] = "–"
        if listed.until is not None and listed.wanted is None and indicator.wanted_value is None:
            del values["wanted_until"]
        return row(indicator, Text(f"Indikator „{name}“", f"indicator “{name}”"), **values)

    def _values(self, indicator: Indicator, listed: ListedIndicator) -> Iterator[Row | None]:
        fresh = indicator._state.adding
        known = {} if fresh else {each.day: each for each in indicator.values.all()}
        seen: dict[date, float] = {}
        for listed_value in listed.values:
            day = listed_value.span.last
            if day in seen and seen[day] != listed_value.value:
                self.say(*_two_values(listed.name, day, seen[day], listed_value.value))
            if day in seen:
                continue
            seen[day] = listed_value.value
            value = known.get(day) or IndicatorValue(indicator=indicator, day=day)
            found = row(value, Text(f"{listed.name} {day:%d.%m.%Y}", f"{listed.name} {day}"),
                        value=listed_value.value)  # fmt: skip
            if found is not None:
                value.source = self.source
            yield found

    # the rest

    def _tasks(self) -> Iterator[Row | None]:
        for listed in self.listed.tasks:
            known = None if self.new else self._known_task(listed)
            who = listed.organisation or next(iter(self._leads()), "")
            if known is None and not who:
                self.notes.append(ListedNote("Aufgabe", listed.what))
                self.say(*TASK_OF_NOBODY)
                continue
            values: dict[str, object] = {"what": listed.what[:300]}
            if who:
                values["organisation"] = self.stored.organisation(who)
            days = {"due": listed.due, "done_on": listed.done_on}
            values |= {name: day for name, day in days.items() if day is not None}
            task = known or Task(measure=self.measure, organisation=self.stored.organisation(who))
            yield row(task, Text("Aufgabe", "task"), **values)

    def _known_task(self, listed: ListedTask) -> Task | None:
        names = [listed.known_as, listed.what[:300]]
        return _called(names, list(self.measure.tasks.all()), lambda each: each.what)

    def _effects(self) -> Iterator[Row | None]:
        for listed in self.listed.effects:
            heading = listed.heading[:160] or "Wirkung"
            known = None if self.new else _headed(self.measure.stated_effects.all(), heading)
            if known is not None and self.own and known.words.strip() == listed.text.strip():
                continue
            effect = known or StatedEffect(measure=self.measure, heading=heading)
            found = row(effect, effect_text(listed), words=listed.text, unit=listed.unit,
                        low=listed.low, likely=listed.likely, high=listed.high)  # fmt: skip
            if found is not None:
                effect.source = self.source
            yield found

    def _notes(self) -> Iterator[Row | None]:
        texts: dict[str, list[str]] = {}
        for each in self.notes:
            lines = texts.setdefault(each.heading[:160], [])
            if each.text not in lines:
                lines.append(each.text)
        for heading, lines in texts.items():
            known = None if self.new else _headed(self.measure.notes.all(), heading)
            if known is not None and heading == "Handlungsfeld" and self.own:
                continue
            note = known or MeasureNote(measure=self.measure, heading=heading)
            words = "\n".join(lines)
            found = row(note, Text(f"Notiz „{heading}“", f"note “{heading}”"), words=words)
            if found is not None:
                note.source = self.source
            yield found


def _headed(rows: Iterable[Headed], heading: str) -> Headed | None:
    return next((each for each in rows if normal(each.heading) == normal(heading)), None)


def _called(
    names: Sequence[str | None], rows: Sequence[Named], name_of: Callable[[Named], str]
) -> Named | None:
    """The row called by the first of the names that any row has."""
    for name in filter(None, names):
        for each in rows:
            if normal(name_of(each)) == normal(name):
                return each
    return None


def _euro(amount: float | None) -> Decimal | None:
    return None if amount is None or amount >= 1e10 else Decimal(str(amount)).quantize(CENT)


def report_text(span: Span) -> Text:
    """A report by its time."""
    if span.first == span.last:
        return Text(f"Sachstand {span.last:%d.%m.%Y}", f"status {span.last}")
    years = {span.first.year, span.last.year}
    if (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31):
        said = "–".join(str(year) for year in sorted(years))
        return Text(f"Sachstand {said}", f"status {said}")
    return Text(
        f"Sachstand {span.first:%d.%m.%Y} – {span.last:%d.%m.%Y}",
        f"status {span.first} – {span.last}",
    )


def effect_text(listed: ListedEffect) -> Text:
    """A stated effect, with its number where there is one."""
    number = f": {shown(listed.likely)} {listed.unit}" if listed.likely is not None else ""
    return Text(f"angegebene Wirkung{number}", f"stated effect{number}")


def _two_values(name: str, day: date, one: float, other: float) -> tuple[str, str, str]:
    return (
        "two_values",
        f"Der Indikator „{name}“ hat für den {day:%d.%m.%Y} zwei Werte ({one:g} und {other:g}); "
        "es gilt der erste.",
        f"The indicator “{name}” has two values for {day} ({one:g} and {other:g}); the first "
        "counts.",
    )


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
NO_YEAR = (
    "cost_without_year",
    "Kosten ohne Jahr lassen sich keinem Jahr zuordnen; der Text bleibt als Notiz.",
    "Cost without a year belongs to no year; the text is kept as a note.",
)
PERSON_LEFT_OUT = (
    "person_left_out",
    "Der Kontakt sieht nach dem Namen einer Person aus und wird nicht gespeichert. "
    "Bitte die Stelle nennen, z. B. „Leitung Klimaschutz“.",
    "The contact looks like a person's name and is not stored. "
    "Please name the desk, e.g. “head of climate office”.",
)
TASK_OF_NOBODY = (
    "task_of_nobody",
    "Die Aufgabe nennt niemanden, der sie tut; sie bleibt als Notiz.",
    "The task names nobody to do it; it is kept as a note.",
)
WISH_WITHOUT_UNIT = (
    "wish_without_unit",
    "Ein Zielwert steht ohne Einheit da; sie wird als „–“ geführt, bis jemand sie nennt.",
    "A wanted value stands without a unit; it is kept as “–” until somebody names it.",
)
