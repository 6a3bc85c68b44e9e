"""Things whose readings are public: their series, each with its unit and last value."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.cards.card import not_recorded
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.publication.queries.sensor_uses import SensorPurpose, purpose_of
from klimamosaik.publication.queries.sensors import PublicSensor, public_sensor, public_sensors
from klimamosaik.terms.text import Language

BELOW = "sensoren/"
TEMPLATE = "publication/pages/sensors.html"


@town_answer
def sensors(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """All things whose readings are public."""
    return things_page(request, known, language, BELOW, public_sensors(known))


@town_answer
def sensor(request: HttpRequest, known: Known, language: Language, pk: int) -> HttpResponse:
    """One thing."""
    one = public_sensor(known, pk)
    purpose = purpose_of(known, one)
    return things_page(request, known, language, f"{BELOW}{pk}/", (one,), one=one, purpose=purpose)


def things_page(
    request: HttpRequest,
    known: Known,
    language: Language,
    below: str,
    things: Sequence[PublicSensor],
    one: PublicSensor | None = None,
    purpose: SensorPurpose | None = None,
) -> HttpResponse:
    """The page of some things, or of one."""
    more: dict[str, Any] = {"things": things, "one": one, "interface": SENSORS}
    more |= {"purpose": purpose, "not_recorded": not_recorded()}
    return framed(request, known, language, TEMPLATE, below, **more)
