"""The keys national figures are spread with, from what statistics say about each municipality."""

from enum import StrEnum

from klimamosaik.sources.statistics.municipalities import Branch
from klimamosaik.terms.text import Text


class Key(StrEnum):
    """What a national figure is spread by."""

    POPULATION = "population"
    OWN_HEATING = "own_heating"
    DISTRICT_HEATING = "district_heating"
    GAS_HEATING = "gas_heating"
    OIL_HEATING = "oil_heating"
    SMALL_HOUSES = "small_houses"
    FARMLAND = "farmland"
    PRODUCING = "producing"
    TRAFFIC_AREA = "traffic_area"
    WATER_AREA = "water_area"
    RESIDENTS_MOBILITY = "residents_mobility"
    TRAIN_KILOMETRES = "train_kilometres"
    TRAM_KILOMETRES = "tram_kilometres"
    PV_POWER = "pv_power"
    WIND_POWER = "wind_power"
    BIOMASS_POWER = "biomass_power"
    HYDRO_POWER = "hydro_power"
    JOBS = "jobs"
    MOTORWAYS = "motorways"
    BASIC_CHEMICALS = "basic_chemicals"
    OTHER_CHEMICALS = "other_chemicals"
    CEMENT_LIME = "cement_lime"
    GLASS_CERAMICS = "glass_ceramics"
    PRIMARY_STEEL = "primary_steel"
    SECONDARY_STEEL = "secondary_steel"
    NONFERROUS_METALS = "nonferrous_metals"
    PAPER = "paper"
    FOOD = "food"
    OTHER_INDUSTRY = "other_industry"
    BASIC_CHEMICALS_POWER = "basic_chemicals_power"
    OTHER_CHEMICALS_POWER = "other_chemicals_power"
    CEMENT_LIME_POWER = "cement_lime_power"
    GLASS_CERAMICS_POWER = "glass_ceramics_power"
    PRIMARY_STEEL_POWER = "primary_steel_power"
    SECONDARY_STEEL_POWER = "secondary_steel_power"
    NONFERROUS_METALS_POWER = "nonferrous_metals_power"
    PAPER_POWER = "paper_power"
    FOOD_POWER = "food_power"
    OTHER_INDUSTRY_POWER = "other_industry_power"

    @property
    def text(self) -> Text:
        """The key as a person would say it."""
        return KEY_NAMES[self]


PLANTS = Text(
    "Emissionen der Anlagen im Emissionshandel; was sie nicht zeigen, nach Beschäftigten des "
    "produzierenden Gewerbes; im Kreis so viel, wie seine Betriebe verwenden, wo es veröffentlicht "
    "ist",
    "emissions of plants in emission trade; what they do not show by employees of producing "
    "trades; in the district as much as its works use, where that is published",
)
POWER = Text(
    "Beschäftigte des produzierenden Gewerbes, ein kleiner Teil nach den Anlagen der Branche im "
    "Emissionshandel; im Kreis so viel, wie seine Betriebe verwenden, wo es veröffentlicht ist",
    "employees of producing trades, a small part by the branch's plants in emission trade; in the "
    "district as much as its works use, where that is published",
)
KEY_NAMES = {
    Key.POPULATION: Text("Einwohner", "inhabitants"),
    Key.OWN_HEATING: Text(
        "Wohnfläche ohne Fernwärme, gewichtet nach Baualter",
        "living area without district heat, weighted by year of construction",
    ),
    Key.DISTRICT_HEATING: Text(
        "Wohnfläche mit Fernwärme, gewichtet nach Baualter",
        "living area with district heat, weighted by year of construction",
    ),
    Key.GAS_HEATING: Text(
        "Wohnfläche mit Gasheizung (Zensus 2022, wo geladen), sonst ohne Fernwärme, gewichtet nach "
        "Baualter",
        "living area heated with gas (Zensus 2022 where loaded), else without district heat, "
        "weighted by year of construction",
    ),
    Key.OIL_HEATING: Text(
        "Wohnfläche mit Ölheizung (Zensus 2022, wo geladen), sonst ohne Fernwärme, gewichtet nach "
        "Baualter",
        "living area heated with oil (Zensus 2022 where loaded), else without district heat, "
        "weighted by year of construction",
    ),
    Key.SMALL_HOUSES: Text(
        "Wohnungen in Ein- und Zweifamilienhäusern", "flats in houses of one or two"
    ),
    Key.FARMLAND: Text("Landwirtschaftsfläche", "farmland"),
    Key.PRODUCING: Text(
        "Beschäftigte des produzierenden Gewerbes im Land, darin nach Gewerbefläche und "
        "Arbeitsplätzen",
        "employees of producing trades in the state, within it by commercial area and jobs",
    ),
    Key.TRAFFIC_AREA: Text("Verkehrsfläche", "area of traffic"),
    Key.WATER_AREA: Text("Wasserfläche", "area of water"),
    Key.RESIDENTS_MOBILITY: Text(
        "Einwohner mal Tagesstrecke des Raumtyps",
        "inhabitants times the daily distance of the kind of area",
    ),
    Key.TRAIN_KILOMETRES: Text(
        "Zugkilometer des Kreises, darin nach Einwohnern",
        "train kilometres of the district, within it by inhabitants",
    ),
    Key.TRAM_KILOMETRES: Text(
        "Bahnkilometer (Straßen-, Stadt-, U-Bahn) des Kreises, darin nach Einwohnern",
        "tram and metro kilometres of the district, within it by inhabitants",
    ),
    Key.PV_POWER: Text("installierte Photovoltaik", "photovoltaics installed"),
    Key.WIND_POWER: Text("installierte Windkraft an Land", "wind power installed on shore"),
    Key.BIOMASS_POWER: Text("installierte Biomasse", "biomass power installed"),
    Key.HYDRO_POWER: Text("installierte Wasserkraft", "hydro power installed"),
    Key.JOBS: Text(
        "Beschäftigte in Dienstleistungen: am Arbeitsort, wo sie vorliegen, sonst die des Landes "
        "nach Einwohnern, gewichtet nach Raumtyp",
        "employees in services: at the place of work where known, else those of the state by "
        "inhabitants, weighted by kind of area",
    ),
    Key.MOTORWAYS: Text(
        "Fahrleistung auf Autobahnen, wo sie gezählt ist, sonst Verkehrsfläche und Wege der "
        "Einwohner",
        "distance driven on motorways where counted, else area of traffic and the inhabitants' "
        "ways",
    ),
    **{Key(branch.value): PLANTS for branch in Branch},
    **{Key(f"{branch.value}_power"): POWER for branch in Branch},
}
KEYS = tuple(Key)
BRANCH_KEYS = tuple(Key(branch.value) for branch in Branch)
POWER_KEYS = tuple(Key(f"{branch.value}_power") for branch in Branch)
MIXED = frozenset(POWER_KEYS)  # made of other keys' shares, no amount of their own
