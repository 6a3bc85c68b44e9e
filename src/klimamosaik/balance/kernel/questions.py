"""What a first balance is, and what it asks of whoever knows the place."""

from klimamosaik.terms.text import Text

ESTIMATE = Text("Schätzung aus öffentlicher Statistik", "estimate from public statistics")
AIRPORT = Text(
    "In der Gemeinde liegt ein Flughafen: Kraftstoff für Starts und Landungen ist einzutragen.",
    "There is an airport in the municipality: fuel for take-off and landing must be entered.",
)
NO_AIRPORT = Text(
    "Kein Verkehrsflughafen bekannt: Null bestätigen oder Wert eintragen.",
    "No airport with regular flights known: confirm the zero, or enter a value.",
)
ZERO = Text(
    "Die Statistik nennt null oder veröffentlicht den Wert nicht: bestätigen oder eintragen.",
    "The statistics say zero, or do not publish the value: confirm it or enter one.",
)
NO_ROAD = Text(
    "Auf die Insel führt keine Straße: keine Autobahn. Null bestätigen.",
    "No road leads to the island: no motorway. Confirm the zero.",
)
MOTORWAY = Text(
    "Ob eine Autobahn durch die Gemeinde führt, sagt die Statistik nicht: bestätigen, Zählungen "
    "laden oder „trifft nicht zu“ eintragen.",
    "Statistics do not say whether a motorway runs through the municipality: confirm it, load "
    "traffic counts, or enter “not applicable”.",
)
NO_AREA = Text(
    "Eine Gewerbefläche ist nicht veröffentlicht: In der Summe steht, was halb so viel Fläche wie "
    "üblich braucht. Bestätigen oder eintragen.",
    "No commercial area is published: the sum holds what half the usual area needs. Confirm it or "
    "enter a value.",
)
IN_DISTRICT = Text(
    "Anteil an der Industrie des Kreises, nach Gewerbefläche, Arbeitsplätzen und Anlagen",
    "share of the district's industry, by commercial area, jobs and plants",
)
WITH_MOTORWAY = (71, 72)  # kinds of area (RegioStaR 7): large cities
ROUGH = Text(
    "Nur grob verteilt (Wasserfläche): bestätigen oder eintragen.",
    "Spread only roughly (area of water): confirm it or enter a value.",
)
