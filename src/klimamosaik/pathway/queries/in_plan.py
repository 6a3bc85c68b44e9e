"""How many measures stand in the plan, and of how many nobody wrote down what they reduce."""

from dataclasses import dataclass

from klimamosaik.measures.models import StatedEffect
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.terms.text import Text, joined


@dataclass(frozen=True)
class InPlan:
    """What stands in the plan, in a sentence, and what can be done about it."""

    text: Text | None  # None: nothing is missing
    offered: int  # measures of which a list states a number nobody took over yet
    empty: bool  # there are no measures at all


def in_plan_of(pathway: Pathway) -> InPlan:
    """Count the measures that are going on."""
    going = [one for one in pathway.known if not one.stopped]
    open_ones = [one for one in going if one.field.has_tonnes and is_open(one)]
    waiting = [one for one in going if one.belief is not None and one.begins is None]
    return InPlan(
        text=sentence(len(going), len(open_ones), len(waiting)),
        offered=offered(open_ones),
        empty=not pathway.known,
    )


def is_open(one: MeasureOutlook) -> bool:
    """True where nothing was measured and nobody wrote down what to expect."""
    return one.belief is None and one.measured is None


def sentence(count: int, open_: int, waiting: int) -> Text | None:
    """What is in the plan and what is missing of it; None where nothing is."""
    if not count:
        return EMPTY
    if open_ == count:
        return NONE_HAS.format(count=count)
    lacks = [LACK.format(open=open_)] if open_ else []
    lacks += [WAITING.format(waiting=waiting)] if waiting else []
    return joined([IN_PLAN.format(count=count), *lacks], " ") if lacks else None


def offered(open_ones: list[MeasureOutlook]) -> int:
    """Of how many a list states a number."""
    measures = [one.measure.pk for one in open_ones]
    stated = StatedEffect.objects.filter(measure__in=measures, likely__isnull=False)
    return stated.values("measure").distinct().count()


EMPTY = Text("Noch ist keine Maßnahme eingetragen.", "No measure has been entered yet.")
NONE_HAS = Text(
    "{count:Maßnahme läuft oder ist|Maßnahmen laufen oder sind} geplant, für keine ist eine "
    "Minderung eingetragen.",
    "{count:measure runs or is|measures run or are} planned, of none a reduction is entered.",
)
IN_PLAN = Text(
    "{count:Maßnahme läuft oder ist|Maßnahmen laufen oder sind} geplant.",
    "{count:measure runs or is|measures run or are} planned.",
)
LACK = Text(
    "Bei {open} davon ist weder etwas gemessen noch eine Minderung eingetragen.",
    "Of {open} of them nothing is measured and no reduction is entered.",
)
WAITING = Text(
    "Bei {waiting} steht der Beginn noch nicht fest; gezählt wird erst mit Beschluss und geplanten "
    "Jahren.",
    "Of {waiting} the beginning is open; counted is only what is decided and has planned years.",
)
