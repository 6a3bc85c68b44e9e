"""The items of a balance: sectors, carriers, and in transport the mode."""

from dataclasses import dataclass

from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class Sector(TextEnum):
    """Who uses the energy, as BISKO divides it."""

    HOUSEHOLDS = "households", Text("Private Haushalte", "private households")
    COMMERCE = "commerce", Text("Gewerbe, Handel, Dienstleistungen", "commerce, trade, services")
    INDUSTRY = "industry", Text("Industrie", "industry")
    MUNICIPAL = "municipal", Text("Kommunale Einrichtungen", "municipal facilities")
    TRANSPORT = "transport", Text("Verkehr", "transport")


class BalanceCarrier(TextEnum):
    """Carrier of final energy in a balance; more than are metered in municipal buildings."""

    ELECTRICITY = "electricity", Text("Strom", "electricity")
    GAS = "gas", Text("Erdgas", "natural gas")
    HEAT = "heat", Text("Fernwärme", "district heat")
    OIL = "oil", Text("Heizöl", "heating oil")
    LPG = "lpg", Text("Flüssiggas", "liquefied gas")
    COAL = "coal", Text("Kohle", "coal")
    BIOMASS = "biomass", Text("Biomasse", "biomass")
    SOLAR_THERMAL = "solar_thermal", Text("Solarthermie", "solar thermal")
    AMBIENT_HEAT = "ambient_heat", Text("Umweltwärme", "ambient heat")
    OTHER_PETROLEUM = (
        "other_petroleum",
        Text("sonstige Mineralölprodukte", "other petroleum products"),
    )
    OTHER_FOSSIL = "other_fossil", Text("sonstige konventionelle (Abfall)", "other fossil (waste)")
    PETROL = "petrol", Text("Benzin mit Beimischung", "petrol with its blend")
    DIESEL = "diesel", Text("Diesel mit Beimischung", "diesel with its blend")
    CNG = "cng", Text("Erdgas als Kraftstoff", "natural gas as fuel")
    KEROSENE = "kerosene", Text("Flugkraftstoff", "aviation fuel")


class Mode(TextEnum):
    """What moves: BISKO counts transport road class by road class, and each other mode by itself.

    Public statistics know motorways and all other roads; roads in and out of town are one class.
    """

    MOTORWAYS = "motorways", Text("Autobahnen", "motorways")
    OTHER_ROADS = "other_roads", Text("übrige Straßen", "other roads")
    RAIL = "rail", Text("Schiene", "rail")  # passengers and freight, trams and metros
    INLAND_SHIPPING = "inland_shipping", Text("Binnenschifffahrt", "inland shipping")
    AVIATION = (
        "aviation",
        Text("Flugverkehr (Start und Landung)", "aviation (take-off and landing)"),
    )


GRID_BOUND = (BalanceCarrier.ELECTRICITY, BalanceCarrier.GAS, BalanceCarrier.HEAT)
NOT_GRID_BOUND = (BalanceCarrier.OIL, BalanceCarrier.BIOMASS, BalanceCarrier.AMBIENT_HEAT)
HEATING = frozenset(  # follow the weather where rooms are heated with them
    {
        BalanceCarrier.GAS,
        BalanceCarrier.HEAT,
        BalanceCarrier.OIL,
        BalanceCarrier.LPG,
        BalanceCarrier.COAL,
        BalanceCarrier.BIOMASS,
        BalanceCarrier.SOLAR_THERMAL,
        BalanceCarrier.AMBIENT_HEAT,
    }
)
HEATED_SECTORS = frozenset({Sector.HOUSEHOLDS, Sector.COMMERCE, Sector.MUNICIPAL})
ON_THE_ROAD = (
    BalanceCarrier.ELECTRICITY,
    BalanceCarrier.LPG,
    BalanceCarrier.PETROL,
    BalanceCarrier.DIESEL,
    BalanceCarrier.CNG,
)
MOVED_BY = {
    Mode.MOTORWAYS: ON_THE_ROAD,
    Mode.OTHER_ROADS: ON_THE_ROAD,
    Mode.RAIL: (BalanceCarrier.ELECTRICITY, BalanceCarrier.DIESEL),
    Mode.INLAND_SHIPPING: (BalanceCarrier.DIESEL,),
    Mode.AVIATION: (BalanceCarrier.KEROSENE,),
}


@dataclass(frozen=True)
class Item:
    """One item of a balance: a carrier in a sector; in transport, of a mode."""

    sector: Sector
    carrier: BalanceCarrier
    mode: Mode | None = None  # in transport only

    @property
    def text(self) -> Text:
        """The item as a person would say it."""
        parts = (self.sector.text, *((self.mode.text,) if self.mode else ()), self.carrier.text)
        return Text(", ".join(part.de for part in parts), ", ".join(part.en for part in parts))

    @property
    def code(self) -> str:
        """The item in an address or a file, e.g. "transport.diesel.rail"."""
        return ".".join(filter(None, (self.sector.value, self.carrier.value, self.mode)))

    @property
    def possible(self) -> bool:
        """False where the item means nothing: gas heating in transport, CNG in a household."""
        if self.sector is Sector.TRANSPORT:
            return self.mode is not None and self.carrier in MOVED_BY[self.mode]
        return self.mode is None and self.carrier is not BalanceCarrier.CNG


def items_of(sector: Sector, carrier: BalanceCarrier) -> tuple[Item, ...]:
    """The items of a carrier in a sector: one; in transport one for each mode it moves."""
    modes = [mode for mode in Mode if carrier in MOVED_BY[mode]]
    if sector is Sector.TRANSPORT and modes:
        return tuple(Item(sector, carrier, mode) for mode in modes)
    return (Item(sector, carrier),)


ITEMS = tuple(
    item for sector in Sector for carrier in BalanceCarrier for item in items_of(sector, carrier)
)
BY_CODE = {item.code: item for item in ITEMS}


def required(item: Item) -> bool:
    """True where BISKO asks for an entry: grid-bound, the main other carriers, all of transport.

    Municipal facilities are recommended only. Sources without a line of their own in commerce and
    industry (solar thermal) are part of ambient heat there.
    """
    if item.sector is Sector.MUNICIPAL:
        return False
    if item.sector is Sector.TRANSPORT:
        return item.possible
    if item.sector is Sector.HOUSEHOLDS and item.carrier is BalanceCarrier.SOLAR_THERMAL:
        return True
    return item.carrier in GRID_BOUND or item.carrier in NOT_GRID_BOUND


def follows_weather(sector: Sector, carrier: BalanceCarrier) -> bool:
    """True where the use is mostly for heating rooms."""
    return sector in HEATED_SECTORS and carrier in HEATING
