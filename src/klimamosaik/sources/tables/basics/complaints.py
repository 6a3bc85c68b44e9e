"""What cells of a table must be, where they are not."""

from klimamosaik.terms.text import Text

NOT_A_NUMBER = Text(
    "ist keine Zahl in der Schreibweise dieser Spalte. Bitte berichtigen oder leer lassen.",
    "is not a number as this column writes them. Please correct it or leave it empty.",
)
TYPED_AS_TEXT = Text(
    "steht unter gespeicherten Zahlen als Text da: tausend und mehr, oder drei Nachkommastellen? "
    "Bitte in der Tabelle als Zahl eingeben.",
    "stands as text among stored numbers: a thousand and more, or three decimals? Please enter "
    "it as a number in the table.",
)
IN_BRACKETS = Text(
    "steht in Klammern: abzuziehen oder unsicher? Bitte mit Minus davor oder ohne Klammern "
    "schreiben.",
    "stands in brackets: to be taken off, or uncertain? Please write it with a minus in front or "
    "without brackets.",
)
NOT_A_TIME = Text(
    "passt nicht zu den anderen Zeiten dieser Datei. "
    "Erlaubt sind z. B. 31.12.2024, 31.12.2024 13:15, 12/2024.",
    "does not fit the other times of this file. Allowed are for example 31.12.2024, "
    "2024-12-31 13:15, 12/2024.",
)
NEVER_ON_THE_CLOCK = Text(
    "gab es nicht: Die Uhr wurde in dieser Stunde auf Sommerzeit vorgestellt. "
    "Bitte die Zeitzone angeben, z. B. UTC.",
    "never was: the clock was moved forward in this hour. Please give the time zone, e.g. UTC.",
)
NEGATIVE_PERIOD = Text(
    "liegt nicht nach dem Beginn. Bitte „von“ und „bis“ prüfen.",
    "is not after the start. Please check from and to.",
)
