"""The one door for files: what `klimamosaik import` and the upload page both call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.intake.bills import take_bills
from klimamosaik.observations.intake.exchanges import places_of
from klimamosaik.observations.intake.lists import Count, listed_in, take_buildings
from klimamosaik.observations.intake.matching import RegisterLookup
from klimamosaik.observations.intake.parsing import FilePreview, preview, remember
from klimamosaik.observations.intake.placing import meter_points, placed
from klimamosaik.observations.intake.refusals import questions_left, refuse_unclear
from klimamosaik.observations.intake.sensed import placed_sensed
from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.queries.places_brought import PlaceCounts, places_by_delivery
from klimamosaik.observations.store import version
from klimamosaik.observations.weather.files import placed_weather, take_stations
from klimamosaik.observations.weather.preview import WeatherPreview
from klimamosaik.observations.weather.same_place import refuse_one_place_twice
from klimamosaik.places.models import Municipality
from klimamosaik.places.operations import choose_station
from klimamosaik.sources.tables import FileKind, Progress
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

__all__ = ["Intake", "StoredImport", "preview", "store_import", "take_file"]
FIRST = {
    FileKind.BUILDINGS: 0,
    FileKind.READINGS: 1,
    FileKind.COSTS: 2,
}  # bills need meters, these buildings


@dataclass(frozen=True)
class StoredImport:
    """What became of one file."""

    name: str
    delivery: Delivery
    readings: Count
    buildings: Count
    bills: Count
    made: PlaceCounts = field(default_factory=PlaceCounts)  # what came to be by it
    stations: Count = field(default_factory=Count)
    sensed: int = 0  # series of what is no use

    @property
    def nothing_new(self) -> bool:
        """True where everything in the file was known."""
        counts = (self.readings, self.buildings, self.bills, self.stations)
        return not any(count.new or count.changed for count in counts)


@dataclass(frozen=True)
class Intake:
    """What became of all files of one act."""

    municipality: Municipality
    files: tuple[StoredImport, ...]

    @property
    def nothing_new(self) -> bool:
        """True where everything was known."""
        return all(each.nothing_new for each in self.files)

    @property
    def numbers(self) -> str:
        """The numbers of its deliveries, as an address or a tag holds them."""
        return ",".join(str(file.delivery.seq) for file in self.files)


def store_import(
    *,
    municipality: Municipality,
    files: Sequence[FilePreview],
    by: User | None,
    by_name: str = "",
    at: datetime,
    progress: Progress | None = None,
) -> Intake:
    """Store previewed files in one act: all of them, or none.

    by_name: who it was, where nobody is logged in. Raises InputRejected where a question is still
    open or nothing can be stored.
    """
    ordered = sorted(files, key=lambda each: FIRST.get(each.preview.kind, 1))
    refuse_one_place_twice([each.weather.file for each in files if each.weather is not None])
    with transaction.atomic():
        taken = []
        for number, each in enumerate(ordered):
            if progress:
                progress(number / len(ordered), STORING)
            file = take_file(each, municipality=municipality, by=by, by_name=by_name, at=at)
            taken.append(file)
            if not each.corrections.says_nothing:
                remember(
                    municipality=municipality,
                    fingerprint=each.fingerprint,
                    corrections=each.corrections,
                    at=at,
                )
    if progress:
        progress(1.0, STORING)
    return Intake(municipality, tuple(taken))


def take_file(
    file: FilePreview,
    *,
    municipality: Municipality,
    by: User | None,
    by_name: str = "",
    at: datetime,
) -> StoredImport:
    """Store one file; buildings and meter points come to be as needed."""
    preview = file.preview
    refuse_unclear(file)
    if preview.kind is FileKind.WEATHER and file.weather is not None:
        return take_weather(
            file, file.weather, municipality=municipality, by=by, by_name=by_name, at=at
        )
    known = RegisterLookup.of(municipality)
    matches = places_of(series=preview.series, corrections=file.corrections, known=known)
    questions = questions_left(file, matches, known)
    if questions:
        raise InputRejected(questions)
    seq = version.hold() + 1  # of the delivery below, which nobody overtakes
    buildings = take_buildings(
        rows=preview.buildings, known=known, municipality=municipality, by=by, seq=seq
    )
    points = meter_points(matches, known=known, municipality=municipality, by=by, seq=seq)
    delivery = deliver(
        readings=pl.concat(
            [
                placed(preview.readings, preview.series, points),
                placed_sensed(preview, municipality=municipality, buildings=known.buildings),
                *beside(file.weather),
            ]
        ),
        name=file.name[:200],
        sha256=file.sha256,
        municipality=municipality,
        by=by,
        by_name=by_name,
        at=at,
    )
    delivery.listed_buildings.set(listed_in(preview.buildings, known))
    bills = take_bills(rows=preview.costs, points=points, known=known, delivery=delivery)
    return StoredImport(
        name=file.name,
        delivery=delivery,
        readings=Count(delivery.new, delivery.changed, delivery.same),
        buildings=buildings,
        bills=bills,
        made=places_by_delivery([delivery], column="brought").get(delivery.seq, PlaceCounts()),
        sensed=len(preview.sensed),
    )


def take_weather(
    file: FilePreview,
    weather: WeatherPreview,
    *,
    municipality: Municipality,
    by: User | None,
    by_name: str = "",
    at: datetime,
) -> StoredImport:
    """Store a weather file: its stations, and what they measured.

    A station taken although it is far away stands for the municipality from then on.
    """
    stations = take_stations(weather.file.stations)
    readings = placed_weather(weather.file, names=weather.names)
    if weather.far and municipality.station is None:
        choose_station(municipality=municipality, number=weather.far, by=by)
    known = RegisterLookup.of(municipality).buildings if file.preview.sensed else {}
    sensed = placed_sensed(file.preview, municipality=municipality, buildings=known)
    delivery = deliver(
        readings=pl.concat([readings, sensed]),
        name=file.name[:200],
        sha256=file.sha256,
        municipality=municipality,
        by=by,
        by_name=by_name,
        at=at,
    )
    counted = Count(delivery.new, delivery.changed, delivery.same)
    return StoredImport(
        file.name, delivery, counted, Count(), Count(), stations=stations,
        sensed=len(file.preview.sensed),
    )  # fmt: skip


def beside(weather: WeatherPreview | None) -> list[pl.DataFrame]:
    """The temperatures a table holds beside its readings, as deliver() wants them."""
    return [placed_weather(weather.file, names=weather.names)] if weather is not None else []


STORING = Text("Speichern", "Storing")
