"""Which column of which published table says what."""

import re

from klimamosaik.sources.statistics.local.cells import ReadTable, columns_by, figure, keyed
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text


def year_in(reading: ReadTable) -> int:
    """The year a table tells of, in its head or its column Jahr. Refused without one."""
    codes = reading.rows[0]
    if "Jahr" in codes and len(reading.rows) > 1:
        told = reading.rows[1][codes.index("Jahr")]
        if told.isdecimal():
            return int(told)
    years = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", reading.top)
    if not years:
        raise rejected(
            "no_year",
            "Im Kopf der Tabelle steht kein Jahr. Bitte die Datei so lassen, wie das Amt sie gibt.",
            "There is no year at the head of the table. Please leave the file as the office gave "
            "it.",
        )
    return int(years[-1])


INDUSTRY_COLUMNS = {
    "coal": r"kohle",
    "oil": r"heizöl",
    "gas": r"erdgas",
    "biomass": r"erneuerbar",
    "electricity": r"strom|elektri",
    "heat": r"wärme",
    "other": r"sonstige",
}
TO_MWH = {"GJ": 1 / 3.6, "Tsd. MJ": 1 / 3.6, "TJ": 1000 / 3.6, "MWh": 1.0}
SUM_TOLERANCE = 0.02  # of the total, within which carriers count as adding up


def industry(reading: ReadTable) -> dict[str, dict[str, float]]:
    """Energy of manufacturing by district and carrier [MWh]."""
    unit = next((unit for unit in TO_MWH if unit in reading.top), None)
    if unit is None:
        raise no_unit()
    places = columns_by(reading, INDUSTRY_COLUMNS)
    total = columns_by(reading, {"total": r"insgesamt"}, needed=False).get("total")
    found = {}
    for number, row in keyed(reading):
        values = {
            name: value * TO_MWH[unit]
            for name, column in places.items()
            if (value := figure(reading, number, row, column)) is not None
        }
        if total is not None and len(values) == len(places):
            check_sum(reading, number, row, total, sum(values.values()) / TO_MWH[unit])
        if len(row[0]) == 5 and values:
            found[row[0] + "000"] = values
    return found


def no_unit() -> InputRejected:
    """The refusal of energy nobody can say the unit of."""
    return rejected(
        "no_unit",
        "In der Tabelle 43531 steht keine Einheit (GJ, Tsd. MJ, TJ oder MWh).",
        "There is no unit in table 43531 (GJ, Tsd. MJ, TJ or MWh).",
    )


def check_sum(reading: ReadTable, number: int, row: list[str], column: int, parts: float) -> None:
    """Complain where carriers do not add up to the total beside them."""
    check_total(reading, number, parts, figure(reading, number, row, column) or 0.0)


def check_total(reading: ReadTable, number: int, parts: float, whole: float) -> None:
    """Complain where carriers do not add up to their total; 0.0: none is known."""
    if whole and abs(parts - whole) > SUM_TOLERANCE * whole:
        text = Text(
            "Zeile {number}: Die Energieträger ergeben {parts:.0f}, insgesamt stehen {whole:.0f} "
            "da.",
            "Row {number}: the carriers add up to {parts:.0f}, the total says {whole:.0f}.",
        )
        said = text.format(number=number, parts=parts, whole=whole)
        reading.complaints.append(Problem("sum_differs", said, number))


def employees(reading: ReadTable) -> dict[str, dict[str, float]]:
    """Employees at the place of work by district or municipality [persons]."""
    column = columns_by(reading, {"employees": r"insgesamt"})["employees"]
    found = {}
    for number, row in keyed(reading):
        value = figure(reading, number, row, column)
        if value is not None and len(row[0]) in (5, 8):
            found[row[0].ljust(8, "0")] = {"employees": value}
    return found


ENERGY = re.compile(r"^E?NERGIETRAEGER__(\d)$")  # the office left out an E in one of them
HEATED_BY = {
    "1": "gas",
    "2": "oil",
    "3": "wood",
    "4": "biogas",
    "5": "heat_pump",
    "6": "electricity",
    "7": "coal",
    "8": "heat",
    "9": "none",
}


def heating(reading: ReadTable) -> dict[str, dict[str, float]]:
    """Flats by the carrier they are heated with, by municipality [number]."""
    codes = reading.rows[0]
    key, level = codes.index("_RS"), codes.index("Regionalebene")
    places = {
        HEATED_BY[match[1]]: i for i, code in enumerate(codes) if (match := ENERGY.match(code))
    }
    found = {}
    for number, row in enumerate(reading.rows[1:], start=2):
        if row[level] != "Gemeinde" or len(row[key]) != 12:
            continue
        values = {
            name: value
            for name, column in places.items()
            if (value := figure(reading, number, row, column)) is not None
        }
        if values:
            found[row[key][:5] + row[key][9:]] = values
    return found


DAYS = 365.0
MOST_A_DAY = 300_000.0  # vehicles on the busiest stretch of Germany, and some


def traffic(reading: ReadTable) -> dict[str, dict[str, float]]:
    """Driving on motorways by municipality [million vehicle-kilometres a year].

    The office's file names places of counting, not municipalities: a town adds their keys (AGS)
    and for how many kilometres of motorway in it each count stands (Laenge_km).
    """
    codes = reading.rows[0]
    lacking = [name for name in ("AGS", "Laenge_km", "DTV_Kfz_MobisSo_Q") if name not in codes]
    if lacking:
        raise rejected(
            "missing_columns",
            "Der BASt-Datei fehlen die Spalten {join}. AGS ist der Schlüssel der Gemeinde, "
            "Laenge_km die Länge der Autobahn in ihr, für die die Zählung gilt; beide tragen Sie "
            "selbst ein.",
            "The BASt file lacks the columns {join}. AGS is the municipality's key, Laenge_km the "
            "length of motorway in it the count stands for; you add both yourself.",
            join=", ".join(lacking),
        )
    places = {name: codes.index(name) for name in ("AGS", "Laenge_km", "DTV_Kfz_MobisSo_Q")}
    found: dict[str, dict[str, float]] = {}
    passed_over = 0
    for number, row in enumerate(reading.rows[1:], start=2):
        ags, road = row[places["AGS"]], row[codes.index("Str_Kl")]
        if not ags or road != "A":
            passed_over += 1
            continue
        length = figure(reading, number, row, places["Laenge_km"])
        vehicles = figure(reading, number, row, places["DTV_Kfz_MobisSo_Q"])
        if not re.fullmatch(r"\d{8}", ags) or length is None or vehicles is None:
            reading.complaints.append(no_count(number))
        elif vehicles > MOST_A_DAY:
            reading.complaints.append(too_many(number, vehicles))
        else:
            driven = found.setdefault(ags, {"motorway": 0.0})
            driven["motorway"] += length * vehicles * DAYS / 1e6
    if passed_over:
        reading.notes.append(PASSED_OVER.format(n=passed_over))
    return found


PASSED_OVER = Text(
    "{n} Zeilen ohne Gemeinde oder nicht von Autobahnen (Str_Kl A) zählen nicht.",
    "{n} rows without a municipality or not of motorways (Str_Kl A) do not count.",
)


def no_count(number: int) -> Problem:
    """A row with a municipality that cannot be counted."""
    text = Text(
        "Zeile {number}: gebraucht werden AGS mit acht Ziffern, Laenge_km und DTV_Kfz_MobisSo_Q.",
        "Row {number}: needed are AGS of eight digits, Laenge_km and DTV_Kfz_MobisSo_Q.",
    )
    return Problem("unusable_row", text.format(number=number), number)


def too_many(number: int, vehicles: float) -> Problem:
    """More vehicles a day than any road carries."""
    text = Text(
        "Zeile {number}: {vehicles:.0f} Fahrzeuge am Tag; auf keiner Straße fahren so viele.",
        "Row {number}: {vehicles:.0f} vehicles a day; no road carries as many.",
    )
    return Problem("too_many", text.format(number=number, vehicles=vehicles), number)
