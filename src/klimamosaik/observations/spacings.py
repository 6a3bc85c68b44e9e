"""What readings of a spacing are called."""

from klimamosaik.terms.text import Text

SPACINGS = {
    "PT10M": Text("Zehnminutenwerte", "ten-minute values"),
    "PT15M": Text("Viertelstundenwerte", "quarter-hourly values"),
    "PT30M": Text("Halbstundenwerte", "half-hourly values"),
    "PT1H": Text("Stundenwerte", "hourly values"),
    "PT2H": Text("Zweistundenwerte", "two-hourly values"),
    "PT3H": Text("Dreistundenwerte", "three-hourly values"),
    "PT6H": Text("Sechsstundenwerte", "six-hourly values"),
    "P1D": Text("Tageswerte", "daily values"),
    "P1M": Text("Monatswerte", "monthly values"),
    "P1Y": Text("Jahreswerte", "yearly values"),
}
VALUES = Text("Werte", "values")


def so_many(count: int, spacing: str) -> Text:
    """How many readings of which spacing."""
    what = SPACINGS.get(spacing, VALUES)
    return Text(
        "{count:n} {what}",
        "{count:n} {what}",
    ).format(count=count, what=what)
