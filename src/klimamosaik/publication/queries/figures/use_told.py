"""Headline and sentence of use year by year."""

from collections.abc import Sequence
from datetime import date, timedelta

from klimamosaik.publication.queries.results import Datum
from klimamosaik.terms.text import Text, joined

ENERGY_SAID = Text(
    "{year}: {mwh:.1n} MWh Strom und Wärme", "{year}: {mwh:.1n} MWh of electricity and heat"
)
UNKNOWN_SAID = Text("noch kein vollständiges Jahr", "no complete year yet")
SINCE_SAID = Text("{before} waren es {then:.1n} MWh.", "In {before} it was {then:.1n} MWh.")
USED_SAID = Text(
    "Die Gemeinde nutzte das Gebäude bis {last}.",
    "The municipality used the building until {last}.",
)
ONE_YEAR = Text(
    "Weitere vollständige Jahre fehlen noch.", "Further complete years are missing yet."
)


def told(data: Sequence[Datum], used_until: date | None) -> tuple[Text, Text]:
    """The newest known year, and the one before; a building that is no longer used says so."""
    years = [each for each in data if each.series == "energy" and each.value is not None]
    if not years:
        return UNKNOWN_SAID, UNKNOWN_SAID
    headline = ENERGY_SAID.format(year=years[-1].period, mwh=years[-1].value)
    since = ONE_YEAR
    if len(years) > 1:
        since = SINCE_SAID.format(before=years[-2].period, then=years[-2].value)
    if used_until is None:
        return headline, since
    ended = USED_SAID.format(last=used_until - timedelta(1))
    return headline, joined([ended, since], " ")
