"""What a building is used for, from what the office calls it."""

import re
from collections.abc import Iterator

from klimamosaik.places.models import BuildingKind

KIND_WORDS = {  # words of one part in a row: the first kind of this list
    BuildingKind.POOL: "schwimm|hallenbad|freibad",
    BuildingKind.SPORTS: "turnhalle|sport(?:platz)?",
    BuildingKind.KINDERGARTEN: "kindertages|kindergarten|kita|krippe",
    BuildingKind.SCHOOL: "schul|school|gymnasium",
    BuildingKind.FIRE_STATION: "feuerwehr|fire station",
    BuildingKind.DEPOT: "bauhof|betriebshof",
    BuildingKind.OFFICE: "rathaus|verwaltung|office|büro",
    BuildingKind.CULTURE: "bücherei|bibliothek|museum|theater|kultur",
    BuildingKind.HOUSING: "wohn",
}
NO_STREET = r"(?!\w*(?:stra(?:ß|ss)e|str|weg|gasse|allee|platz)\b)"  # „Schulstraße" is no school
KNOWN = {kind: re.compile(f"(?:{words}){NO_STREET}") for kind, words in KIND_WORDS.items()}
ADDED = re.compile(  # „Schul- und Sportanlage" is one word
    r"(?<!-)\s+(?:mit|und|sowie|nebst|inkl\.?|einschließlich|with|and|u\.|\+|&)\s+|\s*[/;]\s*"
)
BESIDE = re.compile(  # where it stands, not what it is: „Bücherei im Rathaus"
    r"\s(?:im|in|am|an|auf|bei|beim|neben|hinter|at|next to)\s+"
    r"(?:(?:der|dem|den|the|alten|neuen|old|new)\s+)*\S+"
)


def kind_from(words: str) -> BuildingKind | None:
    """What a building is used for, from what the office calls it; None where no word is known.

    The first part that names a use decides: a school with a sports hall is a school. In a compound
    its end decides: „Schulturnhalle" is a hall.
    """
    parts = ADDED.split(words.casefold().replace("strasse", "straße"))
    return next(filter(None, map(kind_of_part, parts)), None)


def kind_of_part(part: str) -> BuildingKind | None:
    """What one part says; where the building stands counts where nothing else is known."""
    return kind_of_words(BESIDE.sub(" ", part)) or kind_of_words(part)


def kind_of_words(part: str) -> BuildingKind | None:
    """The first kind of the list that a word of a part names."""
    named = set(kinds_named(part))
    return next((kind for kind in KIND_WORDS if kind in named), None)


def kinds_named(part: str) -> Iterator[BuildingKind]:
    """What each word of a part names: the kind known at its end."""
    for word in re.split(r"[\s,()]+", part.replace("fire station", "feuerwehr")):
        ends = {
            kind: max((m.end() for m in p.finditer(word)), default=0) for kind, p in KNOWN.items()
        }
        last = max(ends.values())
        yield from (kind for kind, end in ends.items() if end == last > 0)
