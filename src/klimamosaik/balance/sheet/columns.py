"""What the columns of a sheet are called, and the words in them."""

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.wish import EntryAction
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum


class SheetColumn(TextEnum):
    """A column of the grid; order is that of the sheet."""

    SECTOR = "sector", Text("Sektor", "Sector")
    CARRIER = "carrier", Text("Energieträger", "Carrier")
    MODE = "mode", Text("Verkehrsart", "Mode of transport")
    IN_FORCE = "in force", Text("gilt [MWh]", "in force [MWh]")
    DEFAULT = "default", Text("Standardwert [MWh]", "default [MWh]")
    OWN = "own", Text("eigener Wert [MWh]", "own value [MWh]")
    STATE = "state", Text("Stand", "state")
    GRADE = "grade", Text("Datengüte", "grade")
    SOURCE = "source", Text("Quelle", "source")
    SINCE = "since", Text("seit", "since")
    BY = "by", Text("von", "by")
    ITEM = "item", Text("Schlüssel", "key")


TO_FILL = (SheetColumn.OWN, SheetColumn.STATE, SheetColumn.GRADE, SheetColumn.SOURCE)
NEEDED = (*TO_FILL, SheetColumn.ITEM)
WANTED = {
    CellState.OWN: EntryAction.VALUE,
    CellState.NEEDS_CONFIRMATION: EntryAction.TO_CONFIRM,
    CellState.CONFIRMED_ZERO: EntryAction.ZERO,
    CellState.NOT_APPLICABLE: EntryAction.NOT_APPLICABLE,
}
WORDS = {
    word.casefold(): wanted
    for state, wanted in WANTED.items()
    for word in (state.text.de, state.text.en)
}
TITLES = {
    title.casefold(): column for column in SheetColumn for title in (column.text.de, column.text.en)
}
GUIDE = Text("Anleitung", "Guide")
TOWN = Text("Gemeindeschlüssel", "Municipality key")
GUIDANCE = (
    Text(
        "Ein Blatt je Jahr. Füllen Sie nur die vier hellen Spalten: eigener Wert, Status, "
        "Datengüte, Quelle. Die übrigen sind zum Nachsehen und werden nicht gelesen.",
        "One sheet for each year. Fill the four light columns only: own value, state, grade, "
        "source. The others are to look at and are not read.",
    ),
    Text(
        "Leere Zeile: es gilt der Standardwert. Eine ausgefüllte Zeile leeren nimmt den Wert "
        "zurück.",
        "An empty row: the default is in force. Emptying a filled row takes its value back.",
    ),
    Text(
        "Null ist etwas anderes als unbekannt: Für null schreiben Sie den Stand „bestätigte Null“ "
        "und die Quelle; gibt es so etwas bei Ihnen nicht, „trifft nicht zu“.",
        "Zero is not the same as unknown: for zero write the state “confirmed zero” and the "
        "source; where there is no such thing, “not applicable”.",
    ),
    Text(
        "Datengüte: A Daten des Netzbetreibers oder eigene Zählung, B daraus hochgerechnet, "
        "C regionaler Kennwert, D Kennwert des Bundes.",
        "Grade: A data of the network operator or own metering, B the same extrapolated, "
        "C regional key figure, D national key figure.",
    ),
    Text(
        "Beim Hochladen sehen Sie zuerst, was sich ändern würde. Gespeichert wird alles oder "
        "nichts.",
        "When you upload it you first see what would change. All is stored or nothing.",
    ),
)
