"""Cells that are the name of an energy carrier: "Strom", "Fernwärme", "Heizöl"."""

import re

from klimamosaik.sources.tables.basics.sensed_columns import sensed_in_rows
from klimamosaik.sources.tables.basics.vocabulary import carrier_of, names_a_place


def is_carrier(cell: str) -> bool:
    """True where a cell names a carrier, and no place: not "Rathaus Strom"."""
    short = len(cell) <= 20 and not re.search(r"\d", cell)
    carrier = short and carrier_of(cell) is not None and not names_a_place(cell)
    return carrier and sensed_in_rows(cell) is None  # "Wasserstand" is no water
