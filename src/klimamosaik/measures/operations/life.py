"""Doors for the life of a measure: a step, a stop with its lesson, what happened at a meter."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.measures.gates import GateState, gate_before
from klimamosaik.measures.models import Happened, Lesson, Measure, Step
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations.measure import kept_gate
from klimamosaik.measures.queries.gate_facts import known_of
from klimamosaik.measures.queries.newest import newest_values
from klimamosaik.places.models import MeterPoint
from klimamosaik.records.operations import save
from klimamosaik.records.undoing import note_made
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.happening import Happening
from klimamosaik.terms.period import local_day


def step_up(*, measure: Measure, reason: str = "", by: User | None, at: datetime) -> Step:
    """Take a measure to its next phase; the step keeps the gate as it stood.

    `reason` lets through what can be explained; what cannot stays asked for. Raises InputRejected
    with every reason at once.
    """
    with transaction.atomic():
        held = Measure.objects.select_for_update().get(pk=measure.pk)
        newest = newest_values(indicators=held.indicators.all())
        gate = gate_before(Phase(held.phase), known_of(held, newest, today=local_day(at)))
        if gate is None:
            raise InputRejected([NO_STEP_LEFT])
        explained = bool(reason.strip())
        missing = [each for each in gate.missing if not (explained and each.excusable)]
        if missing:
            raise InputRejected([each.complaint for each in missing])
        return moved(held, measure, gate.to, gate=gate, reason=reason, by=by, at=at)


def stop(
    *, measure: Measure, lesson: Lesson, end: date | None = None, by: User | None, at: datetime
) -> Step:
    """End a measure with what was learnt: a result like any other.

    `end` is the first day its effect is gone; None where what was built goes on working. Raises
    InputRejected with every complaint.
    """
    with transaction.atomic():
        held = Measure.objects.select_for_update().get(pk=measure.pk)
        if held.phase == Phase.STOPPED:
            raise InputRejected([STOPPED_ALREADY])
        too_early = end is not None and (held.start is None or end <= held.start)
        complaints = [END_BEFORE_EFFECT] if too_early else []
        if complaints := [*lesson_that_says_all(lesson), *complaints]:
            raise InputRejected(complaints)
        lesson.stopped = True
        write_lesson(measure=held, lesson=lesson, by=by, at=at)
        held.end = measure.end = end or held.end
        return moved(held, measure, Phase.STOPPED, by=by, at=at)


def take_up_again(*, measure: Measure, reason: str, by: User | None, at: datetime) -> Step:
    """Take a stopped measure back to the phase it was stopped in. Raises InputRejected."""
    with transaction.atomic():
        held = Measure.objects.select_for_update().get(pk=measure.pk)
        if held.phase != Phase.STOPPED:
            raise InputRejected([NOT_STOPPED])
        if not reason.strip():
            raise InputRejected([WHY_AGAIN])
        last = held.steps.filter(to_phase=Phase.STOPPED).first()
        before = last.from_phase if last else ""
        to = Phase(before) if before in WAY else Phase.IDEA
        return moved(held, measure, to, reason=reason, by=by, at=at)


def write_lesson(*, measure: Measure, lesson: Lesson, by: User | None, at: datetime) -> Lesson:
    """Write down what others should know. Raises InputRejected with every complaint."""
    if complaints := lesson_that_says_all(lesson):
        raise InputRejected(complaints)
    lesson.measure = measure
    lesson.day = lesson.day or local_day(at)
    save(lesson, by=by)
    return lesson


def lesson_that_says_all(lesson: Lesson) -> list[Problem]:
    """What was expected, what was seen, why, and what to do: none of it is missing."""
    return [problem for name, problem in LESSON_ASKS.items() if not getattr(lesson, name).strip()]


def say_what_happened(
    *,
    measure: Measure,
    meter_point: MeterPoint | None,
    happening: Happening,
    note: str,
    by: User | None,
    at: datetime,
) -> Happened:
    """Write down what happened at a meter, or at all meters of the measure.

    Effects computed from now on tell it. Raises InputRejected for a note that is too long.
    """
    happened = Happened(
        measure=measure,
        meter_point=meter_point,
        happening=happening.value,
        note=note.strip(),
        by=by,
        at=at,
    )
    save(happened, by=by)
    return happened


def moved(
    held: Measure,
    measure: Measure,
    to: Phase,
    *,
    gate: GateState | None = None,
    reason: str = "",
    by: User | None,
    at: datetime,
) -> Step:
    """Change the phase and keep the step; `measure` is what the caller holds in hand."""
    step = Step(
        measure=held,
        from_phase=held.phase,
        to_phase=to,
        day=local_day(at),
        since=local_day(at),
        by=by,
        council_decision=decision_of(held),
        reason=reason.strip(),
        gate=kept_gate(gate.requirements if gate else ()),
    )
    held.phase = measure.phase = to
    save(held, by=by)
    save(step, by=by)
    note_made(step)
    return step


def decision_of(measure: Measure) -> str:
    """Number and day of the council decision, as they stand."""
    day = f"{measure.council_decided_on:%d.%m.%Y}" if measure.council_decided_on else ""
    return ", ".join(part for part in (measure.council_decision, day) if part)


NO_STEP_LEFT = problem(
    "no_step_left",
    "Von hier führt kein Schritt weiter: Die Maßnahme ist gestoppt oder schon so weit, dass "
    "andere sie übernehmen.",
    "No step leads on from here: the measure is stopped, or so far that others take it over.",
)
STOPPED_ALREADY = problem(
    "stopped_already",
    "Die Maßnahme ist schon gestoppt.",
    "The measure is stopped already.",
)
NOT_STOPPED = problem(
    "not_stopped",
    "Die Maßnahme läuft: Wieder aufnehmen lässt sich nur eine gestoppte.",
    "The measure is running: only a stopped one can be taken up again.",
)
WHY_AGAIN = problem(
    "why_again",
    "Bitte in einem Satz sagen, was jetzt anders ist.",
    "Please say in one sentence what is different now.",
    column="reason",
)
END_BEFORE_EFFECT = problem(
    "end_before_effect",
    "Eine Wirkung endet erst, nachdem sie begonnen hat. Lassen Sie das Ende leer, wenn die "
    "Maßnahme nie gewirkt hat.",
    "An effect ends only after it began. Leave the end empty where the measure never worked.",
    column="end",
)
LESSON_ASKS = {
    "hypothesis": problem(
        "no_hypothesis",
        "Was wurde erwartet? Ein Satz genügt.",
        "What was expected? One sentence will do.",
        column="hypothesis",
    ),
    "evidence": problem(
        "no_evidence",
        "Was hat sich gezeigt? Ein Satz genügt.",
        "What was seen? One sentence will do.",
        column="evidence",
    ),
    "cause": problem(
        "no_cause",
        "Woran lag es? Ein Satz genügt.",
        "What was the cause? One sentence will do.",
        column="cause",
    ),
    "advice": problem(
        "no_advice",
        "Was raten Sie anderen? Ein Satz genügt.",
        "What do you advise others? One sentence will do.",
        column="advice",
    ),
}
