"""The figures of a way per head."""

from typing import Any

from klimamosaik.pathway.queries.pathways import Pathway
from klimamosaik.places.queries.heads import UNKNOWN, Heads, heads_of
from klimamosaik.terms.text import Text

KILOGRAMS = 1000  # in a tonne


def heads_on(pathway: Pathway) -> Heads | None:
    """The newest number written down, else that of the balance the way begins with."""
    known, start = heads_of(municipality=pathway.municipality), pathway.start
    if known is None and start is not None and start.population:
        return Heads(start.population, start.year)
    return known


def kilograms(heads: Heads, tonnes: float) -> float:
    """Tonnes a year as kilograms per head and year."""
    return heads.per(KILOGRAMS * tonnes)


def per_head_text(pathway: Pathway) -> Text | None:
    """What was emitted, what would be in the target's year, and what is allowed, per head.

    None where the way has no start.
    """
    heads, start, chance = heads_on(pathway), pathway.start, pathway.chance
    if start is None or chance is None or pathway.limit_t is None:
        return None
    if heads is None:
        return UNKNOWN
    now, allowed = kilograms(heads, start.emissions_t), kilograms(heads, pathway.limit_t)
    then = kilograms(heads, chance.gap.mean + pathway.limit_t)
    text = PER_HEAD if pathway.measured_up else PER_HEAD_ALONE
    return text.format(
        people=heads.said,
        year=start.year,
        now=now,
        target=pathway.goal.year,
        then=then,
        allowed=allowed,
    )


def per_head_document(pathway: Pathway) -> dict[str, Any] | None:
    """Need and gap per head [kg CO2e/a] with the people counted; None where nobody knows them."""
    heads, chance = heads_on(pathway), pathway.chance
    if heads is None or chance is None:
        return None
    return {
        "need_kg": kilograms(heads, chance.need),
        "gap_kg": kilograms(heads, chance.gap.mean),
        **heads.as_record(),
    }


PER_HEAD_ALONE = Text(
    "Je Kopf ({people}): {year} {now:rough} kg CO₂e; im Jahr {target}, ginge es weiter wie bisher, "
    "{then:rough} kg, erlaubt {allowed:rough} kg.",
    "Per head ({people}): {now:rough} kg CO₂e in {year}; in {target}, if things went on as they "
    "are, {then:rough} kg, allowed {allowed:rough} kg.",
)
PER_HEAD = Text(
    "Je Kopf ({people}): {year} {now:rough} kg CO₂e; im Jahr {target} mit allen Maßnahmen "
    "{then:rough} kg, erlaubt {allowed:rough} kg.",
    "Per head ({people}): {now:rough} kg CO₂e in {year}; in {target} with all measures "
    "{then:rough} kg, allowed {allowed:rough} kg.",
)
