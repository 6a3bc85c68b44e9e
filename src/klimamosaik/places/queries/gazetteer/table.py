"""The table of municipalities: is there such a key, what is it called, where does it lie?"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from klimamosaik.terms.text import Text

TABLE = Path(__file__).parent / "municipalities.csv"
COUNTIES = Path(__file__).parent / "counties.csv"
KEY, REGIONAL_KEY = 8, 12  # digits of AGS and ARS
STATES = range(1, 17)  # the first two digits
SHORT = {  # how the register abbreviates
    r"\ba\.\s?d\.\s?": "an der ",
    r"\ba\.\s?": "am ",
    r"\bb\.\s?": "bei ",
    r"\bi\.\s?d\.\s?": "in der ",
    r"\bi\.\s?": "in ",
    r"\bv\.\s?d\.\s?": "vor der ",
    r"\bob\b\.?": "oberbayern",
    r"\bst\.\s?": "sankt ",
}


KINDS = {"M": "Markt", "St": "Stadt", "GKSt": "Große Kreisstadt", "gemfr. Bezirk": "gemeindefrei"}
ITS_OWN_COUNTY = Text("kreisfrei", "its own district")


@dataclass(frozen=True)
class KnownMunicipality:
    """A municipality of the register of 31 December 2021."""

    ags: str
    name: str  # without "Stadt", "Landeshauptstadt" and the like
    latitude: float | None  # degrees north; None where no source tells
    longitude: float | None
    altitude: float | None  # [m] to about 100 m; None also where the land is too hilly to tell
    kind: str = ""  # "Stadt", "Hansestadt", "Flecken": what the register adds to the name

    @property
    def distinct_name(self) -> Text:
        """As it is told from others of its name: by its district and state."""
        known = counties()
        within = known.get(self.ags[:5])
        county = Text(within, within) if within else ITS_OWN_COUNTY
        called = f"{self.name}, {self.kind}" if self.kind else self.name
        return TOLD.format(called=called, county=county, state=known[self.ags[:2]], ags=self.ags)


TOLD = Text("{called} ({county}, {state}), {ags}", "{called} ({county}, {state}), {ags}")


def municipality_of(ags: str) -> KnownMunicipality | None:
    """What the register knows of a key; None where there is no such municipality."""
    return register().get(ags)


@cache
def register() -> dict[str, KnownMunicipality]:
    """All municipalities by key."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["ags"]: known(row) for row in csv.DictReader(file)}


@cache
def counties() -> dict[str, str]:
    """What districts and states are called, by the first five and two digits of their keys."""
    with COUNTIES.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["name"] for row in csv.DictReader(file)}


def known(row: dict[str, str]) -> KnownMunicipality:
    """A row of the table."""
    latitude, longitude, altitude = (
        float(row[name]) if row[name] else None for name in ("latitude", "longitude", "altitude")
    )
    _, _, kind = (part.strip() for part in row["name"].partition(","))
    place = latitude, longitude, altitude
    return KnownMunicipality(row["ags"], plain(row["name"]), *place, KINDS.get(kind, kind))


def plain(name: str) -> str:
    """'Münster, Stadt' as people say it: 'Münster'."""
    return name.split(",")[0].strip()


def alike(name: str) -> str:
    """A name so that two spellings of it are the same text."""
    said = plain(name).lower().replace("(", " ").replace(")", " ")
    for short, long in SHORT.items():
        said = re.sub(short, long, said)
    return " ".join(re.sub(r"[-/]", " ", said).split())


def key_in(written: str) -> str:
    """A key as people write it, as eight digits: blanks, a lost first zero, the regional key.

    Excel eats a leading zero; no other key has seven digits. The regional key (ARS) has the
    association of municipalities in between. Anything else is returned as it was.
    """
    digits = re.sub(r"[\s./-]", "", written)
    if not digits.isascii() or not digits.isdecimal():
        return written.strip()
    if len(digits) in (KEY - 1, REGIONAL_KEY - 1):
        digits = f"0{digits}"
    return digits[:5] + digits[9:] if len(digits) == REGIONAL_KEY else digits


def county_exists(ags: str) -> bool:
    """True where some municipality's key begins with the same state and county."""
    return any(each.startswith(ags[:5]) for each in register())


def may_be_newer(ags: str) -> bool:
    """True for eight digits of a known county: a town, or an association, of a later day."""
    return len(ags) == KEY and ags[5:] != "000" and county_exists(ags)
