"""Near me: everything public with a place, as a map and, equal in rank, a list to search."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from klimamosaik.drawing.place_map import MOST, MapPlace, place_map
from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.queries.buildings import public_buildings
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.paths import building_path
from klimamosaik.publication.queries.results import PublicBuilding, PublicMeasure
from klimamosaik.publication.queries.sensors import has_sensors
from klimamosaik.terms.text import Language, Text

BELOW, LONGEST = "bei-mir/", 80  # characters of what is searched for
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
MAP_SAID = Text(
    "Karte der Orte, Norden ist oben. Die Zahlen sind die der Liste darunter.",
    "Map of the places, north is up. The numbers are those of the list below.",
)


@dataclass(frozen=True)
class NearPlace:
    """A building with what happens there; its number is the same in map and list."""

    number: int
    building: PublicBuilding
    measures: tuple[PublicMeasure, ...]

    @property
    def placed(self) -> bool:
        """True where it is known, and told, where it lies."""
        return self.building.latitude is not None and self.building.longitude is not None

    @property
    def where(self) -> str:
        """Street and district, as far as they are told."""
        one = self.building
        return ", ".join(each for each in (one.address, one.district) if each)

    @property
    def words(self) -> str:
        """What a search looks in."""
        one = self.building
        names = (each.name for each in self.measures)
        where = (one.address, one.postcode, one.district)
        return plain(" ".join((one.name, *where, one.kind.de, *names)))


@dataclass(frozen=True)
class NearSearch:
    """What a visitor looks for: words, or one district as it is called there; "" for all."""

    words: str
    district: str

    @property
    def query(self) -> str:
        """What stands behind the question mark."""
        told = {"suche": self.words, "stadtteil": self.district}
        return urlencode({name: said for name, said in told.items() if said})

    def finds(self, place: NearPlace) -> bool:
        """True where the place is in that district, and every word is said of it."""
        district = self.district in ("", place.building.district)
        return district and matches(self.words, place.words)

    def finds_anywhere(self, one: PublicMeasure) -> bool:
        """True where a measure without a place fits; it is in no district."""
        said = plain(" ".join((one.name, one.aim, one.done)))
        return not self.district and not one.buildings and matches(self.words, said)


@town_answer
def near(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """What happens near me."""
    asked = NearSearch(words_in(request, "suche"), words_in(request, "stadtteil"))
    measures = public_measures(known)
    every = tuple(places(public_buildings(known), measures))
    found = [each for each in every if asked.finds(each)]
    elsewhere = [one for one in measures if asked.finds_anywhere(one)]
    on_map = shown(found)
    return framed(
        request,
        known,
        language,
        "publication/pages/near.html",
        BELOW,
        asked.query,
        asked=asked,
        districts=districts(every),
        places=found,
        elsewhere=elsewhere,
        sensors=has_sensors(known),
        count=len(found) + len(elsewhere),
        map=drawn(on_map, known.town.ags, language),
        drawn=len(on_map),
        placed=sum(each.placed for each in found),
    )


def words_in(request: HttpRequest, name: str) -> str:
    """What the address asks for under a name, as far as it can be printed."""
    return "".join(filter(str.isprintable, request.GET.get(name, "")))[:LONGEST].strip()


def districts(every: Iterable[NearPlace]) -> list[tuple[str, str]]:
    """The districts there are, in the order of a German list, each with its address's end."""
    named = {each.building.district for each in every} - {""}
    return [(one, urlencode({"stadtteil": one})) for one in sorted(named, key=plain)]


def places(
    buildings: Iterable[PublicBuilding], measures: Iterable[PublicMeasure]
) -> Iterable[NearPlace]:
    """All public buildings, numbered; those where something happens first."""
    by_id = {one.id: one for one in measures}
    ordered = sorted(buildings, key=lambda building: not building.measures)
    for number, building in enumerate(ordered, 1):
        own = tuple(by_id[pk] for pk, _ in building.measures if pk in by_id)
        yield NearPlace(number, building, own)


def plain(words: str) -> str:
    """Words as they are compared: large or small, "Str." for "Straße", "ue" for "ü"."""
    folded = words.casefold().translate(UMLAUTS)  # casefold makes "ß" to "ss"
    return folded.replace("strasse", "str").replace("str.", "str")


def matches(asked: str, words: str) -> bool:
    """True where every word asked for is found."""
    return all(word in words for word in plain(asked).split())


def shown(found: Iterable[NearPlace]) -> list[NearPlace]:
    """Those on the map: where many have a place, those where something happens come first."""
    with_place = sorted((each for each in found if each.placed), key=lambda each: not each.measures)
    return sorted(with_place[:MOST], key=lambda each: each.number)


def drawn(found: Iterable[NearPlace], ags: str, language: Language) -> str:
    """The map of those whose place is known; "" where there is none."""
    return place_map(
        [
            MapPlace(
                each.number,
                each.building.name,
                each.building.latitude,
                each.building.longitude,
                building_path(ags, each.building.id, language),
                bool(each.measures),
            )
            for each in found
            if each.building.latitude is not None and each.building.longitude is not None
        ],
        said=MAP_SAID.in_(language),
        language=language,
    )
