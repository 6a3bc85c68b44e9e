"""How often a series is measured, in words."""

from klimamosaik.terms.text import Text

SPACINGS = {
    "PT15M": Text("viertelstündlich", "quarter-hourly"),
    "PT30M": Text("halbstündlich", "half-hourly"),
    "PT1H": Text("stündlich", "hourly"),
    "P1D": Text("täglich", "daily"),
    "P1M": Text("monatlich", "monthly"),
    "P1Y": Text("jährlich", "yearly"),
}
UNEVEN = Text("unregelmäßig", "irregular")


def spacing_text(spacing: str) -> Text:
    """How often, for a spacing as a datastream keeps it."""
    return SPACINGS.get(spacing, UNEVEN)
