"""What the columns of a sheet are called, and the words in them."""

from enum import StrEnum

from klimamosaik.balance.kernel.cell import STATE_NAMES, State
from klimamosaik.balance.kernel.wish import Wanted
from klimamosaik.terms.text import Text


class Column(StrEnum):
    """A column of the grid; order is that of the sheet."""

    SECTOR = "sector"
    CARRIER = "carrier"
    MODE = "mode"
    IN_FORCE = "in force"
    DEFAULT = "default"
    OWN = "own"
    STATE = "state"
    GRADE = "grade"
    SOURCE = "source"
    SINCE = "since"
    BY = "by"
    ITEM = "item"

    @property
    def text(self) -> Text:
        """The header."""
        return HEADERS[self]


HEADERS = {
    Column.SECTOR: Text("Sektor", "Sector"),
    Column.CARRIER: Text("Energieträger", "Carrier"),
    Column.MODE: Text("Verkehrsart", "Mode of transport"),
    Column.IN_FORCE: Text("gilt [MWh]", "in force [MWh]"),
    Column.DEFAULT: Text("Vorgabe [MWh]", "default [MWh]"),
    Column.OWN: Text("eigener Wert [MWh]", "own value [MWh]"),
    Column.STATE: Text("Stand", "state"),
    Column.GRADE: Text("Güte", "grade"),
    Column.SOURCE: Text("Quelle", "source"),
    Column.SINCE: Text("seit", "since"),
    Column.BY: Text("von", "by"),
    Column.ITEM: Text("Schlüssel", "key"),
}
TO_FILL = (Column.OWN, Column.STATE, Column.GRADE, Column.SOURCE)
NEEDED = (*TO_FILL, Column.ITEM)
WANTED = {
    State.OWN: Wanted.VALUE,
    State.NEEDS_CONFIRMATION: Wanted.TO_CONFIRM,
    State.CONFIRMED_ZERO: Wanted.ZERO,
    State.NOT_APPLICABLE: Wanted.NOT_APPLICABLE,
}
WORDS = {
    word.casefold(): wanted
    for state, wanted in WANTED.items()
    for word in (STATE_NAMES[state].de, STATE_NAMES[state].en)
}
TITLES = {
    title.casefold(): column for column in Column for title in (column.text.de, column.text.en)
}
GUIDE = Text("Anleitung", "Guide")
TOWN = Text("Gemeindeschlüssel", "Municipality key")
GUIDANCE = (
    Text(
        "Ein Blatt je Jahr. Füllen Sie nur die vier hellen Spalten: eigener Wert, Stand, Güte, "
        "Quelle. Die übrigen sind zum Nachsehen und werden nicht gelesen.",
        "One sheet for each year. Fill the four light columns only: own value, state, grade, "
        "source. The others are to look at and are not read.",
    ),
    Text(
        "Leere Zeile: es gilt die Vorgabe. Eine ausgefüllte Zeile leeren nimmt den Wert zurück.",
        "An empty row: the default is in force. Emptying a filled row takes its value back.",
    ),
    Text(
        "Null ist etwas anderes als unbekannt: Für null schreiben Sie den Stand „bestätigte Null“ "
        "und die Quelle; gibt es so etwas bei Ihnen nicht, „trifft nicht zu“.",
        "Zero is not the same as unknown: for zero write the state “confirmed zero” and the "
        "source; where there is no such thing, “not applicable”.",
    ),
    Text(
        "Güte: A Daten des Netzbetreibers oder eigene Zählung, B daraus hochgerechnet, "
        "C regionale Kennzahl, D Kennzahl des Bundes.",
        "Grade: A data of the network operator or own metering, B the same extrapolated, "
        "C regional key figure, D national key figure.",
    ),
    Text(
        "Beim Hochladen sehen Sie zuerst, was sich ändern würde. Gespeichert wird alles oder "
        "nichts.",
        "When you upload it you first see what would change. All is stored or nothing.",
    ),
)
