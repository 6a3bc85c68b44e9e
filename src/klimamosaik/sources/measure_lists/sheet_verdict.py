"""Whether a sheet is a list of measures, and why it is none."""

from collections.abc import Sequence

from klimamosaik.sources.measure_lists.heading import Heading
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole
from klimamosaik.sources.measure_lists.vocabulary import vocabulary
from klimamosaik.terms.text import Text
from klimamosaik.terms.text import quoted as all_quoted


def people_left_out(columns: Sequence[ListColumn]) -> list[Text]:
    """Columns with names of people, which are named as left out."""
    people = [each.heading for each in columns if each.role is ListRole.PERSON]
    if not people:
        return []
    said = Text(
        "Namen von Personen bleiben weg: Spalte {names}",
        "names of people are left out: column {names}",
    )
    return [said.format(names=all_quoted(people, most=len(people)))]


def no_measures(columns: Sequence[ListColumn], heading: Heading, hints: ListHints) -> Text | None:
    """Why a sheet with headings is no list of measures; None where it is one."""
    body, own = heading.body, bool(heading.stable)
    roles = {column.role for column in columns}
    told = any(role is ListRole.TITLE for _, role in hints.roles) and ListRole.TITLE in roles
    placeholders = [
        cell for line in body for cell in line.cells if vocabulary().placeholder.search(cell)
    ]
    if placeholders and len(placeholders) >= len(body):
        return TEMPLATE
    if not body and not own:
        return ONLY_HEADINGS
    if told:
        return None
    if heading.guessed:
        return NO_HEADING
    if not roles & {ListRole.KEY, ListRole.TITLE}:
        return TOWN_INDICATORS if ListRole.VALUE in roles else NO_NAMES
    return None if roles - SAYING_NOTHING else NOTHING_OF_MEASURES


def kind_of_sheet(columns: Sequence[ListColumn]) -> Text:
    """What kind of list a sheet is."""
    roles = {column.role for column in columns}
    if ListRole.INDICATOR in roles and ListRole.VALUE in roles:
        return Text("Kennzahlen von Maßnahmen", "indicators of measures")
    if ListRole.PARENT in roles:
        return Text("Maßnahmen mit ihren Sachständen", "measures with their reports")
    return Text("eine Liste von Maßnahmen", "a list of measures")


LEFT_OUT = Text("so angegeben: nicht lesen", "as told: do not read")
NO_HEADING = Text(
    "Keine Zeile nennt Spalten wie „Maßnahme“, „Nr.“, „Beschreibung“ oder „Status“. "
    "Bitte eine Zeile mit Überschriften ergänzen.",
    "No row names columns such as “measure”, “no.”, “description” or “status”. "
    "Please add a row of headings.",
)
UNKNOWN_HEADINGS = Text(
    "Die Überschriften sagen nicht, was die Spalten sind",
    "the headings do not say what the columns are",
)
TEMPLATE = Text(
    "Das ist eine leere Vorlage mit Platzhaltern wie „_ID_“. Bitte die ausgefüllte Liste nehmen.",
    "This is an empty template with placeholders such as “_ID_”. Please take the filled list.",
)
ONLY_HEADINGS = Text(
    "Unter den Überschriften steht nichts. Bitte die ausgefüllte Liste nehmen.",
    "There is nothing below the headings. Please take the filled list.",
)
TOWN_INDICATORS = Text(
    "Diese Zahlen gehören zur ganzen Stadt: Keine Spalte nennt eine Maßnahme. Genommen werden "
    "nur Kennzahlen von Maßnahmen; bitte eine Spalte mit Nummer oder Name der Maßnahme ergänzen.",
    "These figures belong to the whole town: no column names a measure. Only indicators of "
    "measures are taken; please add a column with the number or name of the measure.",
)
NO_NAMES = Text(
    "Keine Spalte enthält Namen oder Nummern von Maßnahmen. Sagen Sie unten, welche Spalte es ist.",
    "No column holds names or numbers of measures. Say below which column it is.",
)
NOTHING_OF_MEASURES = Text(
    "Außer Namen steht hier nichts, was zu Maßnahmen gehört (Beschreibung, Zuständigkeit, "
    "Zeitraum, Kosten, Sachstand, Wirkung, Kennzahl). Sagen Sie unten, was die Spalten sind.",
    "Beside names there is nothing that belongs to measures (description, who, years, cost, "
    "status, effect, indicator). Say below what the columns are.",
)
FINAL = (TEMPLATE, ONLY_HEADINGS, TOWN_INDICATORS)  # no choice of a column helps
SAYING_NOTHING = frozenset({
    ListRole.KEY, ListRole.TITLE, ListRole.NOTE, ListRole.IGNORED, ListRole.YEAR, ListRole.VALUE,
    ListRole.PERSON,
})  # fmt: skip
