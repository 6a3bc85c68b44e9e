"""A file as a person should see it before anything is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import polars as pl
from django.utils import timezone

from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.exchanges import places_of
from klimamosaik.observations.intake.gate import open_questions
from klimamosaik.observations.intake.matching import Match, RegisterLookup
from klimamosaik.observations.intake.naming import placed_by_file
from klimamosaik.observations.intake.not_yet import without_not_yet
from klimamosaik.observations.intake.other_spacings import OtherSpacing, other_spacings
from klimamosaik.observations.intake.plausible import TownScale
from klimamosaik.observations.intake.replacing import (
    ReplacedBill,
    Replacing,
    replaced_bills,
    replacing,
)
from klimamosaik.observations.intake.sensed import SensedPreview, sensed_seen
from klimamosaik.observations.intake.sparklines import sparklines
from klimamosaik.observations.models import Delivery, RememberedCorrections
from klimamosaik.observations.operations.kept_reading import KeptReading
from klimamosaik.observations.operations.reading import read_with
from klimamosaik.observations.weather.in_table import in_table
from klimamosaik.observations.weather.preview import WeatherPreview, as_preview, seen, weather_hints
from klimamosaik.observations.weather.station_previews import StationPreview
from klimamosaik.places.models import Municipality
from klimamosaik.sources.grid.local_file import FileData, digest_of
from klimamosaik.sources.tables import (
    FileHints,
    Preview,
    Progress,
    fingerprint,
    read,
)
from klimamosaik.sources.weather import reading as weather
from klimamosaik.terms.question import Question


@dataclass(frozen=True)
class FilePreview:
    """What a file was taken for, and what storing it would do."""

    name: str
    sha256: str
    fingerprint: str
    preview: Preview
    corrections: Corrections
    remembered: bool  # corrections of an earlier file of this kind were used
    matches: tuple[Match, ...]  # one per series of the preview
    shapes: tuple[tuple[float | None, ...], ...]  # per series, SHAPE means over its time
    stored_at: datetime | None = None  # the very same file is already here since then
    weather: WeatherPreview | None = field(default=None, compare=False, repr=False)
    stations: tuple[StationPreview, ...] = ()  # whose temperatures or places the file holds
    town: TownScale = field(default_factory=TownScale)  # as it was when the file was looked at
    sensed: tuple[SensedPreview, ...] = ()  # what is no use: soil moisture, level, noise ...
    left_out: tuple[str, ...] = ()  # series a person does not want
    replaces: tuple[Replacing, ...] = ()  # known readings it says differently
    beside: tuple[OtherSpacing, ...] = ()  # longer readings that are known
    replaces_bills: tuple[ReplacedBill, ...] = ()  # known bills it says differently

    @property
    def questions(self) -> tuple[Question, ...]:
        """What a person has to answer first."""
        return open_questions(
            preview=self.preview,
            matches=self.matches,
            corrections=self.corrections,
            town=self.town,
            replaces=self.replaces,
            beside=self.beside,
        )

    @property
    def empty(self) -> bool:
        """True where there is nothing to store."""
        preview = self.preview
        held = (preview.series, preview.buildings, preview.costs, self.stations, self.sensed)
        return not any(held)

    def without_readings(self) -> "FilePreview":
        """The same to look at, light enough to put aside."""
        seen = self.preview
        light = replace(
            seen,
            readings=seen.readings.clear(),
            temperatures=seen.temperatures.clear(),
            sensed_readings=seen.sensed_readings.clear(),
        )
        return replace(self, preview=light, weather=None)


def preview(
    *,
    municipality: Municipality | None,
    data: FileData,
    name: str,
    corrections: Corrections | None = None,
    largest: int | None = None,
    progress: Progress | None = None,
    kept: KeptReading | None = None,
    at: datetime | None = None,
) -> FilePreview:
    """Say what a file was taken for and what storing it would do; stores nothing.

    at: the moment it is looked at, now as a rule; what is later cannot have been measured.
    corrections None: those of the last file of its kind are used. largest [bytes]: limit for
    uploads, which are read in a process apart; None for a file of this machine. kept: what was
    read of it before, so that storing what was looked at does not read it again. Raises
    InputRejected for what cannot be read.
    """
    if weather.format_of(data, name=name) is not None:
        return understand_weather(municipality, data, name, corrections, largest, kept)

    read_as = partial(
        read_with, read, data, name=name, largest=largest, progress=progress, kept=kept
    )
    table, kind, remembered = as_remembered(read_as, municipality, corrections)
    used = corrections or remembered or Corrections()
    table, left_out = corrected(table, used, file_name=name)
    table = without_not_yet(table, now=at or timezone.now(), accepted=used.hints.accepted)
    known = RegisterLookup.of(municipality)
    table, air = with_temperatures(table, municipality=municipality, hints=used.hints)
    digest = digest_of(data)
    matches = places_of(series=table.series, corrections=used, known=known)
    return FilePreview(
        name=name,
        sha256=digest,
        fingerprint=kind,
        preview=table,
        corrections=used,
        remembered=remembered is not None,
        matches=matches,
        shapes=sparklines(table.readings, [each.name for each in table.series]),
        stored_at=stored_at(municipality=municipality, digest=digest),
        weather=air,
        stations=air.stations if air else (),
        town=town_of(municipality, known),
        sensed=sensed_seen(
            table,
            sparklines(table.sensed_readings, [each.name for each in table.sensed]),
            municipality=municipality,
            buildings=known.buildings,
        ),
        left_out=left_out,
        replaces=replacing(table.series, matches, table.readings),
        beside=other_spacings(table.series, matches, table.readings),
        replaces_bills=replaced_bills(table.costs, matches, known),
    )


def as_remembered(
    read_as: Callable[..., Preview],
    municipality: Municipality | None,
    corrections: Corrections | None,
) -> tuple[Preview, str, Corrections | None]:
    """A file, its kind, and what was corrected in the last one of it where nothing is said now."""
    preview = read_as(hints=corrections.hints if corrections else None)
    kind = fingerprint(preview)
    if corrections is not None or municipality is None:
        return preview, kind, None
    remembered = recall(municipality=municipality, fingerprint=kind)
    if remembered is not None and remembered.hints != Corrections().hints:
        preview = read_as(hints=remembered.hints)
    return preview, kind, remembered


def corrected(
    preview: Preview, corrections: Corrections, *, file_name: str
) -> tuple[Preview, tuple[str, ...]]:
    """The preview as a person said of its series, and the names of those they do not want."""
    told = [
        replace(each, direction=corrections.of(each.name).direction or each.direction)
        for each in placed_by_file(preview.series, file_name=file_name)
    ]
    out = tuple(each.name for each in told if corrections.of(each.name).left_out)
    if not out:
        return replace(preview, series=tuple(told)), ()
    kept = replace(
        preview,
        series=tuple(each for each in told if each.name not in out),
        readings=preview.readings.filter(~pl.col("series").cast(pl.String).is_in(out)),
        costs=tuple(row for row in preview.costs if row.series not in out),
    )
    return kept, out


def town_of(municipality: Municipality | None, known: RegisterLookup) -> TownScale:
    """What the rules of the gate ask of the municipality."""
    if municipality is None:
        return TownScale()
    newest = municipality.populations.order_by("-year").first()
    there = known.buildings.values()
    return TownScale(
        inhabitants=newest.inhabitants if newest else None,
        buildings=len(there),
        areas={each.pk: each.usable_area for each in there if each.usable_area},
        kinds={each.pk: each.kind for each in there},
        addresses={name: each.address for name, each in known.buildings.items() if each.address},
    )


def with_temperatures(
    preview: Preview, *, municipality: Municipality | None, hints: FileHints
) -> tuple[Preview, WeatherPreview | None]:
    """The temperatures of a table; what is to be said and asked of them joins the preview's."""
    file = in_table(preview, hints=hints)
    if file is None:
        return preview, None
    air = seen(
        file,
        municipality=municipality,
        hints=hints,
        columns=preview.columns,
        with_use=bool(preview.series),
    )
    told = replace(
        preview,
        warnings=(*preview.warnings, *air.warnings),
        questions=(*preview.questions, *air.questions),
    )
    return told, air


def understand_weather(
    municipality: Municipality | None,
    data: FileData,
    name: str,
    corrections: Corrections | None,
    largest: int | None,
    kept: KeptReading | None,
) -> FilePreview:
    """Read a file of a weather service or a list of stations.

    What was corrected in another one does not count for this: it may be another station's.
    """
    used = corrections or Corrections()
    told = weather_hints(used.hints)
    file = read_with(weather.read, data, name=name, told=told, largest=largest, kept=kept)
    air = seen(file, municipality=municipality, hints=used.hints)
    digest = digest_of(data)
    shown = as_preview(file)
    return FilePreview(
        name=name,
        sha256=digest,
        fingerprint=f"weather {file.kind}",
        preview=replace(shown, warnings=air.warnings, questions=air.questions),
        corrections=used,
        remembered=False,
        matches=(),
        shapes=(),
        stored_at=stored_at(municipality=municipality, digest=digest),
        weather=air,
        stations=air.stations,
    )


def recall(*, municipality: Municipality, fingerprint: str) -> Corrections | None:
    """What was corrected in the last file of this kind."""
    memory = RememberedCorrections.objects.filter(
        municipality=municipality, fingerprint=fingerprint
    ).first()
    return Corrections.from_json(memory.corrections) if memory else None


def remember(
    *, municipality: Municipality, fingerprint: str, corrections: Corrections, at: datetime
) -> None:
    """Keep corrections for the next file of this kind; what is of this one only is forgotten."""
    kept = corrections.to_remember()
    if kept.says_nothing:
        return
    RememberedCorrections.objects.update_or_create(
        municipality=municipality,
        fingerprint=fingerprint,
        defaults={"corrections": kept.to_json(), "at": at},
    )


def stored_at(*, municipality: Municipality | None, digest: str) -> datetime | None:
    """When these very bytes were delivered, unless that was undone."""
    if municipality is None:
        return None
    delivery = Delivery.objects.filter(municipality=municipality, sha256=digest).first()
    if delivery is None or Delivery.objects.filter(withdraws=delivery).exists():
        return None
    return delivery.at
