"""The list of meters: what each counts, how it is doing, and who uses it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import slugify

from klimamosaik.alarms.queries import known_silence, silent_for, silent_of
from klimamosaik.measures.models import Indicator
from klimamosaik.measures.queries import measures_reading
from klimamosaik.observations.models import Bill, Datastream
from klimamosaik.observations.queries.confirmations import points_confirmed
from klimamosaik.observations.queries.curves import curves
from klimamosaik.observations.queries.export import readings_csv
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.observations.queries.newest_in_words import NewestReading, newest_in
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.spacings import spacing_text
from klimamosaik.observations.queries.states import DatastreamState, states
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.paging import asked, found_in, paged
from klimamosaik.records.query_cache import once
from klimamosaik.reports.doubts import doubts_in
from klimamosaik.reports.master_data.directions import ODD, odd_directions
from klimamosaik.reports.queries.doubtful import first_day
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL, local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class MeterUse:
    """One use of a meter's readings."""

    text: Text
    link: str | None


MeterUses = Mapping[int, tuple[MeterUse, ...]]  # by meter point
Users = Callable[[Municipality, Sequence[int]], Mapping[int, Sequence[MeterUse]]]  # by meter point


@dataclass(frozen=True)
class MeterRow:
    """One datastream in the list."""

    state: DatastreamState
    curve: tuple[float | None, ...]
    spacing: Text
    last_day: date | None
    since: Text | None  # how long it has been silent; None where it is not
    uses: tuple[MeterUse, ...]
    newest: NewestReading | None = None  # None: no reading yet
    doubtful: Text | None = None  # since when its values enter no sum
    confirmed: bool = False  # odd values of it were called right
    named: Direction | None = None  # the direction its name says, where it is another one


def by_measures(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """Measures that read a meter, or compare with it."""
    return {
        point: [
            MeterUse(
                Text(measure.name, measure.name), address("effect", municipality.ags, measure.pk)
            )
            for measure in found
        ]
        for point, found in measures_reading(meter_points=points).items()
    }


def by_indicators(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """Indicators of measures that take their values from a series of a meter."""
    found: dict[int, list[MeterUse]] = {}
    taking = Indicator.objects.filter(
        measure__municipality=municipality, datastream__meter_point__in=points
    ).select_related("measure", "datastream")
    for each in taking:
        point = each.datastream.meter_point_id if each.datastream else None
        if point is not None:
            said = INDICATOR.format(name=each.name, measure=each.measure.name)
            link = address("measure_register", municipality.ags, each.measure_id)
            found.setdefault(point, []).append(MeterUse(said, link))
    return found


def by_report(
    municipality: Municipality, points: Sequence[int]
) -> Mapping[int, Sequence[MeterUse]]:
    """The energy report takes the meters that count as use, once a whole year is known of them."""
    use = MeterUse(REPORT, address("report", municipality.ags))
    return {point: [use] for point in reported(points)} if use.link else {}


def reported(points: Sequence[int]) -> frozenset[int]:
    """Meter points that count as use and of which readings or bills span a calendar year."""
    counting = MeterPoint.objects.counting().filter(pk__in=points).values_list("pk", flat=True)
    wanted = set(counting)
    streams = Datastream.objects.filter(meter_point__in=wanted).values_list("pk", "meter_point_id")
    owner = dict(streams)
    spans = [
        (owner[pk], span.first.astimezone(LOCAL), span.until.astimezone(LOCAL))
        for pk, span in known_spans(list(owner)).items()
    ]
    read = {point for point, first, until in spans if has_year(first.date(), until.date())}
    bills = Bill.objects.filter(meter_point__in=wanted).values_list("meter_point")
    billed = bills.annotate(Min("start"), Max("end")).order_by()
    return frozenset(
        read | {point for point, first, until in billed if has_year(first, until)} - {None}
    )


def has_year(first: date, until: date) -> bool:
    """True where days from `first` up to before `until` hold a whole calendar year."""
    begin = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    return date(begin + 1, 1, 1) <= until


SILENT = "still"  # in the address: only those without new values
UNUSED = "ungenutzt"  # only those nobody uses
ASKED_AT_ONCE = 500  # a query; SQLite allows a limited number of parameters
TOLD = Text("{first:n} bis {last:n} von {all:n} Zählern", "{first:n} to {last:n} of {all:n} meters")
DOUBT = Text(
    "{start:month} bis {end:month}: andere Einheit? Zählt nicht mit.",
    "{start:month} to {end:month}: another unit? Does not count.",
)
USERS: list[Users] = [by_measures, by_indicators, by_report]  # rooms further down add theirs
INDICATOR = Text("Kennzahl „{name}“ ({measure})", "indicator “{name}” ({measure})")
REPORT = Text("Energiebericht", "energy report")


def address(name: str, *args: object) -> str | None:
    """A page's address; None where that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def rows(
    municipality: Municipality,
    states: Sequence[DatastreamState],
    silent: frozenset[int],
    now: datetime,
    odd: Mapping[int, Direction],
) -> list[MeterRow]:
    """These meters, with what their readings are used for."""
    uses = uses_in(municipality, USERS)
    told = newest_in({state.datastream: state.unit for state in states})
    drawn = curves(datastreams=[state.datastream for state in states])
    doubts = doubts_in(municipality=municipality)
    right = points_confirmed([state.meter_point for state in states])
    return [
        MeterRow(
            state=state,
            curve=drawn.get(state.datastream, ()),
            spacing=spacing_text(state.spacing),
            last_day=last_day(state),
            since=silent_for(state.last_end, now) if state.datastream in silent else None,
            uses=uses.get(state.meter_point, ()),
            newest=told.get(state.datastream),
            doubtful=doubt_text(doubts.get(state.meter_point)),
            confirmed=state.meter_point in right,
            named=odd.get(state.meter_point),
        )
        for state in states
    ]


def uses_in(municipality: Municipality, users: Sequence[Users]) -> MeterUses:
    """Who of these uses each meter point of a municipality; those nobody uses are absent.

    Worked out once for each state of the database: pages show few meters and count all.
    """
    asked = tuple(users)
    name = ("uses", municipality.pk, asked)
    return once(name, lambda: asked_all(municipality, asked), of=(municipality,))


def asked_all(municipality: Municipality, users: Sequence[Users]) -> MeterUses:
    """Ask each of the users about every meter point."""
    mine = MeterPoint.objects.filter(building__municipality=municipality)
    found: dict[int, tuple[MeterUse, ...]] = {}
    for some in slices(list(mine.order_by("pk").values_list("pk", flat=True))):
        for each in users:
            for point, uses in each(municipality, some).items():
                found[point] = (*found.get(point, ()), *uses)
    return {point: uses for point, uses in found.items() if uses}


def slices(numbers: Sequence[int]) -> list[Sequence[int]]:
    """As many at once as a statement takes."""
    return [
        numbers[begin : begin + ASKED_AT_ONCE] for begin in range(0, len(numbers), ASKED_AT_ONCE)
    ]


def doubt_text(months: frozenset[int] | None) -> Text | None:
    """'von Januar 2024 bis Dezember 2025 andere Einheit? zählt nicht mit'; None without doubt."""
    if not months:
        return None
    return DOUBT.format(start=first_day(min(months)), end=first_day(max(months)))


def last_day(state: DatastreamState) -> date | None:
    """The last local day a reading covers."""
    if state.last_end is None:
        return None
    return local_day(state.last_end - timedelta(seconds=1))


def silent_in(
    municipality: Municipality, states: Sequence[DatastreamState], now: datetime
) -> frozenset[int]:
    """Ids of the datastreams that are silent, as every page says it."""
    usual = {state.datastream: state.silent for state in states}
    known = once(
        ("silence", municipality.pk), lambda: known_silence(municipality, usual), of=(municipality,)
    )
    return silent_of(known, usual, now)


@municipality_page(Role.READER)
def meters(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Every meter with unit, place, last value, gaps and who uses it, a page at a time."""
    now = timezone.now()
    words, only = asked(request), request.GET.get("nur", "")
    known = finest(states(municipality=municipality, now=now))
    meant = [state for state in known if fits(state, words)]
    uses = uses_in(municipality, USERS)
    over = silent_in(municipality, known, now)
    silent = [state for state in meant if state.datastream in over]
    unused = [state for state in meant if state.counts and state.meter_point not in uses]
    named = odd_directions(municipality, meant)
    odd = [state for state in meant if state.meter_point in named]
    chosen = {SILENT: silent, UNUSED: unused, ODD: odd}.get(only, meant)
    listed = paged(request, chosen, told=TOLD)
    found = rows(municipality, listed.rows, over, now, named)
    page = {
        "groups": [
            (building, list(group))
            for building, group in groupby(found, key=lambda row: row.state.building_name)
        ],
        "list": listed,
        "any": bool(known),
        "count": len(meant),
        "silent": len(silent),
        "unused": len(unused),
        "odd": len(odd),
        "only": only if only in (SILENT, UNUSED, ODD) else "",
    }
    return render(request, "reports/meters.html", page)


def fits(state: DatastreamState, words: str) -> bool:
    """True where a meter is meant: by building, address, name, number or carrier."""
    carrier = state.carrier.text
    texts = (state.building_name, state.address, state.meter_point_name, state.number)
    return found_in(words, *texts, state.name, carrier.de, carrier.en)


@municipality_page(Role.READER)
def readings(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """All readings of a meter to take along, whatever it counts."""
    point = get_object_or_404(MeterPoint, pk=pk, building__municipality=municipality)
    name = slugify(f"{point.building} {point.name} {point.direction_text.de}") or f"zaehler-{pk}"
    return HttpResponse(
        readings_csv(point=point),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
