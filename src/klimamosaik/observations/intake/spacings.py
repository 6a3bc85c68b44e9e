"""What readings of a spacing are called, one or many."""

from klimamosaik.terms.text import Text

SPACINGS = {
    "PT10M": Text(
        "{count:Zehnminutenwert|Zehnminutenwerte}", "{count:ten-minute value|ten-minute values}"
    ),
    "PT15M": Text(
        "{count:Viertelstundenwert|Viertelstundenwerte}",
        "{count:quarter-hourly value|quarter-hourly values}",
    ),
    "PT30M": Text(
        "{count:Halbstundenwert|Halbstundenwerte}", "{count:half-hourly value|half-hourly values}"
    ),
    "PT1H": Text("{count:Stundenwert|Stundenwerte}", "{count:hourly value|hourly values}"),
    "PT2H": Text(
        "{count:Zweistundenwert|Zweistundenwerte}", "{count:two-hourly value|two-hourly values}"
    ),
    "PT3H": Text(
        "{count:Dreistundenwert|Dreistundenwerte}", "{count:three-hourly value|three-hourly values}"
    ),
    "PT6H": Text(
        "{count:Sechsstundenwert|Sechsstundenwerte}", "{count:six-hourly value|six-hourly values}"
    ),
    "P1D": Text("{count:Tageswert|Tageswerte}", "{count:daily value|daily values}"),
    "P1M": Text("{count:Monatswert|Monatswerte}", "{count:monthly value|monthly values}"),
    "P1Y": Text("{count:Jahreswert|Jahreswerte}", "{count:yearly value|yearly values}"),
}
VALUES = Text("{count:Wert|Werte}", "{count:value|values}")


def so_many(count: int, spacing: str) -> Text:
    """How many readings of which spacing."""
    return SPACINGS.get(spacing, VALUES).format(count=count)
