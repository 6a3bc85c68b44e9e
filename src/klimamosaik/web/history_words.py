"""What the history calls each field of each record, and its values: by the record it stands in."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Field

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Mode, Sector
from klimamosaik.balance.models import EnergyPrice, Entry, LoadedFactor, Plant
from klimamosaik.measures.history_words import LABELS as OF_MEASURES
from klimamosaik.measures.history_words import WORDS as WORDS_OF_MEASURES
from klimamosaik.pathway.models import ExpectedEffect, Milestone, PastYear, Scope, Target
from klimamosaik.people.models import Membership, Organisation, OrganisationKind, Role
from klimamosaik.places.models import Building, BuildingKind, MeterPoint, Municipality, Population
from klimamosaik.planning.models import Dependence
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.field import Field as FieldOfAction
from klimamosaik.terms.text import Text

UNTOLD = frozenset({"id", "at", "by", "loaded_at"})  # the history itself says when and who
YEAR, SOURCE, NAME = Text("Jahr", "year"), Text("Quelle", "source"), Text("Name", "name")
TOWN, SCOPE = Text("Gemeinde", "municipality"), Text("für wen", "for whom")
MEASURE = Text("Maßnahme", "measure")
SECTOR, CARRIER = Text("Sektor", "sector"), Text("Energieträger", "carrier")

LABELS: Mapping[type[Any], Mapping[str, Text]] = {
    **OF_MEASURES,
    Municipality: {
        "ags": Text("Gemeindeschlüssel", "official key"),
        "name": NAME,
        "parent": Text("gehört zu", "part of"),
        "latitude": Text("Breite", "latitude"),
        "longitude": Text("Länge", "longitude"),
        "altitude": Text("Höhe [m]", "altitude [m]"),
        "station": Text("Wetterstation", "weather station"),
        "synthetic": Text("erfundene Stadt", "invented town"),
    },
    Building: {
        "municipality": TOWN,
        "name": NAME,
        "address": Text("Adresse", "address"),
        "postcode": Text("Postleitzahl", "postcode"),
        "kind": Text("Nutzung", "used as"),
        "usable_area": Text("Nutzfläche [m²]", "usable area [m²]"),
        "since": Text("in Nutzung seit", "in use since"),
        "until": Text("in Nutzung bis", "in use until"),
        "latitude": Text("Breite", "latitude"),
        "longitude": Text("Länge", "longitude"),
    },
    MeterPoint: {
        "building": Text("Gebäude", "building"),
        "carrier": CARRIER,
        "name": NAME,
        "number": Text("Zählernummer", "meter number"),
        "direction": Text("Richtung", "direction"),
    },
    Population: {
        "municipality": TOWN,
        "year": YEAR,
        "inhabitants": Text("Einwohnerzahl", "population"),
        "source": SOURCE,
    },
    Membership: {
        "user": Text("Person", "person"),
        "municipality": TOWN,
        "role": Text("Rolle", "role"),
        "organisation": Text("Stelle", "organisation"),
    },
    Entry: {
        "municipality": TOWN,
        "year": YEAR,
        "sector": SECTOR,
        "carrier": CARRIER,
        "mode": Text("Verkehrsmittel", "means of transport"),
        "state": Text("Stand", "state"),
        "energy": Text("Endenergie [MWh]", "final energy [MWh]"),
        "grade": Text("Güte", "grade"),
        "source": SOURCE,
    },
    LoadedFactor: {
        "carrier": CARRIER,
        "sector": SECTOR,
        "year": YEAR,
        "value": Text("Emissionsfaktor [g CO2e/kWh]", "emission factor [g CO2e/kWh]"),
        "status": Text("Stand", "status"),
        "source": SOURCE,
    },
    Plant: {
        "municipality": TOWN,
        "year": YEAR,
        "name": NAME,
        "fuel": Text("Brennstoff", "fuel"),
        "fuel_energy": Text("Brennstoff [MWh]", "fuel [MWh]"),
        "electricity": Text("Strom [MWh]", "electricity [MWh]"),
        "heat": Text("Wärme [MWh]", "heat [MWh]"),
        "supply_temperature": Text("Vorlauf [°C]", "supply temperature [°C]"),
        "source": SOURCE,
    },
    EnergyPrice: {
        "municipality": TOWN,
        "year": YEAR,
        "carrier": CARRIER,
        "sector": SECTOR,
        "value": Text("Preis [€/MWh]", "price [€/MWh]"),
        "source": SOURCE,
    },
    Dependence: {
        "measure": MEASURE,
        "other": Text("andere Maßnahme", "other measure"),
        "tie": Text("Bedingung", "condition"),
        "reason": Text("Grund", "reason"),
    },
    Target: {
        "municipality": TOWN,
        "scope": SCOPE,
        "year": Text("Zieljahr", "target year"),
        "kind": Text("was erreicht werden soll", "what is to be reached"),
        "limit": Text("Tonnen je Kopf", "tonnes per head"),
        "source": SOURCE,
        "need_t": Text("Bedarf [t]", "need [t]"),
        "need_year": Text("Bedarf gegenüber", "need compared with"),
        "need_source": Text("Quelle des Bedarfs", "source of the need"),
        "budget_t": Text("Restbudget [t]", "remaining budget [t]"),
        "budget_from": Text("Restbudget ab", "budget from"),
        "budget_source": Text("Beschluss des Restbudgets", "decision on the budget"),
    },
    Milestone: {
        "municipality": TOWN,
        "scope": SCOPE,
        "year": YEAR,
        "reduction": Text("Minderung [%]", "reduction [%]"),
        "base_year": Text("gegenüber", "compared with"),
        "base_t": Text("Tonnen im Vergleichsjahr", "tonnes in the base year"),
        "source": SOURCE,
    },
    PastYear: {
        "municipality": TOWN,
        "year": YEAR,
        "use": Text("wovon", "of what"),
        "emissions_t": Text("Emissionen [t CO2e]", "emissions [t CO2e]"),
        "source": SOURCE,
    },
    ExpectedEffect: {
        "measure": MEASURE,
        "low_t": Text("mindestens [t]", "at least [t]"),
        "likely_t": Text("wahrscheinlich [t]", "likely [t]"),
        "high_t": Text("höchstens [t]", "at most [t]"),
        "field": Text("Handlungsfeld", "field of action"),
        "scope": SCOPE,
        "saved_mwh": Text("weniger Energie [MWh]", "less energy [MWh]"),
        "saved_eur": Text("weniger Kosten [€]", "less cost [EUR]"),
        "reasoning": Text("Begründung", "reasoning"),
    },
}


def texts_of(*kinds: Any) -> dict[str, Text]:
    """The words of enumerations whose members say what they are."""
    return {each.value: each.text for kind in kinds for each in kind}


CARRIERS, SECTORS = texts_of(BalanceCarrier), texts_of(Sector)
WORDS: Mapping[tuple[type[Any], str], Mapping[Any, Text]] = {
    **WORDS_OF_MEASURES,
    (Building, "kind"): texts_of(BuildingKind),
    (MeterPoint, "carrier"): texts_of(Carrier),
    (MeterPoint, "direction"): texts_of(Direction),
    (Membership, "role"): texts_of(Role),
    (Entry, "sector"): SECTORS,
    (Entry, "carrier"): CARRIERS,
    (Entry, "mode"): texts_of(Mode),
    (Entry, "state"): texts_of(CellState),
    (LoadedFactor, "carrier"): CARRIERS,
    (LoadedFactor, "sector"): SECTORS,
    (LoadedFactor, "status"): texts_of(Status),
    (Plant, "fuel"): CARRIERS,
    (EnergyPrice, "carrier"): CARRIERS,
    (EnergyPrice, "sector"): SECTORS,
    (Target, "scope"): texts_of(Scope),
    (Milestone, "scope"): texts_of(Scope),
    (ExpectedEffect, "scope"): texts_of(Scope),
    (ExpectedEffect, "field"): texts_of(FieldOfAction),
    (Organisation, "kind"): texts_of(OrganisationKind),
}


def label(model: type[Any], name: str) -> Text:
    """What a field of a record is called; its own name where nobody wrote one down."""
    return LABELS.get(model, {}).get(name, Text(name, name))


def word(model: type[Any], field: "Field[Any, Any]", value: str) -> Text:
    """A value among choices as a person would say it; any other is said as it stands."""
    said = WORDS.get((model, field.name), {}).get(value)
    if said is not None:
        return said
    german = dict(field.flatchoices).get(value, value)
    return Text(str(german), value)
