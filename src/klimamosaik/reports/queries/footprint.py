"""What a measure's sensors use beside what it saves: the net effect is what counts.

Counted are devices that report by themselves (by messages or on a mirrored server) for the
measure's meters or indicators or in its buildings; meters a grid operator has anyway are not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import Q, QuerySet

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Latest
from klimamosaik.pathway.queries.measured_tonnes import field_of, latest_assessment, saved_energy
from klimamosaik.places.models import Municipality
from klimamosaik.streams.models import SourceKind, SourceSeries
from klimamosaik.streams.queries.sources import OwnUse, in_a_year
from klimamosaik.terms.estimate import Estimate, together
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text
from klimamosaik.terms.yaml_text import read_yaml

LIVE = (SourceKind.PUSH, SourceKind.MQTT, SourceKind.SENSORTHINGS)
RADIO = (SourceKind.PUSH, SourceKind.MQTT)  # whose gateways are the town's or its network's
HOURS = 8.76  # kWh in a year of one watt
UNIT = "kWh/a"


@dataclass(frozen=True)
class FootprintLine:
    """One part of what is used."""

    text: Text
    use: Estimate | None  # None: not known
    source: Text

    @property
    def said(self) -> Text | None:
        """How much it is, in words; None where that is not known."""
        return None if self.use is None else in_a_year(self.use)


@dataclass(frozen=True)
class SensorFootprint:
    """What a measure's sensors use in a year, beside what it saves."""

    devices: int
    lines: tuple[FootprintLine, ...]
    used: Estimate
    saved: Estimate | None  # None: nothing is decided yet
    same_carrier: bool  # both are electricity

    @property
    def net(self) -> Estimate | None:
        """Saved less used; None where the saving is not known."""
        return None if self.saved is None else together([self.saved, self.used.scaled(-1.0)])

    @property
    def in_words(self) -> Mapping[str, Text]:
        """What is used, saved and saved net, in words; absent what is not known."""
        known = {"used": self.used, "saved": self.saved, "net": self.net}
        return {name: in_a_year(each) for name, each in known.items() if each is not None}

    @property
    def unknown(self) -> bool:
        """True where a part of the use is not known, so that it is more than is told."""
        return any(line.use is None for line in self.lines)


def sensor_footprint(*, measure: Measure, own: OwnUse | None) -> SensorFootprint | None:
    """The energy of a measure's sensors; None where none reports by itself.

    own: what this server uses, as far as it is known to who asks.
    """
    series = series_of(measure)
    radio = {device_of(each) for each in series if each.source.kind in RADIO}
    others = {device_of(each) for each in series if each.source.kind not in RADIO}
    if not radio and not others:
        return None
    lines = [
        nodes_line(len(radio | others)),
        gateway_line(radio, measure.municipality),
        server_line(series, own),
    ]
    told = tuple(line for line in lines if line is not None)
    assessment = latest_assessment(measure)
    return SensorFootprint(
        devices=len(radio | others),
        lines=told,
        used=together([line.use for line in told if line.use is not None]),
        saved=saved_energy(assessment) if assessment else None,
        same_carrier=assessment is not None and field_of(assessment) is Field.ELECTRICITY,
    )


def measures_with_series(*, municipality: Municipality) -> frozenset[int]:
    """The measures, by number, that have series as in `series_of`; as many queries for any town."""
    measures, live = Measure.objects.filter(municipality=municipality), live_series()
    found = (
        measures.filter(meter_points__in=live.values("counts_for__meter_point")),
        measures.filter(meter_points__in=live.values("datastream__meter_point")),
        measures.filter(buildings__in=live.values("datastream__thing__building")),
        measures.filter(indicators__datastream__in=live.values("datastream")),
    )
    return frozenset(pk for each in found for pk in each.values_list("pk", flat=True))


def live_series() -> QuerySet[SourceSeries]:
    """All series that report by themselves."""
    found = SourceSeries.objects.filter(source__kind__in=LIVE, datastream__gone_at=None)
    return found.exclude(datastream=None)


def series_of(measure: Measure) -> list[SourceSeries]:
    """The series that report by themselves for its meters or indicators, or in its buildings."""
    points = measure.meter_points.all()
    buildings = measure.buildings.all()
    indicators = measure.indicators.exclude(datastream=None)
    read_by_indicators = list(indicators.values_list("datastream", flat=True))
    reach = (
        Q(counts_for__meter_point__in=points)
        | Q(datastream__meter_point__in=points)
        | Q(datastream__thing__building__in=buildings)
        | Q(datastream__in=read_by_indicators)
    )
    return list(live_series().filter(reach).select_related("source").distinct())


def device_of(series: SourceSeries) -> tuple[int, str]:
    """The device a series comes from: of a network's messages by its number, else the thing."""
    if series.source.kind in RADIO:
        return series.source_id, series.key.partition("/")[0]
    return series.source_id, str(series.about.get("thing", series.key))


@cache
def facts() -> Mapping[str, Any]:
    """The values behind, each with range, status and source."""
    path = resources.files("klimamosaik.reports") / "data" / "sensor_energy.yaml"
    found: Mapping[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return found


def fact(name: str, factor: float) -> Estimate:
    """One of them as kWh a year. factor: what one of its units is."""
    low, high = facts()[name]["range"]
    return Estimate(float(facts()[name]["value"]), low, high, UNIT).scaled(factor)


def source_of(name: str) -> Text:
    """Where one of them is from."""
    return Text(**facts()[name]["source"])


def nodes_line(count: int) -> FootprintLine:
    """The devices themselves."""
    return FootprintLine(NODES.format(count=count), fact("node", count / 1000), source_of("node"))


def gateway_line(devices: Iterable[tuple[int, str]], town: Municipality) -> FootprintLine | None:
    """The part of one gateway that these devices have; None where none sends by radio."""
    asked = set(devices)
    if not asked:
        return None
    sources = {source for source, _ in asked}
    every = SourceSeries.objects.filter(source__in=sources, source__municipality=town)
    heard = {device_of(each) for each in every.exclude(datastream=None).select_related("source")}
    share = len(asked) / max(len(heard), len(asked))
    text = GATEWAY.format(share=share)
    return FootprintLine(text, fact("gateway", HOURS * share), source_of("gateway"))


def server_line(series: Iterable[SourceSeries], own: OwnUse | None) -> FootprintLine:
    """The part of this server: by readings, of all that are here."""
    if own is None or own.used is None:
        return FootprintLine(SERVER_UNKNOWN, None, NO_SERVER)
    mine = count_of(Latest.objects.filter(pk__in=[each.datastream_id for each in series]))
    share = mine / max(count_of(Latest.objects.all()), 1)
    return FootprintLine(SERVER.format(share=share), own.used.scaled(share), own.step)


def count_of(rows: QuerySet[Latest]) -> int:
    """How many readings stand."""
    return sum(rows.values_list("count", flat=True))


NODES = Text("{count:Sensor|Sensoren}", "{count:sensor|sensors}")
GATEWAY = Text("Anteil am Funkempfänger ({share:%})", "share of the radio gateway ({share:%})")
SERVER = Text("Anteil an diesem Server ({share:.1%})", "share of this server ({share:.1%})")
SERVER_UNKNOWN = Text("dieser Server: nicht bekannt", "this server: not known")
NO_SERVER = Text(
    "Sein Strom ist noch keine Datenquelle, oder noch keinen ganzen Tag lang.",
    "Its electricity is no data source yet, or not for a whole day.",
)
