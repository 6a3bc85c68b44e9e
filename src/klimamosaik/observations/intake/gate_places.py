"""Rules of the gate about places: a building nobody names but the file's own name."""

import re

from klimamosaik.observations.intake.gate_context import LISTED, GateContext, yes
from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.naming import names_no_place, place_in, stem_of
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.sources.tables import ColumnRole, ListedBuilding, SeriesPreview
from klimamosaik.sources.tables.one_name import alike
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, quoted

NAMING = (  # columns whose cells say where a series belongs
    ColumnRole.BUILDING,
    ColumnRole.METER,
    ColumnRole.ADDRESS,
    ColumnRole.PLACE,
    ColumnRole.DISTRICT,
)


def place_of_file(looked: GateContext) -> Question | None:
    """A new building would be called as the file is, or "Strom": "Zeilen.xlsx" is no building."""
    if any(column.role in NAMING for column in looked.preview.columns):
        return None
    names = [one.building for each, one in looked.placed if _by_file(each, one, looked)]
    if not names:
        return None
    return Question(
        "place_of_file",
        Text(
            "Die Datei nennt kein Gebäude; ein neues hieße {names}, wie die Datei oder eine "
            "Überschrift. Zu welchem Gebäude gehören die Werte?",
            "The file names no building; a new one would be called {names}, as the file or a "
            "header is. To which building do the values belong?",
        ).format(names=quoted(dict.fromkeys(names), LISTED)),
        answers=(
            yes("place_of_file", Text("Ja, so heißt es und ist neu.",
                                      "Yes, it is called so, and it is new.")),
        ),
        field="building",
    )  # fmt: skip


def _by_file(each: SeriesPreview, one: Match, looked: GateContext) -> bool:
    """True for a series of a new building that a person, a cell or a header did not name."""
    told = looked.corrections
    if one.building_id is not None or told.building or told.of(each.name).building:
        return False
    file = looked.preview.name
    called = each.building or each.name
    named = called in (stem_of(file), place_in(file)) or bool(FILE.search(called))
    if told.hints.series == each.name or not (named or names_no_place(one.building)):
        return False
    if not named:
        return True  # "Strom" or "Bezug" is no building
    place = normalised(one.building)
    return not any(place in normalised(column.header) for column in looked.preview.columns)


FILE = re.compile(r"(?i)\.(?:csv|txt|tsv|json|xml)$")  # of an archive


def other_address(looked: GateContext) -> Question | None:
    """A list gives a known name with another address: corrected, or another building?"""
    found = [(row, at) for row in looked.preview.buildings if (at := _elsewhere(row, looked))]
    if not found:
        return None
    row, known = found[0]
    return Question(
        "other_address",
        Text(
            "{names}: Die Liste nennt eine andere Adresse als hier steht (Zeile {row}: „{told}“ "
            "statt „{known}“). Ist es dasselbe Gebäude? Sonst geben Sie ihm in der Datei einen "
            "eigenen Namen.",
            "{names}: the list gives another address than is known here (row {row}: “{told}” for "
            "“{known}”). Is it the same building? Otherwise give it a name of its own in the file.",
        ).format(
            names=quoted([each.name for each, _ in found], LISTED),
            row=row.row,
            told=row.address,
            known=known,
        ),
        row=row.row,
        answers=(
            yes("other_address", Text("Ja, die Adresse wird berichtigt.",
                                      "Yes, the address is corrected.")),
        ),
    )  # fmt: skip


def _elsewhere(row: ListedBuilding, looked: GateContext) -> str | None:
    """The known address of a listed building where the list gives quite another one."""
    known = looked.town.addresses.get(normalised(row.name))
    if known is None or not row.address or not _street(known) or not _street(row.address):
        return None
    told, here = alike(row.address), alike(known)
    return None if told in here or here in told else known


def _street(address: str) -> bool:
    return any(letter.isalpha() for letter in address)
