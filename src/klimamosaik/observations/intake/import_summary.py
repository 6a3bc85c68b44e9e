"""What an import brought, in words: each kind of thing with its number, nothing of what is none."""

from collections.abc import Iterator
from dataclasses import replace

from klimamosaik.observations.intake.files import StoredImport
from klimamosaik.observations.intake.lists import Count
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.queries.places_brought import PlaceCounts, PlacesBrought
from klimamosaik.terms.text import Text, first_few, joined


def file_summary(file: StoredImport) -> tuple[Text, ...]:
    """What became of a file, the most important first."""
    return tuple(of_file(file)) or (NOTHING,)


def of_file(file: StoredImport) -> Iterator[Text]:
    """What there is to tell; nothing where the file held nothing."""
    yield from meters_made(file.made)
    if file.sensed:
        yield SENSED.format(n=file.sensed)
    yield from counted(file.readings, READINGS)
    yield from beside_readings(file)


def meters_made(made: PlaceCounts) -> Iterator[Text]:
    """The meters that came to be."""
    if made.points:
        yield METERS.format(n=made.points)


def beside_readings(file: StoredImport) -> Iterator[Text]:
    """The bills, buildings and weather stations a file brought."""
    yield from counted(file.bills, BILLS)
    yield from counted(replace(file.buildings, new=file.made.buildings), BUILDINGS)
    yield from counted(file.stations, STATIONS)


def delivery_summary(
    delivery: Delivery, bills: int, made: PlaceCounts, gone: PlaceCounts
) -> tuple[Text, ...]:
    """What a delivery brought, for the list of all.

    bills: how many were in it; made, gone: what came to be by it, and what went with what it
    took back.
    """
    count = Count(new=delivery.new, changed=delivery.changed, same=delivery.same)
    told = [*counted(Count(new=made.buildings), BUILDINGS), *meters_made(made)]
    told += counted(count, READINGS)
    if bills:
        told.append(BILLS_IN_IT.format(n=bills))
    if gone:
        told.append(WENT.format(what=numbered(gone)))
    return tuple(told) or (NO_READINGS,)


def numbered(places: PlaceCounts) -> Text:
    """Buildings and meters with their numbers."""
    told = ((places.buildings, HOUSES), (places.points, COUNTED_METERS))
    return joined((text.format(n=n) for n, text in told if n), Text(" und ", " and "))


def what_goes(places: PlacesBrought) -> Text:
    """What goes with an import that is taken back, and what stays and why; "" where neither."""
    told = []
    if places.buildings or places.points:
        what = numbered(PlaceCounts(len(places.buildings), len(places.points)))
        names = [each.name for each in places.buildings]
        names += [point.building.name for point in places.points]
        told.append(GOES.format(what=what, names=first_few(dict.fromkeys(names))))
    if places.staying:
        shown = [STAYS.format(name=each.name, why=each.why) for each in places.staying[:SHOWN]]
        told.append(STAYING.format(what=joined(shown, "; ")))
    if len(places.staying) > SHOWN:
        told.append(MORE_STAY.format(n=len(places.staying) - SHOWN))
    return joined(told, " ") if told else Text("", "")


def counted(count: Count, words: tuple[Text, Text, Text]) -> Iterator[Text]:
    """New, changed and known things of a kind, those there are."""
    numbers = (count.new, count.changed, count.same)
    for number, text in zip(numbers, words, strict=True):
        if number:
            yield text.format(n=number)


SHOWN = 5  # places that stay, by name
HOUSES = Text("{n:Gebäude|Gebäude}", "{n:building|buildings}")
COUNTED_METERS = Text("{n:Zähler|Zähler}", "{n:meter|meters}")
WENT = Text("mit ihm gingen {what}", "{what} went with it")
GOES = Text(
    "Mit dem Import gehen {what}, die nur durch ihn da sind: {names}.",
    "With the import go {what} that are there by it alone: {names}.",
)
STAYS = Text("{name} ({why})", "{name} ({why})")
STAYING = Text("Es bleiben: {what}.", "These stay: {what}.")
MORE_STAY = Text("Weitere {n:bleibt|bleiben}.", "{n:more stays|more stay}.")
NOTHING = Text("nichts, was sich speichern ließe", "nothing that could be stored")
NO_READINGS = Text(
    "keine Messwerte; was sie über Gebäude sagte, steht unter „Gebäude“",
    "no readings; what it said of buildings is under “Buildings”",
)
BILLS_IN_IT = Text("{n:Rechnung|Rechnungen}", "{n:bill|bills}")
METERS = Text("{n:neuer Zähler|neue Zähler}", "{n:new meter|new meters}")
SENSED = Text(
    "{n:Messreihe, die kein Verbrauch ist|Messreihen, die kein Verbrauch sind}",
    "{n:series that is no use of energy|series that are no use of energy}",
)
READINGS = (
    Text("{n:neuer Messwert|neue Messwerte}", "{n:new reading|new readings}"),
    Text("{n:Messwert|Messwerte} berichtigt", "{n:reading|readings} corrected"),
    Text("{n:Messwert|Messwerte} schon bekannt", "{n:reading|readings} known before"),
)
BILLS = (
    Text("{n:neue Rechnung|neue Rechnungen}", "{n:new bill|new bills}"),
    Text("{n:Rechnung|Rechnungen} berichtigt", "{n:bill|bills} corrected"),
    Text("{n:Rechnung|Rechnungen} schon bekannt", "{n:bill|bills} known before"),
)
BUILDINGS = (
    Text("{n:neues Gebäude|neue Gebäude}", "{n:new building|new buildings}"),
    Text("{n:Gebäude|Gebäude} geändert", "{n:building|buildings} changed"),
    Text("{n:Gebäude|Gebäude} wie bekannt", "{n:building|buildings} as known"),
)
STATIONS = (
    Text(
        "{n:neue Wetterstation|neue Wetterstationen}",
        "{n:new weather station|new weather stations}",
    ),
    Text(
        "{n:Wetterstation|Wetterstationen} geändert",
        "{n:weather station|weather stations} changed",
    ),
    Text(
        "{n:Wetterstation|Wetterstationen} wie bekannt",
        "{n:weather station|weather stations} as known",
    ),
)
