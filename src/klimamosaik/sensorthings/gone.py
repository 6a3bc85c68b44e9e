"""What is not there for the asker: never was, or was public and has been taken back."""

from typing import NoReturn

from klimamosaik.observations.kernel.numbers import key_of
from klimamosaik.observations.models import Datastream, HistoricalLocation
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.publication.queries.readings import refuse_thing
from klimamosaik.sensorthings.refusals import not_there, taken_back
from klimamosaik.sensorthings.sight import Sight


def refuse_entity(entities: str, number: int, sight: Sight) -> NoReturn:
    """Raise SensingRefused for an entity that is not visible: 410 where it was once, else 404."""
    thing = thing_of(entities, number) if sight.stranger else None
    if thing is None:
        raise not_there()
    try:
        refuse_thing(thing)
    except NoLongerPublic as fault:
        raise taken_back() from fault
    except NotPublic as fault:
        raise not_there() from fault
    raise not_there()


def thing_of(entities: str, number: int) -> int | None:
    """The thing an entity belongs to; None where it belongs to none by itself."""
    if entities == "Things":
        return number
    if entities == "HistoricalLocations":
        return HistoricalLocation.objects.filter(pk=number).values_list("thing", flat=True).first()
    if entities == "Observations":
        number = key_of(number)[0]
    if entities in ("Datastreams", "MultiDatastreams", "Observations"):
        rows = Datastream.everything.filter(pk=number)
        return rows.values_list("thing", flat=True).first()
    return None
