"""OBIS codes: what a register counts. Source: IEC 62056-61; BDEW "OBIS-Kennzahlen-System"."""

import re
from dataclasses import dataclass

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction

# A-B:C.D.E*F; A medium, C quantity, D kind of value, E tariff
CODE = re.compile(
    r"(?<![\d.])(?:(\d{1,2})-\d{1,3}:)?(\d{1,2})\.(\d{1,3})(?:\.(\d{1,3}))?(?:\*\d+)?(?![\d.])"
)
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,3})\.(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})")  # as in DLMS
EBIX = re.compile(r"\s+[GP]\.\d{2}T?$")  # Austria's market: "1-1:2.9.0 P.01", "1-1:1.9.0 G.01"
MEDIA = {
    1: Carrier.ELECTRICITY,
    6: Carrier.HEAT,
    7: Carrier.GAS,
    8: Carrier.WATER,
    9: Carrier.WATER,
}
ACTIVE = {1: Direction.DRAWN, 2: Direction.FED_IN}
COUNTERS = (8,)  # D: time integral from the start of metering
INTERVALS = (9, 29)  # D: time integral of the interval
MEANS = (4, 5)  # D: mean power of a measuring period
NOW = 0  # D: current value
INDEX = {6: 1, 8: 1, 9: 1}  # C of the running total of heat and water
INSTANT = 7  # D: value of an instant
EITHER_WAY = (15, 16)  # C: active energy or power of both directions together


@dataclass(frozen=True)
class Obis:
    """What a code says."""

    carrier: Carrier | None
    direction: Direction | None  # None: not active energy
    counter: bool  # a running total
    tariff: int | None  # 0: all tariffs together
    instant: bool = False  # power of an instant, no mean
    active: bool = True  # active energy or power


def obis(text: str) -> Obis | None:
    """Read a cell that consists of a code; None for anything else."""
    text = EBIX.sub("", text.strip())
    dotted = DOTTED.fullmatch(text)
    written = f"{dotted[1]}-{dotted[2]}:{dotted[3]}*{dotted[4]}" if dotted else text
    found = CODE.fullmatch(written)
    return _read(found) if found else None


def obis_within(header: str) -> Obis | None:
    """Read a full code (1-1:1.29.0 or 1.8.0) that stands in a header."""
    return next((_read(found) for found in CODE.finditer(header) if _is_full(found)), None)


def without_codes(header: str) -> str:
    """A header without the full codes in it."""
    return CODE.sub(lambda found: "" if _is_full(found) else found[0], header)


def _is_full(found: re.Match[str]) -> bool:
    if found[4] is None:
        return False
    kind, undated = int(found[3]), found[1] is not None or int(found[4]) == 0  # 1.7.24 is a day
    return kind in (*COUNTERS, *INTERVALS) or (undated and kind in (*MEANS, INSTANT))


def _read(found: re.Match[str]) -> Obis:
    medium, quantity, kind = int(found[1] or 1), int(found[2]), int(found[3])
    electric = medium == 1
    direction = ACTIVE.get(quantity) if electric else Direction.DRAWN
    tariff = int(found[4]) if found[4] is not None else None
    active = direction is not None or quantity in EITHER_WAY
    counter = kind in COUNTERS or (kind == NOW and INDEX.get(medium) == quantity)
    return Obis(MEDIA.get(medium), direction, counter, tariff, kind == INSTANT, active)
