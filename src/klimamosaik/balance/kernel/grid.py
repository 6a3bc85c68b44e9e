"""The items of a balance: sectors, carriers, and in transport the mode."""

from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.terms.text import Text


class Sector(StrEnum):
    """Who uses the energy, as BISKO divides it."""

    HOUSEHOLDS = "households"
    COMMERCE = "commerce"
    INDUSTRY = "industry"
    MUNICIPAL = "municipal"
    TRANSPORT = "transport"

    @property
    def text(self) -> Text:
        """The sector as a person would say it."""
        return SECTOR_NAMES[self]


class BalanceCarrier(StrEnum):
    """Carrier of final energy in a balance; more than are metered in municipal buildings."""

    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"
    OIL = "oil"
    LPG = "lpg"
    COAL = "coal"
    BIOMASS = "biomass"
    SOLAR_THERMAL = "solar_thermal"
    AMBIENT_HEAT = "ambient_heat"
    OTHER_PETROLEUM = "other_petroleum"
    OTHER_FOSSIL = "other_fossil"
    PETROL = "petrol"
    DIESEL = "diesel"
    CNG = "cng"
    KEROSENE = "kerosene"

    @property
    def text(self) -> Text:
        """The carrier as a person would say it."""
        return CARRIER_NAMES[self]


class Mode(StrEnum):
    """What moves: BISKO counts transport road class by road class, and each other mode by itself.

    Public statistics know motorways and all other roads; roads in and out of town are one class.
    """

    MOTORWAYS = "motorways"
    OTHER_ROADS = "other_roads"
    RAIL = "rail"  # passengers and freight, trams and metros
    INLAND_SHIPPING = "inland_shipping"
    AVIATION = "aviation"  # take-off and landing only

    @property
    def text(self) -> Text:
        """The mode as a person would say it."""
        return MODE_NAMES[self]


SECTOR_NAMES = {
    Sector.HOUSEHOLDS: Text("Private Haushalte", "private households"),
    Sector.COMMERCE: Text("Gewerbe, Handel, Dienstleistungen", "commerce, trade, services"),
    Sector.INDUSTRY: Text("Industrie", "industry"),
    Sector.MUNICIPAL: Text("Kommunale Einrichtungen", "municipal facilities"),
    Sector.TRANSPORT: Text("Verkehr", "transport"),
}
CARRIER_NAMES = {
    BalanceCarrier.ELECTRICITY: Text("Strom", "electricity"),
    BalanceCarrier.GAS: Text("Erdgas", "natural gas"),
    BalanceCarrier.HEAT: Text("Fernwärme", "district heat"),
    BalanceCarrier.OIL: Text("Heizöl", "heating oil"),
    BalanceCarrier.LPG: Text("Flüssiggas", "liquefied gas"),
    BalanceCarrier.COAL: Text("Kohle", "coal"),
    BalanceCarrier.BIOMASS: Text("Biomasse", "biomass"),
    BalanceCarrier.SOLAR_THERMAL: Text("Solarthermie", "solar thermal"),
    BalanceCarrier.AMBIENT_HEAT: Text("Umweltwärme", "ambient heat"),
    BalanceCarrier.OTHER_PETROLEUM: Text("sonstige Mineralölprodukte", "other petroleum products"),
    BalanceCarrier.OTHER_FOSSIL: Text("sonstige konventionelle (Abfall)", "other fossil (waste)"),
    BalanceCarrier.PETROL: Text("Benzin mit Beimischung", "petrol with its blend"),
    BalanceCarrier.DIESEL: Text("Diesel mit Beimischung", "diesel with its blend"),
    BalanceCarrier.CNG: Text("Erdgas als Kraftstoff", "natural gas as fuel"),
    BalanceCarrier.KEROSENE: Text("Flugkraftstoff", "aviation fuel"),
}
MODE_NAMES = {
    Mode.MOTORWAYS: Text("Autobahnen", "motorways"),
    Mode.OTHER_ROADS: Text("übrige Straßen", "other roads"),
    Mode.RAIL: Text("Schiene", "rail"),
    Mode.INLAND_SHIPPING: Text("Binnenschifffahrt", "inland shipping"),
    Mode.AVIATION: Text("Flugverkehr (Start und Landung)", "aviation (take-off and landing)"),
}
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
