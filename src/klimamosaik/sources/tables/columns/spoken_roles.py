"""What the cells of a text column say for themselves, whatever its header."""

import re
from collections.abc import Sequence

from klimamosaik.sources.tables.basics.carrier_cells import is_carrier
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.obis import obis
from klimamosaik.sources.tables.basics.vocabulary import (
    carrier_of,
    direction_of,
    is_tariff,
    names_a_place,
    unit_of,
    vocabulary,
)
from klimamosaik.sources.tables.columns.cells import MOST, Cells
from klimamosaik.sources.tables.units.motor_fuels import is_motor_fuel
from klimamosaik.terms.text import Text

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
        ColumnRole.UNIT: not numeric and _are_units(words, named),
        ColumnRole.TARIFF: all(map(is_tariff, words))
        and (named is ColumnRole.TARIFF or not numeric),
        ColumnRole.QUALITY: not numeric and _are_qualities(lower, named),
        ColumnRole.CARRIER: not numeric and _are_carriers(words) and _one_each(words, named),
        ColumnRole.DIRECTION: not numeric and _are_directions(words, named),
        ColumnRole.IGNORED: not numeric and named is not ColumnRole.QUALITY and _are_marks(lower),
    }
    return next((role for role, fits in found.items() if fits), None)


def _are_units(words: Sequence[str], named: ColumnRole | None) -> bool:
    """ "W" alone is as often a mark ("wahrer Wert") as watts: then the header has to say so."""
    marks = all(len(word.strip()) == 1 for word in words)
    if named is not ColumnRole.UNIT and (marks or named is ColumnRole.QUALITY):
        return False
    return all(unit_of(word) for word in words)


def _are_directions(words: Sequence[str], named: ColumnRole | None) -> bool:
    """Under "Gebäude" only where no cell names a place: "PV Kita Süd" is whose plant it is."""
    places = named is ColumnRole.BUILDING and any(map(names_a_place, words))
    return all(map(direction_of, words)) and not places


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


def _are_carriers(words: Sequence[str]) -> bool:
    """Carriers, hot water beside them, whose cubic metres are asked about, and motor fuels."""
    rest = [word for word in words if not (HOT_WATER.match(word) or is_motor_fuel(word))]
    if not rest and any(map(is_motor_fuel, words)):
        return True
    return bool(rest) and all(map(is_carrier, rest))


HOT_WATER = re.compile(r"(?i)warmwasser|ww$|hot ?water|dhw$")
