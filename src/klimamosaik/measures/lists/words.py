"""Reports, tasks, stated effects and notes of a measure, as a list says."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from klimamosaik.measures.lists.changes import RegisterRow, row, shown
from klimamosaik.measures.lists.draft import Draft
from klimamosaik.measures.lists.identity import called, identity
from klimamosaik.measures.lists.people import leads
from klimamosaik.measures.models import MeasureNote, StatedEffect, StatusReport, Task
from klimamosaik.measures.models.phase import CourseState
from klimamosaik.sources.measure_lists import (
    DaySpan,
    ListedEffect,
    ListedReport,
    ListedTask,
)
from klimamosaik.sources.measure_lists.merging import normal
from klimamosaik.terms.complaint import problem
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

Headed = TypeVar("Headed", StatedEffect, MeasureNote)


def reports(draft: Draft) -> Iterator[RegisterRow | None]:
    """How it went, time by time."""
    for listed in draft.listed.reports:
        known = _known_report(draft, listed)
        span = listed.span or DaySpan(draft.as_of, draft.as_of)
        state = CourseState(listed.state) if listed.state else CourseState.NOT_SAID
        if known is not None and listed.span is None:
            span = DaySpan(known.first_day or known.day, known.day)
        report = known or StatusReport(measure=draft.measure)
        first = span.first if span.first != span.last else None
        yield row(
            report, report_text(span), day=span.last, first_day=first, state=state.value,
            words=listed.text,
        )  # fmt: skip


def _known_report(draft: Draft, listed: ListedReport) -> StatusReport | None:
    if draft.new:
        return None
    known = list(draft.measure.status_reports.all())
    named = [each for each in known if identity(each) == listed.known_as]
    if named:
        return named[0]
    if listed.span is None:
        newest = max(known, key=lambda each: (each.day, each.pk or 0), default=None)
        said = listed.state or CourseState.NOT_SAID.value
        again = newest is not None and (newest.state, newest.words) == (said, listed.text)
        today = newest is not None and newest.day == draft.as_of
        return newest if again or today else None
    first = listed.span.first if listed.span.first != listed.span.last else None
    slot = (first, listed.span.last)
    return next((each for each in known if (each.first_day, each.day) == slot), None)


def tasks(draft: Draft) -> Iterator[RegisterRow | None]:
    """What is owed by whom; a task of nobody is kept as a note."""
    for listed in draft.listed.tasks:
        known = None if draft.new else _known_task(draft, listed)
        who = listed.organisation or next(iter(leads(draft)), "")
        if known is None and not who:
            due = f" ({listed.due:%d.%m.%Y})" if listed.due else ""
            draft.note("Aufgabe", f"{listed.what}{due}")
            draft.say(TASK_OF_NOBODY)
            continue
        values: dict[str, object] = {"what": listed.what[:300]}
        if who:
            values["organisation"] = draft.stored.organisation(who)
        days = {"due": listed.due, "done_on": listed.done_on}
        values |= {name: day for name, day in days.items() if day is not None}
        task = known or Task(measure=draft.measure, organisation=draft.stored.organisation(who))
        yield row(task, Text("Aufgabe", "task"), **values)


def _known_task(draft: Draft, listed: ListedTask) -> Task | None:
    names = [listed.known_as, listed.what[:300]]
    return called(names, list(draft.measure.tasks.all()), lambda each: each.what)


def effects(draft: Draft) -> Iterator[RegisterRow | None]:
    """What the list states the measure would bring, word for word."""
    for listed in draft.listed.effects:
        heading = listed.heading[:160] or "Wirkung"
        known = None if draft.new else _headed(draft.measure.stated_effects.all(), heading)
        if known is not None and draft.own and known.words.strip() == listed.text.strip():
            continue
        effect = known or StatedEffect(measure=draft.measure, heading=heading)
        found = row(effect, effect_text(listed), words=listed.text, unit=listed.unit,
                    **ends_of(listed.stated))  # fmt: skip
        if found is not None:
            effect.source = draft.source
        yield found


def notes(draft: Draft) -> Iterator[RegisterRow | None]:
    """Everything without a field of its own, one note per heading."""
    texts: dict[str, list[str]] = {}
    for each in draft.notes:
        lines = texts.setdefault(each.heading[:160], [])
        if each.text not in lines:
            lines.append(each.text)
    for heading, lines in texts.items():
        known = None if draft.new else _headed(draft.measure.notes.all(), heading)
        if known is not None and heading == "Handlungsfeld" and draft.own:
            continue
        note = known or MeasureNote(measure=draft.measure, heading=heading)
        words = "\n".join(lines)
        found = row(
            note,
            Text("Notiz „{heading}“", "note “{heading}”").format(heading=heading),
            words=words,
        )
        if found is not None:
            note.source = draft.source
        yield found


def _headed(rows: Iterable[Headed], heading: str) -> Headed | None:
    return next((each for each in rows if normal(each.heading) == normal(heading)), None)


def report_text(span: DaySpan) -> Text:
    """A report by its time."""
    if span.first == span.last:
        return Text("Sachstand {last:short}", "status {last}").format(last=span.last)
    years = {span.first.year, span.last.year}
    if (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31):
        said = "–".join(str(year) for year in sorted(years))
        return Text("Sachstand {said}", "status {said}").format(said=said)
    return Text("Sachstand {first:short} – {last:short}", "status {first} – {last}").format(
        first=span.first, last=span.last
    )


def ends_of(stated: Estimate | None) -> dict[str, float | None]:
    """The columns a stated effect is kept in; all empty where it is words alone."""
    if stated is None:
        return dict.fromkeys(("low", "likely", "high"))
    return {"low": stated.low, "likely": stated.mean, "high": stated.high}


def effect_text(listed: ListedEffect) -> Text:
    """A stated effect, with its number where there is one."""
    stated = listed.stated
    number = f": {shown(stated.mean)} {listed.unit}" if stated is not None else ""
    return Text("angegebene Wirkung{number}", "stated effect{number}").format(number=number)


TASK_OF_NOBODY = problem(
    "task_of_nobody",
    "Die Aufgabe nennt niemanden, der sie tut; sie bleibt als Notiz.",
    "The task names nobody to do it; it is kept as a note.",
)
