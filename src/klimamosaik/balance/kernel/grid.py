"""The rows and columns of a balance: sectors and carriers."""

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
ON_THE_ROAD = frozenset(
    {
        BalanceCarrier.ELECTRICITY,
        BalanceCarrier.LPG,
        BalanceCarrier.PETROL,
        BalanceCarrier.DIESEL,
        BalanceCarrier.CNG,
        BalanceCarrier.KEROSENE,
    }
)


def possible(sector: Sector, carrier: BalanceCarrier) -> bool:
    """False where the cell means nothing: gas heating in transport, CNG in a household."""
    if sector is Sector.TRANSPORT:
        return carrier in ON_THE_ROAD
    return carrier is not BalanceCarrier.CNG


def required(sector: Sector, carrier: BalanceCarrier) -> bool:
    """True where BISKO asks for an entry: grid-bound, the main other carriers, all of traffic.

    Municipal facilities are recommended only. Sources without a line of their own in commerce and
    industry (solar thermal) are part of ambient heat there.
    """
    if sector is Sector.MUNICIPAL:
        return False
    if sector is Sector.TRANSPORT:
        return carrier in ON_THE_ROAD
    if sector is Sector.HOUSEHOLDS and carrier is BalanceCarrier.SOLAR_THERMAL:
        return True
    return carrier in GRID_BOUND or carrier in NOT_GRID_BOUND


def follows_weather(sector: Sector, carrier: BalanceCarrier) -> bool:
    """True where the use is mostly for heating rooms."""
    return sector in HEATED_SECTORS and carrier in HEATING
