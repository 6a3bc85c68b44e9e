"""The gate: what is asked before a file is stored, because a bad guess would look like this."""

from collections.abc import Callable, Sequence

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.gate_context import GateContext
from klimamosaik.observations.intake.gate_places import other_address, place_of_file
from klimamosaik.observations.intake.gate_rows import many_buildings, odd_buildings, rows_not_taken
from klimamosaik.observations.intake.gate_sums import (
    impossible_values,
    improbable_sums,
    known_differently,
    more_than_town,
    spaced_differently,
    values_beyond_physics,
)
from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.open_questions import questions_of
from klimamosaik.observations.intake.other_spacings import OtherSpacing
from klimamosaik.observations.intake.plausible import (
    TownScale,
)
from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.observations.intake.which_meter import which_meter
from klimamosaik.sources.tables import Preview
from klimamosaik.terms.question import Question


def open_questions(
    *,
    preview: Preview,
    matches: Sequence[Match],
    corrections: Corrections,
    town: TownScale,
    replaces: Sequence[Replacing] = (),
    beside: Sequence[OtherSpacing] = (),
) -> tuple[Question, ...]:
    """Everything a person has to answer before the file is stored, in the order to answer it.

    Page, command line and the storing itself ask this one function. What depends on how the file
    is read is asked only when that is clear.
    """
    reader = preview.questions
    codes = {question.code for question in reader}
    answered = codes | {later for code in codes for later in ASKED_LATER.get(code, ())}
    matched = [each for each in questions_of(preview, matches) if each.code not in answered]
    looked = GateContext(preview, matches, town, replaces, beside, corrections)
    rules = {} if codes & COLUMN_CODES else dict(RULES)
    if not codes and all(each.code == "carrier_unknown" for each in matched):
        rules |= RULES_OF_SUMS
    accepted = set(corrections.hints.accepted) - NEVER_ACCEPTED
    doubts = (rule(looked) for code, rule in rules.items() if code not in accepted)
    asked = which_meter(matches)
    return (*reader, *matched, *asked, *(doubt for doubt in doubts if doubt is not None))


ASKED_LATER = {  # question -> what its answer mostly settles too
    "unit_strange": ("unit_unknown",),
    "liquefied_gas": ("gas_in_m3",),
}
NEVER_ACCEPTED = frozenset({"impossible_values"})  # whoever says that they are right
COLUMN_CODES = frozenset({"column_unknown", "date_order"})  # names and rows hang on the answer
Rule = Callable[[GateContext], Question | None]
RULES: dict[str, Rule] = {
    "rows_not_taken": rows_not_taken,
    "odd_buildings": odd_buildings,
    "place_of_file": place_of_file,
    "other_address": other_address,
    "many_buildings": many_buildings,
}
RULES_OF_SUMS: dict[str, Rule] = {
    "impossible_values": impossible_values,
    "beyond_physics": values_beyond_physics,
    "improbable_sums": improbable_sums,
    "known_differently": known_differently,
    "spaced_differently": spaced_differently,
    "more_than_town": more_than_town,
}
