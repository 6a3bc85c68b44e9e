"""What each column is for: told, or judged by its cells and its header together."""

import re
from collections.abc import Sequence

from klimamosaik.sources.tables.cells import MOST, Cells, look, share_of
from klimamosaik.sources.tables.column_rules import settled_together
from klimamosaik.sources.tables.decimals import NUMERIC_ROLES, with_decimals
from klimamosaik.sources.tables.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.layout import Layout
from klimamosaik.sources.tables.obis import obis, obis_within
from klimamosaik.sources.tables.preview import FileColumn
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

NAMES: dict[ColumnRole, Text] = {
    ColumnRole.TIME: Text("Zeit", "time"),
    ColumnRole.CLOCK: Text("Uhrzeit", "time of day"),
    ColumnRole.YEAR: Text("Jahr", "year"),
    ColumnRole.MONTH: Text("Monat", "month"),
    ColumnRole.DAY: Text("Tag des Monats", "day of the month"),
    ColumnRole.FROM: Text("Beginn des Zeitraums", "start of the period"),
    ColumnRole.TO: Text("Ende des Zeitraums", "end of the period"),
    ColumnRole.FROM_CLOCK: Text("Uhrzeit des Beginns", "time of day of the start"),
    ColumnRole.TO_CLOCK: Text("Uhrzeit des Endes", "time of day of the end"),
    ColumnRole.VALUE: Text("Messwert", "reading"),
    ColumnRole.COUNTER: Text("Zählerstand", "meter reading (cumulative)"),
    ColumnRole.METER: Text("Zähler", "meter"),
    ColumnRole.BUILDING: Text("Gebäude", "building"),
    ColumnRole.CARRIER: Text("Energieträger", "energy carrier"),
    ColumnRole.UNIT: Text("Einheit", "unit"),
    ColumnRole.TARIFF: Text("Tarif oder Zählwerk", "tariff or register"),
    ColumnRole.DIRECTION: Text("Richtung", "direction"),
    ColumnRole.OBIS: Text("OBIS-Kennzahl", "OBIS code"),
    ColumnRole.FACTOR: Text("Faktor (Wandler)", "factor (transformer)"),
    ColumnRole.ZONE: Text("Zeitzone", "time zone"),
    ColumnRole.COST: Text("Kosten", "cost"),
    ColumnRole.QUALITY: Text("Güte des Werts", "quality of the value"),
    ColumnRole.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    ColumnRole.STATE_NUMBER: Text("Zustandszahl", "state number"),
    ColumnRole.ADDRESS: Text("Adresse", "address"),
    ColumnRole.POSTCODE: Text("Postleitzahl", "postcode"),
    ColumnRole.PLACE: Text("Ort", "place"),
    ColumnRole.AREA: Text("Fläche", "area"),
    ColumnRole.KIND: Text("Gebäudeart", "kind of building"),
    ColumnRole.SINCE: Text("Baujahr", "year built"),
    ColumnRole.TEMPERATURE: Text("Temperatur", "temperature"),
    ColumnRole.IGNORED: Text("nicht verwendet", "not used"),
    ColumnRole.UNKNOWN: Text("nicht erkannt", "not recognised"),
}
TIMES = (
    ColumnRole.TIME,
    ColumnRole.FROM,
    ColumnRole.TO,
    ColumnRole.CLOCK,
    ColumnRole.YEAR,
    ColumnRole.MONTH,
    ColumnRole.DAY,
)
TEXTS = (  # text roles a header can name; what the cells say for themselves comes first
    *(
        ColumnRole.METER,
        ColumnRole.BUILDING,
        ColumnRole.KIND,
        ColumnRole.PLACE,
        ColumnRole.ADDRESS,
        ColumnRole.CARRIER,
    ),
    *(
        ColumnRole.UNIT,
        ColumnRole.QUALITY,
        ColumnRole.TARIFF,
        ColumnRole.DIRECTION,
        ColumnRole.OBIS,
        ColumnRole.ZONE,
    ),
)
SPEAKING = (*TEXTS, ColumnRole.VALUE, ColumnRole.COUNTER)
TEMPERATURES = ("°C", "°F", "K")


def assign(
    layout: Layout, hints: FileHints, *, default_decimal: str, typed: bool
) -> tuple[FileColumn, ...]:
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


def _column(index: int, header: str, unit_text: str, cells: Cells, hints: FileHints) -> FileColumn:
    told = hints.of(header)
    role, why = _role(header, unit_text, cells, hints)
    unit = told.unit or unit_of(unit_text) or unit_in(header)
    if told.role is None and role in (
        ColumnRole.VALUE,
        ColumnRole.COUNTER,
        ColumnRole.TEMPERATURE,
        ColumnRole.COST,
    ):
        role, why = _by_unit(role, why, header, unit_text, unit)
    if role is ColumnRole.TEMPERATURE and unit is None:
        unit = _degree_behind(header)
    code = obis_within(header)
    return FileColumn(
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
    role: ColumnRole, why: Text, header: str, unit_text: str, unit: str | None
) -> tuple[ColumnRole, Text]:
    """The unit outweighs the name: "Amount (kWh)" is no money, "Strom (€)" no energy."""
    if unit in TEMPERATURES:
        return ColumnRole.TEMPERATURE, Text(
            "Einheit {unit}",
            "unit {unit}",
        ).format(unit=unit)
    if unit is not None:
        named_so = role not in (ColumnRole.COST, ColumnRole.TEMPERATURE)
        return (
            (role, why)
            if named_so
            else (
                ColumnRole.VALUE,
                Text(
                    "Einheit {unit}",
                    "unit {unit}",
                ).format(unit=unit),
            )
        )
    other = other_unit(header) or (unit_text if unit_text and not unit_of(unit_text) else None)
    if other is None or role is ColumnRole.TEMPERATURE:
        return role, why
    return _by_other_unit(role, why, other)


def _by_other_unit(role: ColumnRole, why: Text, other: str) -> tuple[ColumnRole, Text]:
    """Money is a cost where it is euros; what is neither money nor energy is not used."""
    if is_money(other) and is_money(other, euro=True):
        return ColumnRole.COST, Text(
            "Einheit {other}",
            "unit {other}",
        ).format(other=other)
    if is_money(other):
        return ColumnRole.IGNORED, Text(
            "Geld in „{other}“; gelesen werden Kosten in Euro",
            "money in “{other}”; costs are read in euros",
        ).format(other=other)
    if role_of(other) in (None, ColumnRole.IGNORED) and _is_other(other):
        return ColumnRole.IGNORED, Text(
            "„{other}“ ist weder Energie noch Volumen",
            "“{other}” is neither energy nor volume",
        ).format(other=other)
    return role, why


def _is_other(text: str) -> bool:
    return bool(vocabulary().other_units.match(text.strip().lower()))


def _role(header: str, unit_text: str, cells: Cells, hints: FileHints) -> tuple[ColumnRole, Text]:
    told = hints.of(header).role
    if told is not None:
        return told, Text("so angegeben", "as told")
    named = role_of(header)
    if cells.empty:
        return ColumnRole.IGNORED, Text("die Spalte ist leer", "the column is empty")
    numbered = named is ColumnRole.BUILDING and NUMBERED.search(header) and cells.whole is not None
    if numbered:
        return ColumnRole.BUILDING, Text("Nummern von Gebäuden", "numbers of buildings")
    if (
        named in (ColumnRole.BUILDING, ColumnRole.METER)
        and re.search(r"\d", header)
        and cells.numeric >= MOST
    ):
        named = None  # "Zähler 1" over numbers is one meter's column
    if cells.numeric >= MOST and named in TEXTS and (unit_in(header) or unit_of(unit_text)):
        named = ColumnRole.VALUE  # "Strom Gebäude Süd (kWh)"
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
    ColumnRole.ZONE: Text("die Zellen sind Zeitzonen", "the cells are time zones"),
    ColumnRole.UNIT: Text("die Zellen sind Einheiten", "the cells are units"),
    ColumnRole.OBIS: Text("die Zellen sind OBIS-Kennzahlen", "the cells are OBIS codes"),
    ColumnRole.DIRECTION: Text("die Zellen nennen die Richtung", "the cells name the direction"),
    ColumnRole.TARIFF: Text("die Zellen nennen den Tarif", "the cells name the tariff"),
    ColumnRole.QUALITY: Text("die Zellen nennen die Güte", "the cells name the quality"),
    ColumnRole.CARRIER: Text("die Zellen sind Energieträger", "the cells are energy carriers"),
    ColumnRole.IGNORED: Text(
        "Wochentage oder Ja/Nein-Angaben, kein Name", "weekdays or yes/no marks, no name"
    ),
}
FEW_MARKS = 6  # different numbers a status may have
MOST_WORDS = 12  # different words of a column that only marks its rows


def spoken_role(cells: Cells, named: ColumnRole | None) -> ColumnRole | None:
    """What a text column says for itself, whatever its header: units, tariffs, marks ..."""
    words = cells.words
    if not words or len(words) > MOST_WORDS:
        return None
    lower = [word.strip().lower() for word in words]
    numeric = cells.numeric >= MOST
    found: dict[ColumnRole, bool] = {
        ColumnRole.OBIS: all(_is_obis(word) for word in words),
        ColumnRole.ZONE: (named is ColumnRole.ZONE and all(map(vocabulary().zones.match, lower)))
        or (all(map(vocabulary().zones.match, lower)) and not numeric and max(map(len, lower)) > 1),
        ColumnRole.UNIT: not numeric and all(unit_of(word) for word in words),
        ColumnRole.TARIFF: all(map(is_tariff, words))
        and (named is ColumnRole.TARIFF or not numeric),
        ColumnRole.QUALITY: not numeric and _are_qualities(lower, named),
        ColumnRole.CARRIER: not numeric
        and all(map(_is_carrier, words))
        and _one_each(words, named),
        ColumnRole.DIRECTION: not numeric and all(direction_of(word) for word in words),
        ColumnRole.IGNORED: not numeric and named is not ColumnRole.QUALITY and _are_marks(lower),
    }
    return next((role for role, fits in found.items() if fits), None)


def _is_obis(word: str) -> bool:
    """True for a code; 1.112.301 is a number whose thousands are grouped."""
    code = obis(word)
    grouped = re.fullmatch(r"\s*\d{1,3}(?:\.\d{3})+\s*", word)
    return code is not None and word.count(".") >= 2 and not grouped


def _are_qualities(words: list[str], named: ColumnRole | None) -> bool:
    known = {word for _, each in vocabulary().qualities for word in each}
    if named is ColumnRole.QUALITY:
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


def _one_each(words: Sequence[str], named: ColumnRole | None) -> bool:
    """Under "Gebäude", cells are carriers only where each is another one: not "Haus A Strom"."""
    return named is not ColumnRole.BUILDING or len({carrier_of(word) for word in words}) == len(
        words
    )


def _is_carrier(cell: str) -> bool:
    short = len(cell) <= 20 and not re.search(r"\d", cell)
    return short and carrier_of(cell) is not None and not names_a_place(cell)


def _fitted(named: ColumnRole, header: str, cells: Cells) -> ColumnRole | None:
    """The role the header names, or the near one its cells speak for."""
    if named in TIMES:
        return _fitted_time(named, cells)
    numeric = cells.numeric >= MOST
    if named is ColumnRole.VALUE and not numeric and unit_of(cells.sample[0]):
        return ColumnRole.UNIT
    if named is ColumnRole.CARRIER and numeric:
        return ColumnRole.VALUE
    if (
        named in (ColumnRole.TARIFF, ColumnRole.DIRECTION)
        and numeric
        and re.search(r"[.,]\d", cells.words[0])
    ):
        return None
    return named if _fits(named, cells, numeric=numeric) else None


def _fits(named: ColumnRole, cells: Cells, *, numeric: bool) -> bool:
    if named in NUMERIC_ROLES:
        return numeric
    checks: dict[ColumnRole, bool] = {
        ColumnRole.SINCE: share_of(cells.sample.str.contains(r"(1[0-9]|20)\d\d")) >= MOST,
        ColumnRole.CARRIER: any(carrier_of(word) for word in cells.words[:50]),
        ColumnRole.OBIS: False,  # its cells would have said so
        ColumnRole.ZONE: False,
        ColumnRole.UNIT: not numeric,
        ColumnRole.QUALITY: not numeric
        or (len(cells.words) <= FEW_MARKS and cells.whole is not None),
    }
    if named in (ColumnRole.BUILDING, ColumnRole.METER) and numeric:
        return _numbers_name(named, cells)
    if named in (
        ColumnRole.BUILDING,
        ColumnRole.METER,
        ColumnRole.KIND,
        ColumnRole.ADDRESS,
        ColumnRole.PLACE,
    ):
        return cells.timed < MOST and cells.clock < MOST
    return checks.get(named, True)


def _numbers_name(named: ColumnRole, cells: Cells) -> bool:
    """Whole numbers can be names: long meter numbers, and any that come again."""
    whole = bool(cells.sample.str.contains(r"^\d+$").all())
    long = named is ColumnRole.METER and bool((cells.sample.str.len_chars() >= 4).all())
    return whole and (long or cells.sample.n_unique() < len(cells.sample))


def _fitted_time(named: ColumnRole, cells: Cells) -> ColumnRole | None:
    if cells.clock >= MOST:
        return {ColumnRole.TO: ColumnRole.TO_CLOCK, ColumnRole.FROM: ColumnRole.FROM_CLOCK}.get(
            named, ColumnRole.CLOCK
        )
    if named is ColumnRole.DAY:
        return _fitted_day(cells)
    if cells.months >= MOST and (
        named is ColumnRole.MONTH or (named is ColumnRole.TIME and cells.counted < MOST)
    ):
        return ColumnRole.MONTH
    if named in (ColumnRole.CLOCK, ColumnRole.TIME) and cells.timed < MOST and are_steps(cells):
        return ColumnRole.CLOCK
    if max(cells.timed, cells.counted) < MOST:
        timely = named in (ColumnRole.CLOCK, ColumnRole.TIME) and are_hours_and_minutes(cells)
        return ColumnRole.CLOCK if timely else None
    plain_years = share_of(cells.sample.str.contains(r"^(19|20)\d\d$")) >= MOST
    stamped = named in (ColumnRole.CLOCK, ColumnRole.MONTH) or (
        named is ColumnRole.YEAR and not plain_years
    )
    return ColumnRole.TIME if stamped else named


def _fitted_day(cells: Cells) -> ColumnRole | None:
    if cells.whole is not None and cells.whole.is_between(1, 31).all():
        return ColumnRole.DAY
    return ColumnRole.TIME if max(cells.timed, cells.counted) >= MOST else None


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


def _by_cells(cells: Cells) -> tuple[ColumnRole, Text]:
    if cells.timed >= 0.8:
        return ColumnRole.TIME, Text("die Zellen sind Zeitangaben", "the cells are times")
    if cells.clock >= 0.8:
        return ColumnRole.CLOCK, Text("die Zellen sind Uhrzeiten", "the cells are times of day")
    if cells.numeric >= MOST:
        return ColumnRole.VALUE, Text("die Zellen sind Zahlen", "the cells are numbers")
    return ColumnRole.UNKNOWN, Text("Text ohne bekannte Überschrift", "text without a known header")
