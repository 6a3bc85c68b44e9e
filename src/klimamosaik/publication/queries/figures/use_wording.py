"""Headline and sentence of use year by year."""

from collections.abc import Sequence
from datetime import date, timedelta

from klimamosaik.publication.queries.results import Datum
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.terms.text import Text, joined

ENERGY_SAID = Text(
    "{year}: {mwh:.1n} MWh Strom und Wärme", "{year}: {mwh:.1n} MWh of electricity and heat"
)
UNKNOWN_SAID = Text("noch kein vollständiges Jahr", "no complete year yet")
AWAITED = Text(
    "Strom und Wärme stehen hier, sobald ein ganzes Jahr bekannt ist.",
    "Electricity and heat stand here as soon as a whole year is known.",
)
WITHHELD_SAID = Text(
    "Strom und Wärme zusammen: nicht veröffentlicht", "Electricity and heat together: not published"
)
WITHHELD_WHY = Text(
    "Sonst ließe sich auf den Verbrauch weniger Wohnungen schließen.",
    "Otherwise the use of few homes could be inferred.",
)
SINCE_SAID = Text("{before} waren es {then:.1n} MWh.", "In {before} it was {then:.1n} MWh.")
USED_SAID = Text(
    "Die Gemeinde nutzte das Gebäude bis {last}.",
    "The municipality used the building until {last}.",
)
ONE_YEAR = Text(
    "Weitere vollständige Jahre fehlen noch.", "Further complete years are missing yet."
)


def years_in_words(data: Sequence[Datum], used_until: date | None) -> tuple[Text, Text]:
    """The newest known year, and the one before; a building that is no longer used says so."""
    every = [each for each in data if each.series == "energy"]
    years = [each for each in every if each.value is not None]
    if any(each.note == homes_rule().in_table for each in every):
        return WITHHELD_SAID, WITHHELD_WHY
    if not years:
        return UNKNOWN_SAID, AWAITED
    headline = ENERGY_SAID.format(year=years[-1].period, mwh=years[-1].value)
    since = ONE_YEAR
    if len(years) > 1:
        since = SINCE_SAID.format(before=years[-2].period, then=years[-2].value)
    if used_until is None:
        return headline, since
    ended = USED_SAID.format(last=used_until - timedelta(1))
    return headline, joined([ended, since], " ")
