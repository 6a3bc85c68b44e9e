"""What is refused at set-up because no municipality has that key, or another one has it."""

from dataclasses import replace

from klimamosaik.places.queries.gazetteer.searching import LEAST, TownSearch, towns_called
from klimamosaik.places.queries.gazetteer.table import (
    KEY,
    STATES,
    KnownMunicipality,
    alike,
    county_exists,
    key_in,
)
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text, joined

LISTED = 8  # of several towns of one name
LETTERS = 4  # words shorter than that ("Bad", "am") do not make two names the same


def place_facts(known: KnownMunicipality | None) -> dict[str, float | None]:
    """Where a municipality lies, as fields of its record; nothing where nobody knows."""
    if known is None:
        return {}
    return {
        "latitude": known.latitude,
        "longitude": known.longitude,
        "altitude": known.altitude,
    }


def refuse_unknown_town(found: TownSearch) -> None:
    """Raise InputRejected where nothing fits what was typed; a key that may be newer fits."""
    if found.found or found.newer:
        return
    key = key_in(found.words)
    try:
        if key.isdecimal():
            refuse_unknown_key(key, sure=False)
    except InputRejected as refusal:
        raise InputRejected(
            [replace(each, column="search") for each in refusal.complaints]
        ) from None
    raise InputRejected([Problem("no_such_town", called_so(found.words), column="search")])


def key_meant(words: str) -> str:
    """The key of the one municipality of a name, for who types no key; a key is given back.

    Raises InputRejected where none is called so, or several are.
    """
    key = key_in(words)
    if any(sign.isdecimal() for sign in key):
        return key
    found = towns_called(words=words)
    refuse_unknown_town(found)
    if len(found.found) > 1:
        told = joined((town.distinct_name for town in found.found[:LISTED]), "; ")
        text = SEVERAL.format(words=words, listed=told)
        raise InputRejected([Problem("several_towns", text, column="ags")])
    return found.found[0].ags


def called_so(words: str) -> Text:
    """That no municipality is called so, and what to type instead."""
    return NO_TOWN.format(words=words) if len(words) >= LEAST else TOO_SHORT


def refuse_unknown_key(ags: str, *, sure: bool) -> None:
    """Raise InputRejected for a key of no municipality, unless a person is sure and it may be."""
    if len(ags) != KEY or not (ags.isascii() and ags.isdecimal()):
        raise refused("unusable_ags", NO_KEY, ags=ags)
    if int(ags[:2]) not in STATES:
        raise refused("no_such_ags", NO_STATE, ags=ags)
    if not sure:
        raise refused("no_such_ags", UNKNOWN if county_exists(ags) else NO_COUNTY, ags=ags)


def refuse_other_key(known: KnownMunicipality, name: str) -> None:
    """Raise InputRejected where the key is that of a municipality of quite another name."""
    if name.strip() and not same_town(known.name, name):
        raise refused("other_municipality", OTHER, ags=known.ags, known=known.name, name=name)


def refused(code: str, pattern: Text, **values: str) -> InputRejected:
    """The refusal of a key, to be said beside its field."""
    return InputRejected([Problem(code, pattern.format(**values), column="ags")])


def same_town(one: str, other: str) -> bool:
    """True where two names share a word: 'Stadt Osnabrück', 'Osnabrück'."""
    first, second = ({w for w in alike(name).split() if len(w) >= LETTERS} for name in (one, other))
    return bool(first & second) or alike(one) in alike(other) or alike(other) in alike(one)


SEVERAL = Text(
    "Mehrere Gemeinden heißen „{words}“ oder beginnen so, zum Beispiel: {listed}. Bitte geben Sie "
    "den Schlüssel (AGS) der richtigen an.",
    "Several municipalities are called “{words}” or begin so, for example: {listed}. Please give "
    "the key (AGS) of the right one.",
)
NO_TOWN = Text(
    "Keine Gemeinde heißt so oder beginnt so: „{words}“. Bitte prüfen Sie die Schreibweise; eine "
    "Samtgemeinde geben Sie mit ihrem Schlüssel (AGS) an.",
    "No municipality is called so or begins so: “{words}”. Please check the spelling; give an "
    "association of municipalities by its key (AGS).",
)
TOO_SHORT = Text(
    "Bitte schreiben Sie mindestens zwei Buchstaben des Namens.",
    "Please write at least two letters of the name.",
)
NO_KEY = Text(
    "„{ags}“ ist kein Gemeindeschlüssel (AGS): Er hat acht Ziffern, z. B. 03403000 für Oldenburg.",
    "“{ags}” is not a municipality key (AGS): it has eight digits, e.g. 03403000 for Oldenburg.",
)
NO_STATE = Text(
    "Den Gemeindeschlüssel {ags} gibt es nicht: Die ersten zwei Ziffern sind die eines "
    "Bundeslandes, 01 bis 16.",
    "There is no municipality key {ags}: the first two digits are those of a federal state, 01 to "
    "16.",
)
NO_COUNTY = Text(
    "Den Gemeindeschlüssel {ags} gibt es nicht, auch keinen Landkreis mit diesen Ziffern: Bitte "
    "prüfen Sie sie.",
    "There is no municipality key {ags}, nor a county of these digits: please check them.",
)
UNKNOWN = Text(
    "Den Gemeindeschlüssel {ags} gibt es im Verzeichnis von Ende 2021 nicht: Bitte prüfen Sie die "
    "Ziffern, oder bestätigen Sie unten, dass er stimmt.",
    "There is no municipality key {ags} in the register of the end of 2021: please check the "
    "digits, or confirm below that it is right.",
)
OTHER = Text(
    "Der Gemeindeschlüssel {ags} gehört zu {known}, nicht zu „{name}“: Bitte prüfen Sie beides, "
    "oder lassen Sie den Namen leer.",
    "The municipality key {ags} is that of {known}, not of “{name}”: please check both, or leave "
    "the name empty.",
)
