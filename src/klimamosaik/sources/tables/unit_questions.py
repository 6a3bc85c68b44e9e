"""Questions about units, each with the hints that answer it."""

from klimamosaik.sources.tables.questions import answer, of_column, some
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text

UNITS_OF = {
    Carrier.WATER: ("m³", "l", "hl", "US gal"),
    Carrier.GAS: ("kWh", "m³", "MWh", "therm", "CCF"),
    Carrier.OIL: ("l", "m³", "kWh", "MWh"),
    Carrier.PELLETS: ("kg", "t", "kWh", "MWh"),
    None: ("kWh", "MWh", "Wh", "kW", "W", "m³"),
}


def unit_choices(carrier: Carrier | None) -> tuple[str, ...]:
    """Symbols one would expect for a carrier, the most usual first."""
    return UNITS_OF.get(carrier, ("kWh", "MWh", "Wh", "kW", "W", "GJ"))


def unit_absent(names: list[str], headers: list[str], carrier: Carrier | None) -> Question:
    """Nothing says in what unit these series are."""
    which = some(names)
    return Question(
        "unit_unknown",
        Text(
            "Die Datei nennt keine Einheit für {which}. In welcher Einheit stehen die Werte?",
            "The file gives no unit for {which}. In what unit are the values?",
        ).format(which=which),
        column=headers[0] if len(headers) == 1 else None,
        answers=_units(headers, carrier),
        field="unit",
    )


def unit_strange(found: str, headers: list[str], carrier: Carrier | None) -> Question:
    """A unit is given, but it is none that is known."""
    return Question(
        "unit_strange",
        Text(
            "Die Einheit „{found}“ in {some} ist nicht bekannt. Welche ist es?",
            "The unit “{found}” in {some} is not known. Which one is it?",
        ).format(found=found, some=some(headers)),
        column=headers[0] if len(headers) == 1 else None,
        answers=_units(headers, carrier),
        field="unit",
    )


def _units(headers: list[str], carrier: Carrier | None) -> tuple[Answer, ...]:
    out = answer(NO_USE, columns=[{"header": header, "role": "ignored"} for header in headers])
    own = answer(OF_ITS_OWN, columns=[{"header": header, "role": "sensed"} for header in headers])
    ends = (out,) if carrier else (own, out)
    if len(headers) == 1:
        header = headers[0]
        units = tuple(of_column(header, Text(u, u), unit=u) for u in unit_choices(carrier))
        return (*units, *ends)
    told = [
        answer(Text(u, u), columns=[{"header": header, "unit": u} for header in headers])
        for u in unit_choices(carrier)
    ]
    return (*told, *ends)


OF_ITS_OWN = Text(
    "kein Verbrauch: als Messgröße lesen (Pegel, Lärm, Bodenfeuchte ...)",
    "no use: read it as a quantity of its own (level, noise, soil moisture ...)",
)
NO_USE = Text("kein Verbrauch: nicht verwenden", "no use: leave it out")
