"""A whole number as somebody typed it, or as a stranger sends it."""

DIGITS = 9  # Python gives up at 4,300, databases at 19; nothing here is counted that far


def whole_number(text: str, *, digits: int = DIGITS) -> int | None:
    """The number of a text of plain digits; None for anything else, also for a longer one."""
    plain = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if plain else None
