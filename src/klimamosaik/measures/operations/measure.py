"""Doors that write a measure down, with its places and its gate."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction

from klimamosaik.measures.gates import Requirement, way_to
from klimamosaik.measures.models import Gate, Measure, Network, Register, Step
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations.fitting import (
    day_that_was,
    own_complaints,
    places_that_fit,
)
from klimamosaik.measures.queries.gate_facts import known_at_first
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.records.operations import delete, save
from klimamosaik.records.undoing import noted_act
from klimamosaik.terms.complaint import InputRejected, Problem, problem
from klimamosaik.terms.estimate import CONFIDENCE
from klimamosaik.terms.figure import GateVerdict
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class CriterionDraft:
    """What the measure must reach, as wished; the day it is written down is not chosen."""

    saving_percent: float  # [%] at least
    confidence: float = CONFIDENCE  # 0..1


def write_measure(
    *,
    measure: Measure,
    buildings: Collection[Building] = (),
    meter_points: Collection[MeterPoint],
    comparison_points: Collection[MeterPoint] = (),
    registers: Collection[Register] | None = None,
    networks: Collection[Network] | None = None,
    aim: CriterionDraft | None,
    stated: bool = False,
    since: date | None = None,
    by: User | None,
    at: datetime,
) -> Measure:
    """Save a new or changed measure with its places and its gate, all or nothing.

    Buildings of the meter points are added by themselves; registers and networks stay as they
    are where none are given. A gate that changes carries the new day: it cannot be dated back.
    A new measure enters the register as an idea, or further on where the gates up to there are
    met. `stated`: it stands there already, as somebody says; then it is kept as said, and its
    first step names what the gates miss. `since`: the day a new measure came to its phase, where
    somebody knows it. Raises InputRejected with every complaint.
    """
    complaints = [*own_complaints(measure), *places_that_fit(measure, meter_points)]
    complaints += day_that_was(since, at)
    complaints += [] if stated else gates_that_hold(measure, aim, at)
    complaints += places_that_fit(measure, comparison_points)
    if set(meter_points) & set(comparison_points):
        complaints.append(COMPARED_WITH_ITSELF)
    if complaints:
        raise InputRejected(complaints)
    with transaction.atomic():
        put_down(
            measure=measure,
            registers=registers,
            networks=networks,
            aim=aim,
            since=since or begun_now(measure, stated, at),
            by=by,
            at=at,
        )
        metered = {point.building for point in meter_points}
        measure.buildings.set({*buildings, *metered})
        measure.meter_points.set(meter_points)
        measure.comparison_points.set(comparison_points)
        write_gate(measure=measure, aim=aim, by=by, at=at)
    return measure


def write_basics(
    *,
    measure: Measure,
    registers: Collection[Register] | None = None,
    networks: Collection[Network] | None = None,
    stated: bool = False,
    by: User | None,
    at: datetime,
) -> Measure:
    """Save a new or changed measure; its places and its gate stay as they are.

    Registers and networks stay too where none are given; `stated` as in `write_measure`.
    Raises InputRejected with every complaint.
    """
    complaints = own_complaints(measure)
    complaints += [] if stated else gates_that_hold(measure, None, at)
    if complaints:
        raise InputRejected(complaints)
    with transaction.atomic():
        put_down(
            measure=measure,
            registers=registers,
            networks=networks,
            since=begun_now(measure, stated, at),
            by=by,
            at=at,
        )
    return measure


def note_since(*, measure: Measure, since: date, by: User | None, at: datetime) -> None:
    """Note the day a measure came to its phase, where nobody had; a day once noted stays.

    Raises InputRejected for a day to come.
    """
    if complaints := day_that_was(since, at):
        raise InputRejected(complaints)
    newest = measure.steps.first()
    if newest is not None and newest.since is None:
        newest.since = since
        save(newest, by=by)
        noted_act().resets.append((newest._meta.label, newest.pk, {"since": None}))


def put_down(
    *,
    measure: Measure,
    registers: Collection[Register] | None,
    networks: Collection[Network] | None,
    aim: CriterionDraft | None = None,
    since: date | None,
    by: User | None,
    at: datetime,
) -> None:
    """Save the measure itself; a new one takes its first step, with the gates as they stand.

    since: the day a new one came to its phase; None: nobody noted it.
    """
    new = measure._state.adding
    save(measure, by=by)
    if new:
        step = Step(measure=measure, to_phase=measure.phase, day=local_day(at), since=since, by=by)
        step.gate = kept_gate(first_gates(measure, aim, at))
        save(step, by=by)
    if registers is not None:
        measure.registers.set(registers)
    if networks is not None:
        measure.networks.set(networks)


def gates_that_hold(measure: Measure, aim: CriterionDraft | None, at: datetime) -> list[Problem]:
    """What a new measure misses of the gates up to the phase it names, the phase first."""
    if not measure._state.adding:
        return []
    missing = [each.complaint for each in first_gates(measure, aim, at) if not each.met]
    text = BEGIN_AS_IDEA.format(phase=Phase(measure.phase).text)
    first = Problem("begin_as_idea", text, column="phase")
    return [first, *missing] if missing else []


def first_gates(
    measure: Measure, aim: CriterionDraft | None, at: datetime
) -> tuple[Requirement, ...]:
    """All gates up to the phase in which a measure is written down."""
    phase = Phase(measure.phase)
    if phase not in WAY:
        return ()
    known = known_at_first(measure, criteria=aim is not None, today=local_day(at))
    return way_to(phase, known)


def kept_gate(requirements: Iterable[Requirement]) -> list[dict[str, object]]:
    """A gate as a step keeps it."""
    return [{"code": each.code, **asdict(each.text), "met": each.met} for each in requirements]


def begun_now(measure: Measure, stated: bool, at: datetime) -> date | None:
    """The day an idea is written down; None for what stood somewhere before: nobody said."""
    return local_day(at) if measure.phase == Phase.IDEA and not stated else None


def write_gate(
    *, measure: Measure, aim: CriterionDraft | None, by: User | None, at: datetime
) -> None:
    """Write the gate down with today's date, unless it stays as it was."""
    gate = Gate.objects.filter(measure=measure).first()
    known = CriterionDraft(gate.saving_percent, gate.confidence) if gate else None
    if aim == known:
        return
    if aim is None:
        assert gate is not None
        delete(gate, by=by)
        return
    gate = gate or Gate(measure=measure)
    gate.saving_percent, gate.confidence = aim.saving_percent, aim.confidence
    gate.written_on = local_day(at)
    gate.judgement, gate.judged_on = GateVerdict.OPEN, None
    save(gate, by=by)


def judge(
    *, measure: Measure, judgement: GateVerdict, by: AbstractBaseUser | None, at: datetime
) -> None:
    """Note at the gate whether the newest look at the readings reached it.

    Only a judgement that differs from the last one is a change, and stands in the history as such.
    """
    gate = Gate.objects.filter(measure=measure).first()
    if gate is None or gate.judgement == judgement:
        return
    gate.judgement, gate.judged_on = judgement, local_day(at)
    save(gate, by=by)


BEGIN_AS_IDEA = Text(
    "Als „{phase}“ lässt sie sich noch nicht aufschreiben, denn davor ist manches zu klären. "
    "Schreiben Sie sie als Idee auf und gehen Sie die Schritte auf ihrer Seite; läuft sie schon, "
    "tragen Sie ein, seit wann sie wirkt. Es fehlt:",
    "It cannot be written down as “{phase}” yet, for some things come before that. Write it down "
    "as an idea and take the steps on its page; if it works already, enter since when. Missing:",
)
COMPARED_WITH_ITSELF = problem(
    "compared_with_itself",
    "Ein Zähler kann nicht zugleich gemessen und zum Vergleich stehen. "
    "Nehmen Sie ihn aus einer der beiden Listen.",
    "A meter cannot be measured and stand for comparison at once. "
    "Take it out of one of the two lists.",
    column="comparison_points",
)
