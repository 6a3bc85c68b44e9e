"""Which tables a folder of statistics holds and how its columns are called."""

from dataclasses import dataclass

from klimamosaik.sources.statistics.municipalities import Branch


@dataclass(frozen=True)
class StatisticsTable:
    """One file NAME_YEAR.csv with a row per key."""

    name: str
    columns: tuple[str, ...]
    owner: str  # who publishes the original
    same_year: bool = True  # False: the newest one there is, whatever the year asked for


AGE_COLUMNS = (
    "flats_until_1919",
    "flats_1919_1948",
    "flats_1949_1978",
    "flats_1979_1986",
    "flats_1987_1990",
    "flats_1991_1995",
    "flats_1996_2000",
    "flats_2001_2004",
    "flats_2005_2008",
    "flats_2009_today",
)
BRANCH_COLUMNS = {
    Branch.BASIC_CHEMICALS: ("chem_ammonia", "chem_basic"),
    Branch.OTHER_CHEMICALS: ("chem_other",),
    Branch.CEMENT_LIME: ("miner_cement", "miner_chalk"),
    Branch.GLASS_CERAMICS: ("miner_ceram", "miner_glas"),
    Branch.PRIMARY_STEEL: ("metal_steel_primary",),
    Branch.SECONDARY_STEEL: ("metal_steel_secondary",),
    Branch.NONFERROUS_METALS: ("metal_nonfe",),
    Branch.PAPER: ("other_paper",),
    Branch.FOOD: ("other_food",),
    Branch.OTHER_INDUSTRY: ("other_further",),
}
OFFICES = "Statistische Ämter des Bundes und der Länder"
NAMES = StatisticsTable("ags", ("description",), f"{OFFICES}: Gemeindeverzeichnis")
POPULATION = StatisticsTable("population", ("total",), f"{OFFICES}: Bevölkerungsstand")
AREA = StatisticsTable(
    "area",
    ("land_total", "land_traffic", "veg_agri", "water_total", "settlement_ghd"),
    f"{OFFICES}: Flächenerhebung nach Art der tatsächlichen Nutzung",
)
AREA_TYPE = StatisticsTable("area_kinds", ("rt7",), "BMDV: RegioStaR 7")
BUILDINGS = StatisticsTable(
    "buildings", ("flats_total", "flats_heatnet", *AGE_COLUMNS), f"{OFFICES}: Zensus 2011"
)
FLATS = StatisticsTable(
    "flats",
    ("buildings_1flat", "buildings_2flats", "residential_buildings_area_total"),
    f"{OFFICES}: Fortschreibung des Wohngebäude- und Wohnungsbestands",
)
TRAINS = StatisticsTable(
    "destatis",
    ("rail_mega_km", "metro_mega_km"),
    "Statistisches Bundesamt: Personenverkehr mit Bussen und Bahnen",
)
PLANTS = StatisticsTable(
    "industry_facilites",
    tuple(column for columns in BRANCH_COLUMNS.values() for column in columns),
    "DEHSt: Emissionen der Anlagen im Emissionshandel",
)
POWER = StatisticsTable(
    "renewable_energy",
    ("pv", "wind_on", "biomass", "water"),
    "Bundesnetzagentur: Marktstammdatenregister",
    same_year=False,
)
TABLES = (NAMES, POPULATION, AREA, AREA_TYPE, BUILDINGS, FLATS, TRAINS, PLANTS, POWER)
