"""What the gates miss of measures a list says are further on: named, and kept with their step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from klimamosaik.measures.gates import GateFacts, Requirement, way_to
from klimamosaik.measures.lists.changes import RegisterRow
from klimamosaik.measures.models import Indicator, Involvement, Measure, Step
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import WAY, Phase
from klimamosaik.measures.operations.measure import kept_gate
from klimamosaik.measures.queries.gate_facts import decided, is_wish, known_of
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


def gates_missed(planned: Iterable[tuple[Measure, Sequence[RegisterRow]]]) -> list[Problem]:
    """One sentence for all new measures that a list says are further than the gates allow."""
    open_ones = [missing for measure, rows in planned if (missing := missed(measure, rows))]
    if not open_ones:
        return []
    counted = Counter(each.code for missing in open_ones for each in missing)
    texts = {each.code: each.text for missing in open_ones for each in missing}
    named = [NAMED.format(text=texts[code], count=count) for code, count in counted.items()]
    what = Text(", ".join(each.de for each in named), ", ".join(each.en for each in named))
    return [Problem("gates_missed", FURTHER_ON.format(count=len(open_ones), what=what))]


def missed(measure: Measure, rows: Sequence[RegisterRow]) -> tuple[Requirement, ...]:
    """What the gates up to the phase of a new measure miss; nothing for those in the register."""
    if not measure._state.adding or measure.phase not in WAY:
        return ()
    asked = way_to(Phase(measure.phase), gate_facts(measure, [row.instance for row in rows]))
    return tuple(each for each in asked if not each.met)


def gate_facts(measure: Measure, instances: Iterable[object]) -> GateFacts:
    """What a list says of a new measure, as far as gates ask for it."""
    given = list(instances)
    roles = {each.role for each in given if isinstance(each, Involvement)}
    return GateFacts(
        operator=InvolvementRole.OPERATOR in roles,
        grid=measure.needs_no_grid or bool(measure.runs_on.strip()),
        payer=InvolvementRole.PAYER in roles,
        criteria=any(is_wish(each) for each in given if isinstance(each, Indicator)),
        obstacles=bool(measure.obstacles.strip()),
        decided=decided(measure),
    )


def keep_gates(measures: Iterable[Measure], *, today: date) -> None:
    """Note with the first step of each new measure what its gates missed, all rows considered."""
    steps = []
    for measure in measures:
        phase = Phase(measure.phase)
        step = Step.objects.filter(measure=measure, from_phase="").first()
        if step is not None and phase in WAY:
            step.gate = kept_gate(way_to(phase, known_of(measure, {}, today=today)))
            steps.append(step)
    Step.objects.bulk_update(steps, ["gate"])


NAMED = Text("„{text}“ ({count})", "“{text}” ({count})")
FURTHER_ON = Text(
    "{count:neue Maßnahme ist|neue Maßnahmen sind} laut Liste weiter als eine Idee. Das wird so "
    "geführt, gilt aber nicht als geprüft; offen bleibt: {what}.",
    "{count:new measure is|new measures are} further than an idea, the list says. That is kept as "
    "it is but not taken as checked; open is: {what}.",
)
