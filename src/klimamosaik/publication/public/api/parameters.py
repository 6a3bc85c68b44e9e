"""What can be asked: each parameter with its meaning and what it allows, said in one place."""

from dataclasses import dataclass

from klimamosaik.terms.text import Text

USUAL, MOST = 100, 1000  # entries of a page


@dataclass(frozen=True)
class Parameter:
    """One part of an address that can be chosen."""

    name: str
    meaning: Text
    allowed: Text
    example: str


PERIOD = Text(
    "ein Jahr, ein Monat oder ein Tag: 2024, 2024-03, 2024-03-01",
    "a year, a month or a day: 2024, 2024-03, 2024-03-01",
)
KNOWN = (
    Parameter(
        "ags",
        Text(
            "amtlicher Gemeindeschlüssel (AGS), aus `/municipalities`",
            "the municipality's official key (AGS), from `/municipalities`",
        ),
        Text("acht Ziffern", "eight digits"),
        "03999999",
    ),
    Parameter(
        "key",
        Text("Schlüssel einer Zahl, aus `figures`", "key of a figure, from `figures`"),
        Text("Kleinbuchstaben, Ziffern und Bindestriche", "lower-case letters, digits and hyphens"),
        "wirkung",
    ),
    Parameter(
        "id",
        Text("Kennung aus der Liste", "identifier from the list"),
        Text("eine ganze Zahl", "a whole number"),
        "1",
    ),
    Parameter(
        "year",
        Text("Jahr, aus der Liste", "year, from the list"),
        Text("eine Jahreszahl", "a year"),
        "2023",
    ),
    Parameter(
        "suffix",
        Text(
            "Form der Datei. CSV: UTF-8, Komma, Punkt, eine Kopfzeile; Parquet mit Typen; GeoJSON, "
            "wo ein Ort veröffentlicht ist. Listen in einem Eintrag stehen nur in JSON.",
            "Form of the file. CSV: UTF-8, comma, point, one header row; Parquet with types; "
            "GeoJSON where a place is public. Lists inside an entry stand in JSON only.",
        ),
        Text("csv, json, parquet oder geojson", "csv, json, parquet or geojson"),
        "csv",
    ),
    Parameter(
        "von", Text("erster Zeitraum der Zeilen", "first period of the rows"), PERIOD, "2022"
    ),
    Parameter(
        "bis", Text("letzter Zeitraum der Zeilen", "last period of the rows"), PERIOD, "2024"
    ),
    Parameter(
        "fields",
        Text(
            "nur diese Felder jeder Zeile, durch Komma getrennt",
            "only these fields of each row, separated by commas",
        ),
        Text("Namen von Feldern einer Zeile", "names of fields of a row"),
        "period_start,value,unit",
    ),
    Parameter(
        "limit",
        Text("Einträge je Antwort", "entries an answer"),
        Text("eine ganze Zahl von 1 bis {most}", "a whole number from 1 to {most}").format(
            most=MOST
        ),
        "100",
    ),
    Parameter(
        "cursor",
        Text(
            "Fortsetzung: aus `next` der Antwort davor, sonst leer",
            "where to go on: from `next` of the answer before, else empty",
        ),
        Text("nur, was in `next` oder im Link-Kopf stand", "only what stood in `next` or in Link"),
        "",
    ),
    Parameter(
        "sprache",
        Text(
            "Sprache von Zeilen, Fehlern und Beschreibungen; sonst gilt Accept-Language. Andere "
            "Texte kommen immer in beiden Sprachen",
            "Language of rows, errors and descriptions; else Accept-Language counts. Other texts "
            "always come in both languages",
        ),
        Text("de oder en", "de or en"),
        "en",
    ),
)
PARAMETERS = {each.name: each for each in KNOWN}
