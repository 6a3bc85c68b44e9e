"""What a list says of one measure -> the rows it makes or changes."""

from dataclasses import replace

from klimamosaik.measures.lists.chain import indicators
from klimamosaik.measures.lists.changes import ListedChange, RegisterRow, row
from klimamosaik.measures.lists.draft import Draft, year_held
from klimamosaik.measures.lists.fields import fields_of
from klimamosaik.measures.lists.money import costs, plain_cost
from klimamosaik.measures.lists.other_town import as_idea, costs_there, experiences, is_elsewhere
from klimamosaik.measures.lists.people import involvements
from klimamosaik.measures.lists.words import effects, notes, reports, tasks
from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.kinds import AfterFunding
from klimamosaik.measures.models.phase import CourseState, Phase
from klimamosaik.people.models import Organisation
from klimamosaik.records.problems import label_of
from klimamosaik.terms.complaint import Problem, problem
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

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


def rows_of(draft: Draft) -> tuple[RegisterRow, ...]:
    """Everything to be written, the measure first."""
    town = draft.stored.municipality
    if is_elsewhere(draft.listed.town, town):
        if not draft.new or draft.listed.phase == Phase.STOPPED:
            return tuple(each for each in experiences(draft) if each is not None)
        if not (draft.listed.obstacles or "").strip():
            draft.say(NO_EXAMPLE)
        for heading, words in costs_there(draft.listed):
            draft.note(heading, words)
        draft.listed = as_idea(draft.listed)
    measure = _measure(draft)
    if measure is not None and draft.new:
        measure = replace(measure, since=draft.listed.phase_since)
    draft.stored.remember(draft.measure)
    parts = [_since_when(draft), *(part for said in SAID for part in said(draft))]
    return tuple(each for each in (measure, *parts) if each is not None)


def _since_when(draft: Draft) -> RegisterRow | None:
    """The day a known measure came to its phase, where nobody had noted it."""
    since = draft.listed.phase_since
    newest = None if draft.new else next(iter(draft.measure.steps.all()), None)
    if newest is None or since is None or newest.since is not None or since > newest.day:
        return None
    return row(newest, Text("in der Phase seit", "in the phase since"), since=since)


def _measure(draft: Draft) -> RegisterRow | None:
    listed, values = draft.listed, _plain_values(draft)
    if not listed.reference or draft.new:
        values["name"] = draft.stored.free_name(listed, draft.measure)
    holder = draft.stored.holder(listed)
    if holder is not None and holder is not draft.measure:
        _keep_number(draft, holder)
    elif listed.key and (draft.new or not listed.reference):
        values["key"] = listed.key
    if draft.new:
        values["phase"] = _first_phase(draft)
    elif listed.phase and listed.phase != draft.measure.phase:
        draft.say(Problem("phase_by_step", _phase_stays(draft, listed.phase)))
    if not listed.name and draft.new:
        draft.say(NO_NAME)
    registers = _registers(draft)
    found = row(draft.measure, Text("Maßnahme", "measure"), **values)
    if registers is None:
        return found
    before, after = registers
    change = ListedChange(
        "registers", label_of(draft.measure, "registers"), ", ".join(before), ", ".join(after)
    )
    if found is None:
        return RegisterRow(draft.measure, Text("Maßnahme", "measure"), (change,), False, after)
    return replace(found, changes=(*found.changes, change), registers=after)


def _keep_number(draft: Draft, holder: Measure) -> None:
    """A number that another measure has stays a note; the measure goes without."""
    key, name = draft.listed.key or "", holder.name
    draft.note("Nummer", key)
    said = NUMBER_TAKEN.format(key=key, name=name, other=draft.listed.name)
    draft.say(Problem("number_taken", said))


def _plain_values(draft: Draft) -> dict[str, object]:
    listed = draft.listed
    given: dict[str, object] = {
        "done": listed.description,
        "aim": listed.aim,
        "obstacles": listed.obstacles,
        "runs_on": _fitting(draft, listed.network, 160, "network"),
        "council_decision": _fitting(draft, listed.decision, 80, "decision"),
        "council_decided_on": listed.decision_day,
        "next_decision_on": listed.next_decision,
        "first_year": year_held(listed.first_year),
        "last_year": year_held(listed.last_year),
        "start": listed.start,
        "expected_life": round(listed.life) if listed.life and 0 < listed.life < 500 else None,
        "fields_of_action": _fields(draft),
        "cost": plain_cost(draft),
        "grant_percent": _grant_percent(draft),
        "funding_ends_on": listed.funding_end,
        "after_funding": listed.after_funding,
        "handed_to": _handed_to(draft),
    }
    return {name: value for name, value in given.items() if value is not None}


def _handed_to(draft: Draft) -> Organisation | None:
    """Who takes it over, where the list says that it is handed over."""
    name = draft.listed.handed_to
    decision = draft.listed.after_funding or draft.measure.after_funding
    if not name or decision != AfterFunding.HAND_OVER:
        return None
    return draft.stored.organisation(name)


def _grant_percent(draft: Draft) -> float | None:
    """The share that is granted; a note where the register knows the grant as an amount."""
    share = draft.listed.grant_percent
    if share is None or draft.measure.grant_eur is None:
        return share
    draft.note("Förderquote", f"{share:g} %".replace(".", ","))
    return None


def _fitting(draft: Draft, text: str | None, longest: int, heading: str) -> str | None:
    """Text that fits its field; a longer one is kept as a note."""
    if text is None or len(text) <= longest:
        return text
    draft.note(heading, text)
    return None


def _fields(draft: Draft) -> list[str] | None:
    if draft.listed.fields is None:
        return None
    found: list[Field] = []
    for word in draft.listed.fields:
        named = fields_of(word)
        found += [field for field in named if field not in found]
        exact = len(named) == 1 and word.casefold() in (
            named[0].value, named[0].text.de.casefold(), named[0].text.en.casefold(),
        )  # fmt: skip
        if not exact:
            draft.note("Handlungsfeld", word)
    if not found and not draft.own:
        return None
    return [field.value for field in found]


def _first_phase(draft: Draft) -> Phase:
    told = draft.listed.phase or draft.phase
    if told == Phase.TRANSFER:
        draft.say(NOT_PASSED_ON)
        return Phase.PERMANENT
    if told:
        return Phase(told)
    dated = [report for report in draft.listed.reports if report.state]
    if not dated:
        return Phase.IDEA
    newest = max(dated, key=lambda each: each.span.last if each.span else draft.as_of)
    return BY_STATE[CourseState(newest.state or "")]


def _phase_stays(draft: Draft, wanted: str) -> Text:
    name, stands = draft.measure.name, draft.measure.phase_text
    return PHASE_BY_STEP.format(name=name, stands=stands, other=Phase(wanted).text)


def _registers(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    wanted = tuple(draft.stored.register(name).name for name in draft.listed.registers or ())
    known = () if draft.new else tuple(each.name for each in draft.measure.registers.all())
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
NUMBER_TAKEN = Text(
    "Die Nummer „{key}“ hat hier schon „{name}“; „{other}“ steht ohne Nummer. Ist es dieselbe "
    "Maßnahme, geben Sie ihr zuerst diesen Namen.",
    "The number “{key}” already belongs to “{name}”; “{other}” goes without. If it is the same "
    "measure, give it this name first.",
)
PHASE_BY_STEP = Text(
    "„{name}“ steht auf „{stands}“, die Liste sagt „{other}“. Die Phase bleibt; sie ändert sich "
    "durch einen Schritt auf der Seite der Maßnahme.",
    "“{name}” stands at “{stands}”, the list says “{other}”. The phase stays; it changes by a "
    "step on the measure's page.",
)
NO_EXAMPLE = problem(
    "no_example",
    "Die andere Gemeinde nennt zu dieser Maßnahme keine Hindernisse. Sie kommt als Idee, ist "
    "aber kein Beispiel; fragen Sie dort nach, bevor Sie ihr folgen.",
    "The other municipality names no obstacles of this measure. It comes as an idea but is no "
    "example; ask there before you follow it.",
)
NOT_PASSED_ON = problem(
    "not_passed_on",
    "Die Maßnahme ist laut Liste in der Übertragung. Andere übernehmen sie erst, wenn "
    "Hindernisse, Erfahrung und beide Ansprechpersonen dastehen; sie wird als Dauerbetrieb "
    "geführt, der Schritt auf ihrer Seite fragt danach.",
    "The list says the measure is being transferred. Others take it over only once obstacles, "
    "lessons and both contacts are there; it is kept as permanent, the step on its page asks "
    "for them.",
)
NO_NAME = problem(
    "measure_without_name",
    "Die Maßnahme hat nur eine Nummer; sie heißt wie ihre Nummer, bis jemand sie benennt.",
    "The measure has a number only; it is called by it until somebody names it.",
)
