"""What each column is for: told, or judged by its cells and its header together."""

import re
from collections.abc import Sequence

from klimamosaik.sources.tables.cells import MOST, Cells, look, share_of
from klimamosaik.sources.tables.column_rules import settled_together
from klimamosaik.sources.tables.decimals import NUMERIC_ROLES, with_decimals
from klimamosaik.sources.tables.hints import Hints, Role
from klimamosaik.sources.tables.layout import Layout
from klimamosaik.sources.tables.obis import obis, obis_within
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.vocabulary import (
    carrier_of,
    direction_of,
    is_money,
    is_tariff,
    names_a_place,
    other_unit,
    role_of,
    strange_unit,
    unit_in,
    unit_of,
    vocabulary,
)
from klimamosaik.terms.text import Text

NAMES: dict[Role, Text] = {
    Role.TIME: Text("Zeit", "time"),
    Role.CLOCK: Text("Uhrzeit", "time of day"),
    Role.YEAR: Text("Jahr", "year"),
    Role.MONTH: Text("Monat", "month"),
    Role.DAY: Text("Tag des Monats", "day of the month"),
    Role.FROM: Text("Beginn des Zeitraums", "start of the period"),
    Role.TO: Text("Ende des Zeitraums", "end of the period"),
    Role.FROM_CLOCK: Text("Uhrzeit des Beginns", "time of day of the start"),
    Role.TO_CLOCK: Text("Uhrzeit des Endes", "time of day of the end"),
    Role.VALUE: Text("Messwert", "reading"),
    Role.COUNTER: Text("Zählerstand", "meter reading (cumulative)"),
    Role.METER: Text("Zähler", "meter"),
    Role.BUILDING: Text("Gebäude", "building"),
    Role.CARRIER: Text("Energieträger", "energy carrier"),
    Role.UNIT: Text("Einheit", "unit"),
    Role.TARIFF: Text("Tarif oder Zählwerk", "tariff or register"),
    Role.DIRECTION: Text("Richtung", "direction"),
    Role.OBIS: Text("OBIS-Kennzahl", "OBIS code"),
    Role.FACTOR: Text("Faktor (Wandler)", "factor (transformer)"),
    Role.ZONE: Text("Zeitzone", "time zone"),
    Role.COST: Text("Kosten", "cost"),
    Role.QUALITY: Text("Güte des Werts", "quality of the value"),
    Role.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    Role.STATE_NUMBER: Text("Zustandszahl", "state number"),
    Role.ADDRESS: Text("Adresse", "address"),
    Role.POSTCODE: Text("Postleitzahl", "postcode"),
    Role.PLACE: Text("Ort", "place"),
    Role.AREA: Text("Fläche", "area"),
    Role.KIND: Text("Gebäudeart", "kind of building"),
    Role.SINCE: Text("Baujahr", "year built"),
    Role.TEMPERATURE: Text("Temperatur", "temperature"),
    Role.IGNORED: Text("nicht verwendet", "not used"),
    Role.UNKNOWN: Text("nicht erkannt", "not recognised"),
}
TIMES = (Role.TIME, Role.FROM, Role.TO, Role.CLOCK, Role.YEAR, Role.MONTH, Role.DAY)
TEXTS = (  # text roles a header can name; what the cells say for themselves comes first
    *(Role.METER, Role.BUILDING, Role.KIND, Role.PLACE, Role.ADDRESS, Role.CARRIER),
    *(Role.UNIT, Role.QUALITY, Role.TARIFF, Role.DIRECTION, Role.OBIS, Role.ZONE),
)
SPEAKING = (*TEXTS, Role.VALUE, Role.COUNTER)
TEMPERATURES = ("°C", "°F", "K")


def assign(
    layout: Layout, hints: Hints, *, default_decimal: str, typed: bool
) -> tuple[Column, ...]:
    """Give every column its role with the reason.

    default_decimal: the mark taken where no column of the file decides it.
    """
    looked = [look(layout.body[f"c{index}"]) for index in range(layout.body.width - 1)]
    columns = [
        _column(index, layout.headers[index], layout.units[index] or "", cells, hints)
        for index, cells in enumerate(looked)
    ]
    settled = settled_together(columns, looked, layout.body, hints)
    return with_decimals(settled, layout.body, hints, default=default_decimal, typed=typed)


def _column(index: int, header: str, unit_text: str, cells: Cells, hints: Hints) -> Column:
    told = hints.of(header)
    role, why = _role(header, unit_text, cells, hints)
    unit = told.unit or unit_of(unit_text) or unit_in(header)
    if told.role is None and role in (Role.VALUE, Role.COUNTER, Role.TEMPERATURE, Role.COST):
        role, why = _by_unit(role, why, header, unit_text, unit)
    if role is Role.TEMPERATURE and unit is None:
        unit = _degree_behind(header)
    code = obis_within(header)
    return Column(
        index,
        header,
        role,
        why,
        unit=unit,
        unit_text=None if unit else strange_unit(header) or (unit_text or None),
        carrier=told.carrier or carrier_of(header) or (code.carrier if code else None),
        direction=told.direction or (code.direction if code else direction_of(header)),
        sample=tuple(cells.sample.head(3)),
    )


def _degree_behind(header: str) -> str | None:
    """ "temp_f" is in °F."""
    found = re.search(r"(?i)[-_ ]([cfk])$", header.strip())
    return {"c": "°C", "f": "°F", "k": "K"}[found[1].lower()] if found else None


def _by_unit(
    role: Role, why: Text, header: str, unit_text: str, unit: str | None
) -> tuple[Role, Text]:
    """The unit outweighs the name: "Amount (kWh)" is no money, "Strom (€)" no energy."""
    if unit in TEMPERATURES:
        return Role.TEMPERATURE, Text(
            "Einheit {unit}",
            "unit {unit}",
        ).format(unit=unit)
    if unit is not None:
        named_so = role not in (Role.COST, Role.TEMPERATURE)
        return (
            (role, why)
            if named_so
            else (
                Role.VALUE,
                Text(
                    "Einheit {unit}",
                    "unit {unit}",
                ).format(unit=unit),
            )
        )
    other = other_unit(header) or (unit_text if unit_text and not unit_of(unit_text) else None)
    if other is None or role is Role.TEMPERATURE:
        return role, why
    return _by_other_unit(role, why, other)


def _by_other_unit(role: Role, why: Text, other: str) -> tuple[Role, Text]:
    """Money is a cost where it is euros; what is neither money nor energy is not used."""
    if is_money(other) and is_money(other, euro=True):
        return Role.COST, Text(
            "Einheit {other}",
            "unit {other}",
        ).format(other=other)
    if is_money(other):
        return Role.IGNORED, Text(
            "Geld in „{other}“; gelesen werden Kosten in Euro",
            "money in “{other}”; costs are read in euros",
        ).format(other=other)
    if role_of(other) in (None, Role.IGNORED) and _is_other(other):
        return Role.IGNORED, Text(
            "„{other}“ ist weder Energie noch Volumen",
            "“{other}” is neither energy nor volume",
        ).format(other=other)
    return role, why


def _is_other(text: str) -> bool:
    return bool(vocabulary().other_units.match(text.strip().lower()))


def _role(header: str, unit_text: str, cells: Cells, hints: Hints) -> tuple[Role, Text]:
    told = hints.of(header).role
    if told is not None:
        return told, Text("so angegeben", "as told")
    named = role_of(header)
    if cells.empty:
        return Role.IGNORED, Text("die Spalte ist leer", "the column is empty")
    numbered = named is Role.BUILDING and NUMBERED.search(header) and cells.whole is not None
    if numbered:
        return Role.BUILDING, Text("Nummern von Gebäuden", "numbers of buildings")
    if named in (Role.BUILDING, Role.METER) and re.search(r"\d", header) and cells.numeric >= MOST:
        named = None  # "Zähler 1" over numbers is one meter's column
    if cells.numeric >= MOST and named in TEXTS and (unit_in(header) or unit_of(unit_text)):
        named = Role.VALUE  # "Strom Gebäude Süd (kWh)"
    spoken = spoken_role(cells, named)
    if spoken is not None and (named is None or named in SPEAKING):
        return spoken, SPOKEN[spoken]
    if named is not None:
        fitting = _fitted(named, header, cells)
        if fitting is not None:
            name = NAMES[fitting]
            return fitting, Text(
                "Überschrift „{header}“ heißt: {name}",
                "header “{header}” means: {name}",
            ).format(header=header, name=name)
    return _by_cells(cells)


NUMBERED = re.compile(r"(?i)(?:nr|nummer|\bno|id|number)\.?$")
SPOKEN = {
    Role.ZONE: Text("die Zellen sind Zeitzonen", "the cells are time zones"),
    Role.UNIT: Text("die Zellen sind Einheiten", "the cells are units"),
    Role.OBIS: Text("die Zellen sind OBIS-Kennzahlen", "the cells are OBIS codes"),
    Role.DIRECTION: Text("die Zellen nennen die Richtung", "the cells name the direction"),
    Role.TARIFF: Text("die Zellen nennen den Tarif", "the cells name the tariff"),
    Role.QUALITY: Text("die Zellen nennen die Güte", "the cells name the quality"),
    Role.CARRIER: Text("die Zellen sind Energieträger", "the cells are energy carriers"),
    Role.IGNORED: Text(
        "Wochentage oder Ja/Nein-Angaben, kein Name", "weekdays or yes/no marks, no name"
    ),
}
FEW_MARKS = 6  # different numbers a status may have
MOST_WORDS = 12  # different words of a column that only marks its rows


def spoken_role(cells: Cells, named: Role | None) -> Role | None:
    """What a text column says for itself, whatever its header: units, tariffs, marks ..."""
    words = cells.words
    if not words or len(words) > MOST_WORDS:
        return None
    lower = [word.strip().lower() for word in words]
    numeric = cells.numeric >= MOST
    found: dict[Role, bool] = {
        Role.OBIS: all(_is_obis(word) for word in words),
        Role.ZONE: (named is Role.ZONE and all(map(vocabulary().zones.match, lower)))
        or (all(map(vocabulary().zones.match, lower)) and not numeric and max(map(len, lower)) > 1),
        Role.UNIT: not numeric and all(unit_of(word) for word in words),
        Role.TARIFF: all(map(is_tariff, words)) and (named is Role.TARIFF or not numeric),
        Role.QUALITY: not numeric and _are_qualities(lower, named),
        Role.CARRIER: not numeric and all(map(_is_carrier, words)) and _one_each(words, named),
        Role.DIRECTION: not numeric and all(direction_of(word) for word in words),
        Role.IGNORED: not numeric and named is not Role.QUALITY and _are_marks(lower),
    }
    return next((role for role, fits in found.items() if fits), None)


def _is_obis(word: str) -> bool:
    """True for a code; 1.112.301 is a number whose thousands are grouped."""
    code = obis(word)
    grouped = re.fullmatch(r"\s*\d{1,3}(?:\.\d{3})+\s*", word)
    return code is not None and word.count(".") >= 2 and not grouped


def _are_qualities(words: list[str], named: Role | None) -> bool:
    known = {word for _, each in vocabulary().qualities for word in each}
    if named is Role.QUALITY:
        return any(word in known for word in words)
    plans = [bool(vocabulary().forecasts.match(word)) for word in words]
    if any(plans):
        return all(
            plan or vocabulary().actuals.match(word)
            for plan, word in zip(plans, words, strict=True)
        )
    return all(word in known for word in words) and any(len(word) > 2 for word in words)


def _are_marks(words: list[str]) -> bool:
    return all(map(vocabulary().weekdays.match, words)) or all(map(vocabulary().flags.match, words))


def _one_each(words: Sequence[str], named: Role | None) -> bool:
    """Under "Gebäude", cells are carriers only where each is another one: not "Haus A Strom"."""
    return named is not Role.BUILDING or len({carrier_of(word) for word in words}) == len(words)


def _is_carrier(cell: str) -> bool:
    short = len(cell) <= 20 and not re.search(r"\d", cell)
    return short and carrier_of(cell) is not None and not names_a_place(cell)


def _fitted(named: Role, header: str, cells: Cells) -> Role | None:
    """The role the header names, or the near one its cells speak for."""
    if named in TIMES:
        return _fitted_time(named, cells)
    numeric = cells.numeric >= MOST
    if named is Role.VALUE and not numeric and unit_of(cells.sample[0]):
        return Role.UNIT
    if named is Role.CARRIER and numeric:
        return Role.VALUE
    if named in (Role.TARIFF, Role.DIRECTION) and numeric and re.search(r"[.,]\d", cells.words[0]):
        return None
    return named if _fits(named, cells, numeric=numeric) else None


def _fits(named: Role, cells: Cells, *, numeric: bool) -> bool:
    if named in NUMERIC_ROLES:
        return numeric
    checks: dict[Role, bool] = {
        Role.SINCE: share_of(cells.sample.str.contains(r"(1[0-9]|20)\d\d")) >= MOST,
        Role.CARRIER: any(carrier_of(word) for word in cells.words[:50]),
        Role.OBIS: False,  # its cells would have said so
        Role.ZONE: False,
        Role.UNIT: not numeric,
        Role.QUALITY: not numeric or (len(cells.words) <= FEW_MARKS and cells.whole is not None),
    }
    if named in (Role.BUILDING, Role.METER) and numeric:
        return _numbers_name(named, cells)
    if named in (Role.BUILDING, Role.METER, Role.KIND, Role.ADDRESS, Role.PLACE):
        return cells.timed < MOST and cells.clock < MOST
    return checks.get(named, True)


def _numbers_name(named: Role, cells: Cells) -> bool:
    """Whole numbers can be names: long meter numbers, and any that come again."""
    whole = bool(cells.sample.str.contains(r"^\d+$").all())
    long = named is Role.METER and bool((cells.sample.str.len_chars() >= 4).all())
    return whole and (long or cells.sample.n_unique() < len(cells.sample))


def _fitted_time(named: Role, cells: Cells) -> Role | None:
    if cells.clock >= MOST:
        return {Role.TO: Role.TO_CLOCK, Role.FROM: Role.FROM_CLOCK}.get(named, Role.CLOCK)
    if named is Role.DAY:
        return _fitted_day(cells)
    if cells.months >= MOST and (
        named is Role.MONTH or (named is Role.TIME and cells.counted < MOST)
    ):
        return Role.MONTH
    if named in (Role.CLOCK, Role.TIME) and cells.timed < MOST and are_steps(cells):
        return Role.CLOCK
    if max(cells.timed, cells.counted) < MOST:
        timely = named in (Role.CLOCK, Role.TIME) and are_hours_and_minutes(cells)
        return Role.CLOCK if timely else None
    plain_years = share_of(cells.sample.str.contains(r"^(19|20)\d\d$")) >= MOST
    stamped = named in (Role.CLOCK, Role.MONTH) or (named is Role.YEAR and not plain_years)
    return Role.TIME if stamped else named


def _fitted_day(cells: Cells) -> Role | None:
    if cells.whole is not None and cells.whole.is_between(1, 31).all():
        return Role.DAY
    return Role.TIME if max(cells.timed, cells.counted) >= MOST else None


def are_steps(cells: Cells) -> bool:
    """Whole numbers as hours, half hours or quarters of a day are counted: 0..23, 1..48, 1..96."""
    whole = cells.whole
    return whole is not None and int(whole.max()) <= 100  # type: ignore[arg-type]


def are_hours_and_minutes(cells: Cells) -> bool:
    """Whole numbers as 0, 30, 100 ... 2330: hours and minutes without a colon."""
    whole = cells.whole
    if whole is None or not 100 < int(whole.max()) <= 2400:  # type: ignore[arg-type]
        return False
    return bool((whole % 100 < 60).all()) and whole.n_unique() > 1


def _by_cells(cells: Cells) -> tuple[Role, Text]:
    if cells.timed >= 0.8:
        return Role.TIME, Text("die Zellen sind Zeitangaben", "the cells are times")
    if cells.clock >= 0.8:
        return Role.CLOCK, Text("die Zellen sind Uhrzeiten", "the cells are times of day")
    if cells.numeric >= MOST:
        return Role.VALUE, Text("die Zellen sind Zahlen", "the cells are numbers")
    return Role.UNKNOWN, Text("Text ohne bekannte Überschrift", "text without a known header")
