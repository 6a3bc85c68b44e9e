"""What the suite makes on a server, from two gardens down to twelve readings."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.sensorthings.blackbox.client import SensorServer

OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
METRE = {
    "name": "metre",
    "symbol": "m",
    "definition": "http://unitsofmeasure.org/ucum.html#para-30",
}
PERCENT = {
    "name": "percent",
    "symbol": "%",
    "definition": "http://unitsofmeasure.org/ucum.html#para-29",
}


def point(longitude: float, latitude: float) -> dict[str, Any]:
    """A point in GeoJSON."""
    return {"type": "Point", "coordinates": [longitude, latitude]}


def location(name: str, longitude: float = 8.05, latitude: float = 52.27) -> dict[str, Any]:
    """A location of a point."""
    return {
        "name": name,
        "description": "ein Ort",
        "encodingType": "application/geo+json",
        "location": point(longitude, latitude),
    }


def sensor(name: str = "Sonde") -> dict[str, Any]:
    """A sensor."""
    return {
        "name": name,
        "description": "eine Sonde",
        "encodingType": "application/pdf",
        "metadata": "https://example.org/sonde.pdf",
    }


def observed(name: str = "Bodenfeuchte") -> dict[str, Any]:
    """An observed property."""
    return {"name": name, "description": "nass", "definition": f"https://example.org/{name}"}


def datastream(name: str, **more: Any) -> dict[str, Any]:
    """A datastream of numbers in metres, with sensor and property inside."""
    return {
        "name": name,
        "description": "eine Messreihe",
        "observationType": f"{OM}OM_Measurement",
        "unitOfMeasurement": METRE,
        "Sensor": sensor(),
        "ObservedProperty": observed(),
        **more,
    }


@dataclass(frozen=True)
class World:
    """Ids of what was made: readings 1..12 in `level`, texts in `parking`, none in `empty`."""

    mark: str  # in every name, so that nothing else on the server is meant
    garden: int  # things
    yard: int
    level: int  # datastreams of the garden
    empty: int
    parking: int  # of the yard
    readings: tuple[int, ...]  # of `level`, in their order of time

    @property
    def mine(self) -> str:
        """A filter for the things of this world."""
        return f"startswith(name,'{self.mark}')"


def build(server: SensorServer) -> World:
    """Make a world of one's own."""
    mark = f"w{uuid4().hex[:10]}"
    garden = server.made(
        "Things",
        {
            "name": f"{mark} Garten",
            "description": "ein Garten",
            "properties": {"floor": 2, "colour": "grün", "deep": {"er": [1, 2]}},
            "Locations": [location(f"{mark} Beet")],
            "Datastreams": [datastream(f"{mark} Pegel"), datastream(f"{mark} leer")],
        },
    )
    yard = server.made(
        "Things",
        {
            "name": f"{mark} Hof",
            "description": "ein Hof",
            "Locations": [location(f"{mark} Tor", 9.99, 53.55)],
            "Datastreams": [
                datastream(
                    f"{mark} Parkplatz",
                    observationType=f"{OM}OM_CategoryObservation",
                    unitOfMeasurement={"name": None, "symbol": None, "definition": None},
                )
            ],
        },
    )
    streams = server.get(f"Things({garden})/Datastreams", orderby="id")["value"]
    level, empty = (each["@iot.id"] for each in streams)
    parking = server.get(f"Things({yard})/Datastreams")["value"][0]["@iot.id"]
    readings = [server.made("Observations", reading(level, number)) for number in range(1, 13)]
    for hour, text in ((1, "frei"), (2, "belegt"), (3, "frei")):
        server.post(
            f"Datastreams({parking})/Observations",
            {"phenomenonTime": f"2026-03-01T{hour:02}:00:00Z", "result": text},
        )
    return World(mark, garden, yard, level, empty, parking, tuple(readings))


def reading(stream: int, number: int) -> dict[str, Any]:
    """The reading of an hour."""
    return {
        "phenomenonTime": f"2026-03-01T{number:02}:00:00.{number:03}Z",
        "resultTime": f"2026-03-01T{number:02}:00:05Z",
        "result": number,
        "parameters": {"gut": number % 2 == 0},
        "Datastream": {"@iot.id": stream},
    }
